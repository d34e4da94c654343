"""Check-in at the door of an event: on a phone, and without network until it is back."""
