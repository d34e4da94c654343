"""The people of a team: invites them, lists them, changes their roles, hands over the work of those who leave."""
