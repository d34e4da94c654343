"""The living manifesto: what proves each commitment now, as tiles on one page and on a page of its own."""
