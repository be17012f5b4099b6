"""The words of batches, postage and returned mail, each behind the code that the database keeps."""

BATCH_WORDS = {
    "frozen": ("In hand", "waiting"),
    "sent": ("Posted", "done"),
    "undone": ("Taken back", "stopped"),
}
PIECE_WORDS = {
    "printed": ("Label printed", "waiting"),
    "packed": ("Packed", "waiting"),
    "posted": ("Posted", "done"),
    "returned": ("Came back", "attention"),
    "left": ("Taken out", "stopped"),
}
UNDO_REASONS = {
    "by_mistake": "It was a mistake",
    "not_posted": "It did not go to the post",
    "printer": "The printer failed",
    "sheets": "Wrong sheets or wrong place",
    "change": "Something has to change first",
}
ZONES = {"home": "Within the country", "canada": "Canada", "abroad": "Abroad"}
GOES = {"home": "within the country", "canada": "to Canada", "abroad": "abroad"}
KINDS = {"letter": "Letter", "flat": "Large envelope", "package": "Package"}
NOT_WEIGHED = "Not weighed"
RETURN_REASONS = {
    "not_here": "Not known at this address",
    "moved": "Moved away",
    "refused": "Refused",
    "insufficient": "Address not complete",
}
