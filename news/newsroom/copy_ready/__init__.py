"""The text of a page to take away: as plain text, as HTML, and as a file of Word."""
