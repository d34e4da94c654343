"""The rules of accreditations: who is given one, a new link, more time, and how it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import Accreditation, AccreditationLink
from clusters.models.accreditation import AccreditationKind, AccreditationScope
from clusters.models.content_page import ContentPage
from clusters.models.owner import SectionOwner
from clusters.people.addresses import comparable
from clusters.people.teams import cluster_key, lock_teams
from clusters.press_access.log_actions import ERASED, EXTENDED, GIVEN, REPLACED, REVOKED, log_access
from clusters.press_access.mails import send_link
from clusters.press_access.queued_mails import delete_mails_of
from clusters.press_access.rights import may_accredit, owner_of_page
from clusters.press_access.taken_off import was_taken_off_since
from clusters.press_access.tokens import hash_of, new_token
from clusters.publishing.refusal import Refusal
from fedcms.core.models import Topic
from fedcms.users.models import User

LONGEST = timedelta(days=366)
LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class Holder:
    """The person to whom an accreditation is given."""

    name: str
    medium: str
    email: str
    language: str


@dataclass(frozen=True)
class Terms:
    """What an accreditation opens, how, and until when (aware)."""

    kind: str
    scope: str
    expires_at: datetime
    page: ContentPage | None = None
    topic: Topic | None = None
    may_comment: bool = False


def _refuse_without_right(user: User, owner: SectionOwner) -> None:
    if not may_accredit(user, owner):
        raise Refusal(_("Vous ne pouvez pas accréditer pour cette équipe."), reason="no_right")


def check_end(moment: datetime) -> None:
    """Raises `Refusal` unless an accreditation may end at this moment (aware)."""
    now = timezone.now()
    if moment <= now:
        raise Refusal(_("Ce moment est passé : choisissez-en un à venir."), field="expires_at")
    if moment > now + LONGEST:
        raise Refusal(_("Un an au plus : prolongez ensuite si besoin."), field="expires_at")


def _check_terms(owner: SectionOwner, terms: Terms) -> None:
    check_end(terms.expires_at)
    is_of_page = terms.scope == AccreditationScope.PAGE
    if is_of_page and (terms.page is None or owner_of_page(terms.page) != owner):
        raise Refusal(_("Cette page n’est pas de cette équipe."), field="scope")
    if terms.scope == AccreditationScope.TOPIC and terms.topic is None:
        raise Refusal(_("Choisissez un thème."), field="topic")
    if terms.kind == AccreditationKind.GUEST and not is_of_page:
        raise Refusal(_("Un brouillon se confie page par page, depuis la page elle-même."), field="scope")


def _refuse_long_address(address: str) -> None:
    # The form in which it is compared may be the longer one.
    if max(len(address), len(comparable(address))) > LONGEST_ADDRESS:
        raise Refusal(_("cette adresse est trop longue."))


def _same(owner: SectionOwner, holder: Holder, terms: Terms) -> Accreditation | None:
    """Returns the accreditation that a person has for the same already, if its link still serves."""
    found = Accreditation.objects.of_cluster(cluster_key(owner)).valid()
    found = found.filter(
        email_key=comparable(holder.email), kind=terms.kind, scope=terms.scope, topic=terms.topic
    )
    if terms.page is None:
        return found.first()
    if terms.kind != AccreditationKind.GUEST:
        return found.filter(page__translation_key=terms.page.translation_key).first()
    # A guest reads one language; and what was given before the page was taken off the site opens it no more.
    known = found.filter(page=terms.page).first()
    return None if known is None or was_taken_off_since(terms.page, known.given_at) else known


@transaction.atomic
def give(
    owner: SectionOwner,
    holder: Holder,
    terms: Terms,
    giver: User,
    *,
    sends: bool = True,
    message: str = "",
) -> tuple[Accreditation, str]:
    """Saves an accreditation and mails its link if `sends`; returns it with its secret. Raises `Refusal`.

    Who has the same already gets no second: it is returned with "", and nothing is sent.
    """
    _refuse_without_right(giver, owner)
    _check_terms(owner, terms)
    _refuse_long_address(holder.email)
    # One after the other: a form that is sent twice at once gives one accreditation.
    lock_teams([owner])
    known = _same(owner, holder, terms)
    if known is not None:
        return known, ""
    token = new_token()
    made = Accreditation.objects.create(
        cluster_id=cluster_key(owner),
        kind=terms.kind,
        name=holder.name,
        medium=holder.medium,
        email=holder.email,
        email_key=comparable(holder.email),
        language=holder.language,
        scope=terms.scope,
        page=terms.page,
        topic=terms.topic,
        may_comment=terms.may_comment and terms.kind == AccreditationKind.GUEST,
        token_hash=hash_of(token),
        given_by=giver,
        expires_at=terms.expires_at,
    )
    log_access(owner, GIVEN, giver, made)
    if sends:
        _send(made, owner, token, giver, message)
    return made, token


def _send(accreditation: Accreditation, owner: SectionOwner, token: str, sender: User, message: str) -> None:
    accreditation.sent_at = timezone.now()
    accreditation.save(update_fields=["sent_at"])
    send_link(accreditation, owner, token, sender, message)


def _locked(accreditation: Accreditation) -> Accreditation:
    return Accreditation.objects.select_for_update().get(pk=accreditation.pk)


def _refuse_revoked(accreditation: Accreditation) -> None:
    if accreditation.revoked_at is not None:
        raise Refusal(_("Cette accréditation est révoquée : donnez-en une autre."))


@transaction.atomic
def replace_link(
    accreditation: Accreditation, owner: SectionOwner, user: User, *, sends: bool, message: str = ""
) -> str:
    """Gives an accreditation a new link, mails it if `sends`, and returns its secret; the link before is void.

    Raises `Refusal`.
    """
    _refuse_without_right(user, owner)
    accreditation = _locked(accreditation)
    _refuse_revoked(accreditation)
    if accreditation.is_expired():
        raise Refusal(_("Cette accréditation a expiré : prolongez-la d’abord."))
    page = accreditation.page
    if accreditation.is_guest and page is not None and was_taken_off_since(page, accreditation.given_at):
        raise Refusal(_("La page a été retirée du site depuis : accréditez de nouveau cette personne."))
    delete_mails_of([accreditation])
    accreditation.links.all().delete()
    token = new_token()
    accreditation.token_hash = hash_of(token)
    accreditation.save(update_fields=["token_hash"])
    log_access(owner, REPLACED, user, accreditation)
    if sends:
        _send(accreditation, owner, token, user, message)
    return token


def add_link(accreditation: Accreditation) -> str:
    """Makes one more secret for an accreditation, beside that of its own link, for a mailing; returns it."""
    token = new_token()
    AccreditationLink.objects.create(accreditation=accreditation, token_hash=hash_of(token))
    return token


@transaction.atomic
def extend(accreditation: Accreditation, owner: SectionOwner, moment: datetime, user: User) -> None:
    """Gives an accreditation another end (aware); its link stays the same. Raises `Refusal`."""
    _refuse_without_right(user, owner)
    check_end(moment)
    accreditation = _locked(accreditation)
    _refuse_revoked(accreditation)
    accreditation.expires_at = moment
    accreditation.save(update_fields=["expires_at"])
    log_access(owner, EXTENDED, user, accreditation)


@transaction.atomic
def revoke(accreditation: Accreditation, owner: SectionOwner, user: User) -> None:
    """Makes the link of an accreditation void from the next request on, for good. Raises `Refusal`."""
    _refuse_without_right(user, owner)
    accreditation = _locked(accreditation)
    if accreditation.revoked_at is not None:
        raise Refusal(_("Cette accréditation est déjà révoquée."))
    accreditation.revoked_at = timezone.now()
    accreditation.save(update_fields=["revoked_at"])
    delete_mails_of([accreditation])
    log_access(owner, REVOKED, user, accreditation)


@transaction.atomic
def erase_person(accreditation: Accreditation, owner: SectionOwner, user: User) -> int:
    """Erases all that an owner knows of the person of an accreditation; returns how many accreditations there were.

    Their links are void, and what they opened and wrote is gone. Raises `Refusal`.
    """
    _refuse_without_right(user, owner)
    theirs = Accreditation.objects.of_cluster(cluster_key(owner)).filter(email_key=accreditation.email_key)
    number = theirs.count()
    delete_mails_of(theirs)
    theirs.delete()
    log_access(owner, ERASED, user)
    return number
