"""Previews how search engines and social networks show a page; stores nothing.

The social card of a draft is drawn for this response alone: in the storage it would be public
(fedcms.media.social_cards.store).
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.templatetags.static import static
from django.utils.text import Truncator

from fedcms.core.models.base_page import BasePage
from fedcms.core.seo.social_card_text import SocialCardText
from fedcms.media.social_cards.drawing import draw_social_card
from fedcms.media.social_cards.lettering import can_write
from fedcms.media.social_cards.store import DEFAULT_SOCIAL_CARD
from home.head.head_metadata import Head
from home.head.text_length import DESCRIPTION_LENGTH, TITLE_LENGTH


@dataclass(frozen=True)
class SearchPreview:
    """A search result as search engines show it: the address, the title as far as it fits, the description."""

    host: str
    steps: list[str]
    title: str
    title_length: int
    description: str
    description_length: int
    most_of_title: int = TITLE_LENGTH
    most_of_description: int = DESCRIPTION_LENGTH

    @property
    def is_cut(self) -> bool:
        """Whether the title is longer than what is shown."""
        return self.title_length > self.most_of_title


def search_preview(head: Head) -> SearchPreview:
    """Returns the search result made from the head."""
    address = urlsplit(head.canonical)
    return SearchPreview(
        host=address.netloc,
        steps=[unquote(step) for step in address.path.split("/") if step],
        title=Truncator(head.title).chars(TITLE_LENGTH),
        title_length=len(head.title),
        description=head.description,
        description_length=len(head.description),
    )


def drawn_now(text: SocialCardText) -> str:
    """Returns the social card as a data URL."""
    return f"data:image/png;base64,{b64encode(draw_social_card(text)).decode()}"


def social_card_data_url(page: BasePage, context: Mapping[str, object]) -> str:
    """Returns the address of the image with which the page will be shared once it is public and the card drawn."""
    metadata = page.head_metadata(context)
    text = metadata.social_card or metadata.section_social_card
    return drawn_now(text) if text is not None and can_write(text.language) else static(DEFAULT_SOCIAL_CARD)
