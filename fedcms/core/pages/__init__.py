"""What all pages share: addresses, forms, panels, routing, redirects."""
