"""Who is told of what is under embargo, or waits for it: the press, people signed up, an organisation that applies."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from clusters.models import Organisation
from events.models import (
    Application,
    ApplicationDocument,
    ApplicationState,
    CallForApplications,
    DecisionKind,
    DelegateProfile,
    Delegation,
    DelegationOutcome,
    RequestedDocument,
    SignUp,
    SignUpInvitation,
    SignUpSheet,
    SignUpState,
)
from events.models.call import private_storage
from news.models import MediaContact
from news.newsroom.mailing.audience import Audience
from news.newsroom.mailing.links import reader_token
from news.newsroom.mailing.starting import MailingPlan, create_mailing

if TYPE_CHECKING:
    from tests.embargo_oracle.world import World


def add_mailing(world: "World") -> None:
    """A mailing of the release that waits for its moment, and a mail of it that an accredited journalist has had."""
    MediaContact.objects.create(
        cluster=world.stage.b,
        email="redaction@press.example",
        email_key="redaction@press.example",
        languages=" fr ",
        source="essai",
        kept_until=timezone.localdate() + timedelta(days=90),
    )
    release = world.pages["release"]
    plan = MailingPlan("publication", Audience(to_everyone=True))
    mailing = create_mailing(world.stage.b, release, plan, world.stage.people["b_publisher"])
    had = mailing.recipients.create(
        email="x@press.example", languages=" fr ", message_id="<x>", state="sent", page=release
    )
    world.mail_token = reader_token(had.pk)


def add_sign_up(world: "World") -> None:
    """The sign-up of the event, with somebody who waits, and an invitation: they know of it, the site tells nothing."""
    sheet = SignUpSheet.objects.create(
        translation_key=world.pages["event"].translation_key, capacity=9, purpose={"fr": "accueillir"}
    )
    SignUp.objects.create(
        sheet=sheet,
        state=SignUpState.WAITING,
        rank=1,
        name="x",
        email="x@people.example",
        email_key="x@people.example",
        language="fr",
        claimed_organisation=Organisation.objects.get(slug="labo-alpha"),
        form_key="x",
    )
    SignUpInvitation.objects.create(
        sheet=sheet, cluster=world.stage.a, email="y@people.example", language="fr", form_key=uuid4()
    )


def add_call(world: "World") -> None:
    """The call for applications to the mission, with a dossier, an organisation that applies, and one that goes."""
    call = CallForApplications.objects.create(
        translation_key=world.pages["mission"].translation_key,
        closes_at=timezone.now() + timedelta(days=20),
        places=4,
        purpose={"fr": "choisir"},
        dossier=private_storage().save("applications/dossier.txt", ContentFile(b"dossier")),
        dossier_name="dossier.txt",
    )
    requested = RequestedDocument.objects.create(call=call, label={"fr": "Projet"})
    application = Application.objects.create(
        call=call,
        state=ApplicationState.SUBMITTED,
        name="x",
        email="z@people.example",
        email_key="z@people.example",
        language="fr",
        organisation="z",
        claimed_organisation=Organisation.objects.get(slug="labo-alpha"),
        form_key="z",
        confirmed_at=timezone.now(),
    )
    chosen = Application.objects.create(
        call=call,
        state=ApplicationState.SUBMITTED,
        decision=DecisionKind.CHOSEN,
        name="w",
        email="w@people.example",
        email_key="w@people.example",
        language="fr",
        organisation="w",
        form_key="w",
        confirmed_at=timezone.now(),
    )
    DelegateProfile.objects.create(
        application=chosen, consented_at=timezone.now(), approved_at=timezone.now()
    )
    Delegation.objects.create(call=call, published_at=timezone.now())
    DelegationOutcome.objects.create(call=call, text={"fr": "x"}, published_at=timezone.now())
    stored = private_storage().save("applications/z.pdf", ContentFile(b"%PDF-"))
    ApplicationDocument.objects.create(
        application=application, requested=requested, file=stored, name="z.pdf", size=5
    )
