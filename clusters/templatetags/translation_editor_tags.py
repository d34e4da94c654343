"""Template tags that put texts and dates of wagtail-localize's editor into the reader's language."""

import json
import re
from html import escape, unescape

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from wagtail.admin.ui.side_panels import PageStatusSidePanel
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from clusters.access.own_pages import is_own
from clusters.translation.editor.texts import comment_of, version_of
from fedcms.users.models import User

register = template.Library()

PROPERTIES = re.compile(r'data-props="([^"]*)"')


def _rows(translation: Translation) -> dict[int, StringTranslation]:
    """The translations by the key of their text in the editor."""
    segments = translation.source.stringsegment_set.all()
    rows = {
        (row.translation_of_id, row.context_id): row
        for row in segments.get_translations(translation.target_locale)
    }
    places = segments.values_list("pk", "string_id", "context_id")
    found = {pk: rows.get((string, context)) for pk, string, context in places}
    return {pk: row for pk, row in found.items() if row is not None}


@register.simple_tag
def name_apart(locale: Locale) -> SafeString:
    """The name of a language with a direction of its own."""
    return format_html('<bdi lang="{}">{}</bdi>', locale.language_code, locale.get_display_name())


@register.filter
def compared_by(shown: object, user: User) -> bool:
    """Whether a person may open the history of what a panel shows, and the comparison of its versions."""
    return not isinstance(shown, Page) or is_own(user, shown)


@register.simple_tag
def close_panels(panels: list[PageStatusSidePanel], page: Page, user: User) -> str:
    """Takes the ways to history and usage out of the editor's panels for who may not open them."""
    if not is_own(user, page):
        for panel in panels:
            panel.history_url, panel.usage_url = None, ""
    return ""


def _day(page: Page) -> str:
    """When a page was last published, as the reader writes a day; "" where it never was."""
    moment = page.last_published_at
    return date_format(localtime(moment), "DATE_FORMAT") if moment is not None else ""


@register.filter
def in_words_of_reader(rendered: SafeString, translation: Translation) -> SafeString:
    """When and how each text was translated, by the reader's formatter, and which version of it is shown."""

    def fit(found: re.Match[str]) -> str:
        props = json.loads(unescape(found[1]))
        rows = _rows(translation)
        for told in props["initialStringTranslations"]:
            row = rows.get(told["segment_id"])
            if row is not None:
                told |= {"comment": comment_of(row), "version": version_of(row)}
        page = translation.get_target_instance()
        props["object"]["lastPublishedDate"] = _day(page) or None
        return f'data-props="{escape(json.dumps(props))}"'

    return mark_safe(PROPERTIES.sub(fit, rendered, count=1))  # noqa: S308  # rendered before, and escaped again
