"""Template tags for images; they show existing renditions and make none."""

from django import template

from fedcms.media.models import FederationImage
from fedcms.media.pictures import Picture, picture
from fedcms.media.rendition_specs import LEAD_SPECS

register = template.Library()


@register.simple_tag
def body_picture(image: FederationImage | None) -> Picture | str:
    """Returns an image of the body, lazily loaded; "" when it has no rendition yet."""
    return picture(image, specs=LEAD_SPECS, sizes="(min-width: 48rem) 44rem, 100vw") or ""


@register.simple_tag
def gallery_picture(image: FederationImage | None) -> Picture | None:
    """Returns an image of a gallery, lazily loaded, a third of the text's width; None when it has no rendition yet."""
    return picture(image, specs=LEAD_SPECS, sizes="(min-width: 48rem) 15rem, 50vw")
