"""What the addresses of applications and delegations are filled with: those of a mission of B that nobody sees yet."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from events.models import (
    Application,
    ApplicationDocument,
    ApplicationState,
    CallForApplications,
    DecisionKind,
    DelegateProfile,
    ProgrammeItem,
    RequestedDocument,
    TradeMissionPage,
)
from events.models.call import private_storage
from tests.admin_walk.fillers import Arguments
from tests.admin_walk.stage import SECRET, Stage
from tests.admin_walk.team_fillers import at_each_team
from tests.factories import make_mission


def _application(stage: Stage) -> ApplicationDocument:
    """A document of an application to a mission of B that nobody sees yet."""
    found = TradeMissionPage.objects.filter(cluster=stage.b).order_by("pk").first()
    mission = found or make_mission(stage.b, live=False, title=SECRET)
    call, _is_new = CallForApplications.objects.get_or_create(
        translation_key=mission.translation_key,
        defaults={"places": 2, "closes_at": timezone.now() + timedelta(days=9), "purpose": {"fr": SECRET}},
    )
    requested, _is_new = RequestedDocument.objects.get_or_create(
        call=call, defaults={"label": {"fr": SECRET}}
    )
    application, is_new = Application.objects.get_or_create(
        form_key="walk",
        defaults={
            "call": call,
            "state": ApplicationState.SUBMITTED,
            "name": SECRET,
            "organisation": SECRET,
            "profile": SECRET,
            "decision": DecisionKind.CHOSEN,
            "email": f"{SECRET}@people.example",
            "email_key": f"{SECRET}@people.example",
            "language": "fr",
        },
    )
    if is_new:
        DelegateProfile.objects.create(
            application=application, profile=SECRET, consent=SECRET, consented_at=timezone.now()
        )
        stored = private_storage().save("applications/walk.pdf", ContentFile(b"%PDF-"))
        application.documents.create(requested=requested, file=stored, name=f"{SECRET}.pdf", size=5)
    return application.documents.get()


def calls(stage: Stage) -> list[Arguments]:
    """The call for applications to a mission of B, also at the address of A's and of the federation's."""
    return at_each_team(stage, call_id=_application(stage).application.call_id)


def applications(stage: Stage) -> list[Arguments]:
    """An application to it."""
    found = _application(stage).application
    return at_each_team(stage, call_id=found.call_id, application_id=found.pk)


def application_documents(stage: Stage) -> list[Arguments]:
    """A document of that."""
    document = _application(stage)
    found = document.application
    return at_each_team(stage, call_id=found.call_id, application_id=found.pk, document_id=document.pk)


def travelled(stage: Stage) -> list[Arguments]:
    """It, as a story of its organisation would begin."""
    return at_each_team(stage, application_id=_application(stage).application.pk)


def programme_items(stage: Stage) -> list[Arguments]:
    """A meeting of it, which its team and who meets see."""
    found = _application(stage).application
    item, is_new = ProgrammeItem.objects.get_or_create(
        call=found.call,
        defaults={
            "uid": uuid4(),
            "title": {"fr": SECRET},
            "place": SECRET,
            "starts_at": timezone.now() + timedelta(days=61),
            "is_private": True,
            "form_key": uuid4(),
        },
    )
    if is_new:
        item.participants.add(found)
    return at_each_team(stage, call_id=found.call_id, item_id=item.pk)


def juries(stage: Stage) -> list[Arguments]:
    """The jury of B's call, on which nobody is."""
    return [{"call_id": _application(stage).application.call_id}]


def evaluated(stage: Stage) -> list[Arguments]:
    """An application as its jury would see it."""
    found = _application(stage).application
    return [{"call_id": found.call_id, "application_id": found.pk}]


def evaluated_documents(stage: Stage) -> list[Arguments]:
    """A document as the jury would have it."""
    document = _application(stage)
    found = document.application
    return [{"call_id": found.call_id, "application_id": found.pk, "document_id": document.pk}]
