"""Recognises bulk actions on "all pages" of the site; deletes each selected branch once."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.models import Page


def means_whole_site(request: HttpRequest) -> bool:
    """Returns whether "all" is selected outside of a listing or a search.

    Wagtail then takes every page of the site, the root included.
    """
    asked = request.GET
    return (
        "all" in asked.getlist("id")
        and not asked.get("childOf", "").isdecimal()
        and not asked.get("q", "").strip()
    )


def whole_site_refused() -> str:
    """Returns the sentence that says why nothing was done, and what to do instead."""
    return _(
        "« Toutes » désignerait ici toutes les pages du site : rien n’a été fait. "
        "Ouvrez la page au-dessus de celles que vous voulez, ou cherchez-les, puis cochez."
    )


class DeletePages(DeleteBulkAction):
    """Wagtail's bulk deletion, without its error for a selected page that was deleted with a selected page above it."""

    def get_actionable_objects(self) -> tuple[list[Page], dict[str, list[Page]]]:
        """Returns the selected pages without those below another selected page, with which they are deleted."""
        pages, others = super().get_actionable_objects()
        paths = {page.path for page in pages}
        return [page for page in pages if not _above(page.path) & paths], others


def _above(path: str) -> set[str]:
    """Returns the tree paths of the pages above the one at a path."""
    return {path[:end] for end in range(Page.steplen, len(path), Page.steplen)}
