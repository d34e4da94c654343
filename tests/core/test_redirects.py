"""An old address leads on to a page that everybody may see, and tells nothing of any other."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client
from wagtail.actions.move_page import MovePageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from clusters.models import Cluster
from tests.factories import make_article, make_cluster, publish
from tests.factories.content import parent_for, section_of
from tests.factories.hiding import HIDINGS
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster with its section."""
    with keep():
        return make_cluster("nord", "NOR")


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def rename(page: Page, slug: str, execute: Callable[..., object]) -> str:
    """Gives a page another address, as the admin does; returns the old one."""
    page = Page.objects.get(pk=page.pk).specific
    before = urlsplit(page.get_url()).path
    page.slug = slug
    with execute():
        if page.live:
            publish(page)
        else:
            page.save()
            page.save_revision()
    return str(before)


def hops(address: str) -> list[str]:
    """The addresses through which a visitor is led, and the status of the last as text."""
    found = [address]
    while len(found) < 6:
        response = Client().get(found[-1])
        if response.status_code != 301:
            return [*found[1:], str(response.status_code)]
        found.append(urlsplit(response["Location"]).path)
    return [*found[1:], "endless"]


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Callable[..., object]) -> Callable[..., object]:
    """What is sent after a commit is sent when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_the_old_address_of_a_public_page_leads_to_the_new_one(
    cluster: Cluster, commits: Callable[..., object]
) -> None:
    page = make_article(cluster, slug="avant")
    first = rename(page, "apres", commits)
    second = rename(page, "enfin", commits)
    last = urlsplit(Page.objects.get(pk=page.pk).get_url()).path
    assert hops(first) == [last, "200"], "one step, however often the page was renamed"
    assert hops(second) == [last, "200"]


def test_a_page_that_takes_its_first_address_again_goes_round_no_circle(
    cluster: Cluster, commits: Callable[..., object]
) -> None:
    page = make_article(cluster, slug="avant")
    first = rename(page, "apres", commits)
    second = rename(page, "avant", commits)
    assert hops(first) == ["200"]
    assert hops(second) == [first, "200"]
    Page.objects.get(pk=page.pk).specific.unpublish()
    assert hops(first) == ["404"]
    assert hops(second) == ["404"]


def test_another_page_may_take_an_old_address(cluster: Cluster, commits: Callable[..., object]) -> None:
    page = make_article(cluster, slug="avant")
    first = rename(page, "apres", commits)
    make_article(cluster, slug="avant")
    assert hops(first) == ["200"]


def test_a_moved_page_and_what_is_below_a_renamed_one_are_found(
    cluster: Cluster, commits: Callable[..., object]
) -> None:
    page = make_article(cluster, slug="un-titre")
    draft = make_article(cluster, slug="un-brouillon", live=False)
    listing = parent_for(type(page), cluster)
    addresses = {known.pk: urlsplit(known.get_url()).path for known in (page, draft)}
    rename(listing, "nouvelles", commits)
    moved = urlsplit(Page.objects.get(pk=page.pk).get_url()).path
    assert hops(addresses[page.pk]) == [moved, "200"]
    assert hops(addresses[draft.pk]) == ["404"]
    assert not Redirect.objects.filter(redirect_page_id=draft.pk).exists()

    other = make_cluster("sud", "SUD")
    with commits():
        target = parent_for(type(page), other)
        MovePageAction(Page.objects.get(pk=page.pk).specific, target, pos="last-child").execute()
    last = urlsplit(Page.objects.get(pk=page.pk).get_url()).path
    assert hops(moved) == [last, "200"]
    assert hops(addresses[page.pk]) == [last, "200"]


def test_a_public_page_below_a_draft_is_found_and_the_draft_is_not(
    cluster: Cluster, commits: Callable[..., object]
) -> None:
    page = make_article(cluster, slug="un-titre")
    address = urlsplit(page.get_url()).path
    section = section_of(cluster)
    Page.objects.filter(pk=section.pk).update(live=False, first_published_at=None)
    before = rename(section, "septentrion", commits)
    assert hops(address)[-1] == "200"
    assert hops(before) == ["404"]
    assert not Redirect.objects.filter(redirect_page=section).exists()


def test_the_addresses_of_a_draft_are_told_to_nobody(
    cluster: Cluster, commits: Callable[..., object]
) -> None:
    """A draft translation begins with the address of its source, and takes another from its secret title."""
    page = make_article(cluster, slug="avant", live=False)
    first = rename(page, "acquisition-secrete", commits)
    assert hops(first) == ["404"]
    assert not Redirect.objects.exists()
    page = Page.objects.get(pk=page.pk).specific
    page.slug = "acquisition-rendue-publique"
    with commits():
        publish(page)
    assert not Redirect.objects.exists(), "its first publication is no change of a public address"


@pytest.mark.parametrize("hide", HIDINGS, ids=lambda hide: hide.__name__)
def test_the_old_address_of_a_hidden_page_tells_nothing(
    cluster: Cluster, commits: Callable[..., object], hide: Callable[[Page], None]
) -> None:
    page = make_article(cluster, slug="avant")
    first = rename(page, "apres", commits)
    page = Page.objects.get(pk=page.pk).specific
    hide(page)
    assert hops(first) == ["404"]


def test_a_redirect_that_somebody_wrote_obeys_the_same_rule(cluster: Cluster) -> None:
    site = Site.objects.get()
    hidden, shown = make_article(cluster, live=False), make_article(cluster)
    Redirect.add_redirect("/fr/ancien/", redirect_to=hidden, site=site)
    Redirect.add_redirect("/fr/autre/", redirect_to=shown)
    Redirect.add_redirect("/fr/dehors/", redirect_to="https://ailleurs.example/")
    assert hops("/fr/ancien/") == ["404"]
    assert hops("/fr/autre/") == [urlsplit(shown.get_url()).path, "200"]
    assert Client().get("/fr/dehors/?de=ici")["Location"] == "https://ailleurs.example/"


def test_a_draft_that_moves_or_is_renamed_takes_nobody_elses_old_address_away(
    cluster: Cluster, commits: Callable[..., object]
) -> None:
    """Wagtail's batch of redirects, when it holds none, removed every one that was ever written by itself."""
    page = make_article(cluster, slug="avant")
    first = rename(page, "apres", commits)
    draft = make_article(cluster, slug="brouillon", live=False)
    rename(draft, "autre-brouillon", commits)
    assert hops(first)[-1] == "200"
    with commits():
        target = parent_for(type(page), make_cluster("sud", "SUD"))
        MovePageAction(Page.objects.get(pk=draft.pk).specific, target, pos="last-child").execute()
    assert hops(first)[-1] == "200"


@pytest.mark.parametrize(
    ("old", "asked"),
    [
        ("/fr/ancien", "/fr/ancien/"),
        ("/fr/ancien", "/fr/ancien"),
        ("/fr/ancien/", "/fr/ancien/?page=2"),
        ("/fr/ancien/?b=2&a=1", "/fr/ancien/?a=1&b=2"),
        ("/fr/été", "/fr/%C3%A9t%C3%A9/"),
        ("/fr/%C3%A9t%C3%A9", "/fr/%C3%A9t%C3%A9/"),
        ("/fr/été", "/fr/%C3%A9t%C3%A9/?q=%C3%A9"),
        ("/nulle-part", "/nulle-part"),
    ],
)
def test_an_address_that_somebody_typed_is_followed_however_it_is_asked_for(
    federation: object, old: str, asked: str
) -> None:
    """As Wagtail's own middleware does: with a query or without, encoded or not."""
    Redirect.objects.create(old_path=Redirect.normalise_path(old), redirect_link="/fr/clusters/")
    response = Client().get(asked)
    assert (response.status_code, response["Location"]) == (301, "/fr/clusters/")


@pytest.mark.parametrize("asked", ["/fr/ancien/autre/", "/fr/ancie/", "/fr/ancien/?a=%00", "/fr/%00/"])
def test_other_addresses_are_not_there(federation: object, asked: str) -> None:
    Redirect.objects.create(old_path="/fr/ancien/x", redirect_link="/fr/clusters/")
    assert Client().get(asked).status_code == 404
