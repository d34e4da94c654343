"""The checklist of somebody who is new: steps that are ticked by what the database knows of them.

It is shown until all is done, or the person dismisses it; Wagtail stores that in their profile ("dismissibles").
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageLogEntry
from wagtail_localize.models import StringTranslation

from clusters.access.teams import teams_of
from clusters.sections.opening import closed_clusters
from clusters.translation.access.translators import translator_scope
from fedcms.media.models import FederationImage
from fedcms.users.models import User

DISMISSIBLE = "fedcms_first_steps"
WRITTEN = ("wagtail.create", "wagtail.edit")
SUBMITTED = ("wagtail.workflow.start", "wagtail.publish", "wagtail.publish.schedule")


@dataclass(frozen=True)
class FirstStep:
    """A step, with the screen on which it is done."""

    label: str | Promise
    url: str
    is_done: bool


def is_dismissed(user: User) -> bool:
    """Returns whether the person has dismissed the checklist."""
    profile = getattr(user, "wagtail_userprofile", None)
    return bool(profile and profile.dismissibles.get(DISMISSIBLE))


def _sections_to_open(user: User) -> list[FirstStep]:
    return [
        FirstStep(
            _("Ouvrir votre section au public : %(cluster)s") % {"cluster": cluster},
            reverse("sections:open", args=[cluster.pk]),
            is_done=False,
        )
        for cluster in closed_clusters(user)
    ]


def first_steps(user: User) -> list[FirstStep]:
    """Returns the steps of a person of a team, or of a translator; none when all are done or it is dismissed.

    Two queries, whatever the number of pages. A publisher's closed section is one of them until it is open.
    """
    teams, translates = teams_of(user), bool(translator_scope(user))
    if not (teams or translates):
        return []
    if is_dismissed(user):
        # A new section stays closed until somebody opens it, however long ago the list was hidden.
        return _sections_to_open(user)
    done = _done(user)
    steps = [
        FirstStep(
            _("Compléter votre profil : prénom, nom, courriel"),
            reverse("wagtailadmin_account"),
            all([user.first_name, user.last_name, user.email]),
        )
    ]
    if teams:
        steps += [
            FirstStep(_("Écrire un premier brouillon"), "#write", done["has_written"]),
            FirstStep(
                _("Ajouter une image avec son crédit et son texte alternatif"),
                reverse("wagtailimages:add_multiple"),
                done["has_picture"],
            ),
        ]
    steps += _sections_to_open(user)
    steps += [
        FirstStep(
            _("Traduire un premier texte"),
            reverse("wagtail_localize:translations_report"),
            done["has_translated"],
        ),
        FirstStep(_("Soumettre ou publier une page"), "#in-work-section", done["has_submitted"]),
    ]
    return [] if all(step.is_done for step in steps) else steps


def _done(user: User) -> dict[str, bool]:
    logged = PageLogEntry.objects.filter(user=OuterRef("pk"))
    pictures = FederationImage.objects.filter(uploaded_by_user=OuterRef("pk"))
    described = ~Q(credit="") & ~Q(alt_texts={})
    translated = StringTranslation.objects.filter(last_translated_by=OuterRef("pk"))
    found = (
        User.objects.filter(pk=user.pk)
        .values(
            has_written=Exists(logged.filter(action__in=WRITTEN)),
            has_submitted=Exists(logged.filter(action__in=SUBMITTED)),
            has_picture=Exists(pictures.filter(described)),
            has_translated=Exists(translated),
        )
        .get()
    )
    return {name: bool(is_done) for name, is_done in found.items()}
