"""What was stored before uploads were cleaned loses the position where it was taken, by one command, once."""

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client

from clusters.models import Cluster
from fedcms.media.models import FederationImage
from tests.factories import make_article
from tests.media.hostile_files import photograph

pytestmark = pytest.mark.django_db
TRACE = b"45,45.85N"


def stored(cluster: Cluster, name: str, content: bytes) -> FederationImage:
    """As it stands in the storage since before."""
    image = FederationImage.objects.create(
        title=name, file=ContentFile(photograph("JPEG"), name=name), collection=cluster.collection
    )
    Path(image.file.path).write_bytes(content)
    FederationImage.objects.filter(pk=image.pk).update(file_size=len(content), file_hash="as uploaded")
    return image


def run() -> list[str]:
    """What the command prints."""
    printed = io.StringIO()
    call_command("remove_positions", stdout=printed)
    return printed.getvalue().splitlines()


def test_each_file_is_cleaned_where_it_is_and_the_second_time_none(loire: Cluster) -> None:
    images = [stored(loire, "a.jpg", photograph("JPEG")), stored(loire, "b.png", photograph("PNG"))]
    rendition = images[0].get_rendition("width-5|format-jpeg")
    Path(rendition.file.path).write_bytes(photograph("JPEG"))
    files = [each.file for each in (*images, rendition)]
    assert all(TRACE in Path(file.path).read_bytes() for file in files)
    modes = [Path(file.path).stat().st_mode for file in files]
    lines = run()
    assert lines[:-1] == [f"cleaned {file.name}" for file in files]
    assert lines[-1].startswith("3 cleaned, ")
    for file, mode in zip(files, modes, strict=True):
        assert TRACE not in Path(file.path).read_bytes()
        assert Path(file.path).stat().st_mode == mode
    assert not list(Path(files[0].path).parent.glob(".cleaned-*"))
    for image in FederationImage.objects.all():
        assert image.file_size == Path(image.file.path).stat().st_size
        assert image.file_hash == "as uploaded"
    make_article(loire, lead_image=images[0])
    assert Client().get(f"/media/{images[0].file.name}").status_code == 200
    (last,) = run()
    assert last.startswith("0 cleaned, ")


def test_a_file_that_is_gone_stops_no_other_and_is_told_of(loire: Cluster) -> None:
    gone, kept = (stored(loire, name, photograph("JPEG")) for name in ("a.jpg", "b.jpg"))
    Path(gone.file.path).unlink()
    printed = io.StringIO()
    with pytest.raises(CommandError, match="1 files could not"):
        call_command("remove_positions", stdout=printed)
    assert f"failed {gone.file.name}: " in printed.getvalue()
    assert f"cleaned {kept.file.name}\n" in printed.getvalue()
    assert TRACE not in Path(kept.file.path).read_bytes()
