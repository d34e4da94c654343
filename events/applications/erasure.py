"""Erases people from applications, with their files: on request, and when their time is over.

State, cluster and moments stay, as numbers. Mails that wait, or could not be sent, are deleted with them. Files go once
the transaction has ended well; what a crash leaves of them, the daily job finds.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from events.applications.locks import locked_call, locked_with_pages
from events.applications.mail_frame import about_application
from events.applications.missions import end_of_time
from events.applications.private_files import FOLDER, drop_file, drop_file_after_commit
from events.applications.service import withdraw
from events.models import (
    Application,
    ApplicationDecision,
    ApplicationDocument,
    ApplicationState,
    CallForApplications,
    DelegateMessage,
    DelegateProfile,
    DelegateStory,
    Evaluation,
    ProgrammeItem,
    ShortfallDecision,
)
from events.models.call import private_storage
from events.models.signup import new_nonce
from events.signup.each_sheet import with_each
from events.signup.mails import TIME_TO_CONFIRM
from events.unproven_mails import count_unproven
from fedcms.core.mail import discard_mails

AT_ONCE = 500
LEFT_FOR = timedelta(hours=6)
"""So long a file without a row may be one that is just being kept."""
PERSONAL = (
    *("name", "email", "email_key", "organisation", "organisation_key", "website"),
    *("profile", "offer", "sought", "motivation", "consent", "saved_form_key"),
)


def strip_people(applications: "QuerySet[Application]") -> int:
    """Takes the people out of applications, whose links are void from then on; returns how many. In a transaction."""
    rows = list(applications.filter(erased_at=None)[:AT_ONCE])
    keys = [each.pk for each in rows]
    discard_mails([about_application(key) for key in keys])
    documents = ApplicationDocument.objects.filter(application__in=keys)
    for stored in documents.values_list("file", flat=True):
        drop_file_after_commit(stored)
    documents.delete()
    Evaluation.objects.filter(application__in=keys).update(comment="")
    DelegateProfile.objects.filter(application__in=keys).delete()
    DelegateMessage.objects.filter(application__in=keys).delete()
    DelegateStory.objects.filter(application__in=keys).delete()
    _forget_meetings(keys)
    for each in rows:
        if each.confirmed_at is None:
            count_unproven(each.email_key, each.reminders + 1)
        Application.objects.filter(pk=each.pk).update(
            **dict.fromkeys(PERSONAL, ""),
            claimed_organisation=None,
            nonce=new_nonce(),
            erased_at=timezone.now(),
        )
    return len(keys)


def _forget_meetings(keys: list[int]) -> None:
    """Takes people out of the meetings of a delegation; those in which nobody is left say nothing any more."""
    meetings = ProgrammeItem.objects.filter(is_private=True, participants__in=keys)
    found = list(meetings.values_list("pk", flat=True))
    ProgrammeItem.participants.through.objects.filter(application__in=keys).delete()
    ProgrammeItem.objects.filter(pk__in=found, participants=None).delete()


@transaction.atomic
def erase(application: Application) -> None:
    """Withdraws and erases on request, without a mail. Raises `Refusal`."""
    withdraw(application, is_told=False)
    strip_people(Application.objects.filter(pk=application.pk))


@transaction.atomic
def expire_unconfirmed(call: CallForApplications, now: datetime) -> int:
    """Ends the applications of a call whose address was not confirmed in time, and erases them; returns how many."""
    CallForApplications.objects.select_for_update().filter(pk=call.pk).first()
    old = Application.objects.filter(call=call, asked_at__lte=now - TIME_TO_CONFIRM)
    keys = list(old.in_state(ApplicationState.ASKED).values_list("pk", flat=True)[:AT_ONCE])
    found = Application.objects.filter(pk__in=keys)
    strip_people(found)
    return found.update(state=ApplicationState.EXPIRED)


def _has_decisions(call: CallForApplications) -> bool:
    """Returns whether somebody decided on the call or an application to it: such decisions are kept."""
    return (
        ShortfallDecision.objects.filter(call=call).exists()
        or ApplicationDecision.objects.filter(application__call=call).exists()
    )


@transaction.atomic
def delete_call(call: CallForApplications) -> None:
    """Deletes a call with its applicants, their files, and mails that wait; decisions stay, with numbers."""
    erase_call(call)
    if call.dossier.name:
        drop_file_after_commit(call.dossier.name)
    if _has_decisions(call):
        # Nobody evaluates any more, and nobody downloads.
        call.evaluators.all().delete()
        CallForApplications.objects.filter(pk=call.pk).update(dossier="", dossier_name="")
        return
    call.delete()


@transaction.atomic
def withdraw_call(call: CallForApplications) -> None:
    """Deletes a call to which nobody applies. Raises `Refusal`: people would lose their mission without a word."""
    locked = locked_with_pages(call.pk)
    if Application.objects.with_person().filter(call=locked).exists():
        raise Refusal(_("Des organisations candidatent : avancez plutôt la clôture, ou effacez-les."))
    if _has_decisions(locked):
        raise Refusal(_("Cet appel a déjà des décisions, qui restent : avancez plutôt sa clôture."))
    delete_call(locked)


@transaction.atomic
def erase_call(call: CallForApplications) -> int:
    """Erases all people of a call; returns how many."""
    locked_call(call.pk)
    applications = Application.objects.filter(call=call)
    applications.in_state(ApplicationState.ASKED).update(state=ApplicationState.EXPIRED)
    erased = 0
    while number := strip_people(applications):
        erased += number
    return erased


def erase_old_applications() -> int:
    """The daily job: erases the applicants of missions whose time is over, and lost files; returns how many."""
    now = timezone.now()
    with_people = CallForApplications.objects.filter(applications__isnull=False, applications__erased_at=None)
    erased = with_each(
        with_people.distinct(),
        lambda call: _erase_when_over(call, now),
        "The applicants of call %s could not be erased: %s",
    )
    # Last: a folder that cannot be read keeps nobody from being erased.
    drop_lost_files(now)
    return erased


def _erase_when_over(call: CallForApplications, now: datetime) -> int:
    end = end_of_time(call)
    return erase_call(call) if end is None or end <= now else 0


def drop_lost_files(now: datetime) -> int:
    """Deletes files that no row names any more, and that are not just being kept; returns how many."""
    storage = private_storage()
    try:
        found = storage.listdir(FOLDER)[1]
    except FileNotFoundError:  # nothing was ever kept; a bucket has no folders, and lists none
        return 0
    named = set(ApplicationDocument.objects.values_list("file", flat=True))
    named |= set(CallForApplications.objects.exclude(dossier="").values_list("dossier", flat=True))
    lost = [f"{FOLDER}/{name}" for name in found]
    old = [name for name in lost if name not in named and _is_left(name, now)]
    for name in old:
        drop_file(name)
    return len(old)


def _is_left(name: str, now: datetime) -> bool:
    """Returns whether a file is old enough to be lost; one that has gone since it was listed is not."""
    try:
        return private_storage().get_modified_time(name) < now - LEFT_FOR
    except FileNotFoundError:
        return False
