"""Applications to trade missions."""
