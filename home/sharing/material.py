"""Collects the share kit of a public page: per language its card, texts, alternative text, address and QR code."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext, override
from wagtail.models import Page

from clusters.models import ContentPage
from fedcms.core.models.base_page import BasePage
from fedcms.core.pages.addresses import absolute, page_address
from fedcms.core.visibility import visible_q
from fedcms.media.models import FederationImage
from fedcms.media.social_cards.store import SocialCardFile, is_drawn, shown_social_card
from home.head.text_length import DESCRIPTION_LENGTH, shorten
from home.sharing.networks import NETWORKS, Network
from home.sharing.qr_code import inline_svg
from home.sharing.texts import ShareSubject, hashtags, ready_text


@dataclass(frozen=True)
class NetworkText:
    """A ready text for a network, and the address that opens the network with it."""

    network: Network
    text: str
    length: int
    share_url: str
    url_pattern: str

    @property
    def name(self) -> str:
        """The network's name; that of mail is translated."""
        return self.network.name or gettext("Courriel")

    @property
    def left(self) -> int:
        """How many characters are left."""
        return self.network.most - self.length


@dataclass(frozen=True)
class ShareMaterial:
    """What is needed in one language. `photo` is the photograph that the page shows, if its rights run."""

    page: BasePage
    code: str
    language_name: str
    address: str
    title: str
    description: str
    social_card: SocialCardFile
    has_own_card: bool
    photo: FederationImage | None
    photo_alt: str
    texts: tuple[NetworkText, ...]
    qr_code: SafeString


def share_materials(page: Page) -> list[ShareMaterial]:
    """Returns what is needed for each visible translation, that of the page itself first; [] when none is visible."""
    found = (
        Page.objects.filter(visible_q(), translation_key=page.translation_key)
        .select_related("locale")
        .specific()
    )
    pages = [each for each in found if isinstance(each, BasePage)]
    pages.sort(key=lambda each: (each.pk != page.pk, each.locale.language_code))
    return [_material(each) for each in pages]


def _material(page: BasePage) -> ShareMaterial:
    code = page.locale.language_code
    metadata = page.head_metadata({})
    address = absolute(page_address(page))
    description = shorten(metadata.description, DESCRIPTION_LENGTH) if metadata.description else ""
    subject = ShareSubject(
        title=metadata.title, summary=metadata.description, hashtags=hashtags(page), address=address
    )
    image = page.lead_image if isinstance(page, ContentPage) else None
    photo = image if image is not None and image.may_be_shown() else None
    own = metadata.social_card
    return ShareMaterial(
        page=page,
        code=code,
        language_name=str(get_language_info(code)["name_translated"]),
        address=address,
        title=metadata.title,
        description=description,
        social_card=shown_social_card(own, metadata.section_social_card),
        has_own_card=own is not None and is_drawn(own),
        photo=photo,
        photo_alt=_photo_alt(page, photo),
        texts=tuple(_network_text(subject, network) for network in NETWORKS),
        qr_code=inline_svg(address),
    )


def _photo_alt(page: BasePage, photo: FederationImage | None) -> str:
    """Returns the photograph's alternative text in the page's language."""
    if photo is None or not isinstance(page, ContentPage):
        return ""
    with override(page.locale.language_code):
        return page.lead_image_text


def _network_text(subject: ShareSubject, network: Network) -> NetworkText:
    text = ready_text(subject, network)
    return NetworkText(
        network=network,
        text=text,
        length=network.length(text, subject.address),
        share_url=network.url(text, subject.address, subject.title),
        url_pattern=network.url_pattern(subject.address, subject.title),
    )
