"""Gifts from a donor-advised fund: the fund is the donor; who advised it has a soft credit and our letter of thanks.

Nobody gets a receipt for one: the adviser gave to the fund long before, and had the receipt of it then."""
