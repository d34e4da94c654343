"""Chooses to whom a team writes: people who have a seat, wait or are reviewed, by state, cluster or ticked boxes."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from events.models import SignUp, SignUpMessage, SignUpSheet, SignUpState
from events.models.signup import SignUpQuerySet
from events.signup.event_notices import TOLD_STATES
from fedcms.core.http.row_keys import is_key

TICKED = "sign_up"
"""The name of the boxes in the list of sign-ups."""
ONLY_TICKED = "only"
"""What that list sends beside them: without a tick, nobody is meant."""
MOST_TICKED = 200


@dataclass(frozen=True)
class Choice:
    """Who is meant: the ticked ones if there are any, otherwise those in a state and with a seat of a cluster."""

    ticked: Collection[int] = ()
    state: str = ""
    cluster: int | None = None


def ticked_in(values: Iterable[str]) -> list[int]:
    """Returns the keys that ticked boxes name; what is none is left out."""
    return sorted({int(value) for value in values if is_key(value)})[:MOST_TICKED]


def reachable(sheet: SignUpSheet) -> SignUpQuerySet:
    """Returns whom a team may write to: nobody who cancelled, was declined, or has not confirmed their address."""
    return SignUp.objects.with_person().filter(sheet=sheet).in_state(*TOLD_STATES)


def chosen(sheet: SignUpSheet, choice: Choice) -> SignUpQuerySet:
    """Returns the people of a sheet who are meant and may be written to, by rank."""
    found = reachable(sheet)
    if choice.ticked:
        return found.filter(pk__in=choice.ticked).by_rank()
    if choice.state:
        found = found.in_state(SignUpState(choice.state))
    if choice.cluster is not None:
        found = found.filter(cluster=choice.cluster)
    return found.by_rank()


def without_who_has_it(
    people: SignUpQuerySet, sheet: SignUpSheet, subject: Mapping[str, str], text: Mapping[str, str]
) -> SignUpQuerySet:
    """Leaves out whom the same words were written to already: from another tab, or because somebody asks again."""
    same = [
        each.pk
        for each in SignUpMessage.objects.filter(sheet=sheet)
        if each.subject == subject and each.text == text
    ]
    return people.exclude(messages__message__in=same) if same else people


def digest_of_people(keys: Iterable[int]) -> str:
    """Returns what tells some people from others, in few letters: whom somebody has seen is whom they write to."""
    return sha256(" ".join(str(key) for key in sorted(keys)).encode()).hexdigest()


def numbers_by_language(languages: Iterable[str]) -> dict[str, int]:
    """Returns how many people read each language, most first."""
    return dict(Counter(languages).most_common())
