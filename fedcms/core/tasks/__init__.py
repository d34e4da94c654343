"""Background tasks: queue, worker, recurring work, scheduled publication."""
