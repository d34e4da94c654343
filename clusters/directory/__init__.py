"""Organisations, logos, the map of clusters, the contact form."""
