"""Every address that can be asked for, and what it may cost. A new one without an entry here fails `test_pages.py`."""

from tests.pages import examples, giving_examples, kit_pages, packet_examples, tribute_examples
from tests.pages.kinds import DONOR, HALF_SIGNED_IN, REQUESTER, VISITOR, File, Page

PUBLIC: dict[str, Page] = {
    "/": Page(7),
    "/contact": Page(5),
    "/disclaimer": Page(5),
    "/privacy": Page(5),
    "/donate/continue/<token>": Page(7, giving_examples.mailed_link),
    "/donate/continue/sent": Page(5),
    "/campaigns/": Page(6),
    "/campaigns/<slug>": Page(7, giving_examples.campaign),
    "/campaigns/<slug>/card": Page(6, giving_examples.campaign),
    "/donate": Page(6, also=("?campaign=evening-hotline", "?campaign=nowhere")),
    "/donate/other-ways": Page(5),
    "/donate/card/<token>": Page(5, giving_examples.plan_link),
    "/donate/check/<token>": Page(7, giving_examples.slip),
    "/donate/match/<token>": Page(7, giving_examples.match_link),
    "/donate/again/<token>": Page(12, examples.donation("failed"), shares_title=True),
    "/donate/together/<token>": Page(6, giving_examples.together_link),
    "/donate/thanks/<token>": Page(6, examples.donation("paid")),
    "/donate/pay/<token>": Page(8, giving_examples.phone_token),
    "/giving": Page(15, also=("?year=2025",), who=DONOR),
    "/honored/<token>": Page(6, tribute_examples.honouree_question),
    "/giving/fresh": Page(6, who=DONOR),
    "/giving/gifts/<int:gift_id>/thanks": Page(12, examples.own_gift, who=DONOR),
    "/giving/people/<int:person_id>/address": Page(6, examples.own_year, who=DONOR),
    "/giving/people/<int:person_id>/mail": Page(7, examples.own_year, who=DONOR),
    "/giving/people/<int:person_id>/thanks": Page(7, examples.own_year, who=DONOR),
    "/giving/plans/<int:plan_id>": Page(16, giving_examples.own_plan, who=DONOR),
    **{
        f"/giving/plans/<int:plan_id>/{form}": Page(9, giving_examples.own_plan, who=DONOR)
        for form in ("amount", "day", "pause", "resume", "stop", "go-on", "card")
    },
    "/giving/devices": Page(6, who=DONOR),
    "/giving/everything": Page(46, who=DONOR),
    "/giving/link": Page(5),
    "/giving/link/sent": Page(5),
    "/giving/open/<token>": Page(5, examples.giving_link),
    "/info-packet": Page(6, also=("?way=email",)),
    "/info-packet/mine": Page(6, who=REQUESTER),
    "/info-packet/mine/<int:request_id>": Page(9, packet_examples.own_request, who=REQUESTER),
    "/info-packet/mine/forgotten": Page(5),
    "/info-packet/mine/link": Page(5),
    "/info-packet/mine/link/sent": Page(5),
    "/info-packet/mine/open/<token>": Page(6, packet_examples.page_link),
    "/info-packet/survey": Page(6),
    "/info-packet/survey/<token>": Page(7, packet_examples.survey_token, shares_title=True),
    "/info-packet/survey/thanks": Page(5),
    "/info-packet/thanks": Page(6, also=("?way=email",)),
    "/packets/<token>": Page(6, examples.packet_link),
    "/packets/<token>/on-paper": Page(7, examples.packet_link),
    "/news/": Page(8),
    "/news/<slug>": Page(5, examples.article),
    "/receipts/<token>": Page(5, examples.receipt_link),
    "/volunteer": Page(5),
    "/volunteer/thanks": Page(5),
}

FILES: dict[str, File] = {
    "/healthz": File(0, kind="application/json"),
    "/readyz": File(5, kind="application/json"),
    "/news/feed.xml": File(8, kind="application/atom+xml"),
    "/campaigns/<slug>/picture": File(6, giving_examples.campaign, kind="image/jpeg"),
    "/campaigns/<slug>/share.png": File(6, giving_examples.campaign, kind="image/png"),
    "/staff/campaigns/<int:campaign_id>/code.png": File(15, giving_examples.campaign_row, kind="image/png"),
    "/staff/campaigns/<int:campaign_id>/code.svg": File(
        15, giving_examples.campaign_row, kind="image/svg+xml"
    ),
    "/staff/campaigns/<int:campaign_id>/picture": File(15, giving_examples.campaign_row, kind="image/jpeg"),
    "/staff/campaigns/<int:campaign_id>/poster-<any(letter, a4):paper>.pdf": File(
        15, giving_examples.campaign_row, kind="application/pdf"
    ),
    "/staff/campaigns/<int:campaign_id>/share.png": File(15, giving_examples.campaign_row, kind="image/png"),
    "/organisation/colours-<primary>-<accent>.css": File(5, examples.colours, kind="text/css"),
    "/organisation/logo/<int:file_id>": File(5, examples.logo, kind="image/svg+xml"),
    "/giving/everything.json": File(45, kind="application/json", who=DONOR),
    "/giving/receipts/<int:receipt_id>.pdf": File(9, examples.own_receipt, kind="application/pdf", who=DONOR),
    "/giving/summaries/<int:person_id>/<int:year>.pdf": File(
        16, examples.own_year, kind="application/pdf", who=DONOR
    ),
    "/receipts/<token>.pdf": File(8, examples.receipt_link, kind="application/pdf"),
    "/donate/check/<token>.pdf": File(7, giving_examples.slip, kind="application/pdf"),
    "/donate/thanks/<token>/card.pdf": File(8, tribute_examples.tribute("paid"), kind="application/pdf"),
    "/staff/packets/survey/insert.pdf": File(15, kind="application/pdf"),
    "/staff/packets/figures/report.csv": File(15, kind="text/csv"),
    "/staff/packets/figures/report.pdf": File(15, kind="application/pdf"),
    "/info-packet/mine/what-we-hold.json": File(8, kind="application/json", who=REQUESTER),
    "/packets/<token>/info-packet.pdf": File(15, examples.packet_link, kind="application/pdf"),
    "/staff/gifts/donors": File(15, kind="text/html"),  # a part of the form for a gift, as htmx asks for it
    "/staff/mailroom/runs/<int:run_id>/labels.pdf": File(15, examples.donor_run, kind="application/pdf"),
    "/staff/mailroom/sheets/<path:name>/test.pdf": File(15, examples.sheet, kind="application/pdf"),
    "/staff/packets/editions/<int:edition_id>/packet.pdf": File(
        5, examples.packet_edition, kind="application/pdf"
    ),
    "/staff/packets/batches/<int:batch_id>/<any('labels', 'slips', 'pick-list'):paper>.pdf": File(
        20, examples.batch_labels, kind="application/pdf"
    ),
    "/staff/packets/batches/<int:batch_id>/again/<int:reprint_id>.pdf": File(
        20, examples.reprint_of_a_batch, kind="application/pdf"
    ),
    "/staff/packets/recalls/<int:recall_id>/letters.pdf": File(
        30, examples.packet_letters, kind="application/pdf"
    ),
    "/staff/gifts/payouts/<int:payout_id>.csv": File(16, examples.payout, kind="text/csv"),
    "/staff/tributes/letters/<int:notice_id>/<any(letter, card):what>.pdf": File(
        18, tribute_examples.tribute_letter, kind="application/pdf"
    ),
    "/staff/tributes/questions/<int:question_id>.pdf": File(
        15, tribute_examples.question_on_paper, kind="application/pdf"
    ),
    "/staff/receipts/<int:receipt_id>/receipt.pdf": File(12, examples.receipt, kind="application/pdf"),
}

SIGNING_IN: dict[str, Page] = {
    "/staff/sign-in": Page(5, who=VISITOR, reticent=True),
    "/staff/password/forgotten": Page(5, who=VISITOR, reticent=True),
    "/staff/password/forgotten/<token>": Page(8, examples.password_token, who=VISITOR),
    "/staff/sign-in/code": Page(8, who=HALF_SIGNED_IN),
    "/staff/sign-in/help": Page(8, who=HALF_SIGNED_IN, shares_title=True),
    "/staff/sign-in/recovery-code": Page(8, who=HALF_SIGNED_IN),
}

STAFF: dict[str, Page] = {
    "/staff/": Page(20),
    "/staff/account": Page(15),
    "/staff/accounts/": Page(15),
    "/staff/accounts/<int:user_id>": Page(15, examples.staff),
    "/staff/accounts/new": Page(15),
    "/staff/audit/": Page(15),
    "/staff/campaigns/": Page(15),
    "/staff/campaigns/new": Page(15),
    "/staff/campaigns/<int:campaign_id>": Page(15, giving_examples.campaign_row),
    "/staff/campaigns/<int:campaign_id>/edit": Page(15, giving_examples.campaign_row),
    "/staff/campaigns/<int:campaign_id>/preview": Page(15, giving_examples.campaign_row, shares_title=True),
    "/staff/donors/": Page(15, also=("?q=lewis",)),
    "/staff/donors/came-back": Page(15),
    "/staff/donors/<int:person_id>": Page(18, examples.donor),
    "/staff/donors/<int:person_id>/edit": Page(15, examples.donor),
    "/staff/donors/<int:person_id>/household": Page(
        16, giving_examples.housemate, also=("?q=lewis", "?q=nobody")
    ),
    "/staff/donors/<int:person_id>/plans/<int:plan_id>": Page(18, giving_examples.own_plan),
    "/staff/donors/<int:person_id>/died": Page(18, examples.donor),
    "/staff/gifts/<int:gift_id>": Page(24, examples.gift),
    "/staff/gifts/": Page(15, also=("?show=to-release", "?q=lewis", "?method=cheque", "?fund=1&campaign=1")),
    "/staff/gifts/attempts/": Page(20),
    "/staff/gifts/attempts/charges": Page(
        15, also=("?since=2026-01-01T00:00&until=2026-12-31T00:00", "?since=")
    ),
    "/staff/gifts/employers/": Page(15),
    "/staff/gifts/employers/<int:employer_id>": Page(15, examples.employer),
    "/staff/gifts/employers/new": Page(15, also=("?name=NSM",)),
    "/staff/gifts/matching/": Page(15, also=("?show=received", "?show=all", "?q=lewis", "?q=nobody")),
    "/staff/gifts/matching/<int:match_id>": Page(18, examples.match),
    "/staff/gifts/matching/<int:match_id>/received": Page(18, examples.match),
    "/staff/gifts/funds": Page(15),
    "/staff/gifts/funds/<int:fund_id>": Page(15, examples.fund),
    "/staff/gifts/funds/<int:fund_id>/close": Page(15, examples.fund),
    "/staff/gifts/new": Page(15, also=("?pledge=", "?pledge=NSN-2222-2")),
    "/staff/gifts/phone/": Page(15),
    "/staff/gifts/phone/<int:page_id>": Page(15, giving_examples.phone_page),
    "/staff/gifts/pledges/": Page(15, also=("?show=overdue", "?show=received", "?q=ferrari", "?q=nobody")),
    "/staff/gifts/<int:gift_id>/household": Page(15, giving_examples.joint_gift),
    "/staff/gifts/<int:gift_id>/refund": Page(15, examples.gift),
    "/staff/gifts/<int:gift_id>/story": Page(28, examples.gift),
    "/staff/gifts/quarantine": Page(15),
    "/staff/gifts/recurring/": Page(
        15, also=("?show=trouble", "?show=to-match", "?show=paused", "?show=ended", "?q=solberg", "?q=nobody")
    ),
    "/staff/gifts/recurring/<int:plan_id>": Page(20, giving_examples.plan_to_match),
    "/staff/gifts/returns": Page(18),
    "/staff/gifts/payouts/": Page(20),
    "/staff/gifts/payouts/<int:payout_id>": Page(16, examples.payout),
    "/staff/jobs/": Page(15),
    "/staff/mailroom/": Page(15),
    "/staff/mailroom/sheets/new": Page(15),
    "/staff/mailroom/sheets/<path:name>": Page(15, examples.sheet),
    "/staff/mailroom/donors/": Page(
        24, also=("?per=household&at_least=1&paper=5160", "?paper=DL&per=person")
    ),
    "/staff/mailroom/runs/": Page(15),
    "/staff/mailroom/runs/<int:run_id>": Page(16, examples.donor_run),
    "/staff/mailroom/printers/new": Page(15),
    "/staff/mailroom/printers/<int:printer_id>": Page(15, examples.printer),
    "/staff/news/": Page(15),
    "/staff/news/<int:article_id>": Page(15, examples.news_draft),
    "/staff/news/new": Page(15),
    "/staff/packets/": Page(25),  # who looked at which requests is entered in the audit
    "/staff/packets/<int:request_id>": Page(29, examples.packet_request),
    "/staff/packets/<int:request_id>/correct": Page(15, examples.packet_request),
    "/staff/packets/calls/": Page(26),
    "/staff/packets/calls/<int:call_id>": Page(24, packet_examples.call),
    "/staff/packets/calls/new": Page(15),
    "/staff/packets/calls/notes": Page(15),
    "/staff/packets/calls/off": Page(15),
    "/staff/packets/calls/scripts/": Page(15),
    "/staff/packets/calls/scripts/<int:script_id>": Page(15, packet_examples.script),
    "/staff/packets/calls/scripts/new": Page(15),
    "/staff/packets/editions/": Page(15),
    "/staff/packets/mailed/": Page(23, also=("?view=lost", "?view=fetched", "?view=ended")),
    "/staff/packets/editions/new": Page(15),
    "/staff/packets/figures/": Page(21, also=("?since=2025-01&until=2025-06", "?since=x&until=2031-01")),
    **dict.fromkeys(kit_pages.PLAIN, Page(15)),
    **dict.fromkeys(kit_pages.OF_AN_EDITION, Page(18, examples.packet_edition)),
    "/staff/packets/kits/<int:kit_id>": Page(15, examples.packet_kit),
    "/staff/packets/recalls/<int:recall_id>": Page(25, examples.packet_recall),
    "/staff/packets/stock/": Page(18),
    "/staff/packets/new": Page(15),
    "/staff/packets/office/": Page(15),
    "/staff/packets/survey/": Page(15),
    "/staff/packets/survey/new": Page(15),
    "/staff/packets/survey/weeks": Page(15),
    "/staff/packets/privacy/": Page(26),
    "/staff/packets/privacy/person": Page(15),
    "/staff/packets/batches/": Page(15),
    "/staff/packets/batches/<int:batch_id>": Page(25, examples.packet_batch),
    "/staff/packets/batches/new": Page(42),
    "/staff/packets/postage/": Page(15),
    "/staff/packets/postage/new": Page(15),
    "/staff/packets/returned/": Page(20),
    "/staff/password/change": Page(15),
    "/staff/password/confirm": Page(15),
    "/staff/receipts/": Page(15, also=("?state=held", "?q=lewis")),
    "/staff/receipts/<int:receipt_id>": Page(18, examples.receipt),
    "/staff/receipts/to-print": Page(15),
    "/staff/settings/": Page(15),
    "/staff/settings/currencies/": Page(15),
    "/staff/settings/currencies/<currency>": Page(15, giving_examples.currency),
    "/staff/settings/looks": Page(15),
    "/staff/settings/ways/": Page(15),
    "/staff/settings/ways/<int:way_id>": Page(15, examples.way),
    "/staff/thanks/": Page(15),
    "/staff/thanks/<int:acknowledgment_id>/name": Page(15, examples.name),
    "/staff/thanks/together/<int:second_id>": Page(15, giving_examples.second),
    "/staff/tributes/": Page(22, also=("?show=on-paper", "?show=all", "?q=ann", "?q=nobody")),
    "/staff/tributes/<int:honouree_id>": Page(30, tribute_examples.busiest_honouree),
    "/staff/tributes/<int:honouree_id>/answer": Page(15, tribute_examples.busiest_honouree),
    "/staff/tributes/<int:honouree_id>/ask": Page(15, tribute_examples.busiest_honouree),
    "/staff/tributes/<int:honouree_id>/ask-on-paper": Page(15, tribute_examples.busiest_honouree),
    "/staff/tributes/<int:honouree_id>/name": Page(15, tribute_examples.busiest_honouree),
    "/staff/tributes/of-gift/<int:gift_id>": Page(15, examples.own_gift),
    "/staff/tributes/gifts/<int:tribute_id>": Page(15, tribute_examples.given_tribute),
    "/staff/tributes/recipients/<int:recipient_id>": Page(15, tribute_examples.recipient),
    "/staff/two-step": Page(15),
    "/staff/two-step/recovery-codes": Page(15),
    "/staff/volunteers/": Page(15, also=("?state=approved", "?state=all")),
    "/staff/volunteers/<int:volunteer_id>": Page(15, examples.volunteer),
}

PAGES = PUBLIC | SIGNING_IN | STAFF
TABLE: dict[str, Page] = {**PAGES, **FILES}

# What is not asked for here, each with the reason.
LEFT_OUT = {
    "/giving/plans/<int:plan_id>/card/back": "leads on to the gift that comes again: tests/site/test_plans.py",
    "/static/<path:filename>": "what a page links to is asked for when its links are followed",
    "/set-up": "answers before there is an organisation only: tests/desk/test_organisation.py",
    "/staff/sign-in/choose": "there is one kind of second step, so it leads on to that",
}
