"""The registry, teasers, listings and facets that all kinds of content share."""
