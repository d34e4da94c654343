"""The glossary: terms, their import, matching in texts."""
