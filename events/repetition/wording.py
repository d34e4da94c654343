"""Says in words how an event repeats: "Chaque semaine : mardi et jeudi, jusqu’au 12 juin 2027"."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models.event_choices import Repeats
from events.repetition.occurrences import Series
from events.repetition.rules import Rule
from events.repetition.weekday_list import weekday_name
from fedcms.core.i18n.formatting import in_a_list
from fedcms.core.templatetags.core_tags import day, long_date


def rule_in_words(rule: Rule) -> str:
    """Returns how often an event takes place, in the active language, without an end."""
    number = max(rule.interval, 1)
    days = in_a_list([weekday_name(code) for code in rule.days_of_week])
    if rule.repeats is Repeats.WEEKLY:
        often = ngettext("Chaque semaine : %(days)s", "Toutes les %(number)s semaines : %(days)s", number)
    elif rule.repeats is Repeats.YEARLY:
        often = ngettext("Chaque année : le %(date)s", "Tous les %(number)s ans : le %(date)s", number)
    else:
        often = ngettext("Chaque mois : %(which)s", "Tous les %(number)s mois : %(which)s", number)
    return often % {
        "number": number,
        "days": days,
        "date": day(rule.first, "MONTH_DAY_FORMAT"),
        "which": _which_of_month(rule),
    }


def _which_of_month(rule: Rule) -> str:
    name = weekday_name(rule.days_of_week[0]) if rule.number_in_month else ""
    words = {
        0: _("le %(number)s"),
        1: _("le premier %(day)s"),
        2: _("le deuxième %(day)s"),
        3: _("le troisième %(day)s"),
        4: _("le quatrième %(day)s"),
        -1: _("le dernier %(day)s"),
    }
    return words.get(rule.number_in_month, "%(day)s") % {"day": name, "number": rule.first.day}


def series_in_words(series: Series) -> str:
    """Returns how often an event takes place, and until which day."""
    last = max(one.starts_on for one in series.occurrences)
    return _("%(rule)s, jusqu’au %(day)s") % {"rule": rule_in_words(series.rule), "day": long_date(last)}
