"""Media contacts of a team: lists, import and export, unsubscribing, erasure, retention, and their admin screens."""
