"""A page that was read before another request moved it, or added a page below it, does not write its old place back.

Wagtail's `save` writes every column. Path, depth and number of children are treebeard's, which writes them by
statements of its own; a page in memory knows nothing of that. A number of children that is too small makes treebeard
give the next child a path that is taken.
"""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left, Length
from wagtail.models import Page


def take_place_in_tree(page: Page) -> None:
    """Sets path, depth, number of children and address as the database has them; locks the row for this transaction.

    Nothing happens for a page that is new or gone. An address under a new slug is Wagtail's to set. Must run in a
    transaction.
    """
    if not page.pk:
        return
    parents = Page.objects.filter(path=Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen))
    place = (
        Page.objects.filter(pk=page.pk)
        .order_by()
        .select_for_update(of=("self",), no_key=True)
        .values_list("path", "depth", "numchild", "slug", Subquery(parents.order_by().values("url_path")[:1]))
        .first()
    )
    if place is None:
        return
    path, depth, numchild, slug, parent_address = place
    if page.path != path:
        # treebeard keeps the parent that it found by the old path.
        page.__dict__.pop("_cached_parent_obj", None)
    page.path, page.depth, page.numchild = path, depth, numchild
    if parent_address is not None and slug == page.slug:
        page.url_path = f"{parent_address}{slug}/"
