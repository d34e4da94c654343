"""Renditions are made when an image arrives and when a page is published; a visitor never waits for one."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from lxml import html
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from clusters.models import Cluster
from fedcms.core.blocks import BodyBlock
from fedcms.media import renditions
from fedcms.media.models import FederationImage
from fedcms.media.pictures import picture
from fedcms.media.rendition_specs import ALL_SPECS, LEAD_SPECS, TEASER_SPECS
from fedcms.media.renditions import Rendering, make_renditions, missing_specs
from fedcms.media.signal_handlers import renditions_made_elsewhere
from fedcms.media.stored_renditions import prefetch_renditions
from fedcms.media.tasks import render_image, render_images_of_page
from home.models import HomeFeature, HomePage
from tests.factories import make_article, make_cluster, publish
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster that publishes."""
    with keep():
        return make_cluster("renders", "REN")


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def file_of(width: int, height: int, mode: str = "RGB") -> ContentFile[bytes]:
    """A drawn file of a size."""
    buffer = BytesIO()
    Image.new(mode, (width, height), "#b0303c").save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name="drawing.png")


def bare_image(width: int = 1400, height: int = 875, **fields: object) -> FederationImage:
    """An image for which nothing was made yet."""
    with renditions_made_elsewhere():
        return FederationImage.objects.create(title="Drawing", file=file_of(width, height), **fields)


def test_an_uploaded_image_gets_every_format_and_width() -> None:
    """Cards and heads of pages find what they need, in three formats."""
    image = FederationImage.objects.create(title="Drawing", file=file_of(1400, 875))
    assert missing_specs(image) == []
    assert set(image.renditions.values_list("width", "height")) == {
        (240, 150),
        (480, 300),
        (800, 500),
        (1200, 750),
    }
    with Image.open(image.renditions.get(filter_spec__contains="avif", width=800).file) as opened:
        assert (opened.format, opened.size) == ("AVIF", (800, 500))


def test_publication_makes_what_is_missing_for_lead_and_body(cluster: Cluster) -> None:
    """Both images of a page are ready when it is public."""
    lead, inside = bare_image(), bare_image()
    body = BodyBlock().to_python(
        [
            {
                "type": "image",
                "value": {"image": {"image": inside.pk, "alt_text": "A shape", "decorative": False}},
            }
        ]
    )
    page = make_article(cluster, live=False, lead_image=lead, body=body)
    assert missing_specs(lead) == missing_specs(inside) == list(ALL_SPECS)
    publish(page)
    assert missing_specs(lead) == missing_specs(inside) == []


def test_running_the_tasks_again_makes_nothing_twice(cluster: Cluster) -> None:
    """A worker that was killed and started again does no harm; neither does an image or page that is gone."""
    image = bare_image()
    page = make_article(cluster, lead_image=image)
    before = image.renditions.count()
    assert make_renditions(image) == 0
    render_images_of_page.enqueue(page_id=page.pk)
    render_image.enqueue(image_id=image.pk)
    assert image.renditions.count() == before == len(ALL_SPECS)
    assert render_images_of_page.call(page_id=0) == render_image.call(image_id=0) == 0


def test_another_file_gets_other_renditions() -> None:
    """The old picture is not shown under the new file's name."""
    image = FederationImage.objects.create(title="Drawing", file=file_of(1400, 875))
    image.file = file_of(1400, 700)
    image.save()
    assert set(image.renditions.values_list("width", "height")) == {
        (240, 120),
        (480, 240),
        (800, 400),
        (1200, 600),
    }


def test_a_small_image_is_never_enlarged() -> None:
    """What is 300 pixels wide stays so, and is named once in the srcset."""
    image = bare_image(300, 200)
    make_renditions(image)
    shown = picture(image, specs=LEAD_SPECS)
    assert shown is not None
    assert (shown.width, shown.height) == (300, 200)
    assert [source.srcset.count("300w") for source in shown.sources] == [1, 1]


def test_transparency_becomes_white_where_the_format_has_none() -> None:
    """A logo on nothing stays readable as JPEG."""
    with renditions_made_elsewhere():
        image = FederationImage.objects.create(title="Logo", file=file_of(500, 500, "RGBA"))
    assert make_renditions(image) == len(ALL_SPECS)


def test_a_picture_offers_the_best_format_first_and_jpeg_to_the_rest() -> None:
    """AVIF, then WebP, each in its widths; dimensions and alternative text are given."""
    image = bare_image(alt_texts={"fr": "Un carré « rouge »"})
    make_renditions(image)
    card = picture(image, specs=TEASER_SPECS, sizes="20rem")
    assert card is not None
    assert [source.type for source in card.sources] == ["image/avif", "image/webp"]
    assert [part.rpartition(" ")[2] for part in card.sources[0].srcset.split(", ")] == ["480w", "800w"]
    markup = str(card)
    assert markup.startswith("<picture>")
    assert card.src.endswith(".jpg")
    assert 'width="800" height="500" alt="Un carré « rouge »" loading="lazy"' in markup
    lead = picture(image, specs=LEAD_SPECS, alt='Says "this"', is_lazy=False)
    assert "1200w" in str(lead)
    assert "Says &quot;this&quot;" in str(lead)
    assert "lazy" not in str(lead)


def test_a_page_full_of_pictures_asks_nothing_once_they_are_prefetched(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """One query for all, none for each."""
    images = [bare_image() for _number in range(3)]
    for image in images:
        make_renditions(image)
    fresh = list(FederationImage.objects.filter(pk__in=[image.pk for image in images]))
    with django_assert_num_queries(1):
        prefetch_renditions([*fresh, None])
    by_wagtail = list(FederationImage.objects.prefetch_renditions(*TEASER_SPECS))
    with django_assert_num_queries(0):
        assert all(picture(image) for image in [*fresh, *by_wagtail])


def test_a_missing_rendition_is_replaced_by_another_and_never_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A visitor sees the smaller picture, or the placeholder cover, but does not wait."""
    image = bare_image()
    make_renditions(image)
    monkeypatch.setattr(renditions, "encode", lambda *args: pytest.fail("made in a visitor's request"))
    assert picture(None) is None
    image.renditions.filter(width=1200).delete()
    shown = picture(image, specs=LEAD_SPECS)
    assert shown is not None
    assert shown.width == 800
    with renditions_made_elsewhere():
        image.renditions.all().delete()
    assert picture(image) is None


def test_many_images_are_encoded_beside_other_work() -> None:
    """The demo's loader goes on while threads encode; errors are not swallowed."""
    images = [bare_image() for _number in range(3)]
    with Rendering(images) as rendering:
        made = rendering.store()
    assert made == 3 * len(ALL_SPECS)
    gone = bare_image()
    gone.file.storage.delete(gone.file.name)
    with pytest.raises(OSError, match=r"."), Rendering([gone]) as rendering:
        rendering.store()


def test_what_an_editor_marked_stays_in_sight_where_a_box_crops(cluster: Cluster) -> None:
    """On the page and on its card, whatever the shape of the box; without a mark, the centre."""
    image = FederationImage.objects.create(
        title="Drawing", file=file_of(1400, 875), focal_point_x=350, focal_point_y=700
    )
    page = make_article(cluster, lead_image=image)
    for path in (page.url_path, "/fr/actualites/"):
        assert b"object-position:25% 80%" in Client().get(path).content, path
    plain = picture(FederationImage.objects.create(title="Plain", file=file_of(1400, 875)))
    assert "object-position" not in str(plain)


def test_each_place_asks_for_a_file_of_its_own_size(cluster: Cluster) -> None:
    """The lead of the home page is large and does not wait; a thumbnail is small and offers nothing large."""
    page = make_article(
        cluster, lead_image=FederationImage.objects.create(title="Drawing", file=file_of(1400, 875))
    )
    second = make_article(cluster, lead_image=page.lead_image)
    home = HomePage.objects.get(locale__language_code="fr")
    home.features = [HomeFeature(content=each, sort_order=order) for order, each in enumerate([page, second])]
    home.save_revision().publish()

    def pictures(path: str, place: str) -> list[html.HtmlElement]:
        return html.fromstring(Client().get(path).content).xpath(f"//*[{place}]//picture")

    (lead,) = pictures("/fr/", "contains(@class, 'teaser--lead')")
    assert "1200w" in lead.xpath(".//source/@srcset")[0]
    assert lead.xpath(".//source/@sizes")[0] == "(min-width: 80rem) 42rem, (min-width: 62rem) 52vw, 100vw"
    assert lead.xpath(".//img/@fetchpriority") == ["high"]
    assert lead.xpath(".//img/@loading") == []
    (column,) = pictures("/fr/", "@class='columns'")
    assert column.xpath(".//img/@loading") == ["lazy"]
    thumbnails = pictures("/fr/actualites/", "@class='dispatches'")
    assert len(thumbnails) == 2
    for thumbnail in thumbnails:
        widths = [part.rpartition(" ")[2] for part in thumbnail.xpath(".//source/@srcset")[0].split(", ")]
        assert widths == ["240w", "480w"]
        assert set(thumbnail.xpath(".//source/@sizes")) == {"(max-width: 34rem) 4.5rem, 6.5rem"}
