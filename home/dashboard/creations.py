"""Lists the pages that a person may create, by section and language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from wagtail.models import Page

from clusters.content.registry import content_types
from home.dashboard.sections import TeamSection, own_language


@dataclass(frozen=True)
class Creation:
    """A button that creates a page of one kind in one language, and when to use that kind."""

    label: str | Promise
    url: str
    when_to_use: str | Promise


@dataclass(frozen=True)
class SectionCreations:
    """The buttons of one team's section: those of the person's language, and those of each other language."""

    name: str
    main: list[Creation]
    others: list[tuple[str, list[Creation]]]


def _creations(listings: Iterable[Page]) -> list[Creation]:
    """Returns a button for each kind of content that one of the listings takes; it leads below the first that does."""
    buttons = []
    for model in content_types().values():
        parents = tuple(model.allowed_parent_page_models())
        parent = next((page for page in listings if issubclass(page.specific_class or Page, parents)), None)
        if parent is not None:
            url = reverse(
                "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
            )
            buttons.append(Creation(model.kind_label, url, model.page_description))
    return buttons


def creations_by_section(sections: Iterable[TeamSection]) -> list[SectionCreations]:
    """Returns the buttons for the pages that a person may create, by section. No query."""
    names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    found = []
    for section in sections:
        by_language = {code: _creations(pages) for code, pages in section.children.items()}
        main = by_language.pop(own_language(), [])
        others = [(str(names.get(code, code)), buttons) for code, buttons in by_language.items() if buttons]
        if main or others:
            found.append(SectionCreations(section.name, main, others))
    return found
