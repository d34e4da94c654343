"""Completes the demo's press kits: a vector logo, images of which one is cropped, the text of a release."""

from collections.abc import Mapping

from django.core.files.base import ContentFile

from clusters.models import Cluster, PressKit, PressKitDocument, PressKitImage
from clusters.press_access.kits.vector_logo import cleaned_logo
from fedcms.demo.files import PREFIX, Owner
from fedcms.media.models import FederationDocument, FederationImage

MOST_IMAGES = 3
_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" role="img"><title>{code}</title>'
    '<rect width="96" height="96" fill="{accent}"/><path d="M96 0A96 96 0 0 1 0 96V0z" fill="#fbfaf6" opacity=".14"/>'
    '<text x="48" y="58" text-anchor="middle" font-family="Readex Pro, sans-serif" font-weight="600" font-size="30" '
    'fill="#fbfaf6">{code}</text></svg>'
)


def fill_press_kit(
    owner: Owner, images: Mapping[str, FederationImage], documents: Mapping[str, FederationDocument]
) -> PressKit:
    """Fills the kit of an owner with its own images and the first of its documents; returns it."""
    press_kit: PressKit = PressKit.objects.get(cluster=owner if isinstance(owner, Cluster) else None)
    content = cleaned_logo(_LOGO.format(code=owner.code, accent=owner.accent).encode())
    press_kit.vector_logo.save(f"{PREFIX}{owner.code.lower()}.svg", ContentFile(content), save=False)
    own = [image for key, image in images.items() if key.startswith(f"{owner.code.lower()}-")][:MOST_IMAGES]
    for image in own[:1]:
        # A square round the middle of the drawing: its crops are made by the worker.
        image.focal_point_x, image.focal_point_y = image.width // 2, image.height // 2
        image.focal_point_width = image.focal_point_height = image.height // 3
        image.save()
    press_kit.images = [PressKitImage(image=image, sort_order=place) for place, image in enumerate(own)]
    press_kit.documents = [PressKitDocument(document=document) for document in list(documents.values())[:1]]
    press_kit.save()
    return press_kit
