"""Makes, completes and removes the section of a cluster."""
