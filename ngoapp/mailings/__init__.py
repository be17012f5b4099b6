"""Addresses on paper: the lines of an address, label stock, sheets of labels, lists to print."""
