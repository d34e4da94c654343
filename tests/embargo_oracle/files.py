"""An image and a document under embargo: in their names, their descriptions, and the bytes themselves."""

import io
import zlib

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as PILImage
from PIL.PngImagePlugin import PngInfo

from clusters.models import Cluster
from fedcms.media.models import FederationDocument, FederationImage, FederationRendition, Licence
from fedcms.users.models import User
from tests.embargo_oracle.sentinels import due
from tests.embargo_oracle.texts import texts_of_fields

RENDITIONS = ("width-32", "width-32|format-webp", "fill-40x40")


def _name(spot: str, ending: str) -> str:
    return f"{due(spot).replace(' ', '-')}.{ending}"


def _png(word: str) -> bytes:
    written = PngInfo()
    written.add_text("Description", word)
    out = io.BytesIO()
    PILImage.new("RGB", (64, 64), "navy").save(out, "PNG", pnginfo=written)
    return out.getvalue()


def pdf(word: str) -> bytes:
    """A page with a word on it, packed as most programs do."""
    packed = zlib.compress(f"BT /F1 12 Tf 72 720 Td ({word}) Tj ET".encode())
    head = f"%PDF-1.4\n1 0 obj<</Length {len(packed)}/Filter/FlateDecode>>\n".encode()
    return head + b"stream\n" + packed + b"\nendstream endobj\ntrailer<<>>\n%%EOF\n"


def make_image(cluster: Cluster, by: User) -> FederationImage:
    """An image whose every text is under embargo, with the sizes that an editor's preview has made of it."""
    image: FederationImage = FederationImage.objects.create(
        **texts_of_fields(FederationImage, "image"),
        title=due("image-title"),
        file=ImageFile(io.BytesIO(_png(due("image-bytes"))), _name("image-file", "png")),
        collection=cluster.collection,
        uploaded_by_user=by,
        alt_texts={code: due(f"image-alt-{code}") for code in ("fr", "en")},
        licence=Licence.CC_BY,
    )
    image.tags.add(due("image-tag"))
    for spec in RENDITIONS:
        image.get_rendition(spec)
    return image


def make_document(cluster: Cluster, by: User) -> FederationDocument:
    """A PDF whose every text is under embargo."""
    document: FederationDocument = FederationDocument.objects.create(
        **texts_of_fields(FederationDocument, "document"),
        title=due("document-title"),
        file=ContentFile(pdf(due("document-bytes")), _name("document-file", "pdf")),
        collection=cluster.collection,
        uploaded_by_user=by,
        licence=Licence.CC_BY,
    )
    document.tags.add(due("document-tag"))
    return document


def stored_images(image: FederationImage) -> list[str]:
    """The names in the storage of an image and of its sizes."""
    renditions = FederationRendition.objects.filter(image=image).order_by("pk")
    return [image.file.name, *(rendition.file.name for rendition in renditions)]
