"""Template tags that every page uses: addresses, placeholder covers, accents, languages."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache

from django import template
from django.forms import BaseForm
from django.template.defaultfilters import date as django_date
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from wagtail.models import Page

from fedcms.core.design.colour import FEDERATION_ACCENT, accent_palette
from fedcms.core.design.placeholder_cover import placeholder_cover_svg
from fedcms.core.i18n.contact_links import contact_links
from fedcms.core.i18n.days import (
    day_figures,
    day_in_words,
    days_in_words,
    formatted_day,
    is_in_one_month,
    with_ordinal,
)
from fedcms.core.i18n.formatting import country_name as name_of_country
from fedcms.core.i18n.formatting import in_a_list, language_name, list_separator
from fedcms.core.i18n.formatting import number as grouped
from fedcms.core.i18n.moments import moment_at_site, zone_city
from fedcms.core.i18n.telephone import dialled_number
from fedcms.core.i18n.typography import unbroken
from fedcms.core.pages.addresses import page_address
from fedcms.core.seo.site_name import site_name

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

register = template.Library()


@register.simple_tag
def placeholder_cover(key: object, accent: str | None = "", columns: int = 8, rows: int = 5) -> SafeString:
    """Returns the SVG cover of a key in an accent (default: the federation's), hidden from assistive technology."""
    return _drawn(str(key), accent or FEDERATION_ACCENT, columns, rows)


@lru_cache(maxsize=1024)
def _drawn(key: str, accent: str, columns: int, rows: int) -> SafeString:
    """Returns the cover, drawn once a process: a key always gives the same one. Some two kilobytes each."""
    return mark_safe(placeholder_cover_svg(key, accent, columns, rows))  # noqa: S308  # made of shapes


@register.simple_tag
def accent_style(owner: object) -> SafeString:
    """Returns the style attribute with a cluster's palette (None: the federation's). Colours are validated."""
    return _style_of(getattr(owner, "accent", None) or FEDERATION_ACCENT)


@cache
def _style_of(accent: str) -> SafeString:
    """Returns the style attribute of an accent. Cached, since clusters are few; a bad colour raises `ValueError`."""
    return mark_safe(f'style="{accent_palette(accent).css()}"')  # noqa: S308  # hexadecimal colours only


@register.simple_tag
def federation_name() -> str:
    """Returns the name of the federation in the active language."""
    return site_name()


@register.simple_tag
def comma() -> str:
    """Returns the separator between two names on one line, with its space: Arabic has its own comma."""
    return list_separator()


@register.filter
def address(page: Page) -> str:
    """Returns the path of a page, without a query."""
    return page_address(page)


@register.filter
def direction(language: str) -> str:
    """Returns the direction of a language: "rtl" or "ltr"."""
    return "rtl" if language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"


# "language_name" is Django's (i18n), which names languages in English.
register.filter("cldr_language", language_name)
register.filter("zone_city", zone_city)
register.filter("site_moment", moment_at_site)
register.filter("day_figures", day_figures)
register.filter("in_month_of", is_in_one_month)
register.filter("unbroken", unbroken)
register.filter("contact_links", contact_links)


@register.filter
def bdi(name: object) -> SafeString:
    """Returns a name of any language inside <bdi>, so that it does not change the direction of the sentence."""
    return format_html("<bdi>{}</bdi>", str(name))


@register.filter
def breakable(address: str) -> SafeString:
    """Returns a mail address that goes on below after its @ or before a dot, before it is cut within a word."""
    parts = re.split(r"(?<=@)|(?=\.)", address)
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


@register.filter
def dialled(number: str, owner: object) -> str:
    """Returns what a link dials, for a number that is in the owner's country if it has no prefix."""
    return dialled_number(number, str(getattr(owner, "country", "")))


@register.filter
def country_name(code: object) -> str:
    """Returns the name of a country in the active language, by CLDR."""
    return name_of_country(str(code or ""))


@register.filter
def number(value: object) -> str:
    """Returns a number with digits grouped as in the active language; anything else unchanged, as text.

    In `blocktranslate`, count by the number itself: `count counted=total with total=total|number`.
    """
    return grouped(value) if isinstance(value, int) else str(value)


@register.filter
def quoted_list(texts: Sequence[str], more: int = 0) -> SafeString:
    """Returns texts in quotes as a sentence lists them, followed by how many `more` there are."""
    parts = [format_html("<q><bdi>{}</bdi></q>", text) for text in texts]
    if more:
        parts.append(escape(ngettext("%(count)s autre", "%(count)s autres", more) % {"count": grouped(more)}))
    return mark_safe(in_a_list(parts))  # noqa: S308  # each part is escaped


@register.filter
def long_date(value: date) -> str:
    """Returns a date in words in the active language, by CLDR, with Western digits."""
    return day_in_words(value)


@register.filter
def days_until(first: date, last: date) -> str:
    """Returns a span of days in words, each day in the zone of its own moment: "7–8 janvier 2027"."""
    return days_in_words(*(each.date() if isinstance(each, datetime) else each for each in (first, last)))


@register.filter("date", expects_localtime=True, is_safe=False)
def date_with_ordinal(value: date | None, form: str | None = None) -> str:
    """Formats as Django's `date`, which it replaces in every template: the first of a month is "1er" in French."""
    return with_ordinal(django_date(value, form))


@register.filter(expects_localtime=True)
def day(value: date, form: str = "DATE_FORMAT") -> str:
    """Formats days as Django's `date` does (no hours). Cached by day and language, since lists show many."""
    whole = value.date() if isinstance(value, datetime) else value
    return _day_in_words(whole, form, get_language())


@lru_cache(maxsize=4096)
def _day_in_words(value: date, form: str, language: str | None) -> str:
    return formatted_day(value, form)


@register.filter(expects_localtime=True)
def machine_date(value: date) -> str:
    """Returns a day, or a moment to the second with its offset, for HTML's `datetime` attribute."""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


@register.simple_tag
def elided(page_obj: object) -> list[object]:
    """Returns the page numbers to offer around the current one."""
    paginator = page_obj.paginator  # type: ignore[attr-defined]  # Django's Page
    return list(paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1))  # type: ignore[attr-defined]


@register.filter
def error_links(form: BaseForm) -> list[tuple[str, str, str]]:
    """Returns the id, the label and the message of each field with an error, in the order of the fields."""
    found = []
    for field in form.visible_fields():
        # Of several boxes, the first one.
        target = field.id_for_label or f"{field.auto_id}_0"
        found += [(target, str(field.label), str(message)) for message in field.errors]
    return found
