"""A publisher gives an accreditation, sends it, sees what was opened, revokes it; nobody else may."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import ModelLogEntry

from clusters.models import Accreditation, Cluster, Federation, GuestComment
from clusters.press_access.granting import revoke
from fedcms.users.models import User
from tests.clusters.answers import shown_messages
from tests.clusters.press_access.screens import LINK, ROOT, form, signed_in
from tests.clusters.press_access.support import SENTINEL, given, make_scheduled, read
from tests.factories import make_cluster, make_release, make_user
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


def test_an_accreditation_is_given_from_a_page_and_mailed_in_the_journalists_language(
    south: Cluster, paula: User
) -> None:
    page = make_scheduled(south)
    client = signed_in(paula)
    edit = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    url = f"{ROOT}{south.pk}/?page={page.pk}"
    assert url in edit
    assert SENTINEL in client.get(url).content.decode()
    assert client.get(f"{ROOT}{south.pk}/give/?page={page.pk}").status_code == 200
    answer = client.post(
        f"{ROOT}{south.pk}/give/?page={page.pk}", form(language="ar", message="À demain, Paula")
    )
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    (sent,) = mail.outbox
    assert sent.to == ["lea@media.example"]
    assert sent.reply_to == [paula.email]
    assert "À demain, Paula" in sent.body
    assert SENTINEL not in sent.body + sent.subject, "mails are forwarded, and indexed"
    found = LINK.search(str(sent.body))
    assert found is not None
    assert found[0] in answer.content.decode(), "the link is shown once"
    assert read(found[1])[0] == 200
    made = Accreditation.objects.get()
    assert (made.given_by, made.page_id, made.sent_at is not None) == (paula, page.pk, True)

    shown = client.get(f"{ROOT}{south.pk}/{made.pk}/").content.decode()
    assert shown.count(SENTINEL) >= 2, "what it opens, and what was opened"
    assert found[1] not in shown
    answer = client.post(f"{ROOT}{south.pk}/{made.pk}/revoke/", {"sure": "1"})
    assert "révoquée" in shown_messages(answer)
    assert read(found[1])[0] == 404
    actions = set(ModelLogEntry.objects.for_instance(south).values_list("action", flat=True))
    assert {"clusters.press_access.give", "clusters.press_access.revoke"} <= actions
    assert not ModelLogEntry.objects.filter(data__icontains="lea").exists(), (
        "who is erased stays in the history"
    )


def test_the_same_form_sent_twice_gives_and_sends_once(south: Cluster, paula: User) -> None:
    page = make_scheduled(south)
    client = signed_in(paula)
    for _ in range(2):
        answer = client.post(f"{ROOT}{south.pk}/give/?page={page.pk}", form())
    assert "a déjà cette accréditation" in shown_messages(answer)
    assert Accreditation.objects.count() == len(mail.outbox) == 1


def test_without_a_mail_the_link_is_shown_once(south: Cluster, paula: User) -> None:
    client = signed_in(paula)
    answer = client.post(f"{ROOT}{south.pk}/give/", form(scope="all", sends=""))
    found = LINK.search(answer.content.decode())
    assert found is not None
    assert not mail.outbox
    made = Accreditation.objects.get()
    assert (made.kind, made.scope) == ("journalist", "all")
    assert LINK.search(client.get(f"{ROOT}{south.pk}/{made.pk}/").content.decode()) is None
    again_shown = client.post(f"{ROOT}{south.pk}/{made.pk}/link/")
    new = LINK.search(again_shown.content.decode())
    assert new is not None
    assert (read(found[1])[0], read(new[1])[0]) == (404, 200)
    client.post(f"{ROOT}{south.pk}/{made.pk}/link/", {"mail": "1", "message": "Nouveau lien"})
    assert "Nouveau lien" in mail.outbox[0].body
    assert read(new[1])[0] == 404


def test_what_cannot_be_given_is_refused_beside_its_field(south: Cluster, paula: User) -> None:
    page = make_scheduled(south)
    client = signed_in(paula)
    for fields, words in (
        ({"email": "lea"}, "Saisissez une adresse"),
        ({"expires_at": "01/01/2020 10:00"}, "Ce moment est passé"),
        ({"expires_at": "01/01/2099 10:00"}, "Un an au plus"),
        ({"scope": "topic"}, "Choisissez un thème"),
        ({"scope": "all", "kind": "guest"}, "page par page"),
    ):
        answer = client.post(f"{ROOT}{south.pk}/give/?page={page.pk}", form(**fields))
        assert words in answer.content.decode(), fields
    assert not Accreditation.objects.exists()
    assert not mail.outbox


@pytest.fixture(scope="module")
def kept_others(keep: Keep, kept: tuple[Cluster, User]) -> dict[str, User]:
    with keep():
        north = make_cluster("septentrion", "SEP")
        federation = Federation.load()
        return {
            "editor of the cluster": make_user("ed-mid", kept[0], "editor"),
            "publisher of another": make_user("pub-sep", north, "publisher"),
            "editor of another": make_user("ed-sep", north, "editor"),
            "publisher of the federation": make_user("pub-fed", federation, "publisher"),
            "editor of the federation": make_user("ed-fed", federation, "editor"),
        }


def test_nobody_but_its_publishers_accredits_for_a_cluster(
    south: Cluster, paula: User, kept_others: dict[str, User]
) -> None:
    page = make_scheduled(south)
    made, link = given(paula, south, page)
    before = Accreditation.objects.values().get()
    one = f"{ROOT}{south.pk}/{made.pk}/"
    of_all = form(scope="all", people="A;B;c@d.example;fr")
    for name, user in kept_others.items():
        client = signed_in(again(user))
        for address in (
            f"{ROOT}{south.pk}/",
            f"{ROOT}{south.pk}/?page={page.pk}",
            f"{ROOT}{south.pk}/give/",
            one,
        ):
            answer = client.get(address)
            assert answer.status_code in (302, 403, 404), (name, address)
            assert SENTINEL not in answer.content.decode()
        for address in ("give/", f"give/?page={page.pk}", "give-list/"):
            client.post(f"{ROOT}{south.pk}/{address}", of_all)
        for action in ("link", "end", "revoke", "erase"):
            client.post(f"{one}{action}/", form(sure="1"))
    assert Accreditation.objects.values().get() == before
    assert not mail.outbox
    assert read(link)[0] == 200
    # The same is done for who may.
    publisher = signed_in(paula)
    for address in ("give/", "give-list/"):
        publisher.post(f"{ROOT}{south.pk}/{address}", of_all)
    assert Accreditation.objects.count() == len(mail.outbox) + 1 == 3
    publisher.post(f"{one}erase/", form(sure="1"))
    assert read(link)[0] == 404


def test_a_team_reaches_no_other_teams_accreditation_or_page(
    south: Cluster, paula: User, kept_others: dict[str, User]
) -> None:
    theirs = again(kept_others["publisher of another"])
    north = Cluster.objects.get(slug="septentrion")
    made, _link = given(paula, south, make_scheduled(south))
    secret = make_scheduled(south, title="Secret du Midi")
    client = signed_in(theirs)
    assert client.get(f"{ROOT}{north.pk}/{made.pk}/").status_code == 404
    assert client.post(f"{ROOT}{north.pk}/{made.pk}/revoke/", {"sure": "1"}).status_code == 404
    for address in ("", "give/", "give-list/"):
        assert client.get(f"{ROOT}{north.pk}/{address}?page={secret.pk}").status_code == 404
    assert client.get(f"{ROOT}comments/{secret.pk}/").status_code in (302, 403)
    made.refresh_from_db()
    assert made.revoked_at is None


def test_the_federations_publishers_accredit_for_its_releases(kept_others: dict[str, User]) -> None:
    page = make_scheduled(None, title="Secret fédéral")
    client = signed_in(again(kept_others["publisher of the federation"]))
    assert client.get(ROOT).url == f"{ROOT}0/"
    client.post(f"{ROOT}0/give/?page={page.pk}", form())
    found = LINK.search(str(mail.outbox[0].body))
    assert found is not None
    assert "Secret fédéral" in read(found[1])[1]
    editor = signed_in(again(kept_others["editor of the federation"]))
    assert editor.get(ROOT).status_code in (302, 403)
    assert ROOT not in editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_the_menu_leads_publishers_there_alone(
    south: Cluster, paula: User, kept_others: dict[str, User]
) -> None:
    assert ROOT in signed_in(paula).get("/admin/").content.decode()
    assert ROOT not in signed_in(again(kept_others["editor of the cluster"])).get("/admin/").content.decode()


def test_an_editor_reads_what_guests_wrote(south: Cluster, paula: User, kept_others: dict[str, User]) -> None:
    page = make_release(south, live=False, title="À relire")
    page.save_revision()
    guest, _link = given(paula, south, page, kind="guest", may_comment=True)
    editor = signed_in(again(kept_others["editor of the cluster"]))
    comments = f"{ROOT}comments/{page.pk}/"
    assert comments not in editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    GuestComment.objects.create(accreditation=guest, page=page, text="Le chiffre est de 2025.")
    assert comments in editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Le chiffre est de 2025." in editor.get(comments).content.decode()
    publisher = signed_in(paula)
    for address in (f"{ROOT}{south.pk}/?page={page.pk}", f"{ROOT}{south.pk}/{guest.pk}/"):
        assert "Le chiffre est de 2025." in publisher.get(address).content.decode()


def test_the_end_is_changed_and_a_revoked_one_is_not(south: Cluster, paula: User) -> None:
    made, link = given(paula, south, make_scheduled(south))
    client = signed_in(paula)
    one = f"{ROOT}{south.pk}/{made.pk}/"
    moment = (timezone.localtime() + timedelta(days=20)).replace(second=0, microsecond=0)
    client.post(f"{one}end/", {"expires_at": moment.strftime("%d/%m/%Y %H:%M")})
    made.refresh_from_db()
    assert made.expires_at == moment
    assert read(link)[0] == 200
    answer = client.post(f"{one}end/", {"expires_at": "hier"})
    assert "valide" in shown_messages(answer)
    revoke(made, south, paula)
    values = {"expires_at": moment.strftime("%d/%m/%Y %H:%M"), "sure": "1"}
    for action in ("end", "link", "revoke"):
        answer = client.post(f"{one}{action}/", values)
        assert "révoquée" in shown_messages(answer)
    assert read(link)[0] == 404
    assert "est effacé" in shown_messages(client.post(f"{one}erase/", {"sure": "1"}))
    assert not Accreditation.objects.exists()


def test_lists_do_not_cost_more_with_more_people(
    south: Cluster, paula: User, django_assert_max_num_queries: object
) -> None:
    page = make_scheduled(south)
    for number in range(12):
        _made, link = given(paula, south, page, email=f"n{number}@media.example")
        read(link)
    client = signed_in(paula)
    client.get(f"{ROOT}{south.pk}/")
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        assert client.get(f"{ROOT}{south.pk}/").status_code == 200
