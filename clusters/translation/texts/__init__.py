"""Reads, compares and checks texts, without knowing permissions, states or the models of this app."""
