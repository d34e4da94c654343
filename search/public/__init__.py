"""The public search: page, API, Atom feed, suggestions."""
