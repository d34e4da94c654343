"""Page views, downloads and feeds, counted by day without people (docs/adr/0043)."""
