"""One event for what changed in what the public sees: recorded, followed in its transaction, delivered by an outbox.

`recording` compares and writes the event, `followers` are run in the same transaction in one order, `branches` looks at
whole subtrees and languages, `outbox` delivers to subscribers after the commit (docs/adr/0030).
"""
