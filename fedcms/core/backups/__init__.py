"""Backups of what cannot be made again: database, media, private files, secret key; and the proof that they restore."""
