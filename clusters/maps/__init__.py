"""The map of clusters: bundled areas, where a cluster lies, and its drawing (docs/adr/0015)."""
