"""Keeps a save from writing an outdated tree position of a page that another request has moved.

Wagtail's `save` writes every column. But path, depth and number of children belong to treebeard, which updates them
with statements of its own; a page loaded before has old values. With too small a number of children, treebeard would
give the next child a path that is taken.
"""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left, Length
from wagtail.models import Page


def take_place_in_tree(page: Page) -> bool:
    """Sets path, depth, number of children and address from the database, and locks the row; False if there is none.

    Call it in a transaction, which keeps the lock. When the slug is changed, Wagtail sets the new address.
    """
    parents = Page.objects.filter(path=Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen))
    place = (
        Page.objects.filter(pk=page.pk)
        .order_by()
        .select_for_update(of=("self",), no_key=True)
        .values_list("path", "depth", "numchild", "slug", Subquery(parents.order_by().values("url_path")[:1]))
        .first()
    )
    if place is None:
        return False
    path, depth, numchild, slug, parent_address = place
    if page.path != path:
        # treebeard caches the parent that it found by the old path.
        page.__dict__.pop("_cached_parent_obj", None)
    page.path, page.depth, page.numchild = path, depth, numchild
    if parent_address is not None and slug == page.slug:
        page.url_path = f"{parent_address}{slug}/"
    return True
