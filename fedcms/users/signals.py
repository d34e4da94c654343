"""What the screens of accounts and groups tell those that follow."""

from django.dispatch import Signal

group_rights_changed = Signal()
"""Somebody has changed what a group may do, on its own screen; `instance` is the group. Sent in that transaction."""
