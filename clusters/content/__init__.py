"""What listings of all kinds share: registry, teasers, listings, facets."""
