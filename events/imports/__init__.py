"""Imports calendars of others (.ics) into drafts of an agenda."""
