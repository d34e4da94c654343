"""The screens of accreditations lose nothing that was typed, ask before the end, and show no team what is another's."""

import pytest
from django.core import mail
from django.urls import reverse

from clusters.models import Accreditation, Cluster, GuestComment
from clusters.press_access.urls import page_buttons
from fedcms.users.models import User
from tests.clusters.answers import shown_messages
from tests.clusters.press_access.screens import ROOT, form, signed_in
from tests.clusters.press_access.support import SENTINEL, given, make_scheduled, read
from tests.factories import make_cluster, make_release, make_user
from tests.factories.content import section_of
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_north(keep: Keep, kept: tuple[Cluster, User]) -> tuple[Cluster, User]:
    with keep():
        north = make_cluster("septentrion", "SEP")
        return north, make_user("pub-sep", north, "publisher")


def test_a_guest_is_given_each_language_of_a_draft(south: Cluster, paula: User) -> None:
    page = make_release(south, live=False, title="Un brouillon")
    page.save_revision()
    arabic = make_release(south, language="ar", live=False, title="مسودة")
    type(arabic).objects.filter(pk=arabic.pk).update(translation_key=page.translation_key)
    arabic.save_revision()
    client = signed_in(paula)
    for each in (page, arabic, arabic):
        client.post(f"{ROOT}{south.pk}/give/?page={each.pk}", form(kind="guest"))
    given_for = Accreditation.objects.order_by("pk").values_list("page", flat=True)
    assert list(given_for) == [page.pk, arabic.pk]
    assert len(mail.outbox) == 2


def test_a_message_that_is_too_long_is_shown_again_and_the_link_stays(south: Cluster, paula: User) -> None:
    made, link = given(paula, south, make_scheduled(south))
    message = "À relire avant jeudi. " * 100
    answer = signed_in(paula).post(f"{ROOT}{south.pk}/{made.pk}/link/", {"mail": "1", "message": message})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert message in shown
    assert "2000" in shown
    assert not mail.outbox
    assert read(link)[0] == 200


def test_nothing_ends_for_good_on_one_click(south: Cluster, paula: User) -> None:
    made, link = given(paula, south, make_scheduled(south))
    client = signed_in(paula)
    one = f"{ROOT}{south.pk}/{made.pk}/"
    assert client.get(one).content.decode().count('name="sure" value="1" required') == 2
    for action in ("revoke", "erase"):
        assert "Cochez d’abord la case" in shown_messages(client.post(f"{one}{action}/"))
        assert read(link)[0] == 200


def test_after_a_move_neither_team_sees_what_is_the_others(
    south: Cluster, paula: User, kept_north: tuple[Cluster, User]
) -> None:
    north, theirs = again(kept_north[0]), again(kept_north[1])
    page = make_release(south, live=False, title="Le titre secret", slug="le-titre-secret")
    page.save_revision()
    guest, _link = given(paula, south, page, kind="guest", may_comment=True)
    GuestComment.objects.create(accreditation=guest, page=page, text="Ce que le Midi a lu.")
    ours = signed_in(paula)
    screens = (f"{ROOT}{south.pk}/", f"{ROOT}{south.pk}/{guest.pk}/")
    assert all("Le titre secret" in ours.get(address).content.decode() for address in screens)

    target = section_of(north).get_children().type(type(page.get_parent().specific)).get()
    page.move(target, pos="last-child")
    page.refresh_from_db()
    type(page).objects.filter(pk=page.pk).update(title="Titre du Nord", draft_title="Titre du Nord")
    page.refresh_from_db()
    assert page.cluster == north
    for address in screens:
        shown = ours.get(address).content.decode()
        assert "Titre du Nord" not in shown
        assert "n’est plus de cette équipe" in shown
    them = signed_in(theirs)
    comments = reverse("press_accreditations:comments", args=[page.pk])
    edit = them.get(f"/admin/pages/{page.pk}/edit/")
    assert edit.status_code == 200
    assert comments not in edit.content.decode()
    for address in (comments, f"{ROOT}{north.pk}/?page={page.pk}"):
        answer = them.get(address)
        assert answer.status_code == 200
        assert "Ce que le Midi a lu." not in answer.content.decode()


def test_the_button_of_comments_is_for_who_may_read_them(
    south: Cluster, paula: User, kept_north: tuple[Cluster, User]
) -> None:
    page = make_release(south, title=SENTINEL)
    page.save_revision()
    guest, _link = given(paula, south, page, kind="guest", may_comment=True)
    GuestComment.objects.create(accreditation=guest, page=page, text="Une remarque")
    address = reverse("press_accreditations:comments", args=[page.pk])
    for user, is_theirs in ((paula, True), (again(kept_north[1]), False)):
        shown = [str(button.url) for button in page_buttons(page, user)]
        assert (address in shown) == is_theirs
        assert (signed_in(user).get(address).status_code == 200) == is_theirs
