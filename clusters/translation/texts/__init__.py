"""Texts and nothing but texts: how they are read, compared and checked. No rights, no states, no rows of this app."""
