"""Calls that ask for no packet: the log, whom to call back, notes for the next shift, scripts, and “take me off”."""
