"""The example in docs/webhooks.md is a server that takes what the site sends, and refuses everything else."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import Settings

from clusters.models import Cluster
from home.models import Webhook
from home.outgoing.posting import OutgoingRequest, post
from home.webhooks.signing import secret_of, signed_headers
from tests.factories import make_article
from tests.home.webhooks.conftest import Registered
from tests.home.webhooks.passing import worker_passes
from tests.search.harvest.server import closed_port

pytestmark = pytest.mark.django_db
DOCUMENTATION = Path(settings.BASE_DIR) / "docs" / "webhooks.md"


class Example:
    """The program of the documentation, as a process."""

    def __init__(self, folder: Path) -> None:
        (code,) = re.findall(r"```python\n(.*?)```", DOCUMENTATION.read_text("utf-8"), re.DOTALL)
        self.program, self.port = folder / "receiver.py", closed_port()
        self.program.write_text(code, "utf-8")
        self.address = f"http://127.0.0.1:{self.port}/hook"

    def start(self, secret: str) -> None:
        environment = os.environ | {"WEBHOOK_SECRET": secret}
        self.process = subprocess.Popen(
            [sys.executable, str(self.program), str(self.port)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for _try in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the example does not start")

    def stop(self) -> list[str]:
        """What it printed."""
        self.process.terminate()
        output, _errors = self.process.communicate(timeout=10)
        return output.splitlines()


@pytest.fixture
def example(tmp_path: Path, settings: Settings) -> Iterator[Example]:
    settings.FEDCMS_HARVEST_OPEN_NETWORKS = ["127.0.0.0/8"]
    example = Example(tmp_path)
    yield example
    if example.process.poll() is None:
        example.process.kill()
        example.process.wait()


def test_the_example_takes_what_is_genuine_once_and_in_order(
    example: Example, registered: Registered, west: Cluster
) -> None:
    webhook, secret = registered(example.address)
    example.start(secret)
    silent = socket.create_connection(("127.0.0.1", example.port))  # holds up nobody
    page = make_article(west, title="Un article")
    worker_passes()
    page.unpublish()
    worker_passes()
    assert set(webhook.deliveries.values_list("status", flat=True)) == {204}
    body = b'{"type":"content.published","timestamp":"","data":{"sequence":1,"id":"x","url":"twice"}}'
    twice = signed_headers(webhook, "msg_twice", body, timezone.now())
    older = signed_headers(webhook, "msg_older", body, timezone.now())
    assert [
        post(OutgoingRequest(example.address, body, headers)).status for headers in (twice, twice, older)
    ] == [204] * 3
    old = signed_headers(webhook, "msg_old", body, timezone.now() - timedelta(minutes=6))
    other = Webhook(salt="another")
    assert secret_of(other.salt) != secret
    forged = signed_headers(other, "msg_forged", body, timezone.now())
    for headers in (old, forged, twice | {"webhook-id": "msg_else"}, {"Content-Type": "application/json"}):
        assert post(OutgoingRequest(example.address, body, headers)).status == 401
    assert post(OutgoingRequest(example.address, body + b" ", twice)).status == 401
    connection = HTTPConnection("127.0.0.1", example.port)
    connection.request("POST", "/hook", b"x" * 20_001, headers=twice)
    assert connection.getresponse().status == 401
    strange = signed_headers(webhook, "msg_strange", body, timezone.now()) | {"webhook-signature": "v1,\xe9"}
    for headers, status in ((strange, 401), (strange | {"Content-Length": "-1"}, 411)):
        connection = HTTPConnection("127.0.0.1", example.port)
        connection.request("POST", "/hook", body, headers=headers)
        assert connection.getresponse().status == status
    silent.close()
    printed = example.stop()
    url = f"http://127.0.0.1:8000{page.url_path}"
    assert printed == [f"content.published {url}", f"content.withdrawn {url}", "content.published twice"]
