"""The guard of the admin refuses before any view: each name of a page, each list, each destination."""

import json
from types import SimpleNamespace
from typing import ClassVar

from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, TestCase
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from clusters.admin_guard import PAGE_ARGUMENTS, SUPERUSERS_ONLY, TRANSLATOR_VIEWS, AdminGuard
from clusters.models import Cluster
from fedcms.users.models import User
from tests.admin_walk.stage import paper, picture
from tests.factories import make_article, make_cluster, make_user
from tests.factories.content import section_of
from tests.factories.people import make_translator

# A view that nobody has named: what is new is closed, too.
UNKNOWN = "wagtailadmin_pages:something_new"
BULK = "wagtail_bulk_action"


class GuardCase(TestCase):
    """Nora of the North, and pages of both."""

    north: ClassVar[Cluster]
    south: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north, cls.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        cls.nora, cls.sam = make_user("nora", cls.north), make_user("sam", cls.south)
        cls.own, cls.other = make_article(cls.north), make_article(cls.south)

    def request(self, method: str, query: str, data: dict[str, object], user: object) -> HttpRequest:
        factory = RequestFactory()
        request = factory.post(f"/?{query}", data) if method == "post" else factory.get(f"/?{query}")
        # As the next request would: rights are remembered on the object.
        request.user = User.objects.get(pk=user.pk) if isinstance(user, User) else user
        request.session = self.client.session
        request._messages = FallbackStorage(request)
        return request

    def answer(
        self,
        name: str,
        method: str = "get",
        query: str = "",
        data: dict[str, object] | None = None,
        user: object = None,
        **kwargs: object,
    ) -> HttpResponse | None:
        """What the guard says before the view: nothing, or a refusal."""
        request = self.request(method, query, data or {}, user or self.nora)
        request.resolver_match = SimpleNamespace(view_name=name, route="admin/")
        # A test before may have left another language.
        with translation.override("fr"):
            return AdminGuard(lambda _request: HttpResponse()).process_view(request, None, [], kwargs)

    def passes(self, name: str, **more: object) -> bool:
        response = self.answer(name, **more)
        if response is not None and response.status_code == 302:
            assert response["Location"] == reverse("wagtailadmin_home")
        return response is None

    def bulk(self, query: str = "", model: str = "page", app: str = "wagtailcore", **data: object) -> bool:
        return self.passes(
            BULK, method="post", query=query, data=data, app_label=app, model_name=model, action="x"
        )


class TestReview(GuardCase):
    def test_who_reviews_a_page_of_others_opens_it_while_it_is_in_review(self) -> None:
        page = make_article(self.south, live=False, owner=self.sam)
        page.save_revision(user=self.sam)
        page.refresh_from_db()
        review = page.get_workflow().start(page, self.sam)
        invited = Group.objects.create(name="Relecteurs invités")
        invited.user_set.add(self.nora)
        assert not self.passes("wagtailadmin_pages:history", page_id=page.pk)
        review.current_task_state.task.specific.groups.add(invited)
        assert self.passes("wagtailadmin_pages:history", page_id=page.pk)
        review.cancel(user=self.sam)
        assert not self.passes("wagtailadmin_pages:history", page_id=page.pk)


class TestWhatARefusalCosts(GuardCase):
    def test_a_page_of_others_is_refused_without_being_read_as_its_own_class(self) -> None:
        request = self.request("get", "", {}, self.nora)
        request.resolver_match = SimpleNamespace(view_name="wagtailadmin_pages:delete", route="admin/")
        guard = AdminGuard(lambda _request: HttpResponse())
        # The page, her rights, and whether it is in review.
        with self.assertNumQueries(3):
            answer = guard.process_view(request, None, [], {"page_id": self.other.pk})
        assert answer is not None
        # Of her own: the page, with the rights that are known by now.
        with self.assertNumQueries(1):
            answer = guard.process_view(request, None, [], {"page_id": self.own.pk})
        assert answer is None


class TestPages(GuardCase):
    def test_every_argument_that_names_a_page_is_asked_in_every_view(self) -> None:
        for argument in PAGE_ARGUMENTS:
            assert self.passes(UNKNOWN, **{argument: self.own.pk}), argument
            assert not self.passes(UNKNOWN, **{argument: self.other.pk}), argument
            assert not self.passes(UNKNOWN, method="post", **{argument: str(self.other.pk)}), argument

    def test_one_s_own_page_opens_no_other_that_is_named_beside_it(self) -> None:
        both = {"page_to_move_id": self.own.pk, "destination_id": self.other.pk}
        assert not self.passes("wagtailadmin_pages:move_confirm", method="post", **both)
        for field in ("new_parent_page", "parent_page"):
            for target, is_open in ((self.own.get_parent(), True), (self.other.get_parent(), False)):
                data = {field: target.pk}
                is_passed = self.passes(
                    "wagtailadmin_pages:copy", method="post", data=data, page_id=self.own.pk
                )
                assert is_passed is is_open, field

    def test_the_explorer_is_open_on_the_way_to_one_s_own_and_nowhere_else(self) -> None:
        for name in ("wagtailadmin_explore", "wagtailadmin_explore_results"):
            for page in (section_of(self.north), section_of(None), self.own.get_parent()):
                assert self.passes(name, parent_page_id=page.pk), (name, page)
            for page in (section_of(self.south), self.other.get_parent(), section_of(self.south, "en")):
                assert not self.passes(name, parent_page_id=page.pk), (name, page)

    def test_a_script_is_refused_in_its_own_way(self) -> None:
        response = self.answer("wagtailadmin_api:pages:action", pk=self.other.pk, action_name="copy")
        assert response is not None
        assert response.status_code == 403
        assert "votre section" in json.loads(response.content)["detail"]
        assert self.passes("wagtailadmin_api:pages:action", pk=self.own.pk, action_name="copy")

    def test_reports_over_everybody_s_pages_are_the_superusers(self) -> None:
        root = User.objects.create_superuser("root", "root@people.example", "x")
        publisher = make_user("paul", self.north, "publisher")
        for name in SUPERUSERS_ONLY:
            assert not self.passes(name)
            assert not self.passes(name, user=publisher)
            assert self.passes(name, user=root)
        assert self.passes("wagtailadmin_reports:aging_pages")

    def test_who_is_not_signed_in_is_wagtail_s_to_turn_away(self) -> None:
        gone = make_user("gone", self.north)
        gone.is_active = False
        gone.save()
        for user in (AnonymousUser(), gone):
            assert self.passes(UNKNOWN, page_id=self.other.pk, user=user)

    def test_a_translator_opens_a_translation_that_is_theirs_and_what_only_shows_it(self) -> None:
        translator = make_translator("samira", "en", self.north)
        english = make_article(self.north, "en", translation_key=self.own.translation_key)
        for name in TRANSLATOR_VIEWS:
            assert not self.passes(name, user=translator, page_id=english.pk), "it follows no source"
        self.client.force_login(self.nora)
        page = make_article(self.north)
        from tests.clusters.translation_support import TranslationCase  # noqa: PLC0415

        TranslationCase.ask_translation(self, self.nora, page, "en")  # type: ignore[arg-type]
        english = Page.objects.get(translation_key=page.translation_key, locale__language_code="en")
        for name in TRANSLATOR_VIEWS:
            assert self.passes(name, user=translator, page_id=english.pk), name
            assert not self.passes(name, user=translator, page_id=page.pk), name
        for name in ("copy", "delete", "unpublish", "workflow_action", "something_new"):
            assert not self.passes(f"wagtailadmin_pages:{name}", user=translator, page_id=english.pk), name
        assert not self.passes("wagtailadmin_reports:aging_pages", user=translator)


class TestBulk(GuardCase):
    def test_each_page_that_is_ticked_is_asked_wherever_its_number_stands(self) -> None:
        own, other = self.own.pk, self.other.pk
        assert self.bulk(f"id={own}")
        assert self.bulk(id=own)
        assert not self.bulk(f"id={own}&id={other}")
        assert not self.bulk(f"id={own}", id=other)
        assert not self.bulk(f"id={own}", model="Page", id=other)

    def test_the_destination_and_the_listing_are_asked_too(self) -> None:
        own, there, here = self.own.pk, self.other.get_parent().pk, self.own.get_parent().pk
        assert self.bulk(f"id={own}", chooser=here)
        assert not self.bulk(f"id={own}", chooser=there)
        assert self.bulk(f"id=all&childOf={here}")
        assert not self.bulk(f"id=all&childOf={there}")
        for query in ("id=all", "id=all&childOf=", "id=all&childOf=x"):
            assert not self.bulk(query), "all of everybody's"

    def test_files_are_asked_by_their_policy(self) -> None:
        ours, theirs = picture("a", self.north, self.nora), picture("b", self.south, self.sam)
        paper_of_ours, paper_of_theirs = paper("a", self.north, self.nora), paper("b", self.south, self.sam)
        for model, mine, others in (
            ("federationimage", ours, theirs),
            ("federationdocument", paper_of_ours, paper_of_theirs),
        ):
            assert self.bulk(f"id={mine.pk}", model, "media")
            assert self.bulk("id=all", model, "media"), "Wagtail takes one's own"
            assert not self.bulk(f"id={others.pk}", model, "media")
            assert not self.bulk(f"id={mine.pk}&id={others.pk}", model, "media")
            assert not self.bulk("", model, "media", id=others.pk)

    def test_no_other_kind_has_bulk_actions(self) -> None:
        for app, model in (("clusters", "organisation"), ("users", "user"), ("wagtailcore", "locale")):
            assert not self.bulk("id=1", model, app)
