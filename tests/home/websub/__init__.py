"""WebSub: what feeds say of hubs, and what hubs are told."""
