"""Locks a bundle with all that is written with its pages: sets, pages, then the bundle (docs/adr/0029)."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.models import Bundle, BundleMember
from clusters.publishing.may_publish import publishing
from clusters.publishing.refusal import Refusal
from fedcms.core.pages.publication import Way


@dataclass(frozen=True)
class LockedBundle:
    """A bundle and its members, as they stay until the transaction ends."""

    bundle: Bundle
    members: list[BundleMember]

    @property
    def pages(self) -> list[Page]:
        """The pages that are not deleted."""
        return [member.page for member in self.members if member.page is not None]


class BundleChanged(Refusal):
    """The refusal to act on a bundle that is not any more what the person was shown."""

    def __init__(self) -> None:
        words = _("Le lot a changé depuis que vous l’avez ouvert : relisez-le, puis recommencez.")
        super().__init__(words, reason="changed")


def members_of(bundle: Bundle) -> list[BundleMember]:
    """Returns the members of a bundle with their pages, in the order in which they were added. One query."""
    return list(bundle.members.select_related("page__locale", "page__latest_revision").order_by("pk"))


@contextmanager
def locked_bundle(
    bundle_id: int, way: Way, *more: Page, skip_locked: bool = False
) -> Iterator[LockedBundle | None]:
    """Opens a transaction in which a bundle, its pages and `more` are locked; yields `None` if there is no such bundle.

    With `skip_locked` also for a bundle that somebody else holds. Raises `BundleChanged` if it got another page
    meanwhile, whose set is not locked.
    """
    known = _page_keys(bundle_id)
    with publishing(way, *Page.objects.filter(pk__in=known), *more):
        rows = Bundle.objects.select_for_update(of=("self",), skip_locked=skip_locked).filter(pk=bundle_id)
        bundle = rows.first()
        if bundle is None:
            yield None
            return
        members = members_of(bundle)
        if {member.page_id for member in members} - known - {None, *(page.pk for page in more)}:
            raise BundleChanged
        yield LockedBundle(bundle, members)


def _page_keys(bundle_id: int) -> set[int | None]:
    found = BundleMember.objects.filter(bundle=bundle_id, page__isnull=False)
    return set(found.values_list("page_id", flat=True))


def stamp_of(bundle: Bundle, members: list[BundleMember]) -> str:
    """Returns a mark of what is to be approved: the moment, and the newest version of each page.

    An autosave writes over the newest version: its date is another one then.
    """
    parts = [bundle.moment.isoformat()]
    for member in members:
        newest = member.page.latest_revision if member.page is not None else None
        written = newest.created_at.isoformat() if newest is not None else ""
        parts.append(f"{member.pk}:{member.page_id}:{newest and newest.pk}:{written}")
    return _digest(parts)


def stamp_of_form(bundle: Bundle) -> str:
    """Returns a mark of what the form of a bundle shows: its name and moment, and whether its pages are scheduled."""
    return _digest([bundle.moment.isoformat(), bundle.state, bundle.title])


def _digest(parts: list[str]) -> str:
    return hashlib.blake2b("|".join(parts).encode(), digest_size=16).hexdigest()
