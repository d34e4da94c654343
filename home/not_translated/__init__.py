"""The untranslated notice: what is said where a page has no version in the reader's language."""
