"""What every page has: its address, form, panels, routing, redirects."""
