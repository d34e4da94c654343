"""What tests of accreditations share: releases under embargo with their files, links, and what they answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from clusters.models import Accreditation, Cluster, ContentPage, Federation
from clusters.press_access.granting import Holder, Terms, give
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.media.renditions import make_renditions
from fedcms.users.models import User
from news.models import PressReleasePage
from tests.factories import make_release

SENTINEL = "Sentinelle du communiqué"
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


@dataclass
class Files:
    """An image with its renditions, and a document."""

    image: FederationImage
    document: FederationDocument


def make_files(cluster: Cluster, name: str = "essai") -> Files:
    image = FederationImage.objects.create(
        title=f"Photo {name}",
        file=get_test_image_file(f"{name}.png", size=(900, 600)),
        collection=cluster.collection,
        credit="EdTech",
        licence="cc-by",
    )
    make_renditions(image)
    document = FederationDocument(title=f"Dossier {name}", collection=cluster.collection, credit="EdTech")
    document.file.save(f"{name}.txt", ContentFile(b"Sentinelle du dossier"))
    document._set_document_file_metadata()
    document.save()
    return Files(image, document)


def in_hours(hours: float) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def make_scheduled(
    cluster: Cluster | None, *, hours: float = 24, files: Files | None = None, **fields: object
) -> PressReleasePage:
    """A release that is approved, and appears in so many hours."""
    values: dict[str, object] = {
        "title": SENTINEL,
        "go_live_at": in_hours(hours).replace(second=0, microsecond=0),
    }
    if files:
        values["lead_image"] = files.image
    page = make_release(cluster, live=False, **(values | fields))
    if files:
        page.attachments.create(document=files.document)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def given(
    giver: User,
    owner: Cluster | Federation,
    page: ContentPage | None = None,
    *,
    hours: float = 48,
    email: str = "lea@media.example",
    language: str = "fr",
    **terms: object,
) -> tuple[Accreditation, str]:
    """An accreditation, and the path of its link."""
    values: dict[str, object] = {
        "kind": "journalist",
        "scope": "page" if page else "all",
        "expires_at": in_hours(hours),
        "page": page,
    }
    made, token = give(
        owner, Holder("Léa Martin", "Ouest", email, language), Terms(**(values | terms)), giver, sends=False
    )
    return made, f"/before-publication/{token}/"


def read(link: str, **headers: str) -> tuple[int, str]:
    """What a holder sees who opens a link, redirects within the link followed."""
    client = Client()
    response = client.get(link, headers=headers)
    if response.status_code == 302 and response.url.startswith("/before-publication/"):
        response = client.get(response.url, headers=headers)
    return response.status_code, response.content.decode()


def assert_sealed(response: object) -> None:
    """No cache keeps it, no robot lists it, and no other site learns its address."""
    for name, value in HEADERS.items():
        assert response.headers[name] == value, name  # type: ignore[attr-defined]
