"""Posts every form that the admin has, as persons who may not send it, and as somebody who may do everything.

What the one who may do everything changes by it proves that what is posted is plausible.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib.messages import ERROR, get_messages
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from clusters.models import Cluster
from tests.admin_walk.bodies import Body, Form, forged, forms_in
from tests.admin_walk.browser import Browser, quiet
from tests.admin_walk.doors import Door, addresses
from tests.admin_walk.dump import Dump, Kind, differences, dump
from tests.admin_walk.stage import Stage
from tests.admin_walk.walker import PAGE_EDITORS, form, only_saving
from tests.admin_walk.writes import Writes


@dataclass(frozen=True)
class Request:
    """One form, sent to one address."""

    door: Door
    address: str
    body: Body

    def __str__(self) -> str:
        return f"{self.door.key}: POST {self.address}"


@dataclass
class Posted:
    """What came of a person's requests. A sentence each, which begins with the door's name."""

    changed: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    requests: int = 0


def refused(response: HttpResponse) -> bool:
    """Whether an answer says no: by its status, or by a message of an error where it leads to."""
    if response.status_code in (400, 403, 404, 405, 409):
        return True
    return response.status_code == 302 and (
        any(message.level >= ERROR for message in get_messages(response.wsgi_request))
        or "/login/" in response["Location"]
    )


class Poster:
    """One person who posts."""

    def __init__(self, stage: Stage, person: str) -> None:
        self.client = Browser(stage.people[person])
        self.person = person
        self.report = Posted()

    def send(self, request: Request) -> HttpResponse:
        """The answer; nothing stays."""
        for value in request.body.values():
            if hasattr(value, "seek"):
                value.seek(0)
        response = self.client.post(request.address, request.body)
        self.client.cookies.pop("messages", None)
        self.report.requests += 1
        if response.status_code >= 500:
            self.report.crashes.append(f"{request} as {self.person}")
        return response

    def post(
        self,
        requests: Iterable[Request],
        kinds: list[Kind],
        *,
        before: Dump | None = None,
        wants_refusal: bool = False,
    ) -> Posted:
        """Sends each; whatever it changed is noted, and undone."""
        before = dump(kinds) if before is None else before
        for request in requests:
            writes = Writes()
            with quiet(), transaction.atomic(), connection.execute_wrapper(writes):
                with transaction.atomic():
                    response = self.send(request)
                if wants_refusal and not refused(response):
                    self.report.answered.append(f"{request} answers {self.person} {response.status_code}")
                for line in differences(before, kinds, writes):
                    self.report.changed.append(f"{request}: {self.person} changed {line}")
                transaction.set_rollback(True)
            self.client.forget()
        return self.report


# Views that only show, by the end of their names: the walk posts to them all the same (tests.admin_walk.walker).
SHOWING = (
    "results", "history", "usage", "chosen", "detail", "listing", "view", "compare", "index", "preview", "output",
    "explore", "page_child", "show", "terms", "progress", "type_use", "view_draft", "autocomplete",
)  # fmt: skip

# What two rows may not have in common.
ANOTHER = {
    "slug": "repris", "key": "repris", "code": "RPR", "old_path": "/repris-encore", "hostname": "encore.example",
    "version": "99", "address": "http://127.0.0.1/another", "username": "encore", "source_term": "encore",
}  # fmt: skip


def _bare(address: str) -> str:
    return address.partition("?")[0]


def _asked(door: Door, stage: Stage) -> list[str]:
    """The addresses of a door, less those that ask the same of the next language."""
    found = addresses(door, stage) or []
    if door.name == "wagtail_bulk_action":
        return found
    found = list(dict.fromkeys(map(_bare, found)))
    if set(door.arguments) & {"action", "action_name"} or len(found) <= 6:
        return found
    # Of pages: the first language in every state, some of the others, and the last, which is locked.
    return [*found[:4], *found[4:-4:5], *found[-4:]]


def requests_of(doors: Iterable[Door], stage: Stage, home: Cluster) -> Iterator[Request]:
    """Every form behind the doors, as somebody sees it who may do everything; and the doors that show none.

    What is moved or copied goes to `home`.
    """
    client = Browser(stage.people["superuser"])
    plain = form(stage, home)
    shown: dict[str, list[Form]] = {}
    for door in doors:
        for number, address in enumerate(_asked(door, stage)):
            # The screens of one door have the same fields: a few are read.
            if number < 3:
                shown[address] = list(_shown(client, address))
            for each in shown.get(address, ()):
                yield Request(door, address, each.over(plain))
                if door.name in PAGE_EDITORS:
                    yield Request(door, address, only_saving(each.over(plain)))
            if not number or not shown.get(address):
                yield Request(door, address, plain)


def _shown(client: Browser, address: str) -> Iterator[Form]:
    """The forms of a screen, or of a dialog, that are sent to its own address."""
    with quiet(), transaction.atomic():
        response = client.get(address)
        transaction.set_rollback(True)
    client.forget()
    if response.streaming or response.status_code != 200:
        return
    said = response.content.decode(errors="replace")
    if "json" in response.get("Content-Type", ""):
        data = json.loads(said)
        said = str(data.get("html", "")) if isinstance(data, dict) else ""
    for found in forms_in(said, _bare(address)):
        if _bare(found.action) == _bare(address):
            yield found


def additions(edits: Iterable[Request], doors: Iterable[Door]) -> Iterator[Request]:
    """For each form that changes a row, the one that adds another like it, with names of its own."""
    by_name = {door.name: door for door in doors if not door.arguments}
    done: set[str] = set()
    for request in edits:
        space, _, last = request.door.name.rpartition(":")
        door = by_name.get(f"{space}:add") or by_name.get(f"{space}:create")
        if last == "edit" and door and door.name not in done and len(request.body) > 1:
            done.add(door.name)
            yield Request(door, reverse(door.name), request.body | {key: ANOTHER[key] for key in ANOTHER})


def with_targets(requests: Iterable[Request], side: Stage, stage: Stage) -> Iterator[Request]:
    """The same requests with B's things as targets."""
    image, document = (item.pk if item else "" for item in (stage.image, stage.document))
    parent = side.parent(side.a).pk
    for request in requests:
        body = forged(request.body, side, image, document) | {"lead_image": image}
        # Else the guard of the admin would refuse for the parent, and nothing would be known of the rest.
        if request.door.name.endswith(("copy", "wagtail_bulk_action", "action")):
            body |= {"new_parent_page": parent, "chooser": parent, "destination_page_id": parent}
        yield Request(request.door, request.address, body)


def effective(requests: Iterable[Request], stage: Stage, kinds: list[Kind]) -> tuple[list[Request], set[str]]:
    """The requests of those doors by which somebody who may do everything changes something; and the other doors."""
    by_door: dict[str, list[Request]] = {}
    for request in requests:
        by_door.setdefault(request.door.key, []).append(request)
    found: list[Request] = []
    without: set[str] = set()
    before = dump(kinds)
    poster = Poster(stage, "superuser")
    for key, some in by_door.items():
        for request in some:
            # One that does is enough.
            if poster.post([request], kinds, before=before).changed:
                poster.report.changed.clear()
                found += some
                break
        else:
            without.add(key)
    return found, without
