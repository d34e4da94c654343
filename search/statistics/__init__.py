"""What is searched, what finds nothing, what is opened first: counted without knowing who (docs/adr)."""
