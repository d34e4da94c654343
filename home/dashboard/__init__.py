"""The dashboard: the first screen of the admin."""
