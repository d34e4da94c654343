"""Columns that the explorer shows beyond Wagtail's; clusters.explorer.views fills them."""

from typing import Any

from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.models import Page


class ClusterColumn(Column):
    """The cluster of the section that contains a page; empty for the federation's own pages."""

    def get_value(self, instance: Page) -> str:
        """Returns the cluster's name."""
        return str(getattr(instance, "explorer_cluster", ""))


class LanguageColumn(Column):
    """The column with the language of a page."""

    def get_value(self, instance: Page) -> str:
        """Returns the name of the language; the locale was fetched with the listing."""
        return str(instance.locale)


class TranslationsColumn(BaseColumn):
    """The column with each other language: live, draft or missing."""

    cell_template_name = "editors/explorer_languages.html"

    def get_cell_context_data(self, instance: Page, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Returns the context of a cell, with the languages of the row."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"languages": getattr(instance, "explorer_languages", [])}
