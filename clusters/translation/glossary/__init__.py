"""The glossary: terms, their import and what a text makes of them."""
