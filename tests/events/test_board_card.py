"""The social card of a mission shows its row of the departure board."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from wagtail.models import Locale

from events.models import TradeMissionPage
from fedcms.core.design.colour import INK
from fedcms.core.seo.social_card_text import SocialCardText
from fedcms.media.social_cards.drawing import draw_social_card

pytestmark = pytest.mark.django_db


def card_of(language: str, city: str = "Montréal", **fields: object) -> SocialCardText:
    """The card of a mission to Montréal that is not saved."""
    page = TradeMissionPage(
        title="Mission",
        locale=Locale.objects.get(language_code=language),
        translation_key=uuid4(),
        destination_city=city,
        destination_country="CA",
        starts_on=date(2031, 5, 11),
        ends_on=date(2031, 5, 15),
        **fields,
    )
    return page.social_card_text()


def test_the_card_says_where_when_and_for_how_many() -> None:
    """In the language of the page; places that nobody has said are left out."""
    assert card_of("fr", places=12).board_row == ("Montréal, Canada", "11–15 mai 2031", "12 places")
    assert card_of("en").board_row == ("Montréal, Canada", "11–15 May 2031")
    assert card_of("ar", city="مونتريال", places=12).board_row[0] == "مونتريال، كندا"


def test_another_row_is_another_card() -> None:
    """What changes is drawn anew; cards without a row keep their addresses."""
    card = card_of("fr", places=12)
    assert replace(card, board_row=("Montréal, Canada", "11–15 mai 2031", "13 places")).digest != card.digest
    assert replace(card, board_row=()).digest != card.digest


@pytest.mark.parametrize(("language", "begins_at"), [("fr", 4), ("ar", 1195)])
def test_the_row_is_drawn_on_a_dark_ground_on_the_side_of_the_text(language: str, begins_at: int) -> None:
    """Beside the cover, at the side where reading begins; a card without a row has paper there."""
    card = card_of(language, places=12)

    def grounds(text: SocialCardText) -> list[object]:
        image = Image.open(BytesIO(draw_social_card(text))).convert("RGB")
        return [image.getpixel((begins_at, height)) for height in (370, 420, 474)]

    dark = tuple(int(INK[place : place + 2], 16) for place in (1, 3, 5))
    with_row, without = grounds(card), grounds(replace(card, board_row=()))
    assert all(sum(abs(a - b) for a, b in zip(pixel, dark, strict=True)) < 24 for pixel in with_row)  # type: ignore[call-overload]  # three bands
    assert not set(with_row) & set(without)
