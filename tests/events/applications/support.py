"""What tests of applications share: calls, the form of a call, files."""

import re
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster
from events.applications.documents import add_document
from events.applications.forms import StartForm
from events.applications.service import save
from events.applications.starting import StartedForm, start
from events.models import (
    Application,
    CallForApplications,
    CallQuota,
    RequestedDocument,
    SelectionCriterion,
    TradeMissionPage,
)
from events.models.call import private_storage
from tests.events.signup.support import mails_to, path_in, stamp
from tests.factories import make_mission

_numbers = count(1)
PDF = b"%PDF-1.7\n% a document\n"


def pdf(name: str = "projet.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A document as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def stored_files() -> set[str]:
    """The names of all files in the private storage."""
    folders, files = private_storage().listdir("")
    return {
        *files,
        *(f"{folder}/{name}" for folder in folders for name in private_storage().listdir(folder)[1]),
    }


def make_far_mission(cluster: Cluster | None, **fields: object) -> TradeMissionPage:
    """A mission in three hundred days, whose page says that one may apply for two hundred."""
    today = timezone.localdate()
    values: dict[str, object] = {
        "starts_on": today + timedelta(days=300),
        "ends_on": today + timedelta(days=305),
        "deadline": today + timedelta(days=200),
    }
    return make_mission(cluster, **(values | fields))


def make_call(mission: TradeMissionPage, **fields: Any) -> CallForApplications:
    """An open call; `quotas` are the places of clusters, `criteria` weights, `documents` the fields of documents."""
    quotas, criteria = fields.pop("quotas", {}), fields.pop("criteria", (3, 1))
    documents = fields.pop("documents", [{"label": {"fr": "Projet", "ar": "المشروع"}}])
    values: dict[str, Any] = {
        "closes_at": timezone.now() + timedelta(days=20),
        "time_zone": "America/Montreal",
        "places": 2,
        "purpose": {"fr": "choisir la délégation", "ar": "اختيار الوفد"},
    }
    call = CallForApplications.objects.create(translation_key=mission.translation_key, **(values | fields))
    for cluster, places in quotas.items():
        CallQuota.objects.create(call=call, cluster=cluster, places=places)
    for number, weight in enumerate(criteria):
        SelectionCriterion.objects.create(
            call=call, sort_order=number, weight=weight, label={"fr": f"Critère {number}"}
        )
    for number, values in enumerate(documents):
        RequestedDocument.objects.create(call=call, sort_order=number, **values)
    return CallForApplications.objects.get(pk=call.pk)


def _formset(name: str, rows: list[dict[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {
        f"{name}-TOTAL_FORMS": len(rows),
        f"{name}-INITIAL_FORMS": len([row for row in rows if row.get("id")]),
        f"{name}-MIN_NUM_FORMS": 0,
        f"{name}-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        values = {"ORDER": number + 1, "DELETE": "", "id": ""} | row
        found |= {f"{name}-{number}-{key}": value for key, value in values.items()}
    return found


def typed(moment: datetime) -> str:
    """A moment as it is typed into the admin, by its own clock."""
    return moment.strftime("%d/%m/%Y %H:%M")


def call_form(**fields: Any) -> dict[str, object]:
    """The form of a call as a publisher fills it in."""
    rows = {name: fields.pop(name, []) for name in ("quotas", "criteria", "documents")}
    values: dict[str, object] = {
        "apply_by": "mail",
        "outside_email": "missions@nord.example",
        "closes_at": typed(timezone.now() + timedelta(days=30)),
        "time_zone": "Europe/Paris",
        "places": "4",
        "minimum": "2",
        "purpose_fr": "choisir la délégation",
        "kept_days": "30",
    }
    found = values | fields
    for name, each in rows.items():
        found |= _formset(name, each)
    return found


def start_form(email: str, **fields: object) -> dict[str, object]:
    """The form by which somebody begins, as they fill it in."""
    values: dict[str, object] = {
        "name": "Léa Martin",
        "organisation": f"Organisation de {email}",
        "email": email,
        "consent": "on",
        "stamp": stamp(form=StartForm),
        "website": "",
    }
    return values | fields


def started(call: CallForApplications, mission: TradeMissionPage, email: str, **fields: Any) -> Application:
    """An application whose address is not confirmed yet."""
    claimed = fields.get("claimed_organisation")
    values: dict[str, Any] = {
        "name": "Léa Martin",
        "language": "fr",
        "organisation": claimed.name if claimed is not None else f"Organisation de {email}",
        "form_key": uuid4().hex,
        "consent": "oui",
    }
    start(call, StartedForm(email=email, **(values | fields)))
    return Application.objects.get(call=call, email=email)


WRITTEN = {
    "name": "Léa Martin",
    "website": "",
    "profile": "Une école",
    "offer": "Un outil",
    "sought": "Des écoles",
    "motivation": "Oui",
}


def applied(call: CallForApplications, mission: TradeMissionPage, email: str, **fields: Any) -> Application:
    """An application that was sent, with each document."""
    words = WRITTEN | {name: fields.pop(name) for name in list(fields) if name in WRITTEN}
    application = started(call, mission, email, **fields)
    for requested in call.documents.all():
        add_document(application, requested, pdf(), "0")
    return save(application, words, "0", f"save-{next(_numbers)}", submits=True)


def link_of(email: str) -> str:
    """The path of an applicant's own page, in the newest mail."""
    return path_in(mails_to(email)[-1], "/my-application/")


def posted(html: str) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))


def hidden(client: Client, path: str) -> dict[str, str]:
    """What the form of an application sends besides what somebody writes."""
    found = posted(client.get(path).content.decode())
    return {name: value for name, value in found.items() if name in ("version", "form_key")}
