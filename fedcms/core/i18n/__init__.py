"""Languages of requests and people, formats, and texts kept in every language."""
