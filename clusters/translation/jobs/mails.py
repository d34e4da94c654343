"""Mails of a job: one to each person, in their language, with all that is assigned to them."""

from collections import defaultdict

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page

from clusters.access.teams import name_of
from clusters.translation.models import TranslationAssignment, TranslationJob
from fedcms.core.i18n.formatting import number
from fedcms.core.i18n.user_language import language_of_person
from fedcms.users.models import User

Action = TranslationJob.Action
NAMED = 30
"""How many pages a mail names; the others are counted."""


def send_mails(job: TranslationJob) -> int:
    """Sends the mails of a finished job; returns how many were sent.

    Called in the transaction that finishes the job, so that a job that runs twice sends them once.
    """
    if job.action not in (Action.ASSIGN, Action.REMIND):
        return 0
    found: dict[User, list[TranslationAssignment]] = defaultdict(list)
    rows = TranslationAssignment.objects.filter(told_by=job).exclude(assignee=job.user_id)
    for row in rows.select_related("page", "locale", "assignee").order_by("page__title", "pk"):
        if row.assignee.email:
            found[row.assignee].append(row)
    for assignee, given in found.items():
        with override(language_of_person(assignee)):
            _message(job, assignee, given).send()
    return len(found)


def _line(given: TranslationAssignment) -> str:
    target = Page.objects.filter(
        translation_key=given.page.translation_key, locale=given.locale, alias_of__isnull=True
    ).first()
    if target is not None:
        path = reverse("wagtailadmin_pages:edit", args=[target.pk])
    else:
        path = reverse("wagtail_localize:submit_page_translation", args=[given.page_id])
    # For a public page its public title: only its team may read that of the draft.
    title = given.page.title if given.page.live else given.page.get_admin_display_title()
    return f"– {title} → {given.locale.get_display_name()}\n  {get_admin_base_url()}{path}"


def _message(job: TranslationJob, assignee: User, given: list[TranslationAssignment]) -> EmailMessage:
    who = name_of(job.user)
    if job.action == Action.ASSIGN:
        subject = ngettext(
            "%(count)s traduction vous est confiée", "%(count)s traductions vous sont confiées", len(given)
        ) % {"count": number(len(given))}
        intro = _("%(person)s vous confie :") % {"person": who}
    else:
        subject = ngettext(
            "%(count)s traduction vous attend", "%(count)s traductions vous attendent", len(given)
        ) % {"count": number(len(given))}
        intro = _("%(person)s vous rappelle ce qui vous est confié et n’est pas à jour :") % {"person": who}
    lines = [_line(each) for each in given[:NAMED]]
    if len(given) > NAMED:
        lines.append(_("… et %(count)s autres.") % {"count": number(len(given) - NAMED)})
    report = get_admin_base_url() + reverse("wagtail_localize:translations_report")
    lines += [
        "",
        _("Tout ce qui vous est confié : %(address)s") % {"address": f"{report}?given=me"},
    ]
    greeting = _("Bonjour %(person)s,") % {"person": name_of(assignee)}
    return EmailMessage(subject, "\n".join([greeting, "", intro, "", *lines]), to=[assignee.email])
