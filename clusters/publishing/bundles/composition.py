"""Makes a bundle, adds pages to it and takes them out, asks its publishers for their approval, deletes it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.access.teams import role_in
from clusters.models import Bundle, BundleMember, Cluster, ContentPage
from clusters.publishing.bundles.approval import (
    end_approval_if_empty,
    existing,
    log_for,
    refuse_past,
    schedule,
    unschedule,
)
from clusters.publishing.bundles.locking import locked_bundle
from clusters.publishing.bundles.policy import IN_BUNDLE, bundle_link
from clusters.publishing.bundles.selection import (
    MOST_MEMBERS,
    may_bundle,
    open_member,
    require_role,
    role_for,
)
from clusters.publishing.may_publish import publishing
from clusters.publishing.refusal import Refusal
from clusters.publishing.schedule_move import schedule_owner
from fedcms.core.i18n.bidi import isolated
from fedcms.core.pages.publication import Way
from fedcms.users.models import User

ASK_AGAIN = timedelta(days=1)
"""After so long the publishers may be asked again."""

ADDED = "clusters.bundle.added"
TAKEN_OUT = "clusters.bundle.taken_out"


WhenAsked = Callable[[Bundle], None]

_when_asked: list[WhenAsked] = []


def register_when_bundle_asked(tell: WhenAsked) -> None:
    """Adds a function that is told of each bundle that is to be approved. Apps call it in `AppConfig.ready`."""
    if tell not in _when_asked:
        _when_asked.append(tell)


def create(
    cluster: Cluster | None, user: User, title: str, moment: datetime, page: Page | None = None
) -> Bundle:
    """Makes a bundle of a cluster, or of the federation (`None`), with its first page if one is given.

    Raises `PermissionDenied` for people who are not of the team, and `Refusal` for a moment that is not to come, and as
    `add` does.
    """
    if role_in(user, cluster.pk if cluster is not None else None) is None:
        raise PermissionDenied
    refuse_past(moment)
    with transaction.atomic():
        bundle = Bundle(cluster=cluster, title=title, moment=moment, created_by=user)
        if page is not None:
            # The page's set is locked before the bundle's row.
            with publishing(Way.BUNDLE, schedule_owner(page)):
                bundle.save()
                add(bundle.pk, page, user)
        else:
            bundle.save()
        return bundle


def add(bundle_id: int, page: Page, user: User) -> BundleMember:
    """Adds a page, with all its languages, to a bundle; if that is approved, the page is scheduled with the others.

    Raises `PermissionDenied` for people who are not of its team or may not edit the page, and for who does not publish
    there if the bundle is approved; `Refusal` if the page is public, scheduled or in a bundle already, or the bundle is
    full; `BundleRefused` if the policies refuse it in an approved bundle. Then nothing is written.
    """
    owner = schedule_owner(page)
    with locked_bundle(bundle_id, Way.BUNDLE, owner) as found:
        locked = existing(found)
        bundle = locked.bundle
        require_role(user, bundle)
        page = Page.objects.get(pk=owner.pk).specific
        if not may_bundle(page, user):
            raise PermissionDenied
        if bundle.is_approved and role_for(user, bundle.cluster_id) != "publisher":
            raise Refusal(
                _("Ce lot est approuvé : demandez à qui publie d’y ajouter la page."), reason="approved"
            )
        _refuse_member(bundle, page)
        if len(locked.members) >= MOST_MEMBERS:
            words = _("Un lot a %(most)s pages au plus : faites-en un autre.") % {"most": MOST_MEMBERS}
            raise Refusal(words, reason="full")
        if page.latest_revision_id is None:
            page.save_revision(user=user)
        member = BundleMember.objects.create(
            bundle=bundle,
            page=Page.objects.get(pk=page.pk),
            translation_key=page.translation_key,
            title=str(page.get_admin_display_title())[:255],
        )
        log_for(member, ADDED, user)
        if bundle.is_approved:
            refuse_past(bundle.moment)
            schedule(bundle, [member], user)
        return member


def _refuse_member(bundle: Bundle, page: ContentPage) -> None:
    """Raises `Refusal` for a page that cannot be in this bundle: it is decided already, or of another section."""
    title = {"title": isolated(page.get_admin_display_title())}
    if page.cluster_id != bundle.cluster_id:
        raise Refusal(_("« %(title)s » n’est pas de la section de ce lot.") % title, reason="other_section")
    if other := open_member(page):
        raise Refusal(
            _("« %(title)s » est déjà dans le lot « %(bundle)s ».")
            % (title | {"bundle": isolated(other.bundle.title)}),
            reason=IN_BUNDLE,
            link=bundle_link(other.bundle),
        )
    if Page.objects.filter(translation_key=page.translation_key, live=True).exists():
        raise Refusal(
            _("« %(title)s » est déjà en ligne : un lot réunit ce qui n’a pas encore paru.") % title,
            reason="public",
        )
    if page.approved_schedule:
        raise Refusal(
            _("« %(title)s » est déjà programmée : annulez d’abord sa programmation.") % title,
            reason="scheduled",
        )
    if (apart := _scheduled_apart(page)) is not None:
        language = {"language": isolated(apart.locale.get_display_name())}
        raise Refusal(
            _(
                "« %(title)s » est programmée à part dans une autre langue (%(language)s) : annulez d’abord cela."
            )
            % (title | language),
            reason="scheduled",
        )


def _scheduled_apart(page: Page) -> Page | None:
    """Returns another language of a page that is scheduled, and does not follow it; the bundle would hold it back."""
    others = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return next(
        (
            other
            for other in others.select_related("locale").order_by("pk")
            if other.approved_schedule and schedule_owner(other).pk != page.pk
        ),
        None,
    )


def take_out(bundle_id: int, member_id: int, user: User) -> BundleMember:
    """Takes a page out of a bundle: it is a draft as before, and the others go out without it.

    Raises `PermissionDenied` for people who are not of its team, or do not publish there if the bundle is approved, and
    `Refusal` if the page is not in it.
    """
    with locked_bundle(bundle_id, Way.BUNDLE) as found:
        locked = existing(found)
        bundle = locked.bundle
        require_role(user, bundle, publisher=bundle.is_approved)
        member = next((each for each in locked.members if each.pk == member_id), None)
        if member is None:
            raise Refusal(_("Cette page n’est pas, ou plus, dans le lot."), reason="no_member")
        unschedule(bundle, [member])
        log_for(member, TAKEN_OUT, user)
        BundleMember.objects.filter(pk=member.pk).delete()
        end_approval_if_empty(bundle)
        return member


def ask_approval(bundle_id: int, user: User) -> Bundle:
    """Notes that the publishers are asked to approve a bundle as it is.

    Raises `PermissionDenied` for people who are not of its team, and `Refusal` if it is approved already or empty, or
    was asked for within a day: who publishes is mailed each time.
    """
    with locked_bundle(bundle_id, Way.BUNDLE) as found:
        locked = existing(found)
        bundle = locked.bundle
        require_role(user, bundle)
        if bundle.is_approved:
            raise Refusal(_("Ce lot est déjà approuvé : rien n’a été fait."), reason="approved_already")
        if not locked.members:
            raise Refusal(_("Ce lot est vide : ajoutez-y des pages."), reason="empty")
        if bundle.asked_at is not None and timezone.now() - bundle.asked_at < ASK_AGAIN:
            raise Refusal(
                _(
                    "L’approbation est déjà demandée : qui publie a reçu un courriel et trouve le lot sur son accueil."
                ),
                reason="asked_already",
            )
        bundle.asked_at, bundle.asked_by = timezone.now(), user
        bundle.save(update_fields=["asked_at", "asked_by"])
        for tell in _when_asked:
            tell(bundle)
        return bundle


def delete(bundle_id: int, user: User) -> None:
    """Deletes a bundle that is not approved; its pages are drafts as before.

    Raises `PermissionDenied` for people who are not of its team, and `Refusal` if it is approved or has appeared.
    """
    with locked_bundle(bundle_id, Way.BUNDLE) as found:
        locked = existing(found)
        require_role(user, locked.bundle)
        if locked.bundle.is_approved:
            raise Refusal(_("Ce lot est approuvé : reprenez d’abord son approbation."), reason="approved")
        for member in locked.members:
            log_for(member, TAKEN_OUT, user)
        locked.bundle.delete()
