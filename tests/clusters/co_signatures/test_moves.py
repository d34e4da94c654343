"""A co-signed release stays in the section of its lead while it is public or scheduled; a draft is asked about anew."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from clusters.models import Cluster, CoSignature
from clusters.publishing.refusal import Refusal
from clusters.publishing.scheduled_moves import MoveAction
from clusters.translation.translation_set.moves import move_together
from fedcms.users.models import User
from news.models import PressReleasePage
from tests.clusters.answers import shown_messages
from tests.clusters.co_signatures.support import Story
from tests.factories import make_cluster
from tests.factories.content import parent_for
from tests.shared_rows import again

pytestmark = pytest.mark.django_db


@pytest.fixture
def everywhere(db: None) -> User:
    """Somebody who publishes in every section."""
    return User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")


@pytest.fixture
def elsewhere(db: None) -> Page:
    """The listing of a cluster that does not sign."""
    return parent_for(PressReleasePage, make_cluster("ouest", "OUE"))


def by_explorer(page: Page, to: Page, user: User, client: Client) -> str:
    return shown_messages(client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, to.pk])))


def by_bulk(page: Page, to: Page, user: User, client: Client) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    query = f"?id={page.pk}&next={reverse('wagtailadmin_explore', args=[page.get_parent().pk])}"
    return shown_messages(client.post(address + query, {"chooser": str(to.pk)}))


def by_action(page: Page, to: Page, user: User, client: Client) -> str:
    with pytest.raises(Refusal) as refused:
        MoveAction(page, to, pos="last-child", user=user).execute()
    return str(refused.value)


def by_program(page: Page, to: Page, user: User, client: Client) -> str:
    with pytest.raises(PermissionDenied) as refused:
        page.move(to, pos="last-child")
    return str(refused.value)


def together(page: Page, to: Page, user: User, client: Client) -> str:
    with pytest.raises(Refusal) as refused:
        move_together(page, to)
    return str(refused.value)


WAYS: tuple[Callable[[Page, Page, User, Client], str], ...] = (
    by_explorer,
    by_bulk,
    by_action,
    by_program,
    together,
)


@pytest.mark.parametrize("is_public", [True, False], ids=["public", "scheduled"])
def test_no_way_takes_it_from_its_lead(
    story: Story, everywhere: User, elsewhere: Page, is_public: bool
) -> None:
    story.all_approve()
    if is_public:
        story.publish()
    else:
        story.schedule()
    client = story.client(everywhere)
    for way in WAYS:
        said = way(again(story.page), elsewhere, everywhere, client)
        assert "signée par plusieurs clusters" in said, way
        assert again(story.page).cluster == story.lead, way
    # With the listing above it, too, and not within its section.
    with pytest.raises(Refusal, match="signée par plusieurs clusters"):
        move_together(again(story.page).get_parent(), elsewhere)


def test_what_it_signs_alone_moves(story: Story, everywhere: User, elsewhere: Page) -> None:
    page = again(story.page).get_latest_revision_as_object()
    page.co_signers.set([])
    page.save_revision()
    story.publish()
    by_explorer(again(story.page), elsewhere, everywhere, story.client(everywhere))
    assert again(story.page).cluster == Cluster.objects.get(slug="ouest")


def test_a_draft_moves_and_is_asked_about_anew(story: Story, everywhere: User, elsewhere: Page) -> None:
    story.press(story.editor, "ask")
    home, dashboard = again(story.page).get_parent(), reverse("wagtailadmin_home")
    assert story.url in story.client(story.of_south).get(dashboard).content.decode()
    move_together(again(story.page), elsewhere)
    assert story.url not in story.client(story.of_south).get(dashboard).content.decode()
    assert "en train de changer" in story.screen(story.of_south)
    # Back again it is the text about which they were asked.
    move_together(again(story.page), Page.objects.get(pk=home.pk))
    assert story.url in story.client(story.of_south).get(dashboard).content.decode()
    assert CoSignature.objects.filter(is_newest=True).count() == 2


def test_its_own_cluster_signs_once_after_a_move(story: Story, everywhere: User) -> None:
    move_together(again(story.page), parent_for(PressReleasePage, story.south))
    draft = again(story.page).get_latest_revision_as_object()
    assert (draft.cluster, draft.co_signing_clusters()) == (story.south, [story.east])
    story.press(everywhere, "ask")
    assert story.states() == {"est": "asked"}
    story.press(story.of_east, "approve")
    again(story.page).get_latest_revision().publish(user=everywhere)
    assert again(story.page).live
