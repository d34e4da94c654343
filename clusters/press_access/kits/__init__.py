"""Press kits: what the press may take of a cluster, the federation, a release or an event, by file or as a ZIP."""
