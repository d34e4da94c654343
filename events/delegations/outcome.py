"""Keeps what came out of a mission, and begins the story of each organisation in the section of its cluster."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from clusters.content.story_drafts import BegunStory, draft_story
from clusters.publishing.refusal import Refusal
from events.applications.locks import locked_application, locked_call
from events.applications.missions import any_mission, shown_mission
from events.delegations.service import is_delegate
from events.ical.wording import mission_place
from events.models import (
    Application,
    CallForApplications,
    DelegateStory,
    DelegationOutcome,
    TradeMissionPage,
)
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.users.models import User


def outcome_of(call: CallForApplications) -> DelegationOutcome:
    """Returns what came out of a mission, a new row if nothing is said yet. One query."""
    return DelegationOutcome.objects.filter(call=call).first() or DelegationOutcome(call=call)


def refuse_before_return(call: CallForApplications) -> None:
    """Raises `Refusal` unless the delegation of a call is back."""
    mission = any_mission(call)
    if mission is None or not mission.is_over:
        raise Refusal(_("La mission n’est pas encore revenue."))
    if call.is_cancelled:
        raise Refusal(_("Cette mission est annulée."))


@transaction.atomic
def save_outcome(
    call: CallForApplications,
    text: TranslatedText,
    figures: tuple[int | None, int | None, date | None],
    form_key: UUID,
    version: str,
    *,
    shows: bool,
) -> None:
    """Keeps what came out of a mission, and shows it or not. A form that comes twice counts once. Raises `Refusal`."""
    call = locked_call(call.pk)
    refuse_before_return(call)
    found = outcome_of(call)
    if found.form_key == form_key:
        return
    if version != found.version:
        raise Refusal(
            _("Ce bilan a été changé entre-temps : relisez-le. Rien n’a été enregistré."), reason="outdated"
        )
    found.text = text
    found.contacts, found.contracts, found.counted_on = figures
    found.published_at = (found.published_at or timezone.now()) if shows else None
    found.form_key = form_key
    found.save()


@transaction.atomic
def begin_story(application: Application, user: User) -> tuple[Page, bool]:
    """Returns the draft of a story about an organisation of a delegation, and whether it is new. Raises `Refusal`.

    It is begun once, in the section of the cluster for which the organisation counts, by who writes there.
    """
    found = locked_application(application)
    refuse_before_return(found.call)
    mission = shown_mission(found.call, found.language)
    if mission is None:
        raise Refusal(_("La mission n’est plus sur le site pour le moment."))
    if not is_delegate(found):
        raise Refusal(_("Cette candidature n’est pas, ou plus, de la délégation."), reason="over")
    story = DelegateStory.objects.select_related("page").filter(application=found).first()
    if story is not None and story.page is not None:
        return story.page, False
    if found.cluster is None:
        raise Refusal(
            _("Cette organisation ne compte pour aucun cluster : aucune section ne peut avoir sa réussite.")
        )
    page = draft_story(_begun(found, mission), user)
    DelegateStory.objects.update_or_create(application=found, defaults={"page": page})
    return page, True


def _begun(application: Application, mission: TradeMissionPage) -> BegunStory:
    """Returns what is known of a story before anybody writes, in the organisation's language.

    Nothing of what it wrote when it applied, nor its name from there: a draft would keep that when it takes its consent
    back, withdraws or is erased. An organisation of the directory is known without.
    """
    cluster, claimed = application.cluster, application.claimed_organisation
    if cluster is None:
        raise Refusal(_("Cette organisation ne compte pour aucun cluster."))
    organisation = claimed if claimed is not None and claimed.cluster_id == cluster.pk else None
    with override(application.language):
        place = mission_place(mission)
        name = organisation.name if organisation is not None else _("Une organisation")
        values = {"name": name, "place": place, "mission": mission.title}
        return BegunStory(
            cluster=cluster,
            organisation=organisation,
            language=application.language,
            title=_("%(name)s à %(place)s") % values,
            summary=_("%(name)s était de la délégation « %(mission)s ».") % values,
            place=place,
        )
