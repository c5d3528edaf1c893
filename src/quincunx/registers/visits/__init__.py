"""Visits with a purpose and a service offered; all that is due at a door at once."""
