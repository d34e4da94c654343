"""Delegations of trade missions."""
