"""Search entries: one table row for each public page, organisation or harvested item in a language."""
