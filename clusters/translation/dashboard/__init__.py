"""The report on translations in the admin: pages and their languages, and the work that starts from it."""
