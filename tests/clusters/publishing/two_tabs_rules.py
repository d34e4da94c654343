"""What an editor and a publisher do with one page, in three tabs: in any order, late, twice or at once."""

from dataclasses import replace
from datetime import timedelta

from django.test import TestCase
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from fedcms.core.tasks.scheduled_publication import publish_due
from tests.clusters.publishing.tabs import JSON, TEXTS, typed_moment
from tests.clusters.publishing.two_tabs_world import NOTHING_DONE, TwoTabsWorld, new_messages
from tests.clusters.publishing.world import all_rows

tabs = st.integers(0, 2)
publishers = st.integers(1, 2)
choices = st.integers(0, 6)


class TwoTabs(TwoTabsWorld):
    """Each rule is one thing that a person or a browser does."""

    @rule(number=tabs)
    def open(self, number: int) -> None:
        self.tabs[number].open(self.version)

    @rule(number=tabs, name=st.sampled_from(TEXTS))
    def type_text(self, number: int, name: str) -> None:
        tab = self.opened(number)
        words = f"{name} {next(self.numbers)} de {tab.who}"
        tab.values[name] = words
        tab.typed.add(words)

    @rule(number=publishers, hours=st.integers(1, 4))
    def type_moment(self, number: int, hours: int) -> None:
        tab = self.opened(number)
        if "go_live_at" in tab.values:
            tab.values["go_live_at"] = typed_moment(timezone.now() + timedelta(hours=hours))

    @rule(number=publishers, hours=st.integers(1, 4), button=st.sampled_from(["publish", "approve"]))
    def schedule(self, number: int, hours: int, button: str) -> None:
        self.open(number=number)
        self.type_moment(number=number, hours=hours)
        if button in self.tabs[number].buttons:
            self.send(self.tabs[number], button)

    @rule(number=tabs, name=st.sampled_from(TEXTS))
    def type_and_wait_for_the_autosave(self, number: int, name: str) -> None:
        self.type_text(number=number, name=name)
        if self.tabs[number].saves_itself:
            self.send_autosave(self.tabs[number])

    @rule(number=tabs, choice=choices)
    def press(self, number: int, choice: int) -> None:
        tab = self.opened(number)
        if button := tab.button(choice):
            self.send(tab, button)

    @rule(number=tabs, choice=choices, waits=st.booleans())
    def press_twice(self, number: int, choice: int, waits: bool) -> None:
        """The second click comes while the first form waits, or right after it."""
        tab = self.opened(number)
        button = tab.button(choice)
        if not button:
            return
        form, again = tab.form(button), tab.copy()
        if waits:
            self.send(tab, button, meanwhile=lambda: self.send(again, button, form))
        else:
            self.send(tab, button)
            self.send(again, button, form)

    @rule(first=tabs, second=tabs, one=choices, other=choices)
    def press_in_two_tabs_at_once(self, first: int, second: int, one: int, other: int) -> None:
        waiting, meanwhile = self.opened(first), self.opened(second)
        buttons = waiting.button(one), meanwhile.button(other)
        if waiting is not meanwhile and buttons[0] and buttons[1]:
            self.send(waiting, buttons[0], meanwhile=lambda: self.send(meanwhile, buttons[1]))

    @rule(number=tabs)
    def send_again(self, number: int) -> None:
        """The same form as some time ago: by "back", or by a network that repeats it."""
        tab = self.tabs[number]
        if tab.sent is not None:
            button, form = tab.sent
            self.send(replace(tab.copy(), version=-1), button, form)

    @rule(number=tabs, choice=choices)
    def autosave_with_an_action(self, number: int, choice: int) -> None:
        """What Wagtail's script once sent beside a button."""
        tab = self.opened(number)
        button = tab.button(choice)
        if button and button != "save":
            before = all_rows()
            answer = tab.client.post(tab.url, tab.autosave_form() | tab.form(button), headers=JSON)
            assert answer.status_code == 400, answer.status_code
            assert all_rows() == before, "an autosave has acted"

    @rule(number=publishers, screen=st.sampled_from(["unpublish", "unschedule"]))
    def confirm(self, number: int, screen: str) -> None:
        """Confirms a screen that was opened with the form, perhaps long ago."""
        tab = self.opened(number)
        if not (address := tab.addresses.get(screen)):
            return
        rows, history = all_rows(), self.history()
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = tab.client.post(address)
        assert answer.status_code == 302, answer.status_code
        is_done = all_rows() != rows
        assert is_done != (NOTHING_DONE in new_messages(answer)), new_messages(answer)
        if is_done:
            assert self.state.live if screen == "unpublish" else self.state.scheduled
            self.note(screen)
            self.accept(tab, screen, self.state.latest, self.state.moment, history)
        else:
            # The tab may know of what was saved since, and not of what became of the page. A version that waits for its
            # moment locks it: Wagtail offers no longer to take it offline.
            may_unpublish = self.state.live and not self.state.scheduled
            is_possible = may_unpublish if screen == "unpublish" else self.state.scheduled
            assert not is_possible or tab.version != self.version, "what the screen offered was not done"

    @rule(number=publishers, hours=st.integers(1, 4))
    def move_the_schedule(self, number: int, hours: int) -> None:
        tab = self.opened(number)
        moment = (timezone.now() + timedelta(hours=hours)).replace(second=0, microsecond=0)
        rows, history = all_rows(), self.history()
        answer = tab.client.post(tab.addresses["move"], {"moment": typed_moment(moment)})
        assert answer.status_code == 302, answer.status_code
        if self.state.scheduled is None or self.state.scheduled[0] == moment:
            assert all_rows() == rows
            return
        self.note("move")
        moved = replace(self.state, scheduled=(moment, self.state.scheduled[1]), moment=moment)
        self.compare(moved, ["clusters.schedule.move"], history)

    @precondition(lambda self: self.state.scheduled is not None)
    @rule()
    def wait(self) -> None:
        """Until what is scheduled appears."""
        assert self.state.scheduled is not None
        history = self.history()
        moment, texts = self.state.scheduled
        self.traveller.shift(moment - timezone.now() + timedelta(seconds=1))
        with TestCase.captureOnCommitCallbacks(execute=True):
            assert publish_due() == 1
        self.note("appeared")
        appeared = replace(self.state, live=texts, scheduled=None, draft=texts != self.state.latest)
        self.compare(appeared, ["publish.scheduled"], history)
