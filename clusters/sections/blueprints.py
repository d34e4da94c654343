"""The registry of section blueprints: the pages that provisioning creates in a new section.

There are two kinds of sections: "cluster" (below each `ClusterPage`) and "federation" (below each home page).
"""

from dataclasses import dataclass, field
from typing import Literal

from django.apps import apps

from fedcms.core.models.base_page import BasePage

SectionKind = Literal["cluster", "federation"]


@dataclass(frozen=True)
class SectionBlueprint:
    """The blueprint of one page of a new section.

    `key` must never change (the translation key is derived from it), `model` is "app.Model", `titles` and `slugs` are
    by language code with French as the fallback, `order` sorts the menu, `extra` are further field values. The menu has
    little space: it says `menu_titles` (by language code) of a page that nobody has given another title.
    """

    key: str
    model: str
    titles: dict[str, str]
    slugs: dict[str, str]
    order: int = 100
    extra: tuple[tuple[str, object], ...] = ()
    in_menu: bool = True
    menu_titles: dict[str, str] = field(default_factory=dict)

    def page_class(self) -> type[BasePage]:
        """Returns the page class; raises `LookupError` when no such model exists."""
        model = apps.get_model(self.model)
        if not issubclass(model, BasePage):
            raise LookupError(f"{self.model} is no page of this project.")
        return model

    def title(self, language: str) -> str:
        """Returns the title in a language."""
        return self.titles.get(language) or self.titles["fr"]

    def menu_title(self, title: str, language: str) -> str:
        """Returns what the menu calls the page that has this title."""
        return self.menu_titles.get(language, title) if title == self.title(language) else title

    def slug(self, language: str) -> str:
        """Returns the slug in a language; in Latin letters, so that it can be typed anywhere."""
        return self.slugs.get(language) or self.slugs["fr"]


_blueprints: dict[SectionKind, dict[str, SectionBlueprint]] = {"cluster": {}, "federation": {}}


def register_section_blueprint(section_kind: SectionKind, blueprint: SectionBlueprint) -> None:
    """Adds a blueprint. A second one with the same key replaces the first, so that reloading is harmless."""
    _blueprints[section_kind][blueprint.key] = blueprint


def blueprints_of(section_kind: SectionKind) -> list[SectionBlueprint]:
    """Returns the blueprints of a kind of section, in menu order."""
    return sorted(_blueprints[section_kind].values(), key=lambda blueprint: (blueprint.order, blueprint.key))
