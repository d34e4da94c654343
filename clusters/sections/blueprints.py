"""What a new section contains: each room registers its part, provisioning creates all that is registered.

There are two kits: "cluster" (below each `ClusterPage`) and "federation" (below each home page).
"""

from dataclasses import dataclass
from typing import Literal

from django.apps import apps

from fedcms.core.models.base_page import BasePage

Kit = Literal["cluster", "federation"]


@dataclass(frozen=True)
class SectionPart:
    """One page of a kit.

    `key` names it for ever (its translation key is derived from it), `model` is "app.Model", `titles` and `slugs` are
    by language code with French as the fallback, `order` sorts the menu, `extra` are further field values.
    """

    key: str
    model: str
    titles: dict[str, str]
    slugs: dict[str, str]
    order: int = 100
    extra: tuple[tuple[str, object], ...] = ()
    in_menu: bool = True

    def page_class(self) -> type[BasePage]:
        """The page class; raises `LookupError` when no such model exists."""
        model = apps.get_model(self.model)
        if not issubclass(model, BasePage):
            raise LookupError(f"{self.model} is no page of this project.")
        return model

    def title(self, language: str) -> str:
        """The title in a language."""
        return self.titles.get(language) or self.titles["fr"]

    def slug(self, language: str) -> str:
        """The last part of the address in a language; Latin letters, so that it can be typed anywhere."""
        return self.slugs.get(language) or self.slugs["fr"]


_kits: dict[Kit, dict[str, SectionPart]] = {"cluster": {}, "federation": {}}


def register_section_part(kit: Kit, part: SectionPart) -> None:
    """Adds a part. Registering the same key twice replaces it, so that reloading is harmless."""
    _kits[kit][part.key] = part


def section_parts(kit: Kit) -> list[SectionPart]:
    """The parts of a kit in menu order."""
    return sorted(_kits[kit].values(), key=lambda part: (part.order, part.key))
