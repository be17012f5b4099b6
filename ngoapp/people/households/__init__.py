"""People who give together: who they are, and the four names that are written on things.

`join`, `leave`, `rename` and `make_household` write; `members_of` reads. A person is in one household at most. When
only one is left in it, that one leaves, too, and each goes by their own name again."""
