"""Writes the text of a feed entry: place, date and summary in one paragraph."""

from datetime import date, datetime

from babel.dates import format_interval
from django.utils.translation import gettext as _

from clusters.content.teasers import Teaser
from fedcms.core.i18n.formatting import cldr_locale, list_separator
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.templatetags.core_tags import long_date


def _day(moment: object) -> date | None:
    """Returns the calendar day of a moment in its own time zone, or of a date; None for anything else."""
    if isinstance(moment, datetime):
        return moment.date()
    return moment if isinstance(moment, date) else None


def days(first: date, last: date | None) -> str:
    """Returns one day or a span of days in words, in the active language: "12–14 mars 2027"."""
    if last is None or last == first:
        return long_date(first)
    return str(format_interval(first, last, "yMMMMd", locale=cldr_locale()))


def place_and_days(teaser: Teaser) -> str:
    """Returns where and when something takes place; "" when it has no date of its own."""
    first = _day(teaser.details.get("starts_at"))
    if first is None:
        return ""
    where = [str(teaser.where or ""), teaser.destination_country_name]
    return list_separator().join(part for part in (*where, days(first, _day(teaser.ends_at))) if part)


def entry_text(teaser: Teaser) -> str:
    """Returns the summary as plain text; before it state, place and date of an event, after it the deadline."""
    details = " – ".join(str(part) for part in (teaser.status_label, place_and_days(teaser)) if part)
    parts = [f"{details} – {teaser.summary}" if details else teaser.summary]
    if teaser.deadline is not None:
        parts.append(_("Candidatures jusqu’au %(date)s.") % {"date": long_date(teaser.deadline)})
    return clean_line(" ".join(parts))
