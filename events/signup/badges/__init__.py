"""Badges of the people who have a seat, as sheets of A4 to cut."""
