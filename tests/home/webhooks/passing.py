"""What the worker does for partners, done at once."""

from fedcms.core.changes.branches import follow_branches
from fedcms.core.changes.outbox import dispatch
from home.outgoing.sending import send_due


def worker_passes() -> int:
    """Tells subscribers what changed, then sends what is due; returns how many requests."""
    follow_branches()
    while dispatch():
        pass
    return send_due()
