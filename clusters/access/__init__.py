"""Permissions in the admin: teams, permission policies, choosers, guards."""
