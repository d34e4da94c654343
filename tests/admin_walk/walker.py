"""Asks every door as a person and reports what changed or leaked."""

import json
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from wagtail.models import Locale, TaskState

from clusters.models import Cluster
from tests.admin_walk.browser import Browser
from tests.admin_walk.doors import Door, addresses
from tests.admin_walk.dump import differences, dump, watched
from tests.admin_walk.stage import SECRET, Stage
from tests.admin_walk.writes import Writes
from tests.factories.people import PASSWORD

# Their form saves, or acts. Who may only save is refused the action, and with it all that was typed (docs/adr/0041).
PAGE_EDITORS = ("wagtailadmin_pages:add", "wagtailadmin_pages:edit", "wagtailadmin_pages:revisions_revert")
_SECRET = re.compile(rf"{SECRET}[-\w]*", re.IGNORECASE)


@dataclass
class Report:
    """What a walk found. Each finding is a sentence that begins with the door's name."""

    findings: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    unfilled: list[str] = field(default_factory=list)
    requests: int = 0
    doors: int = 0


def _drop(stage: Stage) -> dict[str, object]:
    """What the editorial calendar sends when the first scheduled page is dragged to another day."""
    pages = (states["scheduled"] for states in stage.pages.values() if "scheduled" in states)
    revision = next((found for page in pages if (found := page.scheduled_revision) is not None), None)
    if revision is None:
        return {}
    moment = revision.approved_go_live_at.isoformat()
    return {"day": "2041-03-01", "shown_revision": str(revision.pk), "shown_moment": moment}


def form(stage: Stage, home: Cluster) -> dict[str, object]:
    """What is posted everywhere: fields of all forms, with values that would be valid for who has the right.

    `home` is the walker's own cluster, to which things are moved and copied.
    """
    management = {
        f"{prefix}-{name}": "0"
        for prefix in ("comments", "attachments", "results", "programme", "articles", "signatures", "task_states",
                       "workflow_pages", "workflow_tasks", "page_permissions", "form")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")
    }  # fmt: skip
    languages = {
        f"{name}_{code}": "Repris" for name in ("name", "territory", "summary") for code in ("fr", "en")
    }
    english = Locale.objects.get(language_code="en").pk
    return {
        **management,
        **languages,
        "title": "Repris",
        "slug": "repris",
        "summary": "Repris par un autre.",
        "body-count": "0",
        "action-publish": "1",
        "lead_image": str(stage.image.pk if stage.image else ""),
        "new_title": "Copie",
        "new_slug": "copie",
        "new_parent_page": str(stage.parent(home).pk),
        "copy_subpages": "on",
        "publish_copies": "on",
        "chooser": str(stage.parent(home).pk),
        "comment": "Bien.",
        "sure": "1",
        "name": "Repris",
        "email": "repris@alpha.example",
        "code": "REP",
        "country": "FR",
        "time_zone": "Europe/Paris",
        "accent": "#123456",
        "kind": "company",
        "cluster": str(stage.b.pk),
        "collection": str(home.collection_id),
        "tags": "repris",
        "restriction_type": "login",
        "locales": [str(english)],
        "language_code": "en",
        "value": "Repris",
        "go_live_at": "",
        **_drop(stage),
        "hostname": "repris.example",
        "port": "80",
        "root_page": str(stage.pages["fr"]["draft"].pk),
        "workflow": str(stage.a.workflow_id),
        "page": str(stage.pages["fr"]["draft"].pk),
        "username": "repris",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "groups": [str(stage.a.publishers_group_id)],
        "next": "/admin/",
        "is_editing": "1",
        "url": "/fr/clusters/beta/",
        "external-link-chooser-url": "/fr/clusters/beta/actualites/paru-fr/",
        "old_path": "/repris",
        "key": "repris",
        "version": "9",
        "effective_on": timezone.localdate().isoformat(),
        "expires_at": (timezone.localtime() + timedelta(days=20)).strftime("%d/%m/%Y %H:%M"),
        # The admin's API reads these.
        "destination_page_id": str(stage.parent(home).pk),
        "locale": "en",
        "revision_id": str(stage.pages["fr"]["edited"].latest_revision_id),
        "recursive": "true",
        # What a reviewer of the translation that was submitted last has seen.
        "revision": str(TaskState.objects.filter(status="in_progress").latest("pk").revision_id),
    }


def only_saving(body: dict[str, object]) -> dict[str, object]:
    """The same form of a page without its action."""
    return {name: value for name, value in body.items() if name != "action-publish"}


def _said(response: HttpResponse) -> str:
    """All that reaches the person: the body, where they are sent, and the messages they will read there."""
    content = b"".join(response) if response.streaming else response.content
    messages = " ".join(str(message) for message in get_messages(response.wsgi_request))
    return f"{content.decode(errors='replace')} {response.get('Location', '')} {messages}"


class Walker:
    """One person on their walk."""

    def __init__(self, stage: Stage, person: str, few: int = 0) -> None:
        """With `few`, only about so many addresses a door, spread over all, and its last one."""
        self.stage, self.person, self.few = stage, person, few
        self.client = Browser(stage.people[person])
        self.report = Report()
        self.kinds = watched(stage)
        self.before = dump(self.kinds)
        self.form = form(stage, stage.b if person.startswith("b_") else stage.a)

    def ask(self, door: Door, method: str, address: str, *, saves: bool = False) -> None:
        """One request; what it shows is read at once. With `saves`, a form that names no action."""
        if method in ("GET", "POST"):
            body = only_saving(self.form) if saves else self.form
            response = self.client.get(address) if method == "GET" else self.client.post(address, body)
        else:
            response = self.client.generic(
                method, address, json.dumps(self.form), content_type="application/json"
            )
        # Messages are shown by whatever page comes next: they belong to this request.
        self.client.cookies.pop("messages", None)
        self.report.requests += 1
        if response.status_code >= 500:
            self.report.crashes.append(
                f"{door.key}: {method} {address.split('?', maxsplit=1)[0]} as {self.person}"
            )
            return
        leaked = sorted(set(_SECRET.findall(_said(response))))
        if leaked:
            self.report.findings.append(
                f"{door.key}: {method} {address} shows {self.person} {', '.join(leaked[:4])}"
            )

    def open(self, door: Door) -> None:
        """All requests at one door, then the comparison; whatever they did is undone."""
        found = addresses(door, self.stage)
        if found and self.few:
            found = [*found[:: max(1, len(found) // self.few)], found[-1]]
        if found is None:
            self.report.unfilled.append(door.key)
            return
        self.report.doors += 1
        writes = Writes()
        with transaction.atomic(), connection.execute_wrapper(writes):
            for number, address in enumerate(self.client.telling(found)):
                # A view reads the address's query when it shows, its form when it acts: one POST an object will do.
                methods = ("GET", "POST") if door.arguments or not number else ("GET",)
                if "localize/translate/" in door.route:
                    methods += ("PUT", "DELETE")
                for method in methods:
                    # Nothing of a request that fails half-way may stand in the way of the next.
                    with transaction.atomic():
                        self.ask(door, method, address)
                if door.name in PAGE_EDITORS:
                    with transaction.atomic():
                        self.ask(door, "POST", address, saves=True)
            for line in differences(self.before, self.kinds, writes):
                self.report.findings.append(f"{door.key}: {self.person} changed {line}")
            transaction.set_rollback(True)
        self.client.forget()

    def walk(self, doors: Iterable[Door]) -> Report:
        """All doors. Refusals are what is expected here: they are not logged."""
        logger = logging.getLogger("django.request")
        level = logger.level
        logger.setLevel(logging.CRITICAL)
        try:
            for door in doors:
                self.open(door)
        finally:
            logger.setLevel(level)
        return self.report
