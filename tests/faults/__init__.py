"""Takes the parts of a running site away under load, one after another, and measures what visitors notice."""
