"""Signs people in whom an identity provider knows, by OpenID Connect (docs/adr/0091)."""
