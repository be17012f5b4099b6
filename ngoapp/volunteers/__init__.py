"""People who offer their time: the form, the answer, and what the coordinator notes."""
