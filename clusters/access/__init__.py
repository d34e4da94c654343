"""Permissions in the admin: rights, policies, choosers, guards."""
