"""Translations out and in as files that translators' tools read: PO and XLIFF 2 (docs/adr/0026)."""
