"""The details of an event or mission as pairs of term and text: venue, organisers, languages, price."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.numbers import format_currency
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from fedcms.core.i18n.contact_links import contact_links
from fedcms.core.i18n.formatting import cldr, cldr_locale, in_a_list, language_name, list_separator
from fedcms.core.templatetags.core_tags import country_name

if TYPE_CHECKING:
    from events.models import EventPage, TradeMissionPage

Detail = dict[str, str | Promise]


def euros(amount: Decimal | None) -> str | Promise:
    """Returns an amount of euros in the active language; "free" for zero, "" for None."""
    if amount is None:
        return ""
    if amount == 0:
        return _("Gratuit")
    return _in_euros(amount, cldr_locale())


@lru_cache(maxsize=1024)
def _in_euros(amount: Decimal, locale: str) -> str:
    """Writes an amount. Cached, since a board shows the same few in all its forms."""
    language = cldr(locale)
    is_whole = amount == amount.to_integral_value()
    pattern = language.currency_formats["standard"].pattern
    pattern = pattern.replace(".00", "") if is_whole else pattern
    return str(format_currency(amount, "EUR", pattern, locale=language, currency_digits=not is_whole))


def _detail(term: str | Promise, text: str | Promise) -> Detail:
    return {"term": term, "text": text}


def name_in_html(text: str, language: str = "") -> str:
    """Returns a name as HTML that does not change the direction of the text around it; "" for none.

    `language` is its own, where that is not the page's.
    """
    if text and language:
        return format_html('<bdi lang="{}">{}</bdi>', language, text)
    return format_html("<bdi>{}</bdi>", text) if text else ""


def joined(separator: str, parts: Iterable[str]) -> str:
    """Returns the non-empty parts as HTML, with a separator."""
    return format_html_join(separator, "{}", [(part,) for part in parts if part])


def _venue(event: "EventPage") -> str:
    """Returns the venue of an event, with its name on a line of its own and the country in the reader's language."""
    town = name_in_html(
        " ".join(part for part in (event.venue_postcode, event.venue_city) if part),
        event.language_of_place("venue_city"),
    )
    name = name_in_html(event.venue_name, event.language_of_place("venue_name"))
    address = [name_in_html(event.venue_address), town, country_name(event.venue_country)]
    return joined(mark_safe("<br>"), [name, joined(list_separator(), address)])


def event_details(event: "EventPage") -> list[Detail]:
    """Returns the details of an event; the template leaves out those without text."""
    online = format_html('<a href="{0}" rel="noopener external"><bdi>{0}</bdi></a>', event.online_url)
    return [
        _detail(_("Lieu"), _venue(event)),
        _detail(_("En ligne"), online if event.online_url else ""),
        _detail(_("Organisateurs"), name_in_html(event.organisers)),
        _detail(_("Langues"), in_a_list([language_name(code) for code in event.languages])),
        _detail(_("Prix"), euros(event.price_euros)),
    ]


def mission_details(mission: "TradeMissionPage") -> list[Detail]:
    """Returns the details of a mission; the template leaves out those without text."""
    city = name_in_html(mission.destination_city, mission.dateline_language)
    place = [city, country_name(mission.destination_country)]
    return [
        _detail(_("Destination"), joined(list_separator(), place)),
        _detail(_("Salon"), name_in_html(mission.fair)),
        _detail(_("Places"), str(mission.shown_places or "")),
        _detail(_("Coût par participant"), euros(mission.cost_euros)),
        _detail(_("Contact"), contact_links(mission.contact)),
    ]
