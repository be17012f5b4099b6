"""Receipts: numbered without gaps, frozen when issued, sent or printed."""
