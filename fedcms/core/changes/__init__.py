"""Records one event for each change of what the public sees, and delivers it.

`recording` compares public forms and writes the event. `followers` run in the same transaction, in one order.
`branches` handles whole subtrees and languages. `outbox` delivers events to subscribers after the commit
(docs/adr/0030).
"""
