"""What is too large is dropped while it arrives, and said: it fills neither memory nor disk."""

import resource
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from clusters.models import Cluster
from tests.media.hostile_files import photograph
from tests.media.test_hostile_uploads import officer, refused, send

__all__ = ["officer"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "largest"), [("photo.jpg", 300_000), ("kit.pdf", 300_000)])
def test_what_is_too_large_is_dropped_while_it_arrives_and_said(
    officer: Client, loire: Cluster, settings: Settings, name: str, largest: int
) -> None:
    settings.FEDCMS_LARGEST_UPLOAD = largest
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = largest
    beginning = photograph() if name.endswith("jpg") else b"%PDF-1.7"
    words = refused(send(officer, loire, name, beginning + bytes(5_000_000)))
    assert "4,8" in words, "the size that it has"
    assert send(officer, loire, name, beginning + bytes(100_000)).status_code == 302


def test_files_that_are_too_much_together_are_dropped_too(
    officer: Client, loire: Cluster, settings: Settings
) -> None:
    settings.FEDCMS_LARGEST_UPLOAD = 150_000
    first = SimpleUploadedFile("a.pdf", b"%PDF-1.7" + bytes(100_000))
    form = {"another": first, "title": "Salon", "collection": loire.collection_id, "licence": "press"}
    form["file"] = SimpleUploadedFile("b.pdf", b"%PDF-1.7" + bytes(100_000))
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 150_000
    last = officer.post(reverse("wagtaildocs:add"), form)
    assert last.status_code == 200
    assert last.context["form"].errors["file"]


def printed_by(code: str, seconds: int, most_memory: int = resource.RLIM_INFINITY) -> list[str]:
    """The words that a program prints in a process of its own, which may have so many bytes of memory."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=project.BASE_DIR,
        timeout=seconds,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory)),
    )
    return done.stdout.split()


MEASURED = """
import io, resource, sys
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.fields import WagtailImageField
from django.core.exceptions import ValidationError
from tests.media.hostile_files import one_bit_png
bomb = one_bit_png(11300)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    WagtailImageField().clean(SimpleUploadedFile("plan.png", bomb))
except ValidationError as error:
    print(error.code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_refusing_a_bomb_takes_no_memory() -> None:
    """In a process that may have a gigabyte: the worker would live where it took 860 MB."""
    code, kilobytes = printed_by(MEASURED, 120, 2**30)
    assert code == "file_too_many_pixels"
    assert int(kilobytes) < 20_000


STREAMED = """
import io, os, resource, sys
import django
django.setup()
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

class Stream:
    def __init__(self, size):
        self.head = (b'--x\\r\\nContent-Disposition: form-data; name="title"\\r\\n\\r\\nSalon\\r\\n--x\\r\\n'
            b'Content-Disposition: form-data; name="file"; filename="a.pdf"\\r\\n\\r\\n%PDF-1.7')
        self.left = size
        self.tail = b'\\r\\n--x\\r\\nContent-Disposition: form-data; name="credit"\\r\\n\\r\\nAna\\r\\n--x--'
        self.length = len(self.head) + size + len(self.tail)
    # Only what Django asks for: it reads lines nowhere in a form.
    def read(self, wanted=65536):
        if self.head:
            given, self.head = self.head[:wanted], self.head[wanted:]
        elif self.left:
            given = bytes(min(wanted, self.left)); self.left -= len(given)
        else:
            given, self.tail = self.tail[:wanted], self.tail[wanted:]
        return given
    readline = read

stream = Stream(2 * 2**30)
resource.setrlimit(resource.RLIMIT_FSIZE, (150 * 2**20, 150 * 2**20))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
request = WSGIRequest({"REQUEST_METHOD": "POST", "CONTENT_TYPE": "multipart/form-data; boundary=x",
    "CONTENT_LENGTH": str(stream.length), "wsgi.input": stream})
file = request.FILES["file"]
print(file.size, request.POST["title"], request.POST["credit"], len(file.read()),
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_two_gigabytes_fill_neither_memory_nor_disk() -> None:
    """The other fields of the form are read, before and after the file."""
    size, title, credit, kept, kilobytes = printed_by(STREAMED, 300)
    assert int(size) >= 2 * 2**30
    assert (title, credit) == ("Salon", "Ana")
    assert int(kept) <= 65_536
    assert int(kilobytes) < 30_000
