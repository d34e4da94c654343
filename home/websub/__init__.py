"""Tells WebSub hubs which feeds have changed (docs/feeds.md, docs/adr/0051)."""
