"""Turns what was written elsewhere into blocks of a page's body: pasted HTML, and files of Word."""
