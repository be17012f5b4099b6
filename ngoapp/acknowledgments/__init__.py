"""Whose name may appear where: thanks in public, with consent, proofed by staff, withdrawn at once."""
