"""Head metadata, structured data and social cards."""
