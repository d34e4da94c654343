"""What a page says to machines: head metadata, structured data, social card."""
