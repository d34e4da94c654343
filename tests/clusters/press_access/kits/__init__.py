"""Press kits: what is in them, how they are sent, who gets them."""
