"""What the page and its translations do together: they move as one, and who withdraws one is asked of the others."""
