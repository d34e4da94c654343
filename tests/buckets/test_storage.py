"""A bucket keeps files as a folder does: whole, none over another, gone is gone, and away is not gone."""

import errno
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus

import pytest
from botocore.exceptions import ClientError
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.test import override_settings
from django.utils import timezone

from fedcms.core.buckets.errors import BucketAwayError, as_errors_of_files
from fedcms.core.http.server_errors import status_of
from tests.buckets.server import BUCKET, BucketServer, silent_server, storages_in
from tests.view_counts.nginx_site import free_port


@pytest.mark.usefixtures("bucket")
def test_a_file_is_stored_listed_read_and_deleted() -> None:
    # In a folder that no other test has: SeaweedFS goes on listing one for a while after its last file was deleted.
    name = default_storage.save("listed/a/été.txt", ContentFile(b"content"))
    assert name == "listed/a/été.txt"
    assert default_storage.exists(name)
    assert default_storage.size(name) == 7
    assert default_storage.listdir("listed/a") == ([], ["été.txt"])
    assert default_storage.listdir("listed") == (["a"], [])
    assert default_storage.listdir("nowhere") == ([], [])
    assert timezone.now() - default_storage.get_modified_time(name) < timedelta(minutes=1)
    assert default_storage.url(name) == "/media/listed/a/%C3%A9t%C3%A9.txt"
    with default_storage.open(name) as file:
        assert file.read() == b"content"
    default_storage.delete(name)
    default_storage.delete(name)
    assert not default_storage.exists(name)
    for ask in (default_storage.open, default_storage.size, default_storage.get_modified_time):
        with pytest.raises(FileNotFoundError):
            ask(name)


def test_private_files_are_elsewhere_and_have_no_address(bucket: BucketServer) -> None:
    private = storages["private"]
    private.save("dossier.pdf", ContentFile(b"names"))
    assert bucket.keys == {"private/dossier.pdf"}
    assert not default_storage.exists("dossier.pdf")
    with pytest.raises(ValueError, match="no address"):
        private.url("dossier.pdf")
    with pytest.raises(SuspiciousOperation):
        default_storage.open("../private/dossier.pdf")


@pytest.mark.usefixtures("bucket")
def test_two_files_of_one_name_are_both_kept_when_they_come_at_once() -> None:
    contents = [str(number).encode() for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        names = list(threads.map(lambda each: default_storage.save("photo.jpg", ContentFile(each)), contents))
    assert len(set(names)) == len(contents)
    assert [default_storage.open(name).read() for name in names] == contents


@pytest.mark.usefixtures("bucket")
def test_a_file_is_read_in_parts_wherever_one_begins() -> None:
    content = bytes(range(256)) * 12_000  # three requests
    name = default_storage.save("large.bin", ContentFile(content))
    file = default_storage.open(name)
    assert file.seek(0, io.SEEK_END) == len(content)
    assert file.read() == b""
    file.seek(2_500_001)
    assert file.read(5) == content[2_500_001:2_500_006]
    file.seek(-3, io.SEEK_END)
    assert file.read() == content[-3:]
    file.seek(0)
    assert b"".join(file.chunks()) == content


def test_a_file_that_becomes_another_while_it_is_read_is_not_mixed(bucket: BucketServer) -> None:
    name = default_storage.save("large.bin", ContentFile(b"a" * 3_000_000))
    file = default_storage.open(name)
    assert file.read(1) == b"a"
    bucket.client.put_object(Bucket=BUCKET, Key="media/large.bin", Body=b"b" * 3_000_000)
    with pytest.raises(FileNotFoundError, match="another file"):
        file.read()


def uses() -> list[object]:
    return [
        lambda: default_storage.open("a.txt"),
        lambda: default_storage.save("a.txt", ContentFile(b"a")),
        lambda: default_storage.exists("a.txt"),
        lambda: default_storage.size("a.txt"),
        lambda: default_storage.delete("a.txt"),
        lambda: default_storage.listdir(""),
        lambda: default_storage.get_modified_time("a.txt"),
        lambda: list(default_storage.all_files()),
        lambda: storages["default"].look(),  # noqa: PLW0108  # asked later
    ]


@pytest.mark.parametrize("use", range(len(uses())))
def test_a_bucket_that_is_away_is_no_missing_file(use: int) -> None:
    """Whatever is asked of it: what takes an `OSError` for a missing file must not go on."""
    address = f"http://127.0.0.1:{free_port()}"
    with override_settings(STORAGES=storages_in(address)), pytest.raises(BucketAwayError) as raised:
        uses()[use]()
    assert not isinstance(raised.value, OSError)
    assert status_of(raised.value) == HTTPStatus.SERVICE_UNAVAILABLE


def test_a_bucket_that_hangs_is_waited_for_once_and_then_left_alone() -> None:
    """A feed of fifty images waits once, not fifty times."""
    with silent_server() as address, override_settings(STORAGES=storages_in(address)):
        with pytest.raises(BucketAwayError, match="does not answer"):
            default_storage.size("a.txt")
        for use in uses():
            with pytest.raises(BucketAwayError, match="a moment ago"):
                use()


def test_a_bucket_that_refuses_is_away(bucket: BucketServer) -> None:
    """One server has no such bucket, the other proves signatures."""
    elsewhere = storages_in(bucket.address)
    elsewhere["default"]["OPTIONS"] |= {"bucket_name": "nobodys", "secret_key": "wrong"}
    for use, said in (
        (lambda: default_storage.save("a.txt", ContentFile(b"a")), r"NoSuchBucket|403"),
        (lambda: storages["default"].look(), r"no such bucket|403"),  # noqa: PLW0108  # asked of the other storages
    ):
        with override_settings(STORAGES=elsewhere), pytest.raises(BucketAwayError, match=said):
            use()


@pytest.mark.parametrize(("code", "status"), [("QuotaExceeded", 403), ("", 507), ("XMinioStorageFull", 507)])
def test_a_bucket_that_is_full_is_a_full_disk(code: str, status: int) -> None:
    answer = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    with pytest.raises(OSError, match=r"a\.txt") as raised, as_errors_of_files("a.txt"):
        raise ClientError(answer, "PutObject")
    assert raised.value.errno == errno.ENOSPC
    assert status_of(raised.value) == HTTPStatus.INSUFFICIENT_STORAGE
