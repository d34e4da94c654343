"""The newsroom keeps what the home page promises: files to download, images free for the press, a text to take."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from lxml import html
from wagtail.images.tests.utils import get_test_image_file

from clusters.models import Cluster, Federation
from clusters.press_access.kits.tasks import prepare_image
from fedcms.media.models import FederationDocument, FederationImage, Licence
from fedcms.media.renditions import make_renditions
from news.models import PressReleasePage
from news.models.release import ReleaseAttachment
from tests.factories import make_cluster, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(federation: object) -> Cluster:
    """A cluster that publishes."""
    return make_cluster("presse", "PRE")


def image(title: str, **fields: object) -> FederationImage:
    """An image for the press, unless `fields` say otherwise."""
    values = {
        "licence": Licence.PRESS,
        "credit": "Studio",
        "alt_texts": {"fr": title},
        "file": get_test_image_file(),
    }
    return FederationImage.objects.create(title=title, **(values | fields))


def attach(release: PressReleasePage, title: str, **fields: object) -> FederationDocument:
    """A document of a release's kit, as an editor attaches it."""
    values = {"licence": Licence.PRESS, "credit": "Studio", "file": ContentFile(b"text", name="kit.txt")}
    document = FederationDocument.objects.create(title=title, **(values | fields))
    release.attachments = [*release.attachments.all(), ReleaseAttachment(document=document)]
    release.save_revision().publish()
    return document


def newsroom() -> html.HtmlElement:
    """The page as an anonymous reader gets it."""
    return html.fromstring(Client().get("/fr/presse/").content.decode())


def offered() -> list[str]:
    """The names of what can be downloaded, in order."""
    names = newsroom().xpath("//table[@class='files']//th[@scope='row']/a")
    return [name.text_content().rpartition(" : ")[2].strip() for name in names]


def test_the_latest_kits_and_images_can_be_downloaded_each_once(cluster: Cluster) -> None:
    shared = image("Vue partagée")
    for number in range(2):
        release = make_release(cluster, title=f"Communiqué {number}", lead_image=shared)
        attach(release, f"Dossier {number}")
    assert offered() == ["Dossier 1", "Dossier 0", "Vue partagée"]
    (link,) = newsroom().xpath("//table[@class='files']//a[contains(., 'Dossier 1')]")
    assert b"".join(Client().get(link.get("href")).streaming_content) == b"text"


def test_what_the_press_may_not_use_or_see_is_not_offered(cluster: Cluster) -> None:
    """Nor that of a release that is not out, or not in this language."""
    yesterday = timezone.localdate() - timedelta(days=1)
    kept = make_release(cluster, lead_image=image("Tous droits", licence=Licence.ALL_RIGHTS))
    attach(kept, "Dossier réservé", licence=Licence.ALL_RIGHTS)
    over = make_release(cluster, lead_image=image("Échue", rights_until=yesterday))
    attach(over, "Dossier échu", rights_until=yesterday)
    hidden = make_release(cluster, lead_image=image("Cachée"))
    attach(hidden, "Dossier caché")
    hidden.unpublish()
    english = make_release(cluster, "en", lead_image=image("Anglaise"))
    attach(english, "English kit")
    assert offered() == []
    assert "Aucun fichier à télécharger" in newsroom().text_content()


def test_an_image_is_one_row_with_a_thumbnail_and_what_can_be_printed_first(cluster: Cluster) -> None:
    """A web format is beside it; the file for print says whose it is, as every copy for the press."""
    scene = image("Vue du port", file=get_test_image_file("port.webp", size=(600, 400)))
    make_release(cluster, lead_image=scene)
    prepare_image.call(scene.pk)
    make_renditions(scene)
    (row,) = newsroom().xpath("//table[@class='files']/tbody/tr")
    (main,) = row.xpath("th/a")
    assert main.text_content().strip() == "Vue du port"
    assert main.xpath(".//img[@alt='' and @width and @loading='lazy']")
    assert main.get("href").endswith("port-print.jpg")
    assert "JPEG" in row.text_content() or "JPG" in row.text_content()
    assert "600\u00a0×\u00a0400" in row.text_content()
    (other,) = row.xpath(".//ul/li/a")
    assert "WEBP" in other.text_content()
    printed = b"".join(Client().get(main.get("href")).streaming_content)
    assert printed.startswith(b"\xff\xd8")
    assert b"Studio" in printed


def test_a_file_says_its_language_and_contacts_stand_above_the_list(cluster: Cluster) -> None:
    cluster.press_email = "presse@pre.example"
    cluster.save()
    attach(make_release(cluster), "Press kit", language="en")
    attach(make_release(cluster), "Dossier muet")
    english, silent = newsroom().xpath("//table[@class='files']/tbody/tr")[::-1]
    assert "anglais" in english.text_content()
    assert english.xpath("th/a[@hreflang='en']")
    assert "anglais" not in silent.text_content()
    assert not silent.xpath("th/a[@hreflang]")
    text = newsroom().text_content()
    assert text.index("presse@pre.example") < text.index("Dossier muet")


def test_the_federation_can_be_quoted_as_it_describes_itself(cluster: Cluster) -> None:
    """With the button of a release; nothing stands there while it has no words for itself."""
    assert newsroom().xpath("//*[@id='boilerplate']") == []
    federation = Federation.load()
    federation.boilerplate = {"fr": "Nous réunissons les clusters."}
    federation.save()
    (text,) = newsroom().xpath("//*[@id='boilerplate']")
    assert text.text_content() == "Nous réunissons les clusters."
    assert newsroom().xpath("//button[@data-copy='boilerplate']")
    assert newsroom().xpath("//script[contains(@src, 'copy')]")


def test_releases_that_other_languages_have_besides_are_counted_and_linked(cluster: Cluster) -> None:
    make_release(cluster, "en")
    (item,) = newsroom().xpath("//ul[@class='elsewhere__list']/li")
    assert " ".join(item.text_content().split()) == "English 1 de plus"
    assert item.xpath("./a/@href") == ["/en/press/"]
