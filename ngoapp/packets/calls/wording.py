"""What a call was about and how it ended, as codes with their words."""

KINDS = {"talked": "We talked", "voicemail": "A message on our voicemail"}
ABOUT = {
    "listen": "Wanted to talk",
    "information": "A question",
    "crisis": "In distress",
    "support_group": "Support groups",
    "packet": "About their packet",
    "giving": "About giving",
    "volunteering": "Wants to help",
    "press": "Press",
    "other": "Something else",
}
SAFE = {"": "We did not ask", "yes": "Yes", "no": "No, leave none"}
ENDS = {
    "none_wanted": "No call back wanted",
    "reached": "Reached",
    "message_left": "Message left",
    "given_up": "Not reached, given up",
    "taken_off": "Taken off everything",
}
PRESSED = ("reached", "message_left", "given_up")  # the ends that a button brings, and another takes back
NOTE_HINT = "Keep names and numbers in the call itself, and leave out anything about anybody’s health."
WORDS_HINT = "As few as you need. Please leave out diagnoses, symptoms and medicines."
