"""Languages of requests and users, number and date formats, and texts stored in every language."""
