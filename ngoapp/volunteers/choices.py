"""What volunteers can choose from: codes that are kept, and the words that people read."""

INTERESTS = {
    "hotline": "Listen on the hotline",
    "mail": "Answer e-mail and letters",
    "packets": "Pack and mail info packets",
    "translation": "Translate",
    "writing": "Write or edit news",
    "web": "Help with the website",
    "events": "Help at events",
    "fundraising": "Raise funds",
    "anything": "Wherever I am needed",
}
AVAILABILITY = {
    "weekday_day": "Weekdays, daytime",
    "weekday_evening": "Weekdays, evenings",
    "weekend": "Weekends",
    "now_and_then": "Now and then, when I am able",
}
AGE_BANDS = {
    "under_18": "Under 18",
    "18_24": "18 to 24",
    "25_44": "25 to 44",
    "45_64": "45 to 64",
    "65_up": "65 or older",
}
MINOR = "under_18"
STATES = {
    "applied": "New",
    "in_review": "In review",
    "approved": "Approved",
    "declined": "Declined",
}
# From each state, where it may go; everything else is impossible.
MOVES = {
    "applied": ("in_review", "approved", "declined"),
    "in_review": ("approved", "declined"),
    "approved": ("in_review",),
    "declined": ("in_review",),
}
