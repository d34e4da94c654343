"""One action takes a page off the site in every language, and nothing brings it back but the end of that withdrawal."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from clusters.models import EmergencyWithdrawal
from clusters.publishing.refusal import PublicationRefused
from clusters.publishing.withdrawal.actions import withdraw
from fedcms.users.models import User
from tests.admin_walk.stage import picture
from tests.clusters.answers import shown_messages
from tests.clusters.publishing.withdrawal_support import both, press, screen, statuses
from tests.clusters.publishing.world import World, client_of, loaded
from tests.factories import make_article, make_cluster, make_user, publish
from tests.factories.content import section_of
from tests.shared_rows import again

pytestmark = pytest.mark.django_db
GONE = "n’est ni sur le site ni programmée"


def outlets(page: Page) -> set[str]:
    """Which of the site's outlets name a page by its address."""
    cluster = "/fr/clusters/nord/"
    asked = {
        "listing": "/fr/actualites/",
        "section": cluster,
        "feed": "/fr/feeds/rss.xml",
        "sitemap": "/sitemap-pages.xml",
        "search": "/api/search/?q=ann%C3%A9e&locale=fr",
    }
    return {name for name, address in asked.items() if page.url in Client().get(address).content.decode()}


def test_all_languages_go_and_come_back_as_they_were(world: World) -> None:
    source, target = both(world)

    def public_rows() -> list[dict[str, object]]:
        names = ("pk", "title", "live_revision", "first_published_at", "last_published_at", "go_live_at")
        return list(Page.objects.filter(pk__in=[source.pk, target.pk]).order_by("pk").values(*names))

    before = public_rows()
    assert statuses(source, target) == [200, 200]
    assert outlets(source) == {"listing", "section", "feed", "sitemap", "search"}
    response = press(world.as_publisher(), target, "withdraw", reason="Une photo sans accord")
    assert GONE in shown_messages(response)
    assert statuses(source, target) == [404, 404]
    assert outlets(source) == set()
    entries = PageLogEntry.objects.filter(page__in=[source.pk, target.pk], action__contains="withdraw")
    assert [(entry.page_id, entry.data["languages"], entry.user) for entry in entries] == [
        (target.pk, ["fr", "en"], world.publisher)
    ]
    assert not PageLogEntry.objects.filter(
        page__in=[source.pk, target.pk], action="wagtail.unpublish"
    ).exists()
    assert "Une photo sans accord" in entries[0].message

    response = press(world.as_publisher(), source, "restore")
    assert "De nouveau en ligne : " in shown_messages(response)
    assert statuses(source, target) == [200, 200]
    assert outlets(source) == {"listing", "section", "feed", "sitemap", "search"}
    assert public_rows() == before
    assert entries.all().count() == 2


def test_an_image_that_no_other_page_shows_is_gone_too(world: World) -> None:
    ours = picture("Seule", world.cluster, world.publisher)
    shared = picture("Partagée", world.cluster, world.publisher)
    with_ours = make_article(world.cluster, title="Avec image", lead_image=ours)
    with_shared = make_article(world.cluster, title="Avec image aussi", lead_image=shared)
    make_article(world.cluster, title="Encore une", lead_image=shared)
    rendition = ours.get_rendition("width-8")
    assert Client().get(rendition.url).status_code == 200
    client = world.as_publisher()
    assert "Partagée" not in client.get(screen(with_ours)).content.decode()
    press(client, with_ours, "withdraw")
    assert Client().get(rendition.url).status_code == 404
    for _time in ("before", "after"):
        answer = client.get(screen(with_shared)).content.decode()
        assert "Fichiers qui restent en ligne" in answer
        assert "Partagée" in answer
        press(client, with_shared, "withdraw")


class TestWhileItIsWithdrawn:
    def test_no_way_publishes_it_in_any_language(self, world: World) -> None:
        source, target = both(world)
        withdraw(source, world.publisher)
        for page in (again(source), again(target)):
            with pytest.raises(PublicationRefused, match="retirée d’urgence"):
                page.get_latest_revision().publish()
            page.live = True
            with pytest.raises(PublicationRefused, match="retirée d’urgence"):
                page.save()
        assert statuses(source, target) == [404, 404]

    def test_the_editor_says_so_and_keeps_what_was_typed(self, world: World) -> None:
        page = world.live
        withdraw(page, world.publisher)
        data = world.form(page, **loaded(again(page)), **{"action-publish": "1", "title": "Corrigée"})
        answer = world.as_publisher().post(world.edit_url(page), data).content.decode()
        assert "remettez-la en ligne, ou levez le retrait" in answer
        assert 'value="Corrigée"' in answer
        assert statuses(page) == [404]

    def test_the_banner_leads_to_the_screen_who_may_end_it(self, world: World) -> None:
        page, target = both(world)
        withdraw(page, world.publisher, "Le <b>rectorat</b> refuse.")
        editor = make_user("edith", world.cluster)
        for one in (page, target):
            answer = world.as_publisher().get(world.edit_url(one)).content.decode()
            assert "Retirée d’urgence" in answer
            assert "Le &lt;b&gt;rectorat&lt;/b&gt; refuse." in answer
            assert screen(one) in answer
            answer = client_of(editor).get(world.edit_url(one)).content.decode()
            assert "Retirée d’urgence" in answer
            assert screen(one) not in answer

    def test_a_second_withdrawal_is_refused_in_words(self, world: World) -> None:
        source, target = both(world)
        press(world.as_publisher(), source, "withdraw")
        response = press(world.as_publisher(), target, "withdraw")
        assert response.status_code == 400
        assert "déjà retirée" in response.content.decode()
        assert EmergencyWithdrawal.objects.count() == 1

    def test_lifted_it_is_corrected_and_published_as_always(self, world: World) -> None:
        source, target = both(world)
        press(world.as_publisher(), source, "withdraw")
        response = press(world.as_publisher(), source, "lift")
        assert "Retrait levé" in shown_messages(response)
        assert statuses(source, target) == [404, 404]
        publish(again(source))
        assert statuses(source, target) == [200, 404]

    def test_who_may_not_publish_neither_deletes_nor_moves_it(self, world: World) -> None:
        page = world.live
        editor = make_user("edith", world.cluster)
        client = client_of(editor)
        withdraw(page, world.publisher)
        delete = reverse("wagtailadmin_pages:delete", args=[page.pk])
        assert client.post(delete).status_code in (302, 403)
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        client.post(f"{bulk}?id={page.pk}&next=/admin/")
        assert Page.objects.filter(pk=page.pk).exists()
        tester = again(page).permissions_for_user(User.objects.get(pk=editor.pk))
        assert not tester.can_move()
        world.as_publisher().post(delete)
        assert not Page.objects.filter(pk=page.pk).exists()


class TestWhoMay:
    @pytest.mark.parametrize(
        "role", ["editor of the section", "publisher of another", "publisher of the federation"]
    )
    def test_nobody_else_sees_or_presses(self, world: World, role: str) -> None:
        page = world.live
        person: User = {
            "editor of the section": lambda: make_user("edith", world.cluster),
            "publisher of another": lambda: make_user("autre", make_cluster("sud", "SUD"), "publisher"),
            "publisher of the federation": lambda: make_user("fede", None, "publisher"),
        }[role]()
        client = client_of(person)
        for response in (client.get(screen(page)), press(client, page, "withdraw")):
            assert response.status_code in (302, 403)
        assert screen(page) not in client.get(world.edit_url(page)).content.decode()
        assert statuses(page) == [200]
        withdraw(page, world.publisher)
        for action in ("restore", "lift"):
            assert press(client, page, action).status_code in (302, 403)
        assert EmergencyWithdrawal.objects.open().count() == 1

    def test_a_colleague_s_lock_does_not_hold_it_up(self, world: World) -> None:
        page = world.live
        page.locked, page.locked_by = True, world.root
        page.save()
        press(world.as_publisher(), page, "withdraw")
        assert statuses(page) == [404]

    def test_the_button_is_where_something_is_public_or_scheduled(self, world: World) -> None:
        client = world.as_publisher()
        for page, is_there in ((world.live, True), (world.scheduled, True), (world.draft, False)):
            assert (screen(page) in client.get(world.edit_url(page)).content.decode()) == is_there
        response = press(client, world.draft, "withdraw")
        assert response.status_code == 400
        assert "il n’y a rien à retirer" in response.content.decode()

    def test_the_root_of_a_section_is_not_withdrawn(self, world: World) -> None:
        for page in (section_of(world.cluster), world.listing):
            assert press(world.as_publisher(), page, "withdraw").status_code in (302, 403)
            assert statuses(page) == [200]
