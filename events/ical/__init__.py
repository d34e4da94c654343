"""Calendars of events and missions as iCalendar."""
