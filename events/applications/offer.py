"""What a mission's page says about applying: how, until when, how long that still is, for how many places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from clusters.content.listed_tags import tag_of_class
from clusters.models import ContactPage
from events.applications.costs import ShownCosts, shown_costs
from events.applications.mission_days import days_of, former_in_html
from events.mission_opening import MissionOpening, opening_of
from events.models import (
    ApplyBy,
    CallForApplications,
    CallQuota,
    Delegation,
    DelegationOutcome,
    RequestedDocument,
    SelectionCriterion,
    TradeMissionPage,
)
from events.page_moments import note_mission
from events.wording import deadline_in_words
from fedcms.core.i18n.moments import moment_in_zone
from fedcms.core.pages.addresses import page_address
from fedcms.core.shown_tags import declared

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True)
class ApplicationOffer:
    """What may be said to everybody about applying to a mission."""

    address: str
    """Where one applies: a form of this site or of another, a mail, the contact form."""
    opening: MissionOpening
    closes: str
    closes_at: datetime | None
    """When it closes (aware); `None` if only a day is known."""
    left: str
    """How long that still is, in words."""
    site: str = ""
    """The name of the other service, if one applies there."""
    call: CallForApplications | None = None
    costs: ShownCosts | None = None
    """Of a call: what it costs and who helps."""
    criteria: Sequence[SelectionCriterion] = ()
    documents: Sequence[RequestedDocument] = ()
    quotas: Sequence[CallQuota] = ()
    dossier: str = ""
    former: str = ""
    """Days or city that were announced to those who apply, as HTML, if others are now."""

    @property
    def is_open(self) -> bool:
        """Whether one may apply."""
        return self.opening.is_open

    @property
    def is_cancelled(self) -> bool:
        """Whether the mission does not take place."""
        return self.opening.is_cancelled


def time_left(closes_at: datetime, now: datetime) -> str:
    """Returns how long one may still apply, in words: days, then hours, then minutes."""
    left = closes_at - now
    if left <= timedelta():
        return _("candidatures closes")
    if left >= timedelta(days=2):
        return deadline_in_words(left.days)
    hours, minutes = int(left.total_seconds() // 3600), int(left.total_seconds() // 60)
    if hours:
        return ngettext("encore %(hours)d heure", "encore %(hours)d heures", hours) % {"hours": hours}
    if minutes:
        return ngettext("encore %(minutes)d minute", "encore %(minutes)d minutes", minutes) % {
            "minutes": minutes
        }
    return _("moins d’une minute")


def _address(call: CallForApplications, mission: TradeMissionPage) -> str:
    if call.apply_by == ApplyBy.OUTSIDE:
        return call.outside_url
    if call.apply_by == ApplyBy.MAIL:
        return f"mailto:{call.outside_email}"
    with override(mission.locale.language_code):
        return reverse("apply", args=[mission.translation_key])


def offer_of(call: CallForApplications, mission: TradeMissionPage, now: datetime) -> ApplicationOffer:
    """Returns what is said about a call at `now` (aware), in the active language. Three queries."""
    dossier = ""
    if call.dossier:
        with override(mission.locale.language_code):
            dossier = reverse("apply_dossier", args=[mission.translation_key])
    is_outside = call.apply_by == ApplyBy.OUTSIDE
    return ApplicationOffer(
        address=_address(call, mission),
        opening=opening_of(mission, call, now),
        closes=moment_in_zone(call.closes_at, call.time_zone),
        closes_at=call.closes_at,
        left=time_left(call.closes_at, now),
        site=urlsplit(call.outside_url).netloc.removeprefix("www.") if is_outside else "",
        call=call,
        costs=shown_costs(call, mission),
        criteria=list(call.criteria.all()),
        documents=list(call.documents.all()),
        quotas=list(call.quotas.select_related("cluster").order_by("pk")),
        dossier=dossier,
        former=_former(call, mission),
    )


def _former(call: CallForApplications, mission: TradeMissionPage) -> str:
    if not call.announced_mission:
        return ""
    return former_in_html(call.announced_mission, days_of([mission], call.known_mission))


def _without_call(mission: TradeMissionPage, now: datetime) -> ApplicationOffer:
    """Returns how one applies to a mission without a call: at the address of its contact, or by the contact form."""
    found = _EMAIL.search(mission.contact)
    address = f"mailto:{found.group()}" if found else _contact_form(mission)
    return ApplicationOffer(
        address=address,
        opening=opening_of(mission, None, now),
        closes="",
        closes_at=None,
        left=deadline_in_words(mission.days_left),
    )


def _contact_form(mission: TradeMissionPage) -> str:
    """Returns the address of the contact form of a mission's section, or the federation's; "" without any."""
    pages = ContactPage.objects.visible().filter(locale=mission.locale).order_by("-depth")
    with declared(tag_of_class(ContactPage, mission.locale_id)):
        own = [page for page in pages if mission.path.startswith(page.path[: -page.steplen])]
    return page_address(own[0]) if own else ""


def apply_context(mission: TradeMissionPage, request: HttpRequest) -> dict[str, object]:
    """Returns what a mission's page says of applying to it. Four queries with a call, two at most without."""
    calls = CallForApplications.objects.select_related("delegation", "outcome")
    call, now = calls.filter(translation_key=mission.translation_key).first(), timezone.now()
    mission.note_call(call)
    note_mission(mission, call)
    offer = _without_call(mission, now) if call is None else offer_of(call, mission, now)
    return {
        "application_offer": offer,
        "mission_opening": offer.opening,
        "delegation_address": _public_address(getattr(call, "delegation", None), "delegation", mission),
        "outcome_address": _public_address(getattr(call, "outcome", None), "delegation_outcome", mission)
        if mission.is_over
        else "",
    }


def _public_address(
    found: Delegation | DelegationOutcome | None, name: str, mission: TradeMissionPage
) -> str:
    """Returns the address of the page of a mission's delegation, or of what came out; "" unless it is published."""
    if found is None or not found.is_public:
        return ""
    with override(mission.locale.language_code):
        return reverse(name, args=[mission.translation_key])
