"""Campaigns: a goal, a span of days, and a page that shows how far along we are."""
