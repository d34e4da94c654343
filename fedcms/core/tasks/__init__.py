"""Background tasks: queue, worker, recurring jobs, scheduled publication."""
