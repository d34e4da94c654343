"""Sign-up to events: seats, quotas of clusters, the waiting list, personal pages and the screens of organisers."""
