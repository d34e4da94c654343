"""Random choices and random pages: who gets a page is exactly who chose it, in whatever rhythm, and once."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from clusters.models import Cluster, Rhythm, Subscriber
from clusters.subscriptions.announced_pages import AnnouncedPage, public_pages
from clusters.subscriptions.choices import choices_of, wanting
from fedcms.core.models import Topic
from tests.clusters.subscriptions.support import GRACE, subscriber, tomorrow_at_two, work
from tests.factories import make_article, make_cluster, make_mission, make_release
from tests.factories.hiding import HIDINGS
from tests.shared_rows import Keep

pytestmark = pytest.mark.django_db

World = tuple[Cluster, list[Topic]]
LANGUAGES = ("fr", "en")


@pytest.fixture(scope="module")
def world(keep: Keep) -> World:
    with keep():
        return make_cluster("midi", "MID"), [Topic.objects.create(key=key) for key in ("ai", "vr")]


def values_of(world: World) -> dict[str, list[str]]:
    return {
        "kinds": ["article", "release", "mission"],
        "clusters": ["0", str(world[0].pk)],
        "topics": [str(topic.pk) for topic in world[1]],
        "countries": ["CA", "JP"],
    }


def some(values: list[str]) -> st.SearchStrategy[set[str] | None]:
    """All (nothing chosen), or some."""
    return st.none() | st.sets(st.sampled_from(values), min_size=1)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_database_and_the_mails_agree_on_who_wants_a_page(world: World, data: st.DataObject) -> None:
    known = values_of(world)
    with transaction.atomic():
        made = [
            subscriber(
                f"reader-{number}",
                " ".join(data.draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, unique=True))),
                **{name: data.draw(some(values)) for name, values in known.items()},
            )
            for number in range(3)
        ]
        kind = data.draw(st.sampled_from(known["kinds"]))
        page = AnnouncedPage(
            pk=1,
            translation_key=uuid4(),
            language=data.draw(st.sampled_from(LANGUAGES)),
            kind=kind,
            cluster=data.draw(st.sampled_from(known["clusters"])),
            topics=frozenset(data.draw(st.sets(st.sampled_from(known["topics"])))),
            country=data.draw(st.sampled_from(known["countries"])) if kind == "mission" else "",
        )
        choices = choices_of(made)
        expected = {each.pk for each in made if choices[each.pk].want(page)}
        assert set(wanting(page).values_list("pk", flat=True)) == expected
        transaction.set_rollback(True)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_who_gets_what_is_exactly_who_chose_it_once(world: World, data: st.DataObject) -> None:
    cluster, topics = world
    known = values_of(world)
    start = tomorrow_at_two()
    with transaction.atomic(), time_machine.travel(start, tick=False) as clock:
        work()
        readers = [
            subscriber(
                f"reader-{number}",
                " ".join(data.draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, unique=True))),
                data.draw(st.sampled_from(Rhythm)),
                **{name: data.draw(some(values)) for name, values in known.items()},
            )
            for number in range(4)
        ]
        pages = [_page(data, number, cluster, topics) for number in range(3)]
        hidden = data.draw(st.sets(st.sampled_from(range(3))))
        for number in hidden:
            data.draw(st.sampled_from(HIDINGS))(pages[number])
        choices = choices_of(readers)
        for _day in range(8):
            clock.shift(GRACE)
            work()
            clock.shift(timedelta(days=1) - GRACE)
            work()
        # What was under embargo is out by now.
        public = public_pages([page.translation_key for page in pages])
        got = Counter(
            (message.to[0], page.translation_key)
            for message in mail.outbox
            for page in pages
            if f"Titre {page.translation_key}" in message.body
        )
        wanted = {
            (each.email, page.translation_key)
            for each in Subscriber.objects.all()
            for page in public
            if choices[each.pk].want(page)
        }
        assert set(got) == wanted
        assert set(got.values()) <= {1}
        transaction.set_rollback(True)
    mail.outbox.clear()


def _page(data: st.DataObject, number: int, cluster: Cluster, topics: list[Topic]) -> Page:
    """A random page, in a random language."""
    make = data.draw(st.sampled_from([make_article, make_release, make_mission]))
    owner = data.draw(st.sampled_from([None, cluster]))
    key = uuid4()
    values: dict[str, object] = {
        "translation_key": key,
        "title": f"Titre {key}",
        "slug": f"page-{number}",
        "topics": data.draw(st.lists(st.sampled_from(topics), unique=True)),
    }
    if make is make_mission:
        values["destination_country"] = data.draw(st.sampled_from(["CA", "JP"]))
    return make(owner, data.draw(st.sampled_from(LANGUAGES)), **values)
