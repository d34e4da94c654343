"""Releases that several clusters sign: the lead asks, each other approves the text, and no other text appears."""
