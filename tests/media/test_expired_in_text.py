"""A text shows no file whose rights have run out, and nothing that would say of it: no title, caption or credit."""

import json
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file

from fedcms.media.models import FederationDocument, FederationImage
from fedcms.media.renditions import make_renditions
from tests.factories import make_article, make_cluster
from tests.factories.content import publish

pytestmark = pytest.mark.django_db


def test_documents_and_images_of_a_text_go_with_their_rights(federation: object, client: Client) -> None:
    kept = FederationDocument.objects.create(title="Notice", file=ContentFile(b"a", "a.txt"))
    lost = FederationDocument.objects.create(title="Étude sous licence", file=ContentFile(b"b", "b.txt"))
    image = FederationImage.objects.create(title="i", file=get_test_image_file(), credit="Studio Rivage")
    make_renditions(image)
    body = [
        {"type": "documents", "value": {"title": "À lire", "documents": [kept.pk, lost.pk]}},
        {"type": "documents", "value": {"title": "Rapport", "documents": [lost.pk]}},
        {
            "type": "image",
            "value": {
                "image": {"image": image.pk, "alt_text": "Un quai", "decorative": False},
                "caption": "Le quai au matin",
            },
        },
        {
            "type": "gallery",
            "value": {
                "title": "",
                "images": [
                    {
                        "image": {"image": image.pk, "alt_text": "Un quai", "decorative": False},
                        "caption": f"Vue {number} du large",
                    }
                    for number in (1, 2)
                ],
            },
        },
    ]
    page = publish(make_article(make_cluster("nord", "NOR"), body=json.dumps(body)))
    words = (
        "Étude sous licence",
        "Rapport",
        "Studio Rivage",
        "Le quai au matin",
        "Vue 1 du large",
        "Vue 2 du large",
    )
    html = client.get(page.url_path).content.decode()
    assert [word for word in (*words, "Notice") if word not in html] == []
    expired = date(2020, 1, 1)
    FederationDocument.objects.filter(pk=lost.pk).update(rights_until=expired)
    FederationImage.objects.update(rights_until=expired)
    html = client.get(page.url_path).content.decode()
    assert "Notice" in html
    assert [word for word in words if word in html] == []
