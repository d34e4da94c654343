"""The public API of events and missions: read-only, versioned, described by OpenAPI (docs/adr/0057)."""
