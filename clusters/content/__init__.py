"""What all kinds of content share: registry, teasers, listings, facets."""
