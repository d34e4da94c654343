"""Bundles: pages that become public together, at one moment, or not at all (docs/adr/0048)."""
