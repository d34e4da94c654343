"""Finds the bundle of a page, the bundles that a person may see, and what they may do with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.models import Page

from clusters.access.teams import Person, Role, is_superuser, role_in, teams_of
from clusters.models import Bundle, BundleMember, ContentPage
from clusters.models.page_permissions import edits_by_section
from clusters.publishing.reviewers import clusters_without_publisher
from clusters.publishing.schedule_move import schedule_owner
from fedcms.users.models import User

MOST_MEMBERS = 20
"""The most pages of a bundle: they are published in one transaction, within a minute."""


def open_member(page: Page) -> BundleMember | None:
    """Returns the membership of a page, in whatever language, in a bundle that has not appeared. One query."""
    found = BundleMember.objects.filter(translation_key=page.translation_key, is_open=True)
    return found.select_related("bundle", "page").first()


def members_among(pages: Iterable[Page]) -> "QuerySet[BundleMember]":
    """Returns the memberships in open bundles of the pages of these branches that are themselves members."""
    found = BundleMember.objects.none()
    for page in pages:
        found = found | BundleMember.objects.filter(is_open=True, page__path__startswith=page.path)
    return found.select_related("bundle", "page")


def reviews_for_federation(user: Person, cluster_key: int | None) -> bool:
    """Returns whether a person of the federation decides about the bundles of a cluster that has no publisher.

    As in a review: they hold no permission in its section. One query for the federation's publishers alone.
    """
    if cluster_key is None or is_superuser(user) or teams_of(user).federation != "publisher":
        return False
    return clusters_without_publisher().filter(pk=cluster_key).exists()


def role_for(user: Person, cluster_key: int | None) -> Role | None:
    """Returns as what a person may see and decide the bundles of a cluster, or of the federation (`None`)."""
    own = role_in(user, cluster_key)
    return "publisher" if own != "publisher" and reviews_for_federation(user, cluster_key) else own


def seen_bundles(user: Person) -> "QuerySet[Bundle]":
    """Returns the bundles of a person's teams, and those about which they decide for the federation."""
    if is_superuser(user):
        return Bundle.objects.all()
    teams = teams_of(user)
    found = Bundle.objects.of_owners(teams.clusters, federation=teams.federation is not None)
    if teams.federation != "publisher":
        return found
    return found | Bundle.objects.filter(cluster__in=clusters_without_publisher())


def decided_by(user: Person) -> Q:
    """Returns the condition that a person decides about a bundle: as its publisher, or for the federation."""
    if is_superuser(user):
        return Q()
    teams = teams_of(user)
    theirs = Q(cluster__in=teams.clusters_as({"publisher"}))
    if teams.federation == "publisher":
        theirs |= Q(cluster=None) | Q(cluster__in=clusters_without_publisher())
    return theirs


def require_role(user: Person, bundle: Bundle, *, publisher: bool = False) -> None:
    """Raises `PermissionDenied` unless a person is of the team of a bundle, and one of its publishers if asked for."""
    role = role_for(user, bundle.cluster_id)
    if role is None or (publisher and role != "publisher"):
        raise PermissionDenied


def bundle_address(bundle: Bundle) -> str:
    """Returns the address of a bundle's screen."""
    return reverse("bundles:detail", args=[bundle.pk])


def may_bundle(page: Page, user: User) -> bool:
    """Returns whether a person may put a page into a bundle: a content page of their team, which they may edit."""
    if not page.pk or not issubclass(page.specific_class or Page, ContentPage):
        return False
    specific = page.specific
    return bool(role_in(user, specific.cluster_id)) and edits_by_section(user, specific)


@dataclass(frozen=True)
class PageInBundle:
    """What a page's own screen says of its bundle."""

    bundle: Bundle
    others: int
    """How many other pages go out with it."""
    url: str
    """The bundle's screen; "" for people who may not see it: to them it is not named either."""


def bundle_context(page: Page, user: AbstractBaseUser | AnonymousUser) -> dict[str, object]:
    """Returns the open bundle of a page for its editor. One query; another one if there is a bundle."""
    member = open_member(page)
    if member is None:
        return {"in_bundle": None}
    bundle = member.bundle
    url = bundle_address(bundle) if role_for(user, bundle.cluster_id) is not None else ""
    return {"in_bundle": PageInBundle(bundle, bundle.members.count() - 1, url)}


def is_followed_by(page: Page, member: BundleMember) -> bool:
    """Returns whether a page is a translation that appears with the member page."""
    return bool(page.pk != member.page_id and schedule_owner(page).pk == member.page_id)
