"""Employers that match gifts: who they are, what the donor has to do there, and the money when it comes.

The matching gift is the employer's own; the employee has a soft credit, which is in no sum and on no receipt."""
