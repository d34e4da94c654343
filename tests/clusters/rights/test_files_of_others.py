"""Pictures and documents of another cluster, and of none: no screen changes them, deletes them or names them."""

from typing import ClassVar

from django.contrib.auth.models import AnonymousUser, Permission
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.permissions import policy_registry

from clusters.models import Federation
from clusters.sections.rights import sync_all_rights
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.media.signal_handlers import renditions_made_elsewhere
from fedcms.users.models import User
from tests.admin_walk.stage import paper, picture
from tests.clusters.rights.support import again, behind_the_guard, was_refused
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_user
from tests.factories.people import make_translator

File = FederationImage | FederationDocument
BULK = ("delete", "add_tags", "add_to_collection", "rights")
TITLE = "zinzolin"


class FileCase(TranslationCase):
    """A picture and a document of the north, of the south, of the federation and of no team."""

    ours: ClassVar[list[File]]
    theirs: ClassVar[list[File]]
    translator: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        federation = Federation.load()
        cls.translator = make_translator("samira", "ar", cls.north)
        cls.ours = [picture("nord", cls.north, cls.root), paper("nord", cls.north, cls.root)]
        cls.theirs = []
        for place in (cls.south.collection, federation.collection, Collection.get_first_root_node()):
            for make in (picture, paper):
                file = make(f"{TITLE} {place.pk}", cls.south, cls.stranger)
                type(file).objects.filter(pk=file.pk).update(collection=place)
                cls.theirs.append(file)

    def bulk(self, file: File, action: str, *ids: int) -> str:
        """The address of an action on files, with the first in it."""
        url = reverse("wagtail_bulk_action", args=["media", type(file)._meta.model_name, action])
        return f"{url}?" + "&".join(f"id={pk}" for pk in ids)

    def form(self) -> dict[str, object]:
        return {
            "tags": "repris",
            "collection": self.north.collection_id,
            "title": "repris",
            "credit": "repris",
        }

    def as_they_are(self) -> list[object]:
        """Title, place, credit and tags of all that is another's."""
        return [
            (file.title, file.collection_id, file.credit, sorted(file.tags.names()))
            for model in (FederationImage, FederationDocument)
            for file in model.objects.exclude(pk__in=[own.pk for own in self.ours if type(own) is model]).order_by("pk")
        ]  # fmt: skip

    def everybody(self) -> tuple[User, ...]:
        """Each role of the north, none of which may."""
        return (self.editor, self.publisher, self.translator)


class TestBulk(FileCase):
    def test_another_s_files_are_neither_changed_nor_named(self) -> None:
        before = self.as_they_are()
        for user in self.everybody():
            self.client.force_login(user)
            for file in self.theirs:
                for action in BULK:
                    url = self.bulk(file, action, file.pk)
                    shown = self.client.get(url)
                    assert was_refused(shown), (user, file, action)
                    assert TITLE not in shown.content.decode()
                    assert was_refused(self.client.post(url, self.form())), (user, file, action)
                    assert was_refused(
                        self.client.post(self.bulk(file, action), {**self.form(), "id": file.pk})
                    )
        assert self.as_they_are() == before

    def test_one_of_another_s_among_one_s_own_stops_all(self) -> None:
        before = self.as_they_are()
        self.client.force_login(self.publisher)
        for own, other in zip(self.ours * 3, self.theirs, strict=True):
            for action in BULK:
                assert was_refused(self.client.post(self.bulk(own, action, own.pk, other.pk), self.form()))
            assert type(own).objects.get(pk=own.pk).title == "nord"
            assert not own.tags.exists()
        assert self.as_they_are() == before

    @behind_the_guard
    def test_the_action_itself_leaves_another_s_alone(self) -> None:
        before = self.as_they_are()
        for user in self.everybody():
            self.client.force_login(user)
            for file in self.theirs:
                for action in BULK:
                    self.client.post(self.bulk(file, action, file.pk), self.form())
        assert self.as_they_are() == before

    def test_all_means_all_of_one_s_own(self) -> None:
        before = self.as_they_are()
        self.client.force_login(self.editor)
        for action in ("add_tags", "delete"):
            for own in self.ours:
                # Here a task runs when it is queued, and would make anew what is just being deleted.
                with renditions_made_elsewhere():
                    response = self.client.post(f"{self.bulk(own, action)}id=all", self.form())
                assert not was_refused(response)
        assert not FederationImage.objects.filter(pk=self.ours[0].pk).exists()
        assert not FederationDocument.objects.filter(pk=self.ours[1].pk).exists()
        assert self.as_they_are() == before

    def test_one_s_own_files_go_into_no_other_s_collection(self) -> None:
        self.client.force_login(self.publisher)
        for own in self.ours:
            for other in self.theirs:
                place = type(other).objects.get(pk=other.pk).collection_id
                self.client.post(self.bulk(own, "add_to_collection", own.pk), {"collection": place})
                assert type(own).objects.get(pk=own.pk).collection_id == self.north.collection_id


class TestScreens(FileCase):
    def test_each_screen_of_one_file_refuses(self) -> None:
        before = self.as_they_are()
        screens = {
            FederationImage: ("wagtailimages:edit", "wagtailimages:delete", "wagtailimages:image_usage"),
            FederationDocument: ("wagtaildocs:edit", "wagtaildocs:delete", "wagtaildocs:document_usage"),
        }
        for user in self.everybody():
            self.client.force_login(user)
            for file in self.theirs:
                for name in screens[type(file)]:
                    url = reverse(name, args=[file.pk])
                    for response in (self.client.get(url), self.client.post(url, self.form())):
                        assert was_refused(response), (user, name)
                        assert TITLE not in response.content.decode()
        assert self.as_they_are() == before

    def test_no_list_names_them(self) -> None:
        for user in self.everybody():
            self.client.force_login(user)
            for name in ("wagtailimages:index", "wagtaildocs:index", "wagtailimages_chooser:choose",
                         "wagtaildocs_chooser:choose", "wagtailadmin_api:images:listing",
                         "wagtailadmin_api:documents:listing"):  # fmt: skip
                for query in ({}, {"q": TITLE}, {"search": TITLE}):
                    shown = self.client.get(reverse(name), query).content.decode()
                    assert f"{TITLE} " not in shown, (user, name)

    def test_who_uploaded_a_file_that_now_stands_elsewhere_has_no_say_in_it(self) -> None:
        file = picture("déplacée", self.north, self.editor)
        FederationImage.objects.filter(pk=file.pk).update(collection=self.south.collection)
        self.client.force_login(self.editor)
        assert was_refused(self.client.post(reverse("wagtailimages:delete", args=[file.pk])))
        assert was_refused(self.client.post(self.bulk(file, "delete", file.pk)))
        assert FederationImage.objects.filter(pk=file.pk).exists()

    def test_an_edited_file_stays_in_the_collections_of_who_edits(self) -> None:
        self.client.force_login(self.publisher)
        for own, name in zip(self.ours, ("wagtailimages:edit", "wagtaildocs:edit"), strict=True):
            for other in self.theirs:
                place = type(other).objects.get(pk=other.pk).collection_id
                form = {"title": "repris", "collection": place, "licence": "all-rights"}
                self.client.post(reverse(name, args=[own.pk]), form)
                assert type(own).objects.get(pk=own.pk).collection_id == self.north.collection_id


class TestCollections(FileCase):
    def test_a_team_holds_rights_in_its_own_collection_alone(self) -> None:
        """A right on the root of the collections would reach every cluster's files."""
        sync_all_rights()
        root = Collection.get_first_root_node()
        assert not GroupCollectionPermission.objects.filter(
            collection=root, group__user__in=self.everybody()
        ).exists()
        for owner in (self.north, self.south, Federation.load()):
            held = GroupCollectionPermission.objects.filter(
                group__in=[owner.editors_group, owner.publishers_group]
            )
            assert set(held.values_list("collection_id", flat=True)) == {owner.collection_id}

    def test_only_superusers_make_rename_or_remove_collections(self) -> None:
        for user in (*self.everybody(), make_user("frida", Federation.load(), "publisher")):
            self.client.force_login(user)
            assert was_refused(self.client.post(reverse("wagtailadmin_collections:add"), {"name": "Repris"}))
            for place in (self.south.collection_id, self.north.collection_id):
                assert was_refused(self.client.get(reverse("wagtailadmin_collections:edit", args=[place])))
                for name in ("edit", "delete", "set_privacy"):
                    url = reverse(f"wagtailadmin_collections:{name}", args=[place])
                    assert was_refused(self.client.post(url, {"name": "Repris", "restriction_type": "login"}))
        assert not Collection.objects.filter(name="Repris").exists()
        assert not self.south.collection.get_view_restrictions().exists()  # type: ignore[union-attr]

    def test_a_permission_of_another_app_that_is_called_the_same_opens_nothing(self) -> None:
        """Wagtail's stock images have a permission to choose, too."""
        stock = Permission.objects.get(content_type__app_label="wagtailimages", codename="choose_image")
        own = Permission.objects.get(content_type__app_label="media", codename="choose_image")
        theirs = self.theirs[0]
        policy = policy_registry.get_by_type(FederationImage)
        for permission, is_open in ((stock, False), (own, True)):
            GroupCollectionPermission.objects.create(
                group=self.north.editors_group, collection=self.south.collection, permission=permission
            )
            person = again(self.editor)
            assert policy.user_has_permission_for_instance(person, "choose", theirs) is is_open
            found = policy.instances_user_has_permission_for(again(self.editor), "choose")
            assert found.filter(pk=theirs.pk).exists() is is_open

    def test_the_policy_says_the_same_of_one_file_and_of_all(self) -> None:
        for user, others in ((self.editor, self.theirs), (self.stranger, self.ours)):
            person = again(user)
            for file in others:
                policy = policy_registry.get_by_type(type(file))
                for action in ("change", "delete", "choose"):
                    assert not policy.user_has_permission_for_instance(person, action, file), (user, action)
                    found = policy.instances_user_has_permission_for(person, action)
                    assert not found.filter(pk=file.pk).exists(), (user, action)
        for file in self.ours:
            policy = policy_registry.get_by_type(type(file))
            for action in ("change", "choose"):
                assert policy.user_has_permission_for_instance(again(self.editor), action, file)
                assert not policy.user_has_permission_for_instance(AnonymousUser(), action, file)
