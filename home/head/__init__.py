"""The head of a page, its structured data and previews of both."""
