"""What a journalist reads on a release and takes along: when it was sent out, whom to call, who speaks."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from lxml import html

from clusters.models import Federation
from fedcms.demo import source
from news.models import PressReleasePage
from tests.factories import make_release

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 11, 27, 8, 30, tzinfo=UTC)


def moment_of(content: bytes) -> str:
    """The line that says what it is and since when."""
    return " ".join(html.fromstring(content).find_class("release__moment")[0].text_content().split())


def test_a_release_says_when_it_was_sent_out_and_none_is_immediate_before(
    federation: object, client: Client
) -> None:
    page = make_release(None)
    PressReleasePage.objects.filter(pk=page.pk).update(sort_at=SENT)
    words = moment_of(client.get(page.url_path).content).replace("\u2068", "").replace("\u2069", "")
    assert words == "Communiqué de presse · Pour diffusion immédiate · 27 novembre 2026 à 9 h 30 (Paris)"
    preview = make_release(None, live=False).make_preview_request()
    assert moment_of(preview.content) == "Communiqué de presse · Pas encore diffusé"


def test_the_text_is_copied_with_title_contact_and_boilerplate(federation: object, client: Client) -> None:
    page = make_release(None)
    owner = Federation.load()
    for boilerplate, ids in (
        ({"fr": "Qui nous sommes."}, ["release-title", "release-text", "release-contact", "boilerplate"]),
        ({}, ["release-title", "release-text", "release-contact"]),
    ):
        owner.boilerplate = boilerplate
        owner.save()
        shown = html.fromstring(client.get(page.url_path).content)
        (copied,) = shown.xpath("//button[@data-from]/@data-copy")
        assert copied.split() == ids
        assert all(shown.get_element_by_id(each).text_content().strip() for each in ids)
    assert shown.find_class("release__source")[0].text_content().endswith(page.url_path)


def test_the_federation_of_the_demo_says_who_it_is_in_sixty_words_in_each_language() -> None:
    texts = source.interface()["boilerplate"]
    assert set(texts) == {"fr", "en", "es", "ar"}
    assert all(50 <= len(text.split()) <= 75 and text.endswith(".") for text in texts.values())
