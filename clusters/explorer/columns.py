"""Columns that the explorer shows beyond Wagtail's; clusters.explorer.views fills them."""

from typing import Any

from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.models import Page


class ClusterColumn(Column):
    """In whose section a page stands; nothing for the federation's own."""

    def get_value(self, instance: Page) -> str:
        """The cluster's name."""
        return str(getattr(instance, "explorer_cluster", ""))


class LanguageColumn(Column):
    """The page's own language."""

    def get_value(self, instance: Page) -> str:
        """Its name; the locale is fetched with the listing."""
        return str(instance.locale)


class TranslationsColumn(BaseColumn):
    """Each other language: there, in draft, or missing."""

    cell_template_name = "editors/explorer_languages.html"

    def get_cell_context_data(self, instance: Page, parent_context: dict[str, Any]) -> dict[str, Any]:
        """The languages of the row."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"languages": getattr(instance, "explorer_languages", [])}
