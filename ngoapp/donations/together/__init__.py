"""Two donors on one gift: who the second is, and how both are written on the receipt.

Whether the second may be named in public is for `acknowledgments.together`: they are asked themselves, or not named."""
