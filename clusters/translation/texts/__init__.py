"""Reads, compares and checks texts; knows no permissions, states or rows of this app."""
