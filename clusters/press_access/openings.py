"""Notes what the holder of an accreditation opened: at most one row an hour for each page and file."""

from django.utils import timezone

from clusters.models import Accreditation, AccreditationOpening

TITLE_LENGTH = 255


def note_opening(accreditation: Accreditation, subject: str, title: str) -> None:
    """Notes that a holder opened something, unless it is noted for this hour already. `subject` is "page:12"."""
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    # Asked first: most requests write nothing then.
    if AccreditationOpening.objects.filter(accreditation=accreditation, subject=subject, hour=hour).exists():
        return
    row = AccreditationOpening(
        accreditation=accreditation, subject=subject, title=title[:TITLE_LENGTH], hour=hour, opened_at=now
    )
    AccreditationOpening.objects.bulk_create([row], ignore_conflicts=True)
