"""Which files a person may choose: those of their own collection, and of others' what is free, visible and running."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.utils import timezone
from wagtail.models import GroupCollectionPermission, Page
from wagtail.permissions import policy_registry

from clusters.models import Cluster, Organisation
from fedcms.media.models import Consent, FederationDocument, FederationImage, Licence, Reuse
from fedcms.media.permissions import REUSABLE, reusable_files
from fedcms.media.visibility import may_handle
from fedcms.users.models import User
from news.models import ReleaseAttachment
from tests.admin_walk.stage import paper, picture
from tests.factories import make_article, make_cluster, make_release, make_user
from tests.factories.hiding import hide_draft, hide_future, hide_past, hide_private
from tests.factories.people import make_translator
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept(keep: Keep) -> tuple[FederationImage, User, User]:
    """A free picture of the South on a public page of the South; Sam of the South and Nora of the North."""
    with keep():
        north, south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        nora, sam = make_user("nora", north), make_user("sam", south)
        image = picture("Libre", south, sam)
        FederationImage.objects.filter(pk=image.pk).update(licence=Licence.CC_BY)
        make_article(south, slug="the-page", lead_image=image)
        return image, nora, sam


@pytest.fixture
def image(kept: tuple[FederationImage, User, User], db: None) -> FederationImage:
    """As it was made."""
    return again(kept[0])


@pytest.fixture
def nora(kept: tuple[FederationImage, User, User], db: None) -> User:
    """An editor of the North."""
    return again(kept[1])


@pytest.fixture
def sam(kept: tuple[FederationImage, User, User], db: None) -> User:
    """An editor of the South."""
    return again(kept[2])


def may(user: object, item: FederationImage | FederationDocument, *actions: str) -> bool:
    """Whether a person may do one of these; the list and the single answer say the same."""
    person = User.objects.get(pk=user.pk) if isinstance(user, User) else user
    policy = policy_registry.get(item)
    one = bool(policy.user_has_any_permission_for_instance(person, actions, item))
    assert policy.instances_user_has_any_permission_for(person, actions).filter(pk=item.pk).exists() is one
    return one


@pytest.mark.parametrize("licence", Licence.values)
def test_only_what_its_licence_lets_others_use_is_chosen_by_others(
    image: FederationImage, nora: User, sam: User, licence: str
) -> None:
    FederationImage.objects.filter(pk=image.pk).update(licence=licence)
    image.refresh_from_db()
    is_reusable = licence not in (Licence.ALL_RIGHTS, Licence.PRESS)
    assert may(nora, image, "choose") is (licence in REUSABLE) is is_reusable
    assert may(sam, image, "choose")


def test_what_is_kept_for_the_press_is_chosen_by_its_own_team_alone(
    image: FederationImage, nora: User, sam: User
) -> None:
    FederationImage.objects.filter(pk=image.pk).update(reuse=Reuse.PRESS)
    image.refresh_from_db()
    assert not may(nora, image, "choose")
    assert may(sam, image, "choose")


def test_what_lacks_a_consent_is_chosen_by_its_own_team_alone(
    image: FederationImage, nora: User, sam: User
) -> None:
    FederationImage.objects.filter(pk=image.pk).update(consent=Consent.MISSING)
    image.refresh_from_db()
    assert not may(nora, image, "choose")
    assert may(sam, image, "choose")


def test_a_file_is_chosen_by_others_to_the_last_day_of_its_rights(image: FederationImage, nora: User) -> None:
    today = timezone.localdate()
    for until, is_free in ((None, True), (today, True), (today - timedelta(days=1), False)):
        FederationImage.objects.filter(pk=image.pk).update(rights_until=until)
        assert may(nora, image, "choose") is is_free, until


@pytest.mark.parametrize("hide", [hide_draft, hide_future, hide_past, hide_private])
def test_what_no_visible_page_shows_is_chosen_by_its_own_team_alone(
    image: FederationImage, nora: User, sam: User, hide: Callable[[Page], None]
) -> None:
    hide(Page.objects.get(slug="the-page").specific)
    assert not may(nora, image, "choose")
    assert may(sam, image, "choose")


def test_choosing_is_no_changing(image: FederationImage, nora: User, sam: User) -> None:
    for action in ("change", "delete", "add"):
        assert not may(nora, image, action)
    assert may(nora, image, "delete", "choose")
    assert may(sam, image, "change")


def test_who_has_no_right_to_choose_at_all_chooses_nothing_that_is_free(image: FederationImage) -> None:
    assert not may(make_user("nobody"), image, "choose")
    policy = policy_registry.get(image)
    assert not policy.user_has_any_permission_for_instance(AnonymousUser(), ["choose"], image)
    assert may(User.objects.create_superuser("root", "root@people.example", "x"), image, "choose", "delete")


def test_a_permission_of_wagtail_s_own_pictures_is_none_for_ours(image: FederationImage, sam: User) -> None:
    FederationImage.objects.filter(pk=image.pk).update(licence=Licence.ALL_RIGHTS, uploaded_by_user=None)
    image.refresh_from_db()
    group = sam.groups.get()
    GroupCollectionPermission.objects.filter(group=group).delete()
    assert not may(sam, image, "choose")
    for app, is_right in (("wagtailimages", False), ("media", True)):
        choose = Permission.objects.get(content_type__app_label=app, codename="choose_image")
        GroupCollectionPermission.objects.create(group=group, collection=image.collection, permission=choose)
        assert may(sam, image, "choose") is is_right, app


def test_a_logo_of_an_organisation_needs_no_page_and_documents_follow_the_same_rules(
    image: FederationImage, nora: User, sam: User
) -> None:
    south = Cluster.objects.get(slug="sud")
    logo, document = picture("Logo", south, sam), paper("Dossier", south, sam)
    for item in (logo, document):
        type(item).objects.filter(pk=item.pk).update(licence=Licence.CC_BY, credit="Sam")
        assert not may(nora, item, "choose")
    # Of a number that no page has: the two are not to be taken for one another.
    Organisation.objects.create(
        pk=1_000_000, slug="lab", name="Lab", kind="laboratory", cluster=south, logo=logo
    )
    release = make_release(south)
    release.attachments.add(ReleaseAttachment(document=document))
    release.save_revision().publish()
    assert may(nora, logo, "choose")
    assert may(nora, document, "choose")
    assert set(reusable_files(FederationDocument)) == {document}
    assert set(reusable_files(FederationImage)) == {image, logo}


def test_who_works_with_a_file_in_any_way_sees_it_before_it_is_public(sam: User, nora: User) -> None:
    """A translator chooses among their section's pictures, and changes none."""
    south = Cluster.objects.get(slug="sud")
    secret = picture("Secret", south, sam)
    translator = make_translator("samira", "ar", south)
    assert may(translator, secret, "choose")
    assert not may(translator, secret, "change")
    assert may_handle(User.objects.get(pk=translator.pk), secret)
    assert may_handle(User.objects.get(pk=sam.pk), secret)
    assert not may_handle(User.objects.get(pk=nora.pk), secret)
    assert not may_handle(AnonymousUser(), secret)
    assert not may_handle(None, secret)
