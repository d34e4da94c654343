"""Stories of a sheet with reserved seats: what people and the clock do to it, and what must always be so."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.core import mail
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from clusters.models import Cluster
from clusters.publishing.refusal import Refusal
from events.models import (
    EventPage,
    EventStatus,
    SignUp,
    SignUpInvitation,
    SignUpQuota,
    SignUpSheet,
    SignUpState,
    WhoMayCome,
)
from events.signup import service
from events.signup.asking import ask
from events.signup.erasure import erase
from events.signup.event_notices import TOLD_STATES, follow_events
from events.signup.jobs import look_after_sign_ups
from events.signup.sheet_changes import change_sheet
from tests.events.signup.seat_rules import SeatRules
from tests.events.signup.support import (
    change_of,
    filled_form,
    make_far_event,
    make_organisation,
    make_sheet,
    told_of_seats,
)
from tests.told_stories import ToldStories

ANY = st.integers(min_value=0, max_value=30)
MOSTLY_OPEN = st.sampled_from([*WhoMayCome.values, WhoMayCome.OPEN, WhoMayCome.OPEN])
WHOSE = st.sampled_from(["", "own", "other"])
DAYS_TO_RELEASE = 20


class SignUpStories(ToldStories):
    """Two clusters, of which one organises; seats for each, and some for all."""

    own: ClassVar[Cluster]
    other: ClassVar[Cluster]
    outcomes: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        mail.outbox.clear()
        self.addresses: list[str] = []
        self.seated: set[int] = set()
        self.times_seated: Counter[int] = Counter()
        # By sign-up, also when the person is erased.
        self.address_of: dict[int, str] = {}

    @initialize(
        who=MOSTLY_OPEN,
        capacity=st.integers(min_value=1, max_value=4),
        own=st.integers(min_value=0, max_value=2),
        other=st.integers(min_value=0, max_value=2),
        is_reviewed=st.sampled_from([False, False, False, True]),
        whose=st.lists(WHOSE, min_size=5, max_size=9),
        numbers=st.lists(ANY, min_size=1, max_size=3),
    )
    def opened(
        self,
        who: str,
        capacity: int,
        own: int,
        other: int,
        is_reviewed: bool,
        whose: list[str],
        numbers: list[int],
    ) -> None:
        """A publisher opens the sheet; more come than there are seats."""
        self.event = make_far_event(self.own)
        quotas = {cluster: seats for cluster, seats in ((self.own, own), (self.other, other)) if seats}
        if who == WhoMayCome.CLOSED:
            quotas.pop(self.other, None)
        self.sheet = make_sheet(
            self.event,
            max(capacity, sum(quotas.values())),
            who_may_come=who,
            quotas=quotas,
            is_reviewed=is_reviewed,
            seats_released_at=timezone.now() + timedelta(days=DAYS_TO_RELEASE),
        )
        self.some_come_some_go(whose, numbers)

    @rule(whose=st.sampled_from(["own", "other"]), number=ANY, is_new=st.booleans())
    def is_invited(self, whose: str, number: int, is_new: bool) -> None:
        """A cluster invites; who has the link signs up by it, or had done so before."""
        cluster = {"own": self.own, "other": self.other}[whose]
        invitation = SignUpInvitation.objects.create(
            sheet=self.sheet, cluster=cluster, email="i@dir.example", language="fr", form_key=uuid4()
        )
        known = [] if is_new else self.addresses
        address = known[number % len(known)] if known else f"p{next(self.numbers)}@people.example"
        self._ask(address, "", proves=False, invitation=invitation)

    def _any(self, number: int, *states: SignUpState) -> SignUp | None:
        rows = SignUp.objects.with_person().filter(sheet=self.sheet)
        found = list(rows.in_state(*states).order_by("pk") if states else rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def _do(self, name: str, sign_up: SignUp | None, action: object) -> None:
        if sign_up is None:
            return
        try:
            action(sign_up)  # type: ignore[operator]  # a function of the service
        except Refusal:
            name = f"{name} (refused)"
        self.outcomes[name] += 1

    @rule(whose=WHOSE, proves=st.booleans())
    def arrives(self, whose: str, proves: bool) -> None:
        """Somebody signs up and confirms at once."""
        self._ask(f"p{next(self.numbers)}@people.example", whose, proves)
        self._do("arrives", self._any(-1, SignUpState.ASKED), service.confirm)

    @rule(whose=st.lists(WHOSE, min_size=2, max_size=6), numbers=st.lists(ANY, min_size=1, max_size=3))
    def some_come_some_go(self, whose: list[str], numbers: list[int]) -> None:
        """Several sign up, for whomever, the last one confirms first; some who have a seat cannot come after all."""
        for each in whose:
            self._ask(f"p{next(self.numbers)}@people.example", each, proves=True)
        for _each in whose:
            self._do("arrives", self._any(-1, SignUpState.ASKED), service.confirm)
            self.nobody_overtaken()
        for number in numbers:
            self._do("gives a seat back", self._any(number, SignUpState.CONFIRMED), service.cancel)
            self.nobody_overtaken()

    @rule(whose=WHOSE, proves=st.booleans(), again=st.booleans(), number=ANY)
    def asks(self, whose: str, proves: bool, again: bool, number: int) -> None:
        """Somebody signs up, with an address that is new or not, for an organisation whose address it is or not."""
        if again and self.addresses:
            self._ask(self.addresses[number % len(self.addresses)], whose, proves)
        else:
            self._ask(f"p{next(self.numbers)}@people.example", whose, proves)

    def _ask(
        self, address: str, whose: str, proves: bool, invitation: SignUpInvitation | None = None
    ) -> None:
        if address not in self.addresses:
            self.addresses.append(address)
        cluster = {"own": self.own, "other": self.other}.get(whose)
        claimed = make_organisation(cluster, address if proves else "org@dir.example") if cluster else None
        event = EventPage.objects.get(pk=self.event.pk)
        form = filled_form(address, claimed_organisation=claimed)
        name = "asks" if invitation is None else "is invited"
        self._do(name, SignUp(), lambda _each: ask(self.sheet, event, form, invitation))

    @rule(number=ANY)
    def confirms(self, number: int) -> None:
        """Somebody opens the link and confirms; somebody else presses the button again."""
        self._do("confirms", self._any(number, SignUpState.ASKED), service.confirm)
        self._do("confirms twice", self._any(number), service.confirm)

    @rule(number=ANY, erases=st.booleans())
    def goes(self, number: int, erases: bool) -> None:
        """Somebody cancels, or erases their data."""
        self._do("erases" if erases else "cancels", self._any(number), erase if erases else service.cancel)

    @rule(number=ANY)
    def vouches(self, number: int) -> None:
        """An organisation confirms that somebody comes for it."""
        named = SignUp.objects.filter(sheet=self.sheet, cluster=None).exclude(claimed_organisation=None)
        found = list(named.exclude(rank=None).order_by("pk"))
        self._do("vouches", found[number % len(found)] if found else self._any(number), service.vouch)

    @rule(number=ANY, accepts=st.booleans())
    def is_answered(self, number: int, accepts: bool) -> None:
        """The team accepts or declines."""
        name, answer = ("accepts", service.accept) if accepts else ("declines", service.decline)
        states = (SignUpState.REVIEW, SignUpState.DECLINED) if accepts else ()
        self._do(name, self._any(number, *states), answer)

    def _changes(self, name: str, change: Callable[[SignUpSheet], None]) -> None:
        def changed(sheet: SignUpSheet) -> bool:
            change(sheet)
            reserved = sum(quota.seats for quota in SignUpQuota.objects.filter(sheet=sheet))
            # As the form refuses it.
            if reserved > (sheet.capacity or 0):
                raise Refusal("more are reserved than there are")
            sheet.save()
            return True

        self._do(name, SignUp(), lambda _each: change_sheet(self.sheet, changed))

    @rule(
        capacity=st.integers(min_value=1, max_value=7),
        who=MOSTLY_OPEN,
        is_reviewed=st.sampled_from([False, False, True]),
        seats=st.none() | st.tuples(*[st.integers(min_value=0, max_value=3)] * 2),
        is_released_now=st.sampled_from([False, False, False, True]),
    )
    def changes_sheet(
        self, capacity: int, who: str, is_reviewed: bool, seats: tuple[int, int] | None, is_released_now: bool
    ) -> None:
        """A publisher changes how many seats there are, for whom, who answers, and when they go to all."""

        def change(sheet: SignUpSheet) -> None:
            sheet.capacity, sheet.who_may_come, sheet.is_reviewed = capacity, who, is_reviewed
            if is_released_now:
                sheet.seats_released_at = timezone.now()
            if seats is not None:
                SignUpQuota.objects.filter(sheet=sheet).delete()
                for cluster, number in zip((self.own, self.other), seats, strict=True):
                    if number:
                        SignUpQuota.objects.create(sheet=sheet, cluster=cluster, seats=number)

        self._changes("changes the sheet", change)

    @rule(
        status=st.sampled_from(EventStatus.values),
        live=st.sampled_from([True, True, True, False]),
        is_moved=st.booleans(),
        comes_back=st.sampled_from([True, True, True, False]),
    )
    def event_changes(self, status: str, live: bool, is_moved: bool, comes_back: bool) -> None:
        """The event is cancelled, postponed, off the site, or another cluster's; mostly, it is on again later."""
        self._publishes(status, live=live, owner=self.other if is_moved else self.own)
        look_after_sign_ups()
        if comes_back:
            self.nobody_overtaken()
            self._publishes(EventStatus.SCHEDULED, live=True, owner=self.own)
            look_after_sign_ups()

    def _publishes(self, status: str, *, live: bool, owner: Cluster) -> None:
        """The worker hears of it twice; everybody who had arrived is told once, if there is news to be seen."""
        EventPage.objects.filter(pk=self.event.pk).update(status=status, live=live, cluster=owner)
        told_before = Counter(message.to[0] for message in mail.outbox)
        arrived = SignUp.objects.filter(sheet=self.sheet).with_person().exclude(rank=None)
        to_tell = set(arrived.in_state(*TOLD_STATES).values_list("email", flat=True))
        known = SignUpSheet.objects.get(pk=self.sheet.pk).known_event
        follow_events([change_of(self.event)] * 2)
        told = Counter(message.to[0] for message in mail.outbox) - told_before
        is_news = bool(known) and live and known["told"]["status"] != status
        assert told == (Counter(to_tell) if is_news else Counter()), (known, status, live)
        self.outcomes["event changes, told" if is_news else "event changes"] += 1

    @rule(days=st.integers(min_value=1, max_value=6))
    def time_passes(self, days: int) -> None:
        """Days pass, and the worker looks: some never confirmed, and at last reserved seats go to all."""
        self.traveller.shift(timedelta(days=days))
        look_after_sign_ups()
        self.outcomes["time passes"] += 1

    def _takes_people(self) -> bool:
        event = EventPage.objects.get(pk=self.event.pk)
        return event.live and event.status in (EventStatus.SCHEDULED, EventStatus.MOVED)

    @invariant()
    def never_over_and_nobody_waits_for_nothing(self) -> None:
        """Never over capacity, nor over a quota; and nobody waits who could have a seat."""
        rows = SignUp.objects.filter(sheet=self.sheet)
        held = Counter(rows.in_state(SignUpState.CONFIRMED).values_list("cluster", flat=True))
        seats = SeatRules.of(self.sheet.pk, self.event.pk)
        assert seats.hold(held)
        if self._takes_people():
            for cluster in set(rows.in_state(SignUpState.WAITING).values_list("cluster", flat=True)):
                assert not seats.could_have_one(held, cluster)

    @invariant()
    def nobody_overtaken(self) -> None:
        """Who has a new seat was told so once, might have it, and nobody who came before could have had it instead."""
        rows = list(SignUp.objects.filter(sheet=self.sheet).exclude(rank=None).order_by("rank"))
        assert len({each.rank for each in rows}) == len(rows)
        seated = {each.pk for each in rows if each.state == SignUpState.CONFIRMED}
        waiting = [each for each in rows if each.state == SignUpState.WAITING]
        given = [each for each in rows if each.pk in seated - self.seated]
        # Seats are given one by one to who stayed in a step, after whoever left in it.
        held = Counter(each.cluster_id for each in rows if each.pk in seated & self.seated)
        seats = SeatRules.of(self.sheet.pk, self.event.pk)
        assert not given or self._takes_people()
        for each in given:
            assert seats.could_have_one(held, each.cluster_id)
            earlier = {other.cluster_id for other in waiting if (other.rank or 0) < (each.rank or 0)}
            assert not [cluster for cluster in earlier if seats.could_have_one(held, cluster)]
            held[each.cluster_id] += 1
            self.times_seated[each.pk] += 1
        self.seated = seated
        self._everybody_is_told()

    def _everybody_is_told(self) -> None:
        """Each time that somebody was given a seat, one mail said so: none is missing, none came twice or early."""
        self.address_of |= dict(SignUp.objects.with_person().values_list("pk", "email"))
        times: Counter[str] = Counter()
        for key, address in self.address_of.items():
            times[address] += self.times_seated[key]
        assert +times == told_of_seats()
