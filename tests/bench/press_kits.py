"""Measures the archive of a large press kit: `python -m tests.bench.press_kits [--images 300] [--megabytes 20]`.

Serves a site of its own in a temporary folder (TMPDIR), by gunicorn as in production, whose cluster has a kit of so
many images. Each is a real picture with nothing behind it up to its size: the files are sparse and need almost no
space, and are read, summed and sent like any others. A client reads the archive and throws it away, while another asks
for pages. Prints one JSON object; ends with 1 when the process needed more memory than `--most-extra-mb`, a page waited
longer than `--longest-page-ms`, or the archive was not what was announced.
"""

import argparse
import http.client
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.served.site import Site, preparing, serving, site_in

PIECE = 2**18
KIT = "/fr/press-kits/mesure/press-kit.zip"
MAKE = """
import io
from pathlib import Path
from django.conf import settings
from PIL import Image
from clusters.models import Cluster, PressKit
from clusters.models.press_kit import PressKitImage
from clusters.press_access.kits.tasks import prepare_own_kit
from clusters.sections.provisioning import provision_cluster
from fedcms.media.models import FederationImage
cluster = Cluster.objects.create(slug="mesure", code="MES", name={{"fr": "Mesure"}}, territory={{"fr": "Partout"}},
    email="mesure@mesure.example", boilerplate={{"fr": "Un paragraphe."}})
provision_cluster(cluster, opens=True)
cluster.refresh_from_db()
out = io.BytesIO()
Image.new("RGB", (6000, 4000), "#1d3b8b").save(out, "JPEG")
size = {megabytes} * 1_000_000
folder = Path(settings.MEDIA_ROOT) / "original_images"
folder.mkdir(parents=True, exist_ok=True)
for number in range({images}):
    with (folder / f"mesure-{{number}}.jpg").open("wb") as file:
        file.write(out.getvalue())
        file.truncate(size)
images = FederationImage.objects.bulk_create([FederationImage(title=f"Photographie {{number}}",
    file=f"original_images/mesure-{{number}}.jpg", width=6000, height=4000, file_size=size, credit="Mesure",
    licence="cc-by", collection=cluster.collection) for number in range({images})])
kit = PressKit.objects.get(cluster=cluster)
PressKitImage.objects.bulk_create([PressKitImage(press_kit=kit, image=image, sort_order=place)
    for place, image in enumerate(images)])
prepare_own_kit.call(press_kit_id=kit.pk)
print("made")
"""


@dataclass
class Received:
    """What a client got of an archive."""

    announced: int = 0
    read: int = 0
    first_byte_ms: float = 0.0
    seconds: float = 0.0
    status: int = 0
    is_broken_off: bool = False


@dataclass
class Pages:
    """How long other pages took meanwhile, in milliseconds."""

    waits: list[float] = field(default_factory=list)


def _connection(site: Site) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(site.address.removeprefix("http://"), timeout=120)


def receive(site: Site, before_the_end: "threading.Event | None" = None) -> Received:
    """Reads an archive and throws it away; with an event, goes on after the first piece when it is set."""
    got, connection = Received(), _connection(site)
    began = time.perf_counter()
    connection.request("GET", KIT)
    response = connection.getresponse()
    got.status, got.announced = response.status, int(response.headers.get("Content-Length", 0))
    try:
        while piece := response.read(PIECE):
            if not got.read:
                got.first_byte_ms = (time.perf_counter() - began) * 1000
                if before_the_end is not None:
                    before_the_end.wait()
            got.read += len(piece)
    except (http.client.IncompleteRead, ConnectionError):
        got.is_broken_off = True
    got.is_broken_off |= got.read < got.announced
    got.seconds = time.perf_counter() - began
    connection.close()
    return got


@contextmanager
def asking_for_pages(site: Site) -> Iterator[Pages]:
    """Asks for the front page again and again while something else happens."""
    pages, is_over = Pages(), threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            connection, began = _connection(site), time.perf_counter()
            connection.request("GET", "/fr/")
            connection.getresponse().read()
            pages.waits.append((time.perf_counter() - began) * 1000)
            connection.close()
            is_over.wait(0.05)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield pages
    finally:
        is_over.set()
        thread.join()


def server_process(site: Site) -> int:
    """The process that answers: gunicorn's only worker, the child of the one that was started last for this address."""
    bind = f"--bind={site.address.removeprefix('http://')}".encode()
    found = []
    for task in Path("/proc").glob("[0-9]*"):
        try:
            if bind in (task / "cmdline").read_bytes().split(b"\0"):
                parent = int((task / "stat").read_text().rpartition(")")[2].split()[1])
                found.append((int(task.name), parent))
        except (FileNotFoundError, ProcessLookupError):
            continue
    masters = {number for number, _parent in found}
    (worker,) = [number for number, parent in found if parent in masters]
    return worker


def memory_mb(process: int, line: str) -> float:
    """A figure of /proc/…/status, in megabytes: "VmRSS" is what it has now, "VmHWM" the most that it had."""
    for each in Path(f"/proc/{process}/status").read_text().splitlines():
        if each.startswith(f"{line}:"):
            return int(each.split()[1]) * 1024 / 1_000_000
    raise LookupError(line)


def make_site(folder: Path, images: int, megabytes: int) -> Site:
    """A site with a cluster whose kit has so many images of so many megabytes."""
    site = site_in(folder)
    with preparing(folder):
        site.manage("prepare_site", "--no-demo")
        site.manage("shell", "--no-imports", "-c", MAKE.format(images=images, megabytes=megabytes))
    return site


def measure(site: Site) -> dict[str, object]:
    """Serves the site, reads the archive, and returns the figures."""
    with serving(site):
        worker = server_process(site)
        for path in ("/fr/", "/fr/presse/kits/mesure/"):
            warm = _connection(site)
            warm.request("GET", path)
            assert warm.getresponse().read(), path
        Path(f"/proc/{worker}/clear_refs").write_text("5")  # forgets the most that it had
        before = memory_mb(worker, "VmRSS")
        with asking_for_pages(site) as pages:
            got = receive(site)
        most = memory_mb(worker, "VmHWM")
        gone, event = Received(), threading.Event()
        reader = threading.Thread(target=lambda: gone.__dict__.update(vars(receive(site, event))))
        reader.start()
        time.sleep(1.0)
        last = sorted(
            (Path(site.environment["FEDCMS_VAR_DIR"]) / "media" / "original_images").glob("mesure-*")
        )
        for path in last:
            path.unlink()
        event.set()
        reader.join()
    return {
        "status": got.status,
        "megabytes": round(got.read / 1_000_000, 1),
        "is_complete": got.read == got.announced > 0,
        "first_byte_ms": round(got.first_byte_ms, 1),
        "seconds": round(got.seconds, 2),
        "mb_per_second": round(got.read / 1_000_000 / got.seconds, 1),
        "memory_before_mb": round(before, 1),
        "memory_most_mb": round(most, 1),
        "memory_extra_mb": round(most - before, 1),
        "pages_meanwhile": len(pages.waits),
        "page_median_ms": round(statistics.median(pages.waits), 1),
        "page_longest_ms": round(max(pages.waits), 1),
        "is_broken_off_when_files_go": gone.is_broken_off,
    }


def main() -> int:
    """Measures and prints; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=300)
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--most-extra-mb", type=float, default=64.0)
    parser.add_argument("--longest-page-ms", type=float, default=2000.0)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="press-kits-"))
    try:
        os.environ["FEDCMS_VAR_DIR"] = str(folder)
        (folder / "site").mkdir()
        site = make_site(folder / "site", chosen.images, chosen.megabytes)
        figures = {"images": chosen.images, "megabytes_each": chosen.megabytes} | measure(site)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write(json.dumps(figures) + "\n")
    is_well = (
        figures["is_complete"]
        and figures["is_broken_off_when_files_go"]
        and float(str(figures["memory_extra_mb"])) < chosen.most_extra_mb
        and float(str(figures["page_longest_ms"])) < chosen.longest_page_ms
    )
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
