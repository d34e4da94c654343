"""Tells partners' servers what is published, changed and withdrawn (docs/webhooks.md, docs/adr/0051)."""
