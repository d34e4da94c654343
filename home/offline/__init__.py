"""What readers may read without network: the service worker, its page, and which of its copies may still be shown."""
