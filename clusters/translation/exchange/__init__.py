"""Export and import of translation files: PO and XLIFF 2 (docs/adr/0026)."""
