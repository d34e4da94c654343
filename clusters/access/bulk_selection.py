"""What "all pages" of a bulk action means, and which of those that are ticked are deleted: each branch once."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.models import Page


def means_whole_site(request: HttpRequest) -> bool:
    """Whether "all" is said of no listing and no search: Wagtail takes every page of the site, the root with it."""
    asked = request.GET
    return (
        "all" in asked.getlist("id")
        and not asked.get("childOf", "").isdecimal()
        and not asked.get("q", "").strip()
    )


def whole_site_refused() -> str:
    """Why nothing is done, and what to do instead."""
    return _(
        "« Toutes » désignerait ici toutes les pages du site : rien n’a été fait. "
        "Ouvrez la page au-dessus de celles que vous voulez, ou cherchez-les, puis cochez."
    )


class DeletePages(DeleteBulkAction):
    """Wagtail's, which looks for a page that has just gone with the one above it, and ends in an error."""

    def get_actionable_objects(self) -> tuple[list[Page], dict[str, list[Page]]]:
        """Without those that are below another one that is ticked: they go with it."""
        pages, others = super().get_actionable_objects()
        paths = {page.path for page in pages}
        return [page for page in pages if not _above(page.path) & paths], others


def _above(path: str) -> set[str]:
    """The tree paths of the pages above the one at a path."""
    return {path[:end] for end in range(Page.steplen, len(path), Page.steplen)}
