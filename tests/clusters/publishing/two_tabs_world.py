"""Sends the forms of three tabs to one page, and compares the page and its history with what was asked for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from django.contrib.messages import get_messages
from django.test import Client, TestCase
from django.utils import timezone, translation
from hypothesis import strategies as st
from hypothesis.stateful import initialize
from lxml.html import fromstring
from wagtail.models import PageLogEntry, Revision

from fedcms.core.pages import write_locks
from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.publishing.page_state import PageState, Texts, state_after, stored_state
from tests.clusters.publishing.tabs import JSON, TEXTS, Answer, Tab, read_moment, value_of
from tests.clusters.publishing.world import all_rows
from tests.told_stories import ToldStories

WHO = ("editor", "publisher", "publisher")
NOTHING_DONE = "Rien n’a été fait de plus"
# Entries of the history that tell of texts, and not of what became of the page.
OF_TEXTS = {"edit", "rename", "create"}
# What takes a page or its date away says nothing of the draft: who wrote it may still put another in its place.
DECIDE_ON_NO_TEXT = {"autosave", "unpublish", "unschedule"}


@contextmanager
def waiting_at_the_lock(meanwhile: Callable[[], None]) -> Iterator[None]:
    """The next request waits at the first lock of the page that it takes: meanwhile another one is answered."""
    waited: list[bool] = []

    def wait(*pages: object) -> None:
        if not waited:
            waited.append(True)
            zone = timezone.get_current_timezone()
            with translation.override(translation.get_language()), timezone.override(zone):
                meanwhile()

    write_locks._locks.insert(0, wait)
    try:
        yield
    finally:
        write_locks._locks.remove(wait)


def new_messages(answer: Answer) -> str:
    """What this answer tells, without what an earlier one has left to be shown."""
    storage = get_messages(answer.wsgi_request)  # type: ignore[union-attr]  # of the test client
    return " ".join(str(message) for message in storage._queued_messages)  # type: ignore[union-attr]  # Django's own


class TwoTabsWorld(ToldStories):
    """One page, an editor's tab and two of a publisher; what is known of what they did."""

    page: ClassVar[int]
    people: ClassVar[dict[str, User]]
    answered: ClassVar[dict[str, int]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.version = 0
        # Words that somebody typed and the site accepted: they stay in the history of revisions.
        self.accepted: set[str] = set()
        self.decided: set[str] = set()

    @initialize(start=st.sampled_from(["draft", "in review", "live", "sent back"]))
    def begin(self, start: str) -> None:
        page = ArticlePage.objects.get(pk=self.page)
        page.save_revision(user=self.people["editor"])
        if start in ("in review", "sent back"):
            page.get_workflow().start(page, self.people["editor"])
        if start == "sent back":
            state = page.current_workflow_task_state
            state.task.specific.on_action(state, self.people["publisher"], "reject", comment="Trop long.")
        if start == "live":
            page.latest_revision.publish(user=self.people["publisher"])
        self.state = stored_state(self.page)
        self.tabs = [self.new_tab(who) for who in WHO]

    def new_tab(self, who: str) -> Tab:
        client = Client()
        client.force_login(self.people[who])
        return Tab(who, client, self.page)

    def opened(self, number: int) -> Tab:
        """A tab with a form, as it was loaded some time ago."""
        tab = self.tabs[number]
        if not tab.values:
            tab.open(self.version)
        return tab

    def history(self) -> list[str]:
        """What the history tells of the page, oldest first."""
        entries = PageLogEntry.objects.filter(page=self.page).order_by("pk").values_list("action", flat=True)
        return [action.removeprefix("wagtail.") for action in entries]

    def newest_revision(self) -> tuple[str, str]:
        """What the form of somebody who opens the page now says of its revision."""
        newest = ArticlePage.objects.get(pk=self.page).latest_revision
        return str(newest.pk), newest.created_at.isoformat()

    def note(self, outcome: str) -> None:
        self.answered[outcome] = self.answered.get(outcome, 0) + 1

    def send(
        self,
        tab: Tab,
        button: str,
        form: dict[str, str] | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        """Presses a button of a form. `meanwhile` is done while the form waits for the page's lock."""
        form = form or tab.form(button)
        tab.sent = (button, form)
        rows, history, newest = all_rows(), self.history(), self.newest_revision()

        def before_it() -> None:
            nonlocal rows, history, newest
            assert meanwhile is not None
            meanwhile()
            rows, history, newest = all_rows(), self.history(), self.newest_revision()

        waiting = waiting_at_the_lock(before_it) if meanwhile else nullcontext()
        with waiting, TestCase.captureOnCommitCallbacks(execute=True):
            answer = tab.client.post(tab.url, form)
        is_late = tab.version != self.version
        texts = tuple(form[name] for name in TEXTS)
        moment = read_moment(form["go_live_at"]) if "go_live_at" in form else self.state.moment
        if answer.status_code == 302:
            if NOTHING_DONE not in new_messages(answer):
                self.note(f"{button} {'late' if is_late else 'done'}")
                # A draft that is saved late is one more draft; a decision is about what its reader was shown. Who was
                # shown the newest text and put theirs in its place decides on theirs, whatever became of a review.
                is_of_newest = (form["loaded_revision_id"], form["loaded_revision_created_at"]) == newest
                is_of_old = is_late and not is_of_newest
                assert not is_of_old or button == "save" or texts == self.state.latest, (
                    "decided on an old text"
                )
                self.accept(tab, button, texts, moment, history)
            else:
                self.note(f"{button} not done again")
                assert is_late, "a form that shows the page as it is was not heeded"
                assert all_rows() == rows
                assert self.words_of(tab, texts) <= self.words_in_history(), "a text went nowhere"
            tab.values = {}
            return
        assert answer.status_code == 200, answer.status_code
        self.see_texts_again(answer, texts)
        if button == "cancel" and all_rows() != rows:
            # Who submitted a page may take it back though it is locked for them, without their texts.
            self.compare(replace(self.state, review=""), ["workflow.cancel"], history)
        else:
            self.note(f"{button} refused")
            is_past = moment is not None and moment <= timezone.now() and moment != self.state.moment
            assert is_late or is_past, (
                f"a form that shows the page as it is was refused: {new_messages(answer)}"
            )
            assert all_rows() == rows, "something was done though the form was refused"
        tab.overwrites = ""
        tab.show(answer, self.version)

    def send_autosave(self, tab: Tab) -> None:
        """What the tab's script sends by itself."""
        rows, history, form = all_rows(), self.history(), tab.autosave_form()
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = tab.client.post(tab.url, form, headers=JSON)
        is_late = tab.version != self.version
        if answer.status_code != 200:
            assert answer.status_code == 400, answer.status_code
            moment = read_moment(form.get("go_live_at", ""))
            is_past = moment is not None and moment <= timezone.now() and moment != self.state.moment
            assert is_late or is_past, "an autosave of the newest text was refused"
            assert all_rows() == rows
            self.note("autosave refused")
            return
        assert answer.json()["success"] is True
        self.note("autosave done")
        if tab.overwrites:
            # They replaced their own draft, knowingly; not what somebody decided on.
            self.accepted -= tab.typed_before - self.decided
        moment = read_moment(form["go_live_at"]) if "go_live_at" in form else self.state.moment
        self.accept(tab, "autosave", tab.texts, moment, history)
        tab.typed_before |= tab.typed & set(tab.texts)
        tab.learn(answer.json(), self.version)

    def see_texts_again(self, answer: Answer, texts: Texts) -> None:
        """A text that was refused stands in the form of the answer."""
        document = fromstring(answer.content.decode())
        shown = tuple(value_of(document.xpath(f"//*[@name='{name}']")[0]) for name in TEXTS)
        assert shown == texts, "the answer's form does not hold what was typed"

    def accept(
        self, tab: Tab, action: str, texts: Texts, moment: datetime | None, history: list[str]
    ) -> None:
        """A form was accepted: its texts are kept, and the page is what it asked for."""
        after, told = state_after(self.state, action, texts, moment)
        words = self.words_of(tab, texts)
        self.accepted |= words
        if action not in DECIDE_ON_NO_TEXT:
            self.decided |= set(texts)
        self.compare(after, told, history)

    def words_of(self, tab: Tab, texts: Texts) -> set[str]:
        return {text for text in texts if " de " in text}

    def words_in_history(self) -> set[str]:
        revisions = Revision.page_revisions.filter(object_id=str(self.page))
        return {text for content in revisions.values_list("content", flat=True) for text in texts_in(content)}

    def compare(self, after: PageState, told: list[str], history: list[str]) -> None:
        """The page is as it was asked to be, its history has these new entries, and no text is lost."""
        self.state = after
        found = self.history()
        new = found[len(history) :]
        # The same texts, saved again, are a new revision: other tabs show an older one.
        self.version += bool(new)
        assert found[: len(history)] == history
        assert sorted(action for action in new if action not in OF_TEXTS) == sorted(told)
        assert new.count("edit") <= 1
        assert stored_state(self.page) == after
        missing = self.accepted - self.words_in_history()
        assert not missing, f"accepted, and lost: {missing}"


def texts_in(content: dict[str, str]) -> tuple[str, ...]:
    """The texts of a revision."""
    return tuple(content[name] for name in TEXTS)
