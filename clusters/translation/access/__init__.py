"""Who may translate what."""
