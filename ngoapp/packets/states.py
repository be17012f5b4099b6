"""Where a request can stand, in words, and the only ways from one state to the next."""

WORDS = {
    "new": "New",
    "needs_info": "Needs an answer",
    "duplicate": "Asked twice",
    "approved": "Ready to go",
    "batched": "Label printed",
    "packed": "Packed",
    "sent": "Sent",
    "resent": "Sent again",
    "delivered": "Delivered",
    "returned": "Came back",
    "cancelled": "Cancelled",
    "on_hold": "On hold",
}
STATES = tuple(WORDS)
TONES = {
    "new": "new",
    "approved": "new",
    "sent": "done",
    "resent": "done",
    "delivered": "done",
    "returned": "attention",
    "duplicate": "quiet",
    "cancelled": "stopped",
}
SENT = ("sent", "resent")
CLOSED = ("duplicate", *SENT, "delivered", "cancelled")
NOTHING_GOES = ("duplicate", "cancelled")
GONE_OUT = (*SENT, "delivered", "returned")
TO_POST = ("new", "approved")
PRINTED = ("batched", "packed")
SET_ASIDE = ("needs_info", "on_hold")
CORRECTABLE = (*TO_POST, *SET_ASIDE, "returned")

_STOPS = ("needs_info", "on_hold", "duplicate", "cancelled")
_UNDO_SENT = PRINTED
MOVES = {
    "new": ("approved", "batched", *_STOPS),
    "needs_info": ("approved", "delivered", "on_hold", "duplicate", "cancelled"),
    "on_hold": ("approved", "needs_info", "duplicate", "cancelled"),
    "approved": ("batched", *SENT, *_STOPS),
    "batched": ("packed", *SENT, "approved", *_STOPS),
    "packed": (*SENT, "batched", "approved", *_STOPS),
    "sent": ("delivered", "returned", "approved", "needs_info", *_UNDO_SENT),
    "resent": ("delivered", "returned", "approved", "needs_info", *_UNDO_SENT),
    "delivered": (*SENT, "returned", "approved"),
    "returned": (*SENT, "approved", "needs_info", "on_hold", "cancelled"),
    "duplicate": ("approved",),
    "cancelled": ("approved",),
}

# Why a request was moved. The audit keeps the code, never anybody's words.
REASONS = {
    "in_order": "everything is there",
    "answered": "the answer has come",
    "opened_again": "it is wanted after all",
    "send_again": "they need another one",
    "taken_off": "its label is not used",
    "label_printed": "its label was printed",
    "put_together": "the envelope is packed",
    "in_the_mail": "it was handed to the mail",
    "link_mailed": "the mail with the link went out",
    "arrived": "it has arrived",
    "not_arrived": "it has not arrived after all",
    "came_back": "the mail brought it back",
    "bounced": "the e-mail could not be delivered",
    "not_fetched": "nobody has fetched it",
    "on_paper": "they want it on paper",
    "corrected": "the address was corrected",
    "by_mistake": "the last step was a mistake",
    "address_unclear": "the address is not clear",
    "question_open": "we have to ask something",
    "wait_wanted": "they want it later",
    "no_packet": "there is nothing to send in this language",
    "recalled": "what is in it was recalled",
    "asked_twice": "they have asked before",
    "not_wanted": "they do not want it any more",
    "staff_decided": "we decided not to send it",
    "removed": "they want to be taken off everything",
    "forgotten": "they want to be forgotten",
}
USUAL_REASONS = {
    "approved": "in_order",
    "needs_info": "question_open",
    "on_hold": "wait_wanted",
    "duplicate": "asked_twice",
    "batched": "label_printed",
    "packed": "put_together",
    "sent": "in_the_mail",
    "resent": "in_the_mail",
    "delivered": "arrived",
    "returned": "came_back",
    "cancelled": "not_wanted",
}
