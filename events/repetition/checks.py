"""Says in words, at its field, what of a repetition cannot be: each function returns field -> message."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import pairwise

from django.utils.translation import gettext as _

from events.models.event_choices import DateChange, Repeats
from events.repetition.bounds import (
    DAYS_OF_A_WEEK,
    LAST_OF_ALL_MONTHS,
    MOST_DATES,
    MOST_YEARS,
    WEEKDAYS,
    is_in_last_week,
)
from events.repetition.occurrences import DateException, Series
from events.repetition.rules import Rule, days_of
from events.repetition.weekday_list import weekday_name
from events.validation import FIRST_YEAR, LAST_YEAR, Errors
from fedcms.core.templatetags.core_tags import long_date


def repetition_errors(series: Series) -> Errors:
    """Returns what is wrong with a rule, its end and its exceptions; what is wrong with the rule comes first."""
    rule = series.rule
    if errors := end_errors(rule) | first_day_errors(rule):
        return errors
    days = days_of(rule)
    end = "repeat_count" if rule.count else "repeat_until"
    if len(days) > MOST_DATES:
        return {end: _("C’est plus de %(most)d dates : finissez plus tôt.") % {"most": MOST_DATES}}
    if len(days) == 1:
        return {
            end: _("Il n’y aurait qu’une date : finissez plus tard, ou choisissez qu’il ne se répète pas.")
        }
    if days[-1] > last_possible(rule.first):
        return {
            end: _("La dernière date vient plus de %(years)d ans après la première.") % {"years": MOST_YEARS}
        }
    if any(_overlap(series, before, after) for before, after in pairwise(days)):
        return {"ends_on": _("La date suivante commencerait avant la fin de celle-ci.")}
    words = exception_errors(series, set(days))
    return {"exceptions": words} if words else {}


def _overlap(series: Series, before: date, after: date) -> bool:
    """Returns whether a date is not over when the next one begins, by the clocks of one zone."""
    end = datetime.combine(before + series.length, series.end_time or time.max)
    return end > datetime.combine(after, series.start_time or time.min)


def last_possible(first: date) -> date:
    """Returns the last day on which a series may have a date."""
    year = min(first.year + MOST_YEARS, LAST_YEAR)
    return first.replace(year=year, day=min(first.day, 28))


def end_errors(rule: Rule) -> Errors:
    """Returns what is wrong with the end of a rule."""
    if rule.until and rule.count:
        return {"repeat_count": _("Donnez une date de fin ou un nombre de dates, pas les deux.")}
    if not rule.until and not rule.count:
        return {"repeat_until": _("Dites jusqu’à quand il se répète, ou combien de dates il y a.")}
    if rule.until and rule.until < rule.first:
        return {"repeat_until": _("La répétition finirait avant la première date.")}
    if rule.until and rule.until > last_possible(rule.first):
        return {
            "repeat_until": _("Donnez un jour au plus %(years)d ans après la première date.")
            % {"years": MOST_YEARS}
        }
    return {}


def first_day_errors(rule: Rule) -> Errors:
    """Returns what is wrong if the first day is none of those that the rule gives."""
    own = WEEKDAYS[rule.first.weekday()]
    if rule.repeats is Repeats.WEEKLY and own not in rule.days_of_week:
        return {
            "repeat_days": _("Le premier jour est un %(day)s : cochez-le aussi.") % {"day": weekday_name(own)}
        }
    if rule.repeats is Repeats.MONTHLY_WEEKDAY and rule.number_in_month > LAST_OF_ALL_MONTHS:
        return {"repeats": _("Peu de mois ont un cinquième jour de ce nom : choisissez le dernier.")}
    if rule.repeats is Repeats.MONTHLY_LAST and not is_in_last_week(rule.first):
        return {
            "repeats": _("Le premier jour n’est pas dans les %(days)d derniers de son mois.")
            % {"days": DAYS_OF_A_WEEK}
        }
    return {}


def exception_errors(series: Series, days: set[date]) -> str:
    """Returns in words what is wrong with the exceptions, "" if nothing is."""
    said = series.exceptions
    for one in said:
        if one.day not in days:
            return _("Le %(day)s n’est pas une date de la série.") % {"day": long_date(one.day)}
        if words := _moved_error(series, one):
            return _("Le %(day)s : %(reason)s") % {"day": long_date(one.day), "reason": words}
    twice = next((day for day, number in Counter(one.day for one in said).items() if number > 1), None)
    if twice:
        return _("Le %(day)s est dit deux fois.") % {"day": long_date(twice)}
    if _all_are_left_out(said, days):
        return _("Il ne resterait aucune date.")
    return ""


def _all_are_left_out(said: Iterable[DateException], days: set[date]) -> bool:
    return {one.day for one in said if one.change is DateChange.LEFT_OUT} >= days


def _moved_error(series: Series, one: DateException) -> str:
    """Returns what is wrong with the new day and hours of a date."""
    if one.change is not DateChange.MOVED:
        return ""
    if one.new_day and not FIRST_YEAR <= one.new_day.year <= LAST_YEAR:
        return _("Donnez une année de %(first)s à %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
    if series.start_time is None and (one.start_time or one.end_time):
        return _("l’événement dure toute la journée ; laissez les heures vides.")
    moved = next((each for each in series.occurrences if each.day == one.day), None)
    if moved and moved.end_time and moved.ends_at <= moved.starts_at:
        return _("la fin vient avant le début.")
    return ""
