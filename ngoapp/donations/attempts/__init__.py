"""Attempts to give: who tries stolen cards on the form gets nowhere, and nobody else notices."""
