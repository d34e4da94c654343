"""Finds why pages of a bundle may not appear: one is deleted, moved, restricted, or a policy refuses it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from clusters.models import Bundle, BundleMember
from clusters.publishing.bundles.selection import reviews_for_federation
from clusters.publishing.file_references import file_references
from clusters.publishing.may_publish import may_publish
from clusters.publishing.refusal import Refusal, Refusals
from clusters.publishing.withdrawal.selection import open_withdrawal
from fedcms.core.i18n.bidi import isolated
from fedcms.core.models import active_locales
from fedcms.core.pages.publication import Way
from fedcms.core.visibility import unrestricted_q
from fedcms.media.models import Consent, File
from fedcms.users.models import User


@dataclass(frozen=True)
class MemberRefusals:
    """A page of a bundle and why it may not appear."""

    member: BundleMember
    refusals: tuple[Refusal, ...]

    @property
    def sentences(self) -> list[str]:
        """The reasons in words; those about a field begin with its name, since they stand beside no field here."""
        page = self.member.page.specific if self.member.page is not None else None
        return [named_reason(page, part) for refusal in self.refusals for part in refusal.parts]


class BundleRefused(Refusals):
    """The refusal of a bundle: the reasons of each of its pages. Nothing was written."""

    def __init__(self, found: Iterable[MemberRefusals]) -> None:
        self.members = list(found)
        super().__init__(
            Refusal(sentence_of(each.member.current_title, words))
            for each in self.members
            for words in each.sentences
        )


def sentence_of(title: str, words: str) -> str:
    """Returns why a page may not appear, after its title."""
    return _("« %(title)s » : %(reasons)s") % {"title": isolated(title), "reasons": words}


def named_reason(page: Page | None, refusal: Refusal) -> str:
    """Returns the words of a refusal, after the name of the field of the page that they are about."""
    try:
        field = page._meta.get_field(refusal.field) if page is not None and refusal.field else None
    except FieldDoesNotExist:
        field = None
    name = getattr(field, "verbose_name", "")
    return (
        _("%(field)s : %(reason)s") % {"field": capfirst(name), "reason": refusal} if name else str(refusal)
    )


def refusals_of_members(
    bundle: Bundle, members: Iterable[BundleMember], actor: User | None, way: Way
) -> list[MemberRefusals]:
    """Returns what stands against the pages of a bundle at its moment; empty if nothing does.

    When it is approved (`Way.BUNDLE`) the newest version is asked about, else what was approved. Must run within
    `let_through.letting_through`.
    """
    is_allowed = actor is not None and reviews_for_federation(actor, bundle.cluster_id)
    asked = (
        MemberRefusals(member, tuple(_of_member(bundle, member, actor, way, is_allowed=is_allowed)))
        for member in members
    )
    return [each for each in asked if each.refusals]


def _of_member(
    bundle: Bundle, member: BundleMember, actor: User | None, way: Way, *, is_allowed: bool
) -> Iterator[Refusal]:
    if member.page is None:
        yield Refusal(_("elle a été supprimée : sortez-la du lot."), reason="deleted")
        return
    page = member.page.specific
    if getattr(page, "cluster_id", None) != bundle.cluster_id:
        yield Refusal(_("elle a été déplacée dans une autre section : sortez-la du lot."), reason="moved")
        return
    if Page.objects.filter(translation_key=member.translation_key, live=True).exists():
        yield Refusal(_("elle est déjà en ligne."), reason="public")
        return
    if way is not Way.CLOCK and page.locked and (actor is None or page.locked_by_id != actor.pk):
        yield Refusal(_("elle est verrouillée par quelqu’un d’autre."), reason="locked")
    revision = _asked_revision(page, bundle, way)
    if revision is None:
        yield _why_not_scheduled(page)
        return
    yield from may_publish(page, revision, actor, way, is_allowed=is_allowed).refusals
    yield from _unseen(page)
    content = revision.as_object()
    if content.expire_at is not None and content.expire_at <= bundle.moment:
        yield Refusal(_("elle serait retirée avant de paraître : changez son retrait."), reason="expires")
    for file in files_of(content):
        if not _may_be_shown(file, bundle.moment):
            yield Refusal(
                _("les droits de « %(file)s » finissent avant le moment de diffusion.")
                % {"file": isolated(str(file))},
                reason="rights_end",
            )


def _asked_revision(page: Page, bundle: Bundle, way: Way) -> Revision | None:
    """Returns the version that is asked about, in memory with the moment of the bundle; `None` without one."""
    if way is Way.BUNDLE:
        return with_moment(page.get_latest_revision(), bundle.moment)
    approved: Revision | None = page.scheduled_revision
    return approved if way is Way.CLOCK else with_moment(approved, bundle.moment)


def _unseen(page: Page) -> Iterator[Refusal]:
    """Yields why the public would not see a page although it is published."""
    if not active_locales().filter(pk=page.locale_id).exists():
        yield Refusal(
            _("sa langue n’est pas ouverte au public : le public ne la verrait pas."),
            reason="language_closed",
        )
    elif not Page.objects.filter(unrestricted_q(), pk=page.pk).exists():
        yield Refusal(
            _("sa consultation est limitée, par elle-même ou par sa rubrique : le public ne la verrait pas."),
            reason="restricted",
        )


def _why_not_scheduled(page: Page) -> Refusal:
    """Returns why a page that was approved has no schedule any more."""
    if open_withdrawal(page) is not None:
        words = _("elle a été retirée d’urgence : terminez le retrait, ou sortez-la du lot.")
        return Refusal(words, reason="withdrawn")
    return Refusal(_("sa programmation a été annulée."), reason="not_scheduled")


def with_moment(revision: Revision | None, moment: datetime) -> Revision | None:
    """Returns a version of a page, in memory with the moment at which it is to appear; `None` without one."""
    if revision is not None:
        content = revision.as_object()
        content.go_live_at = moment
        value = content.serializable_data()["go_live_at"]
        revision.content = {**revision.content, "go_live_at": value}
    return revision


def files_of(content: Page) -> Iterator[File]:
    """Yields the images and documents that a version of a page shows. One query for each of both."""
    for model, keys in file_references(content).items():
        if keys:
            yield from model.objects.filter(pk__in=keys).order_by("title", "pk")


def _may_be_shown(file: File, moment: datetime) -> bool:
    """Returns whether a file may be shown on the day of the moment; of a missing consent a policy tells."""
    day = timezone.localdate(moment, timezone.get_default_timezone())
    return file.consent == Consent.MISSING or file.may_be_shown(day)
