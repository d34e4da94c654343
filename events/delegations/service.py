"""Keeps what organisations of a delegation say of themselves, approves it, publishes their page: under the lock."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from events.applications.locks import locked_application, locked_call
from events.delegations.finality import why_not_final
from events.delegations.mails import tell_published
from events.models import (
    Application,
    ApplicationState,
    CallForApplications,
    DecisionKind,
    DelegateProfile,
    Delegation,
)
from events.models.delegation import DELEGATE_TEXTS, LONGEST_PROFILE
from fedcms.core.i18n.translated_text import TranslatedText


def is_delegate(application: Application) -> bool:
    """Returns whether an application is in its mission's delegation."""
    is_sent = application.state == ApplicationState.SUBMITTED and application.erased_at is None
    return is_sent and application.decision == DecisionKind.CHOSEN


def is_going(application: Application) -> bool:
    """Returns whether an application is in the delegation of a mission that takes place."""
    return is_delegate(application) and not application.call.is_cancelled


def profile_of(application: Application) -> DelegateProfile:
    """Returns what an organisation says of itself; before it has written anything, what it applied with. One query."""
    found = DelegateProfile.objects.filter(application=application).first()
    return found or DelegateProfile(
        application=application,
        **{name: getattr(application, name)[:LONGEST_PROFILE] for name in DELEGATE_TEXTS},
    )


def locked_delegate(application: Application) -> Application:
    """Locks and returns the application of who goes. Raises `Refusal` for who does not, or if nobody goes any more."""
    found = locked_application(application)
    if found.call.is_cancelled:
        raise Refusal(_("Cette mission est annulée."), reason="over")
    if not is_delegate(found):
        raise Refusal(_("Cette candidature n’est pas, ou plus, de la délégation."), reason="over")
    return found


@transaction.atomic
def save_profile(
    application: Application, texts: Mapping[str, str], consent: str, version: str, form_key: str
) -> DelegateProfile:
    """Keeps what an organisation writes, and the words by which it agrees to show it ("" to show nothing of it).

    What is shown stays until the new words are approved; without consent, it is gone at once. Raises `Refusal`. A form
    that comes twice counts once.
    """
    profile = profile_of(locked_delegate(application))
    has_changed = any(getattr(profile, name) != value for name, value in texts.items())
    is_same = not has_changed and bool(consent) == (profile.consented_at is not None)
    if form_key and profile.saved_form_key == form_key and is_same:
        return profile
    if version != str(profile.version):
        raise Refusal(
            _(
                "Ces textes ont été enregistrés entre-temps, dans un autre onglet ou par un collègue. Ce que vous "
                "avez écrit est encore là : envoyez de nouveau pour le garder à la place."
            ),
            reason="outdated",
        )
    for name, value in texts.items():
        setattr(profile, name, value)
    if not consent:
        profile.consent, profile.consented_at = "", None
        _forget_shown(profile)
    elif profile.consent != consent or profile.consented_at is None:
        profile.consent, profile.consented_at = consent, timezone.now()
    profile.version, profile.saved_form_key = profile.version + 1, form_key
    profile.save()
    return profile


@transaction.atomic
def take_consent_back(application: Application) -> None:
    """Forgets that an organisation agreed to be shown, whether it is of the delegation or not."""
    found = locked_application(application)
    profile = DelegateProfile.objects.filter(application=found).first()
    if profile is None:
        return
    profile.consent, profile.consented_at = "", None
    _forget_shown(profile)
    profile.version += 1
    profile.save()


def _forget_shown(profile: DelegateProfile) -> None:
    profile.approved_at, profile.approved_version = None, 0
    for name in DELEGATE_TEXTS:
        setattr(profile, f"shown_{name}", TranslatedText())


@transaction.atomic
def approve(profile: DelegateProfile, translations: Mapping[str, Mapping[str, str]], version: str) -> None:
    """Shows what an organisation has written, with translations of its texts by name and language. Raises `Refusal`.

    Only the version that was read is approved.
    """
    application = locked_delegate(profile.application)
    found = DelegateProfile.objects.get(pk=profile.pk)
    if str(found.version) != version:
        raise Refusal(
            _("L’organisation a changé ses textes entre-temps : relisez-les. Rien n’a été enregistré."),
            reason="outdated",
        )
    if found.consented_at is None:
        raise Refusal(_("L’organisation n’a pas donné son accord pour être montrée."))
    for name in DELEGATE_TEXTS:
        own = getattr(found, name)
        texts = {code: text for code, text in translations.get(name, {}).items() if text}
        # What the organisation has taken out is not read in another language either.
        shown = TranslatedText({**texts, application.language: own} if own else {})
        setattr(found, f"shown_{name}", shown)
    found.approved_version, found.approved_at = found.version, timezone.now()
    found.save()


@transaction.atomic
def hide(profile: DelegateProfile) -> None:
    """Takes what an organisation says off the page until it is approved again. Raises `Refusal`."""
    locked_delegate(profile.application)
    DelegateProfile.objects.filter(pk=profile.pk).update(approved_at=None)


@transaction.atomic
def publish(call: CallForApplications) -> None:
    """Publishes the page of a delegation, once the decisions are final; and tells who goes and does not know it.

    Raises `Refusal`.
    """
    now = timezone.now()
    call = locked_call(call.pk)
    if words := why_not_final(call, now):
        raise Refusal(words)
    Delegation.objects.get_or_create(call=call)
    Delegation.objects.filter(call=call, published_at=None).update(published_at=now)
    tell_published(call)


@transaction.atomic
def unpublish(call: CallForApplications) -> None:
    """Takes the page of a delegation off the site."""
    Delegation.objects.filter(call=locked_call(call.pk)).update(published_at=None)
