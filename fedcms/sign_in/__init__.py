"""Who may come in: the form of the admin, forgotten passwords, passwords of pages, and how often each may be tried."""
