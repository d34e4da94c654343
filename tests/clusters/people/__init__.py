"""The people of a team: invitations, roles, leaving."""
