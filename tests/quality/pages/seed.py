"""A small federation, published as people do it: what the copies are copies of, and what is measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Page

from clusters.models import Charter, Cluster, ContentPage, Organisation
from fedcms.core.models import Topic
from fedcms.media.models import FederationDocument, FederationImage, Licence
from fedcms.media.renditions import make_renditions
from home.models import StandardPage
from news.models.release import ReleaseAttachment
from tests.factories import (
    make_article,
    make_cluster,
    make_event,
    make_federation,
    make_mission,
    make_release,
    make_story,
    publish,
)
from tests.factories.content import section_of

CODES = ("AAA", "BBB", "CCC", "DDD")
TOPICS = ("ai", "data", "inclusion", "games", "training")
# As an article of some length has them.
PARAGRAPHS, LINKED_PARAGRAPHS = 8, 20


@dataclass
class Seed:
    """The pages that were published, by kind; who publishes, and what their copies show."""

    clusters: list[Cluster]
    pages: dict[str, ContentPage]
    linked: ContentPage
    images: list[FederationImage]
    topics: list[Topic]
    organisations: list[Organisation]


def _image(number: int, cluster: Cluster) -> FederationImage:
    buffer = BytesIO()
    Image.new("RGB", (1280, 720), (10 * number, 80, 160)).save(buffer, format="JPEG")
    image = FederationImage(
        title=f"Image {number}",
        file=ContentFile(buffer.getvalue(), name=f"bench-{number}.jpg"),
        alt_texts={"fr": f"Ce que montre l’image {number}"},
        credit="Banc",
        licence=Licence.CC_BY,
        collection=cluster.collection,
    )
    image.save()
    make_renditions(image)
    return image


def paragraphs(number: int, links: Sequence[Page] = ()) -> list[dict[str, str]]:
    """A body of so many paragraphs, the first of them each with a link to a page."""
    sentence = "Les classes volontaires ont comparé deux manières de corriger les brouillons. " * 4
    found = []
    for position in range(number):
        link = f'<a linktype="page" id="{links[position].pk}">Lire</a>' if position < len(links) else ""
        found.append({"type": "paragraph", "value": f"<p>{sentence}{link}</p>"})
    return found


def _document(cluster: Cluster) -> FederationDocument:
    return FederationDocument.objects.create(
        title="Dossier",
        file=ContentFile(b"Dossier de presse", name="bench.txt"),
        collection=cluster.collection,
        licence=Licence.PRESS,
        credit="The team",
    )


def make_seed() -> Seed:
    """The federation, its clusters, and one page of each kind with what its template can show."""
    make_federation()
    clusters = [make_cluster(code.lower(), code) for code in CODES]
    images = [_image(number, clusters[0]) for number in range(4)]
    topics = [Topic.objects.create(key=key, labels={"fr": key.title()}) for key in TOPICS]
    organisations = [
        Organisation.objects.create(
            slug=f"lab-{number}", name=f"Lab {number}", kind="laboratory", cluster=cluster
        )
        for number, cluster in enumerate(clusters * 5)
    ]
    pages: dict[str, ContentPage] = {}
    targets = [*Page.objects.filter(depth__gt=2, live=True, locale__language_code="fr").order_by("pk")[:2]]
    makers = (make_article, make_story, make_release, make_event, make_mission)
    for number, make in enumerate(makers):
        page = make(
            clusters[0],
            slug=f"seed-{number}",
            organisation=organisations[0],
            lead_image=images[number % len(images)],
            body=paragraphs(PARAGRAPHS, targets),
        )
        page.topics.set(topics[:2])
        if make is make_release:
            page.attachments.add(ReleaseAttachment(document=_document(clusters[0]), sort_order=0))
        pages[page.kind] = publish(page)
    many = list(Page.objects.filter(depth__gt=2, live=True).order_by("pk")[:LINKED_PARAGRAPHS])
    linked = make_article(
        clusters[0], slug="linked", lead_image=images[0], body=paragraphs(LINKED_PARAGRAPHS, many)
    )
    home = section_of(None)
    about = StandardPage(title="À propos", slug="about", summary="Qui nous sommes.", locale=home.locale)
    home.add_child(instance=about)
    Charter.objects.create(version="1", effective_on="2020-01-01", summary={"fr": "Résumé"})
    return Seed(clusters, pages, linked, images, topics, organisations)


def find_seed() -> Seed:
    """The seed of a database that was kept."""
    pages = {
        page.kind: page
        for page in (each.specific for each in ContentPage.objects.filter(slug__startswith="seed-"))
    }
    return Seed(
        list(Cluster.objects.filter(code__in=CODES).order_by("code")),
        pages,
        ContentPage.objects.get(slug="linked").specific,
        list(FederationImage.objects.order_by("pk")[:4]),
        list(Topic.objects.filter(key__in=TOPICS).order_by("pk")),
        list(Organisation.objects.filter(slug__startswith="lab-").order_by("pk")),
    )
