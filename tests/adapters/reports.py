"""Reports of undeliverable mail as different servers write them (after RFC 3464, and before it)."""

from email.message import EmailMessage

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: hello@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

--B1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.net.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<{to}>: host mx.example.com[192.0.2.7] said: 550 5.1.1 no such user

--B1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Sun, 22 Nov 2026 09:00:00 +0000

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--B1
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Us <hello@example.org>
To: {to}
Subject: Hello
Message-ID: {letter}

--B1--
"""

EXIM = """\
Return-path: <>
X-Failed-Recipients: {to}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@relay.example.net>
To: hello@example.org
Subject: Mail delivery failed: returning message to sender
Content-Type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {to}
    Unrouteable address

------ This is a copy of the message's headers. ------

From: Us <hello@example.org>
To: {to}
Subject: Hello
Message-ID: {letter}
"""

EXCHANGE = """\
From: Microsoft Outlook <postmaster@example.com>
To: <hello@example.org>
Subject: =?utf-8?B?VW5kZWxpdmVyYWJsZTogSGVsbG8=?=
In-Reply-To: {letter}
References: {letter}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B2"

--B2
Content-Type: multipart/alternative; boundary="B3"

--B3
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

RGVsaXZlcnkgaGFzIGZhaWxlZC4=

--B3
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<p style=3D"color:red">Your message couldn't be delivered.</p>

--B3--

--B2
Content-Type: message/delivery-status

Reporting-MTA: dns;mail.example.com

Final-recipient: RFC822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound
X-Display-Name: Somebody

--B2
Content-Type: message/rfc822

From: Us <hello@example.org>
To: {to}
Subject: Hello
Message-ID: {letter}
Content-Type: text/plain

Hello.

--B2--
"""

GMAIL = """\
Return-Path: <>
To: hello@example.org
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
Subject: Delivery Status Notification (Failure)
References: {letter}
In-Reply-To: {letter}
X-Failed-Recipients: {to}
Auto-Submitted: auto-replied
Content-Type: multipart/report; boundary="B4"; report-type=delivery-status

--B4
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to {to} because the address couldn't be found.

--B4
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Received-From-MTA: dns; hello@example.org
X-Original-Message-ID: {letter}

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Last-Attempt-Date: Sun, 22 Nov 2026 01:00:00 -0800 (PST)

--B4
Content-Type: message/rfc822

Message-ID: {letter}
Subject: Hello

Hello.

--B4--
"""

QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@q.example.net
To: hello@example.org
Subject: failure notice

Hi. This is the qmail-send program at q.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{to}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

From: Us <hello@example.org>
Message-ID: {letter}
Subject: Hello
"""

FAILED = {"postfix": POSTFIX, "exim": EXIM, "exchange": EXCHANGE, "gmail": GMAIL, "qmail": QMAIL}


def report(
    to: str, letter: str = "<letter-1@localhost>", *, server: str = "postfix", action: str = "failed"
) -> bytes:
    """What a server sends back: by Postfix that an address failed, unless another is asked for."""
    status = "5.1.1" if action == "failed" else "4.4.1"
    return FAILED[server].format(to=to, letter=letter, action=action, status=status).encode()


def human_mail(text: str = "Thank you for the packet!", *, answers: str = "") -> bytes:
    """A mail that somebody wrote."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ana@example.org", "hello@example.org", "Re: Hello"
    if answers:
        message["In-Reply-To"] = answers
    message.set_content(text)
    return bytes(message)
