"""What an operator sets for a bucket is what the storages get; without its packages, nothing starts."""

import os
import subprocess
import sys

import pytest

from tests.served.site import ROOT

VARIABLES = {
    "DATABASE_URL": "sqlite:///:memory:",
    "DJANGO_SETTINGS_MODULE": "fedcms.settings.dev",
    "FEDCMS_SECRET_KEY": "tests-only",
    "FEDCMS_S3_BUCKET": "federation",
}


def started(code: str, **more: str) -> "subprocess.CompletedProcess[str]":
    env = {name: value for name, value in os.environ.items() if not name.startswith("FEDCMS_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=env | VARIABLES | more,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_both_storages_are_in_the_bucket_of_the_environment() -> None:
    code = """
import django; django.setup()
from django.core.files.storage import storages
for name in ("default", "private"):
    each = storages[name]
    print(each.bucket_name, each.location, each.base_url, each.endpoint_url, each.region_name, each.access_key)
print(storages["default"].connection.meta.client.meta.endpoint_url)
"""
    more = {"FEDCMS_S3_ENDPOINT": "https://s3.example.org", "FEDCMS_S3_ACCESS_KEY": "a"}
    done = started(code, **more, FEDCMS_S3_SECRET_KEY="b", FEDCMS_S3_REGION="eu-west-3")
    assert done.stdout.splitlines() == [
        "federation media /media/ https://s3.example.org eu-west-3 a",
        "federation private None https://s3.example.org eu-west-3 a",
        "https://s3.example.org",
    ], done.stderr


@pytest.mark.parametrize("package", ["boto3", "storages"])
def test_without_a_package_the_start_says_what_to_install(package: str) -> None:
    done = started(f"import sys; sys.modules['{package}'] = None\nimport django; django.setup()")
    assert done.returncode == 1
    assert "pip install --require-hashes -r requirements/s3.txt" in done.stderr.splitlines()[-1]
