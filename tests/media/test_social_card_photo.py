"""The social card of a page with a photograph shows it, with its credit, for as long as it may be shown."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image

from clusters.models import Cluster
from fedcms.core.seo.social_card_text import SocialCardText
from fedcms.media.models import FederationImage
from fedcms.media.social_cards.drawing import draw_social_card
from fedcms.media.social_cards.store import draw, is_drawn, name_of
from news.models import ArticlePage
from tests.factories import make_article

pytestmark = pytest.mark.django_db

SIZE = (400, 200)
LEFT, RIGHT = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def photo(loire: Cluster) -> FederationImage:
    """A photograph that is red on its left and blue on its right."""
    data = BytesIO()
    picture = Image.new("RGB", SIZE, LEFT)
    picture.paste(RIGHT, (SIZE[0] // 2, 0, *SIZE))
    picture.save(data, "PNG")
    image: FederationImage = FederationImage.objects.create(
        title="Deux moitiés",
        file=ImageFile(BytesIO(data.getvalue()), "halves.png"),
        collection=loire.collection,
        credit="Ana Reyes",
    )
    return image


@pytest.fixture
def page(loire: Cluster, photo: FederationImage) -> ArticlePage:
    """A public page with the photograph."""
    return make_article(loire, title="Une rentrée", lead_image=photo)


def drawn(text: SocialCardText) -> Image.Image:
    """The card as pixels."""
    return Image.open(BytesIO(draw_social_card(text))).convert("RGB")


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    """Whether a pixel has about this colour: the card has a palette."""
    assert isinstance(pixel, tuple)
    return all(abs(int(one) - other) < 12 for one, other in zip(pixel, colour, strict=True))


def test_the_photograph_is_on_the_side_where_lines_end(page: ArticlePage) -> None:
    card = drawn(page.social_card_text())
    assert card.size == (1200, 630)
    assert near(card.getpixel((800, 100)), LEFT)
    assert near(card.getpixel((1190, 100)), RIGHT)
    arabic = make_article(page.cluster, "ar", title="عودة", slug="awda", lead_image=page.lead_image)
    card = drawn(arabic.social_card_text())
    assert near(card.getpixel((10, 100)), LEFT)
    assert near(card.getpixel((410, 100)), RIGHT)


def test_the_focal_point_stays_in_sight(page: ArticlePage, photo: FederationImage) -> None:
    photo.focal_point_x, photo.focal_point_y = 380, 100
    photo.focal_point_width = photo.focal_point_height = 10
    photo.save()
    card = drawn(ArticlePage.objects.get(pk=page.pk).social_card_text())
    assert near(card.getpixel((800, 100)), RIGHT)


def test_the_credit_is_written_below_and_changes_the_address(
    page: ArticlePage, photo: FederationImage
) -> None:
    before = page.social_card_text()
    with_credit = drawn(before)
    assert not near(with_credit.getpixel((1190, 625)), RIGHT)
    photo.credit = ""
    photo.save()
    after = ArticlePage.objects.get(pk=page.pk).social_card_text()
    assert name_of(after) != name_of(before)
    assert near(drawn(after).getpixel((1190, 625)), RIGHT)


def test_a_photograph_whose_rights_have_ended_is_on_no_card(
    page: ArticlePage, photo: FederationImage
) -> None:
    """The last day is included; the day after, the former card is at no address."""
    text = page.social_card_text()
    assert draw(text)
    photo.rights_until = timezone.localdate()
    photo.save()
    assert Client().get(f"/{name_of(text)}").status_code == 200
    photo.rights_until -= timedelta(days=1)
    photo.save()
    assert Client().get(f"/{name_of(text)}").status_code == 404
    without = ArticlePage.objects.get(pk=page.pk).social_card_text()
    assert without.photo is None
    assert draw(without)
    answer = Client().get(f"/{name_of(text)}")
    assert (answer.status_code, answer["Location"]) == (302, f"/{name_of(without)}")
    assert not default_storage.exists(name_of(text))


def test_a_photograph_without_file_leaves_its_place_to_the_cover(
    page: ArticlePage, photo: FederationImage
) -> None:
    default_storage.delete(photo.file.name)
    card = drawn(page.social_card_text())
    assert not near(card.getpixel((800, 100)), LEFT)


@override_settings(FEDCMS_SOCIAL_CARDS=True)
def test_a_changed_image_gets_new_cards_on_the_pages_that_show_it(
    page: ArticlePage, photo: FederationImage
) -> None:
    hidden = make_article(page.cluster, live=False, title="Pas encore", lead_image=photo)
    draw(page.social_card_text())
    photo.credit = "Ana Reyes / Loire"
    photo.save()
    shown = ArticlePage.objects.get(pk=page.pk).social_card_text()
    assert is_drawn(shown)
    assert not is_drawn(ArticlePage.objects.get(pk=hidden.pk).social_card_text())


def test_a_damaged_photograph_stops_no_other_card(page: ArticlePage, photo: FederationImage) -> None:
    """A file that ends too soon passes the upload, which reads its beginning."""
    with default_storage.open(photo.file.name) as file:
        content = file.read()
    default_storage.delete(photo.file.name)
    default_storage.save(photo.file.name, ContentFile(content[: len(content) // 2]))
    card = drawn(page.social_card_text())
    assert not near(card.getpixel((800, 100)), LEFT)
