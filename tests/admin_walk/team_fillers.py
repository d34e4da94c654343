"""Finds what belongs to B's team, with which arguments of an address are filled (tests/admin_walk/fills.py)."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from clusters.models import Accreditation, Invitation
from events.models import (
    EventPage,
    SignUp,
    SignUpSheet,
    SignUpState,
)
from home.models import Webhook, WebhookDelivery
from news.models import (
    ContactList,
    KeyFigure,
    Mailing,
    MediaContact,
    MediaCoverage,
    PressContact,
    Spokesperson,
)
from news.models.owned_row import OwnedRow
from tests.admin_walk.fillers import Arguments
from tests.admin_walk.stage import SECRET, Stage

# What a newsroom shows, by the names of its screens.
OWNED_ROWS = {
    "key_figures": KeyFigure,
    "media_coverage": MediaCoverage,
    "press_contacts": PressContact,
    "spokespeople": Spokesperson,
}


def at_each_team(stage: Stage, **arguments: object) -> list[Arguments]:
    """Something of B's at its own address, at that of A's and at the federation's."""
    return [{"team": team, **arguments} for team in (stage.b.pk, stage.a.pk, 0)]


def invitations(stage: Stage) -> list[Arguments]:
    """An invitation into B's team, also at the address of A's."""
    owner = stage.people["b_publisher"]
    made, is_new = Invitation.objects.get_or_create(
        email=f"{SECRET}@people.example",
        defaults={
            "role": "editor",
            "language": "fr",
            "invited_by": owner,
            "expires_at": timezone.now() + timedelta(days=7),
        },
    )
    if is_new:
        made.clusters.add(stage.b)
    return [{"team": team, "invitation_id": made.pk} for team in (stage.b.pk, stage.a.pk)]


def accreditations(stage: Stage) -> list[Arguments]:
    """An accreditation for a page of B, also at the address of A's and of the federation's."""
    made, _is_new = Accreditation.objects.get_or_create(
        email=f"{SECRET}@media.example",
        defaults={
            "cluster": stage.b,
            "name": SECRET,
            "email_key": f"{SECRET}@media.example",
            "language": "fr",
            "scope": "page",
            "page": stage.pages["fr"]["draft"],
            "token_hash": "0" * 64,
            "given_by": stage.people["b_publisher"],
            "expires_at": timezone.now() + timedelta(days=7),
        },
    )
    return at_each_team(stage, accreditation_id=made.pk)


def webhooks(stage: Stage) -> list[Arguments]:
    """A webhook of B, also at the address of A's and of the federation's."""
    made, _is_new = Webhook.objects.get_or_create(
        name=SECRET,
        defaults={
            "cluster": stage.b,
            "address": "https://partner.example/",
            "salt": SECRET,
            "is_on": True,
            "off_reason": "",
        },
    )
    return at_each_team(stage, webhook_id=made.pk)


def deliveries(stage: Stage) -> list[Arguments]:
    """A delivery of B's webhook that was given up."""
    arguments = webhooks(stage)
    made, _is_new = WebhookDelivery.objects.get_or_create(
        message_id="msg_walk",
        defaults={"webhook_id": arguments[0]["webhook_id"], "event": "webhook.test", "state": "given_up"},
    )
    return [{**each, "delivery_id": made.pk} for each in arguments]


def owned_rows(model: type[OwnedRow]) -> Callable[[Stage], list[object]]:
    """B's and the federation's: a cluster's team has no say in either."""
    return lambda stage: [
        model._default_manager.filter(cluster=owner).latest("pk").pk for owner in (stage.b, None)
    ]


def _media_contact(stage: Stage) -> MediaContact:
    made, _is_new = MediaContact.objects.get_or_create(
        cluster=stage.b,
        email_key=f"{SECRET}@press.example",
        defaults={
            "name": SECRET,
            "email": f"{SECRET}@press.example",
            "languages": " fr ",
            "source": SECRET,
            "purpose": "essai",
            "kept_until": timezone.localdate() + timedelta(days=90),
        },
    )
    return made


def _contact_list(stage: Stage) -> ContactList:
    made, _is_new = ContactList.objects.get_or_create(cluster=stage.b, name=SECRET)
    made.contacts.add(_media_contact(stage))
    return made


def contacts(stage: Stage) -> list[Arguments]:
    """A media contact of B, also at the address of A's and of the federation's."""
    return at_each_team(stage, contact_id=_media_contact(stage).pk)


def contact_lists(stage: Stage) -> list[Arguments]:
    """A list of B, also at the address of A's and of the federation's."""
    return at_each_team(stage, list_id=_contact_list(stage).pk)


def mailings(stage: Stage) -> list[Arguments]:
    """A mailing of B that is paused, also at the address of A's and of the federation's."""
    made, is_new = Mailing.objects.get_or_create(
        cluster=stage.b,
        title=SECRET,
        defaults={"moment": "now", "state": "paused", "pause_reason": "hand", "started_at": timezone.now()},
    )
    if is_new:
        contact = _media_contact(stage)
        made.recipients.create(
            contact=contact,
            name=SECRET,
            email=contact.email,
            languages=" fr ",
            message_id=f"<{SECRET}-{made.pk}>",
        )
    return at_each_team(stage, mailing_id=made.pk)


def _sheet(stage: Stage) -> SignUpSheet:
    """The sign-up of an event of B that nobody sees yet, with seats for its own organisations."""
    event = EventPage.objects.filter(cluster=stage.b).earliest("pk")
    made, is_new = SignUpSheet.objects.get_or_create(
        translation_key=event.translation_key, defaults={"capacity": 9, "purpose": {"fr": SECRET}}
    )
    if is_new:
        made.quotas.create(cluster=stage.b, seats=2)
    return made


def sheets(stage: Stage) -> list[Arguments]:
    """The sign-up of an event of B, also at the address of A's and of the federation's."""
    return at_each_team(stage, sheet_id=_sheet(stage).pk)


def sign_ups(stage: Stage) -> list[Arguments]:
    """A person whose sign-up B is to answer, and one with a seat."""
    found: list[Arguments] = []
    for rank, state in enumerate((SignUpState.REVIEW, SignUpState.CONFIRMED), start=101):
        made, _is_new = SignUp.objects.get_or_create(
            form_key=f"walk-{rank}",
            defaults={
                "sheet": _sheet(stage),
                "state": state,
                "rank": rank,
                "name": SECRET,
                "email": f"{SECRET}-{rank}@people.example",
                "email_key": f"{SECRET}-{rank}@people.example",
                "language": "fr",
            },
        )
        found += at_each_team(stage, sheet_id=made.sheet_id, sign_up_id=made.pk)
    return found


def members(stage: Stage) -> list[Arguments]:
    """B's people, also as if they were A's, and the federation's."""
    people = [stage.people[name].pk for name in ("b_editor", "b_publisher")]
    return [{"team": team, "user_id": pk} for team in (stage.b.pk, stage.a.pk, 0) for pk in people]
