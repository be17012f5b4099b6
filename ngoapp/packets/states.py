"""Where a request can stand, in words, and the only ways from one state to the next."""

WORDS = {
    "new": "New",
    "needs_info": "Needs an answer",
    "duplicate": "Asked twice",
    "approved": "Ready to go",
    "batched": "Label printed",
    "packed": "Packed",
    "sent": "Sent",
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
    "delivered": "done",
    "returned": "attention",
    "duplicate": "quiet",
    "cancelled": "stopped",
}
RUN_WORDS = {
    "printed": ("Printed", "waiting"),
    "sent": ("Sent", "done"),
    "taken_back": ("Taken back", "stopped"),
}
CLOSED = ("duplicate", "sent", "delivered", "cancelled")
GONE_OUT = ("sent", "delivered", "returned")
TO_POST = ("new", "approved")
SET_ASIDE = ("needs_info", "on_hold")
CORRECTABLE = (*TO_POST, *SET_ASIDE)

MOVES = {
    "new": ("approved", "batched", "needs_info", "on_hold", "duplicate", "cancelled"),
    "approved": ("batched", "sent", "needs_info", "on_hold", "duplicate", "cancelled"),
    "needs_info": ("approved", "on_hold", "duplicate", "cancelled"),
    "on_hold": ("approved", "needs_info", "duplicate", "cancelled"),
    "batched": ("sent", "approved", "needs_info", "on_hold", "duplicate", "cancelled"),
    "sent": ("approved", "batched"),
    "duplicate": ("approved",),
    "cancelled": ("approved",),
}
