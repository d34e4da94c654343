"""Writes the text of a feed entry: place, date and summary in one paragraph."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from clusters.content.teasers import Teaser
from fedcms.core.i18n.days import days_in_words
from fedcms.core.i18n.formatting import list_separator
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.templatetags.core_tags import long_date


def _day(moment: object) -> date | None:
    """Returns the calendar day of a moment in its own time zone, or of a date; None for anything else."""
    if isinstance(moment, datetime):
        return moment.date()
    return moment if isinstance(moment, date) else None


def place_and_days(teaser: Teaser) -> str:
    """Returns where and when something takes place; "" when it has no date of its own."""
    first = _day(teaser.details.get("starts_at"))
    if first is None:
        return ""
    where = [str(teaser.where or ""), teaser.destination_country_name]
    return list_separator().join(
        part for part in (*where, days_in_words(first, _day(teaser.ends_at))) if part
    )


def _before(teaser: Teaser) -> str:
    """Returns the date and place that had been announced before; "" when there are no others."""
    former = teaser.details.get("former")
    return _("prévu d’abord : %(announced)s") % {"announced": former} if former else ""


def entry_text(teaser: Teaser) -> str:
    """Returns the summary as plain text; before it state, place and date of an event, after it the deadline."""
    details = " – ".join(
        str(part) for part in (teaser.status_label, place_and_days(teaser), _before(teaser)) if part
    )
    parts = [f"{details} – {teaser.summary}" if details else teaser.summary]
    if teaser.deadline is not None:
        parts.append(_("Candidatures jusqu’au %(date)s.") % {"date": long_date(teaser.deadline)})
    return clean_line(" ".join(parts))
