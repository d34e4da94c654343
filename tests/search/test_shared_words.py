"""The words of a cluster, a topic or an organisation stand in the entries of many pages, which follow them."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from clusters.models import Cluster, Organisation
from fedcms.core.models import Topic
from search.entries import shared_labels, tasks
from search.maintenance.consistency import differences
from search.models import SearchEntry
from tests.factories import make_article, make_cluster, make_story
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster with its section."""
    with keep():
        return make_cluster("loire", "LOI", "Ligerium")


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def total(word: str, **filters: str) -> int:
    """How many results a program gets in French."""
    response = Client().get("/api/search/", {"q": word, "locale": "fr", **filters})
    number: int = response.json()["total"]
    return number


def test_a_cluster_with_another_name_is_found_by_it(cluster: Cluster) -> None:
    """Its pages and organisations too; by the old name nothing is found, and its country is the new one."""
    make_article(cluster, title="Un atelier")
    Organisation.objects.create(slug="o", name="Atelier du pont", kind="company", cluster=cluster)
    before = total("ligerium")
    assert before >= 3
    cluster.name = {"fr": "Armorium"}
    cluster.country = "BE"
    cluster.save()
    assert total("armorium", kind="article") == 1
    assert total("armorium", kind="organisation") == 1
    assert total("ligerium", kind="article") == total("ligerium", kind="organisation") == 0
    assert set(SearchEntry.objects.filter(cluster=cluster).values_list("country", flat=True)) == {"BE"}


def test_a_topic_that_changes_or_goes(cluster: Cluster) -> None:
    """Pages are found by the topic's new word and no longer by the old one; no facet keeps its key when it is gone."""
    topic = Topic.objects.create(key="vr", labels={"fr": "Holographie"})
    page = make_article(cluster, title="Un atelier")
    page.topics.add(topic)
    page.save()
    assert total("holographie") == 1
    topic.labels = {"fr": "Stéréoscopie"}
    topic.save()
    assert (total("stéréoscopie"), total("holographie")) == (1, 0)
    topic.delete()
    assert total("stéréoscopie") == 0
    assert SearchEntry.objects.get(page=page).topics == []
    assert differences() == []


def test_an_organisation_that_changes_or_goes(cluster: Cluster) -> None:
    """What was published about it follows."""
    organisation = Organisation.objects.create(slug="o", name="Quadrivium", kind="company", cluster=cluster)
    story = make_story(cluster, organisation=organisation)
    assert total("quadrivium", kind="story") == 1
    organisation.name, organisation.slug = "Trivium", "t"
    organisation.save()
    assert (total("trivium", kind="story"), total("quadrivium")) == (1, 0)
    assert SearchEntry.objects.get(page=story).organisation == "t"
    organisation.delete()
    assert total("trivium") == 0
    assert SearchEntry.objects.get(page=story).organisation == ""
    assert differences() == []


def test_many_pages_follow_by_the_worker(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """Who saves does not wait; each task writes a portion, and may be cut off and done again."""
    monkeypatch.setattr(shared_labels, "AT_ONCE", 1)
    monkeypatch.setattr(shared_labels, "A_TASK", 2)
    topic = Topic.objects.create(key="vr", labels={"fr": "Holographie"})
    for number in range(3):
        page = make_article(cluster, title=f"Un atelier {number}")
        page.topics.add(topic)
        page.save()
    settings.TASKS = settings.TASKS | {
        "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}
    }
    topic.labels = {"fr": "Stéréoscopie"}
    topic.save()
    assert total("stéréoscopie") == 0
    waiting = DBTaskResult.objects.ready().filter(task_path=tasks.sync_pages.module_path)
    assert waiting.count() == 2
    for row in waiting:
        for _time in range(2):
            row.task.call(**row.args_kwargs["kwargs"])
    assert total("stéréoscopie") == 3
    assert differences() == []


def test_check_search_says_what_an_entry_says_otherwise(
    cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row that was written past all signals: keys alone would call it well."""
    page = make_article(cluster, title="Un atelier")
    organisation = Organisation.objects.create(
        slug="o", name="Quadrivium", kind="company", cluster=cluster, city="Nantes"
    )
    assert differences() == []
    Cluster.objects.filter(pk=cluster.pk).update(country="BE")
    Organisation.objects.filter(pk=organisation.pk).update(city="Angers")
    with pytest.raises(CommandError, match="rebuild_search"):
        call_command("check_search")
    said = capsys.readouterr().out
    assert f"page-{page.pk} is out of date: country" in said
    assert f"organisation-{organisation.pk}-fr is out of date: keywords, country, place" in said
    call_command("rebuild_search")
    call_command("check_search")
