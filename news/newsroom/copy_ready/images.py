"""Images of a text to take away: their words, their credit, and the file that Word and the press can read."""

from django.utils.translation import gettext as _

from fedcms.media.models import FederationImage, File, Licence
from fedcms.media.stored_renditions import existing_renditions
from news.newsroom.copy_ready.document import TextImage

READABLE = ("jpeg", "png")
LARGEST_PIXELS = 1600


def credit_of(file: File) -> str:
    """Returns credit, limits and licence in one line: "Studio (Creative Commons BY 4.0)"."""
    licence = str(file.get_licence_display())
    parts = [file.credit, file.reuse_limit, file.territory]
    named = ", ".join(part for part in parts if part)
    return f"{named} ({licence})" if named else licence


def text_image(image: FederationImage | None, caption: str, alt: str | None = None) -> TextImage | None:
    """Returns an image as a text shows it; `None` when it may not be shown, or shows nothing that words could say.

    With its file only if the press may take that, in a size for paper.
    """
    if image is None or not image.may_be_shown():
        return None
    words = _alt_of(image) if alt is None else alt
    if not (words or caption):
        return None
    file, width, height = "", 0, 0
    if image.licence != Licence.ALL_RIGHTS:
        fitting = [
            each
            for each in existing_renditions(image)
            if each.format in READABLE and each.width <= LARGEST_PIXELS
        ]
        if fitting:
            largest = max(fitting, key=lambda each: each.width)
            file, width, height = largest.name, largest.width, largest.height
    return TextImage(words, caption, credit_of(image), file, width, height)


def _alt_of(image: FederationImage) -> str:
    if getattr(image, "decorative", False):
        return ""
    return str(getattr(image, "contextual_alt_text", None) or image.default_alt_text)


def in_words(image: TextImage) -> str:
    """Returns an image in words, where no picture can stand."""
    about = " – ".join(part for part in (image.caption, image.alt) if part)
    return _("[Image : %(about)s. Crédit : %(credit)s]") % {
        "about": about.rstrip("."),
        "credit": image.credit,
    }
