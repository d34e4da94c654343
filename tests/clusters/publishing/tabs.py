"""A browser's tab with the form of a page: what it was shown, what was typed since, and what it sends."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml.html import HtmlElement, fromstring
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

    Answer = HttpResponse | _MonkeyPatchedWSGIResponse
else:
    Answer = HttpResponse

TEXTS = ("title", "summary")
FIELDS = (*TEXTS, "slug", "go_live_at", "loaded_revision_id", "loaded_revision_created_at")
JSON = {"accept": "application/json"}
BUTTONS = {
    "save": {},
    "publish": {"action-publish": "1"},
    "submit": {"action-submit": "1"},
    "restart": {"action-restart-workflow": "1"},
    "cancel": {"action-cancel-workflow": "1"},
    "approve": {"action-workflow-action": "true", "workflow-action-name": "approve"},
    "reject": {
        "action-workflow-action": "true",
        "workflow-action-name": "reject",
        "workflow-action-extra-data": '{"comment": "Trop long."}',
    },
}
"""What each button of the form adds to it."""


def value_of(found: HtmlElement) -> str:
    """What a field sends. A browser drops the line break after <textarea>."""
    return str(found.value or "").replace("\r\n", "\n").removeprefix("\n")


def typed_moment(moment: datetime) -> str:
    """A moment as a French person types it."""
    return timezone.localtime(moment).strftime("%d/%m/%Y %H:%M")


def read_moment(typed: str) -> datetime | None:
    """What was meant by it."""
    zone = timezone.get_current_timezone()
    return datetime.strptime(typed, "%d/%m/%Y %H:%M").replace(tzinfo=zone) if typed else None


@dataclass
class Tab:
    """A form that somebody loaded, at the state of the page that had this version."""

    who: str
    client: Client
    page: int
    version: int = -1
    values: dict[str, str] = field(default_factory=dict)
    buttons: frozenset[str] = frozenset()
    typed: set[str] = field(default_factory=set)
    typed_before: set[str] = field(default_factory=set)
    overwrites: str = ""
    saves_itself: bool = True
    addresses: dict[str, str] = field(default_factory=dict)
    sent: tuple[str, dict[str, str]] | None = None

    @property
    def url(self) -> str:
        """The editor's address."""
        return reverse("wagtailadmin_pages:edit", args=[self.page])

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in the form."""
        return tuple(self.values[name] for name in TEXTS)

    def open(self, version: int) -> None:
        """Loads the form, and the screens that are opened from it."""
        answer = self.client.get(self.url)
        assert answer.status_code == 200, answer.status_code
        self.typed, self.typed_before, self.overwrites = set(), set(), ""
        self.show(answer, version)
        self.addresses = {}
        if self.who != "editor":
            self.addresses["move"] = reverse("publication_schedule:move", args=[self.page])
            row = Page.objects.get(pk=self.page)
            if row.live:
                self.addresses["unpublish"] = reverse("wagtailadmin_pages:unpublish", args=[self.page])
            if scheduled := row.scheduled_revision:
                self.addresses["unschedule"] = reverse(
                    "wagtailadmin_pages:revisions_unschedule", args=[self.page, scheduled.pk]
                )

    def show(self, answer: Answer, version: int) -> None:
        """Takes over the fields and buttons that an answer shows."""
        document = fromstring(answer.content.decode())
        (form,) = document.xpath("//form[@data-edit-form]")
        self.values = {
            name: value_of(found) for name in FIELDS for found in document.xpath(f"//*[@name='{name}']")[:1]
        }
        names = set(document.xpath("//footer//button/@name"))
        names |= set(document.xpath("//footer//button/@data-workflow-action-name"))
        decisions = {"approve", "reject"} & names
        shown = {name for name, adds in BUTTONS.items() if names & set(adds)} - {"approve", "reject"}
        is_locked = "Enregistrer le brouillon" not in document.xpath("string(//footer)")
        self.buttons = frozenset(shown | decisions | (set() if is_locked else {"save"}))
        self.saves_itself = not is_locked and "w-autosave" in form.get("data-controller", "")
        self.version = version

    def button(self, choice: int) -> str:
        """One of the buttons that are shown, if there is one."""
        return sorted(self.buttons)[choice % len(self.buttons)] if self.buttons else ""

    def copy(self) -> "Tab":
        """The same form, as it is now."""
        return replace(self, values=dict(self.values), typed=set(self.typed))

    def form(self, button: str = "save") -> dict[str, str]:
        """What the browser sends when a button is pressed."""
        empty = {"body": streamfield([]), "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
        made: dict[str, str] = nested_form_data(empty)
        return made | self.values | BUTTONS[button]

    def autosave_form(self) -> dict[str, str]:
        """What its script sends."""
        return self.form() | ({"overwrite_revision_id": self.overwrites} if self.overwrites else {})

    def learn(self, answer: dict[str, object], version: int) -> None:
        """Takes over what an autosave answers, as the scripts do."""
        self.version = version
        if number := answer.get("revision_id"):
            self.overwrites = str(number)
            self.values["loaded_revision_id"] = str(number)
            self.values["loaded_revision_created_at"] = str(answer["revision_created_at"])
