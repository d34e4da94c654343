"""What tests of press kits share: images and documents with their rights, and archives as a reader opens them."""

import io
import zipfile
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.http import HttpResponseBase
from django.test import Client
from PIL import Image
from wagtail.images.tests.utils import get_test_image_file, get_test_image_file_jpeg

from clusters.models import Cluster
from fedcms.media.models import FederationDocument, FederationImage
from tests.closed_answers import close_answer

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10z" fill="#1d3b8b"/></svg>'
)


def make_image(cluster: Cluster, name: str, *, jpeg: bool = True, **fields: object) -> FederationImage:
    """An image that the press may take, unless the fields say otherwise."""
    make = get_test_image_file_jpeg if jpeg else get_test_image_file
    ending = "jpg" if jpeg else "png"
    values: dict[str, object] = {
        "title": f"Photo {name}",
        "credit": f"Photographe {name}",
        "licence": "cc-by",
        "alt_texts": {"fr": f"Vue de {name}", "ar": f"صورة {name}"},
    }
    return FederationImage.objects.create(
        file=make(f"{name}.{ending}", size=(600, 400)), collection=cluster.collection, **(values | fields)
    )


def make_document(cluster: Cluster, name: str, **fields: object) -> FederationDocument:
    """A document that the press may take, unless the fields say otherwise."""
    values: dict[str, object] = {"title": f"Dossier {name}", "credit": "EdTech", "licence": "press"}
    document = FederationDocument(collection=cluster.collection, **(values | fields))
    document.file.save(f"{name}.txt", ContentFile(f"Contenu de {name}".encode()))
    document._set_document_file_metadata()
    document.save()
    return document


@dataclass
class Opened:
    """An archive as somebody opens it: the path of each file below its one folder, with its content."""

    folder: str
    files: dict[str, bytes]

    @property
    def credits(self) -> str:
        return self.files["CREDITS.txt"].decode("utf-8-sig")

    def text(self) -> str:
        """All that it says in text files and names."""
        texts = [content.decode("utf-8-sig") for path, content in self.files.items() if path.endswith(".txt")]
        return "\n".join([self.folder, *self.files, *texts])


def body_of(response: HttpResponseBase) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    close_answer(response)
    return body


def opened(response: HttpResponseBase) -> Opened:
    """The archive of an answer; its length is the one that was announced, and every sum is right."""
    assert response.status_code == 200
    content = body_of(response)
    assert int(response.headers["Content-Length"]) == len(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        names = archive.namelist()
        (folder,) = {name.partition("/")[0] for name in names}
        return Opened(folder, {name.partition("/")[2]: archive.read(name) for name in names})


def get(address: str, **headers: str) -> HttpResponseBase:
    return Client().get(address, headers=headers)


def status(address: str) -> int:
    """How an address answers, read to its end: an archive holds its slot until then."""
    answer = get(address)
    body_of(answer)
    return answer.status_code


def credit_in(content: bytes) -> bool:
    """Whether an image opens, and has its credit written into it."""
    with Image.open(io.BytesIO(content)) as image:
        image.load()
    return b"photoshop:Credit" in content
