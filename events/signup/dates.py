"""Says when an event is to who has signed up: all its days; of one that repeats how it does, and its next date."""

from django.utils.translation import gettext as _

from events.models import EventPage
from events.repetition.occurrences import Occurrence
from events.repetition.wording import series_in_words
from events.wording import where_and_when
from fedcms.core.i18n.days import days_in_words
from fedcms.core.i18n.formatting import list_separator


def dates_in_words(event: EventPage) -> list[str]:
    """Returns lines in the active language; the last one has the days, the place and the hours.

    A date is named as the next one of a series only if it takes place.
    """
    series, shown = event.series, event.shown_date
    days = days_in_words(shown.starts_on, shown.ends_on)
    of_one = shown if isinstance(shown, Occurrence) else None
    line = list_separator().join(part for part in (days, where_and_when(event, of_one)) if part)
    if series is None:
        return [line]
    is_coming = event.next_occurrence() is not None and not event.is_shown_date_void
    return [series_in_words(series), _("Prochaine date : %(date)s") % {"date": line} if is_coming else line]
