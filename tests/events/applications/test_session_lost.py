"""Whoever is signed out meanwhile loses nothing of a form: it is sent again after signing in (issue 16)."""

import html as entities
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from events.models import Evaluation
from tests.events.applications.judged import Judged
from tests.events.applications.support import posted
from tests.factories.people import PASSWORD

HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def otto() -> Client:
    """A browser that has to show the token of each form."""
    return Client(enforce_csrf_checks=True)


def _sign_in(browser: Client, name: str) -> None:
    token = posted(browser.get("/admin/login/").content.decode())["csrfmiddlewaretoken"]
    fields = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert browser.post("/admin/login/", fields).status_code == 302


def _kept(html: str) -> dict[str, str]:
    """The form that a page offers to send again."""
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', html)
    return {name: entities.unescape(value) for name, value in found}


def test_scores_are_sent_again_after_signing_in_elsewhere(judged: Judged, otto: Client) -> None:
    _sign_in(otto, "otto")
    one, comment = f"{judged.jury}{judged.good.pk}/", 'Bon "dossier" <clair>\nà revoir'
    seen = posted(otto.get(one).content.decode())
    typed = judged.scores(5, 4, comment=comment, hand_in="1", **seen)
    Session.objects.all().delete()

    answer = otto.post(one, typed, **HERE)
    html = answer.content.decode()
    assert (answer.status_code, Evaluation.objects.count()) == (403, 0)
    assert answer["Cache-Control"].startswith(("private", "max-age=0")), answer["Cache-Control"]
    assert 'href="/admin/login/" target="_blank"' in html
    assert f'action="{one}"' in html
    kept = _kept(html)
    assert {**kept, "csrfmiddlewaretoken": ""} == {**typed, "csrfmiddlewaretoken": ""}

    # Signing in gives all forms another token: the page says so once more, still with everything.
    _sign_in(otto, "otto")
    answer = otto.post(one, kept, **HERE)
    assert answer.status_code == 403
    assert "/admin/login/" not in answer.content.decode()
    answer = otto.post(one, _kept(answer.content.decode()), **HERE)
    assert (answer.status_code, answer["Location"]) == (302, one)
    assert Evaluation.objects.get().comment.replace("\r\n", "\n") == comment


def test_a_form_of_another_site_is_not_offered(judged: Judged, otto: Client) -> None:
    """One click would send it as if it were ours."""
    _sign_in(otto, "otto")
    one = f"{judged.jury}{judged.good.pk}/"
    typed = judged.scores(5, 4, comment="Von anderswo", hand_in="1")
    for headers in ({"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://evil.example"}, {}):
        answer = otto.post(one, typed, **headers)
        assert answer.status_code == 403
        assert "Von anderswo" not in answer.content.decode()
    assert not Evaluation.objects.exists()


def test_scripts_and_passwords_are_answered_as_before(judged: Judged, otto: Client) -> None:
    one = f"{judged.jury}{judged.good.pk}/"
    otto.get("/admin/login/")
    token = posted(otto.get("/admin/login/").content.decode())["csrfmiddlewaretoken"]
    typed = judged.scores(5, 4, comment="Getippt", csrfmiddlewaretoken=token)
    answer = otto.post(one, typed, HTTP_X_REQUESTED_WITH="XMLHttpRequest", **HERE)
    assert "Getippt" not in answer.content.decode()
    answer = otto.post(
        "/admin/login/", {"username": "otto", "password": "Geheim!", "csrfmiddlewaretoken": "x" * 64}, **HERE
    )
    assert answer.status_code == 403
    assert "Geheim!" not in answer.content.decode()
    assert "otto" not in answer.content.decode()


def test_files_are_to_be_chosen_again(judged: Judged, otto: Client) -> None:
    token = posted(otto.get("/admin/login/").content.decode())["csrfmiddlewaretoken"]
    file = SimpleUploadedFile("projet.pdf", b"%PDF-1.7")
    answer = otto.post(
        "/admin/images/add/", {"title": "Un titre", "csrfmiddlewaretoken": token, "file": file}, **HERE
    )
    html = answer.content.decode()
    assert "Seuls les fichiers sont à choisir à nouveau" in html
    assert 'name="title" value="Un titre"' in html
    answer = otto.post("/admin/images/add/", {"title": "Un titre", "csrfmiddlewaretoken": token}, **HERE)
    assert "Seuls les fichiers" not in answer.content.decode()
