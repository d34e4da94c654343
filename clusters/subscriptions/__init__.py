"""Mails to readers without an account: asking, confirming, choosing, sending, stopping (docs/adr/0053)."""
