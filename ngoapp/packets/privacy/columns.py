"""Every text column of the packet desk: emptied with the person, gone with its row, or kept for a reason.

A test holds this page against the database: a new text column has its place here or the test fails. Columns named in
BESIDE are emptied by `forgetting.py` as soon as they stand here; those of `packet_requests` itself are in
`operations.PERSONAL`."""

from collections.abc import Mapping

# Tables with a `request_id`: what is emptied in the rows of a request whose person is forgotten.
BESIDE: Mapping[str, tuple[str, ...]] = {"packet_pieces": ("address_key",)}

# Tables whose rows go as a whole, and when.
GOES: Mapping[str, str] = {
    "packet_page_links": "gone a day after they were asked for, or with the person",
    "packet_survey_answers": "belong to nobody; what was written in words is gone after a year",
    "packet_survey_tokens": "gone when they are used, or three months later",
    "packet_survey_invitations": "gone as soon as their mail has left or is refused, or with the person",
    "packet_page_visits": "gone a day after they were opened, or with the person",
}

# Rooms that erase their own rows about a person: the table, and what it empties.
OWN: Mapping[str, tuple[str, ...]] = {
    "call_entries": ("name", "phone", "phone_key", "safe_name", "words", "call_back_when"),
    "call_notes": ("words",),
}

# What stays, each with the reason.
A_CODE = "a word from a list of ours"
OURS = "what staff wrote about what we send, not about whom we send it to"
A_NUMBER = "a random number or its hash"
A_KEY = "names a form that was drawn, and no person"
KEPT: Mapping[str, Mapping[str, str]] = {
    "packet_editions": {
        "action_key": A_KEY,
        "name": OURS,
        "language": A_CODE,
        "label": OURS,
        "reviewer": OURS,
        "override_reason": A_CODE,
        "withdrawn_reason": OURS,
    },
    "packet_kits": {"name": OURS, "description": OURS},
    "packet_items": {"name": OURS, "kind": A_CODE},
    "packet_lots": {"action_key": A_KEY, "cost_currency": A_CODE},
    "packet_stock_entries": {"source": A_KEY, "why": A_CODE, "hold": A_KEY, "reason": A_CODE},
    "packet_recalls": {"action_key": A_KEY, "letter": OURS},
    "packet_corrections": {"way": A_CODE},
    "packet_sendings": {"key": A_KEY, "way": A_CODE},
    "packet_requests": {
        "action_key": A_KEY,
        "channel": A_CODE,
        "way": A_CODE,
        "language": A_CODE,
        "state": A_CODE,
        "country_code": A_CODE,
        "consent_wording": "our own words, which they agreed to",
    },
    "packet_links": {"nonce": A_NUMBER, "digest": A_NUMBER},
    "packet_batches": {
        "action_key": A_KEY,
        "stock": "a name on a box of labels",
        "state": A_CODE,
        "undo_reason": A_CODE,
        "currency": A_CODE,
    },
    "packet_pieces": {
        "code": A_NUMBER,
        "language": A_CODE,
        "packet": OURS,
        "zone": A_CODE,
        "kind": A_CODE,
        "return_reason": A_CODE,
    },
    "packet_reprints": {"action_key": A_KEY, "positions": "places on sheets of labels"},
    "packet_postage_tables": {"currency": A_CODE, "source": "where prices are from, as staff wrote it"},
    "packet_postage_rates": {"zone": A_CODE, "kind": A_CODE},
    "packet_counts": {
        "country_code": A_CODE,
        "country_area": "a state or province from a list, counted",
        "language": A_CODE,
        "channel": A_CODE,
        "way": A_CODE,
        "kit": OURS,
    },
    "packet_survey_questions": {"action_key": A_KEY, "kind": A_CODE, "wording": OURS, "choices": OURS},
    "packet_survey_tallies": {"way": A_CODE},
    "call_entries": {"action_key": A_KEY, "kind": A_CODE, "about": A_CODE, "safe": A_CODE, "ended": A_CODE},
    "call_notes": {"action_key": A_KEY},
    "call_scripts": {"action_key": A_KEY, "title": OURS, "words": OURS},
    "packet_taken_off": {"digest": "a digest under our own key: nobody can be read out of it"},
    "packet_closures": {"action_key": A_KEY, "name": "a holiday"},
    "packet_turns": {"channel": A_CODE},
    "packet_purges": {"kind": A_CODE},
}
