"""What is asked for through a link is a file of the page or nothing, and whatever was read is noted once."""

import pytest
import time_machine
from django.core import mail
from django.test import Client
from wagtail.models import CollectionViewRestriction

from clusters.models import AccreditationOpening, Cluster
from fedcms.core.models import Topic
from fedcms.core.tasks.scheduled_publication import publish_due
from fedcms.users.models import User
from tests.clusters.press_access.support import (
    Files,
    assert_sealed,
    given,
    make_files,
    make_scheduled,
    read,
)
from tests.factories import make_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(south: Cluster) -> Files:
    return make_files(south)


def opened() -> list[str]:
    return list(AccreditationOpening.objects.order_by("pk").values_list("subject", flat=True))


def test_once_public_a_link_leads_to_files_of_the_site_alone(
    south: Cluster, paula: User, files: Files
) -> None:
    page = make_scheduled(south, files=files)
    _made, link = given(paula, south, page)
    address = f"documents/{files.document.pk}/{files.document.filename}"
    with time_machine.travel(page.go_live_at.timestamp() + 1, tick=False):
        publish_due()
        assert Client().get(f"{link}{page.pk}/{address}").url == f"/{address}"
        for other in ("/evil.example/x", "//evil.example/x", "\\evil.example", "/media/x", "fr/", "admin/"):
            answer = Client().get(f"{link}{page.pk}/{other}")
            assert "Location" not in answer.headers, other
            assert answer.status_code == 410
            assert_sealed(answer)


def test_other_ways_to_write_a_number_note_nothing_more(south: Cluster, paula: User, files: Files) -> None:
    page = make_scheduled(south, files=files)
    _made, link = given(paula, south, page)
    key, name = files.document.pk, files.document.filename
    arabic = str(key).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    statuses = [
        Client().get(f"{link}{page.pk}/documents/{number}/{name}").status_code
        for number in (str(key), f"000{key}", f"0{key}", arabic)
    ]
    assert statuses == [200, 200, 200, 410]
    assert opened() == [f"document:{key}"]


def test_an_original_is_marked_and_noted_and_a_size_of_a_picture_is_not(
    south: Cluster, paula: User, files: Files
) -> None:
    page = make_scheduled(south, files=files)
    _made, link = given(paula, south, page)
    size = files.image.renditions.first().file.name
    answer = Client().get(f"{link}{page.pk}/media/{size}")
    assert answer.status_code == 200
    assert opened() == []
    answer = Client().get(f"{link}{page.pk}/media/{files.image.file.name}")
    assert answer.status_code == 200
    assert 'inline; filename="sous-embargo-' in answer.headers["Content-Disposition"]
    assert opened() == [f"image:{files.image.pk}"]


def test_a_form_for_a_password_is_no_file(south: Cluster, paula: User, files: Files) -> None:
    page = make_scheduled(south, files=files)
    _made, link = given(paula, south, page)
    CollectionViewRestriction.objects.create(
        collection=south.collection, restriction_type="password", password="x"
    )
    address = f"{link}{page.pk}/documents/{files.document.pk}/{files.document.filename}"
    answer = Client().get(address)
    assert answer.status_code == 410
    assert "Content-Disposition" not in answer.headers
    assert opened() == []


def test_a_list_of_titles_is_noted_and_an_empty_one_is_not(south: Cluster, paula: User) -> None:
    topic = Topic.objects.create(key="ia", labels={"fr": "IA"})
    _none, empty = given(paula, south, scope="topic", topic=topic)
    _all, link = given(paula, south)
    page = make_scheduled(south)
    read(empty)
    Client().head(link)
    assert opened() == []
    for _ in range(2):
        assert page.title in read(link)[1]
    assert opened() == ["list"]


def test_a_draft_that_comes_back_with_a_refused_comment_is_noted(south: Cluster, paula: User) -> None:
    page = make_release(south, live=False, title="Un brouillon")
    page.save_revision()
    _made, link = given(paula, south, page, kind="guest", may_comment=True)
    answer = Client().post(f"{link}{page.pk}/comment/", {"text": ""})
    assert answer.status_code == 422
    assert "Un brouillon" in answer.content.decode()
    assert opened() == [f"page:{page.pk}"]
    assert not mail.outbox
