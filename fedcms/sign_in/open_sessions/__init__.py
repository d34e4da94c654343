"""Where people are signed in: which sessions of an account are open, and how they are ended."""
