"""Schema.org data of photographs, with their rights: who made them, under which licence, and where to ask."""

from collections.abc import Sequence

from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.seo.schema_org import ImageObject, Organization
from fedcms.media.models import FederationImage, Licence
from fedcms.media.pictures import Picture


def photograph(
    image: FederationImage, cover: Picture, base: str, *, asked_at: str, owners: Sequence[str]
) -> ImageObject:
    """Returns a page's cover photograph. `asked_at` is the absolute address at which people ask to use it.

    Only what is known: a credit does not tell a person from an organisation, unless it is the name of one of `owners`,
    who publish the page; and a licence is named only where nothing limits it.
    """
    credit = clean_line(image.credit)
    address = base + cover.src
    return ImageObject(
        url=address,
        content_url=address,
        caption=cover.alt,
        credit_text=credit,
        creator=Organization(name=credit) if credit in owners else None,
        copyright_notice=_notice(image, credit),
        license=image.open_licence_address,
        acquire_license_page=asked_at,
    )


def _notice(image: FederationImage, credit: str) -> str:
    """Returns the credit with the licence; "" without a credit, and for what nobody has rights in."""
    licence = Licence(image.licence)
    return f"{credit} – {licence.label}" if credit and licence != Licence.CC0 else ""
