"""What Prometheus reads: how long answers take by type of page, and what waits (docs/operations/monitoring.md)."""
