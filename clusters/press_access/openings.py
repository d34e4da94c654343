"""Notes what the holder of an accreditation opened: at most one row an hour for each page and file."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

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


def note_list_opening(accreditation: Accreditation) -> None:
    """Notes that a holder saw the list of what they may read, with its titles and moments."""
    # Whoever writes for all languages writes in the main one.
    with override(settings.LANGUAGE_CODE):
        note_opening(accreditation, "list", _("Liste de ce qui est sous embargo"))
