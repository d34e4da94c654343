"""Search statistics: queries, empty results, first opened results; nothing about persons (docs/adr)."""
