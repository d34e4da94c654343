"""nginx accepts the complete blocks of the documentation, and answers as they say."""

import http.client
import os
import re
import ssl
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.served.site import ROOT
from tests.view_counts.nginx_site import MAIN, Upstream, free_port, need_nginx, running, upstream_of

OPERATIONS = ROOT / "docs" / "operations"


def write_certificate(folder: Path) -> None:
    """A certificate of nobody, for a minute."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "edtech.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.public_bytes(encoding))
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(private)


class Application(Upstream):
    """Says what the proxy told it; ends once before it has answered, at an address for that."""

    ended: ClassVar[list[str]] = []

    def do_GET(self) -> None:  # noqa: N802  # the library's name
        if self.path.startswith("/fr/ends/") and self.path not in self.ended:
            self.ended.append(self.path)
            self.close_connection = True
        else:
            super().do_GET()

    def answered(self) -> tuple[int, dict[str, str]]:
        told = ("Host", "X-Forwarded-Proto", "X-Forwarded-For", "X-Request-ID", "Connection")
        return 200, {f"Told-{name}": self.headers[name] or "nothing" for name in told}


@pytest.mark.parametrize("example", ["site.nginx.conf", "container/nginx.conf"])
def test_a_block_sends_people_to_tls_and_tells_the_site_who_asks(example: str, tmp_path: Path) -> None:
    need_nginx()
    plain, secure = free_port(), free_port()
    write_certificate(tmp_path)
    (tmp_path / "access-log.nginx.conf").write_text((OPERATIONS / "access-log.nginx.conf").read_text())
    (tmp_path / "media.conf").write_text((OPERATIONS / "media.nginx.conf").read_text())
    (tmp_path / "nginx.conf").write_text(MAIN.format(folder=tmp_path, user=os.environ.get("USER") or "root"))
    text = (OPERATIONS / example).read_text(encoding="utf-8")
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"listen (80|8080);", f"listen 127.0.0.1:{plain};", text)
    text = re.sub(r"listen (443|8443) ", f"listen 127.0.0.1:{secure} ", text)
    text = re.sub(r"include \S*access-log", f"include {tmp_path}/access-log", text)
    text = re.sub(r"include \S*media\S*;", f"include {tmp_path}/media.conf;", text)
    text = re.sub(r"(ssl_certificate\w* )\S*/", rf"\g<1>{tmp_path}/", text)
    text = re.sub(r"access_log /\S+", f"access_log {tmp_path}/access.log", text)
    with upstream_of(Application) as address:
        port = address.rpartition(":")[2]
        text = text.replace("$fedcms_web web", "$fedcms_web 127.0.0.1").replace(":8000", f":{port}")
        (tmp_path / "site.conf").write_text(text)
        with running(tmp_path, plain):
            trusting = ssl.create_default_context(cafile=tmp_path / "fullchain.pem")
            trusting.check_hostname = False
            there = f"https://127.0.0.1:{secure}"
            with urllib.request.urlopen(f"{there}/fr/", context=trusting) as answer:
                told = {name: answer.headers[f"Told-{name}"] for name in ("Host", "Connection")}
                assert told == {"Host": f"127.0.0.1:{secure}", "Connection": "nothing"}
                assert answer.headers["Told-X-Forwarded-Proto"] == "https"
                assert answer.headers["Told-X-Forwarded-For"] == "127.0.0.1"
                assert len(answer.headers["Told-X-Request-ID"]) == 32
            if example == "site.nginx.conf":
                # `make faults` asks again, as this does.
                ends = f"{there}/fr/ends/{secure}/"
                with urllib.request.urlopen(ends, context=trusting) as answer:
                    assert answer.status == 200
                assert Application.ended[-1].endswith(f"{secure}/")
            for path in ("/metrics", "/health/ready"):
                with pytest.raises(urllib.error.HTTPError, match="404"):
                    urllib.request.urlopen(f"{there}{path}", context=trusting)
            connection = http.client.HTTPConnection("127.0.0.1", plain, timeout=10)
            connection.request("GET", "/fr/?q=a")
            sent = connection.getresponse()
            assert (sent.status, sent.headers["Location"]) == (308, "https://127.0.0.1/fr/?q=a")
            connection.close()
