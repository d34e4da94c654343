"""Events that repeat: their rule, their dates, and those that are left out, cancelled or moved."""
