"""Servers that speak S3, with a bucket: moto's, and SeaweedFS, which proves signatures."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from moto.server import ThreadedMotoServer

from tests.view_counts.nginx_site import free_port

BUCKET, KEY, SECRET = "federation", "tests", "tests-only"


@dataclass
class BucketServer:
    """A server with a bucket."""

    port: int

    @property
    def address(self) -> str:
        """As in FEDCMS_S3_ENDPOINT."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def client(self):  # boto3 makes its classes as it runs
        """Asks the server, as its owner."""
        return boto3.client(
            "s3",
            endpoint_url=self.address,
            region_name="us-east-1",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
        )

    @property
    def keys(self) -> set[str]:
        """What is in the bucket."""
        return {found["Key"] for found in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", ())}


@contextmanager
def moto() -> Iterator[BucketServer]:
    """Runs moto's server until the end of the block."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        found = BucketServer(server.get_host_and_port()[1])
        found.client.create_bucket(Bucket=BUCKET)
        yield found
    finally:
        server.stop()


@contextmanager
def seaweed(folder: Path) -> Iterator[BucketServer]:
    """Runs SeaweedFS with its files in a folder until the end of the block."""
    may = {
        "name": "tests",
        "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
        "actions": ["Admin", "Read", "Write", "List"],
    }
    (folder / "s3.json").write_text(json.dumps({"identities": [may]}))
    ports = {name: free_port() for name in ("master", "volume", "filer", "s3")}
    ports |= {f"{name}.port.grpc": free_port() for name in ("master", "volume", "filer", "s3")}
    program = shutil.which("weed", path=str(Path(sys.executable).parent)) or "weed"
    arguments = [
        f"-{name}={port}" if name.endswith("grpc") else f"-{name}.port={port}" for name, port in ports.items()
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                program,
                "server",
                f"-dir={folder}",
                "-ip=127.0.0.1",
                "-ip.bind=127.0.0.1",
                "-s3",
                "-filer",
                f"-s3.config={folder}/s3.json",
                "-master.volumeSizeLimitMB=64",
                "-volume.max=20",
                "-s3.port.lance=0",
                "-s3.port.iceberg=0",
                *arguments,
            ],
            stdout=log,
            stderr=log,
        )
    try:
        found = BucketServer(ports["s3"])
        end = time.monotonic() + 60
        while True:
            try:
                found.client.create_bucket(Bucket=BUCKET)
                found.client.put_object(Bucket=BUCKET, Key="ready", Body=b"ready")
                break
            except (BotoCoreError, ClientError):
                assert process.poll() is None, (folder / "log").read_text()[-3000:]
                assert time.monotonic() < end, (folder / "log").read_text()[-3000:]
                time.sleep(0.2)
        yield found
    finally:
        # What it would still write is nobody's: it says goodbye to its own parts for half a minute.
        process.kill()
        process.wait(timeout=30)


def storages_in(address: str) -> dict[str, dict[str, object]]:
    """The storages of files of a site with FEDCMS_S3_BUCKET and FEDCMS_S3_ENDPOINT."""
    return {
        name: {
            "BACKEND": "fedcms.core.buckets.storage.BucketStorage",
            "OPTIONS": {
                "bucket_name": BUCKET,
                "endpoint_url": address,
                "region_name": "us-east-1",
                "access_key": KEY,
                "secret_key": SECRET,
                "location": location,
                "base_url": base_url,
            },
        }
        for name, location, base_url in (("default", "media", "/media/"), ("private", "private", None))
    }


@contextmanager
def silent_server() -> Iterator[str]:
    """Gives the address of one that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
