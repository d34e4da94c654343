"""Two who decide about proposals at the same moment: one concept is written, and nobody gets an error."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import Cluster, Federation
from fedcms.users.models import User
from search.models import ConceptProposal, ThesaurusConcept
from tests.clusters.test_permissions_rows import LANGUAGES, signed_in
from tests.factories import make_user
from tests.search.races import Held

# SQLite lets one write at a time.
pytestmark = pytest.mark.database("postgresql")


@pytest.fixture
def two(cluster: Cluster) -> Iterator[list[Client]]:
    """Two browsers of the federation's team."""
    names = ("fred", "fatou")
    for name in names:
        if not User.objects.filter(username=name).exists():
            make_user(name, Federation.load())
    before = set(ThesaurusConcept.objects.values_list("pk", flat=True))
    yield [signed_in(User.objects.get(username=name)) for name in names]
    ConceptProposal.objects.all().delete()
    ThesaurusConcept.objects.exclude(pk__in=before).delete()


def accept(client: Client, proposal: ConceptProposal, labels: str) -> str:
    """Somebody sends the form; what the page says, or "" when it leads on."""
    sent = {f"labels_{code}": "" for code in LANGUAGES} | {"labels_fr": labels}
    response = client.post(
        reverse("concept_proposals:edit", args=[proposal.pk]), {"state": "accepted", "concept": "", **sent}
    )
    return "" if response.status_code == 302 else response.content.decode()


def test_two_who_accept_at_once_write_one_concept(
    two: list[Client], held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has the form checked while the first writes, and then waits for the first."""
    proposal = ConceptProposal.objects.create(words="zorglub", language="fr", labels={"fr": "zorglub"})
    before = ThesaurusConcept.objects.count()
    said: dict[str, str] = {}
    held.after(monkeypatch, ConceptProposal, "record_decision")
    held.run(
        lambda: said.update(first=accept(two[0], proposal, "zorglub")),
        lambda: said.update(second=accept(two[1], proposal, "zorglub\nmots du second")),
    )
    assert said == {"first": "", "second": ""}
    assert ThesaurusConcept.objects.count() == before + 1
    proposal.refresh_from_db()
    assert proposal.concept
    assert proposal.concept.all_labels() == {"fr": ("zorglub",)}
    assert (proposal.state, proposal.decided_by) == ("accepted", User.objects.get(username="fred"))


def test_two_new_concepts_of_one_label_are_no_error(
    two: list[Client], held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both take the key that no concept has yet: who comes later reads why nothing is written."""
    one, other = (
        ConceptProposal.objects.create(words=words, language="fr", labels={"fr": words})
        for words in ("zorglub", "zorglubs")
    )
    before = ThesaurusConcept.objects.count()
    said: dict[str, str] = {}
    held.after(monkeypatch, ThesaurusConcept, "searched_words")
    held.run(
        lambda: said.update(late=accept(two[0], one, "zorglub")),
        lambda: said.update(early=accept(two[1], other, "zorglub")),
    )
    assert said["early"] == ""
    assert "Le thésaurus a changé" in said["late"]
    assert ThesaurusConcept.objects.count() == before + 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == ("proposed", "accepted")
    assert accept(two[0], one, "zorglub") == "", "tried again, it gets a key of its own"
