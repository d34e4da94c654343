"""Walks the whole admin as a person of one cluster, against everything of another."""
