"""The content security policy of the admin, and what browsers report of it."""

import json
import logging

import pytest
from django.test import Client

from tests.factories import make_article, make_cluster, make_user

REPORT = {
    "csp-report": {
        "document-uri": "https://site.example/admin/pages/3/edit/?who=somebody@press.example#x",
        "blocked-uri": "https://evil.example/x.js",
        "effective-directive": "script-src-elem",
        "original-policy": "default-src 'none'",
    }
}


def sent(body: bytes | str, content_type: str = "application/csp-report") -> int:
    status: int = Client().post("/policy-reports/", body, content_type=content_type).status_code
    return status


@pytest.mark.django_db
def test_the_admin_loads_nothing_of_others(federation: object) -> None:
    cluster = make_cluster("nord", "NOR")
    page = make_article(cluster)
    client = Client()
    for address in ("/admin/login/", "/admin/", f"/admin/pages/{page.pk}/edit/"):
        response = client.get(address)
        policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self' 'unsafe-inline'"
        assert policy["connect-src"] == policy["form-action"] == policy["base-uri"] == "'self'"
        assert policy["frame-ancestors"] == "'self'"
        assert policy["report-uri"] == "/policy-reports/"
        assert "unsafe-eval" not in response["Content-Security-Policy"]
        client.force_login(make_user(f"paul{len(address)}", cluster, "publisher"))
    preview = client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert preview.status_code == 200
    # The page's own policy, in a frame of the editor.
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert "script-src 'self';" in preview["Content-Security-Policy"]
    public = client.get(page.url)["Content-Security-Policy"]
    assert "script-src 'self';" in public
    assert "frame-ancestors 'none'" in public


@pytest.mark.django_db
def test_a_report_is_a_line_of_the_log_without_what_names_a_person(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING, "fedcms.policy"):
        assert sent(json.dumps(REPORT)) == 204
    line = caplog.text
    assert "https://evil.example/x.js" in line
    assert "https://site.example/admin/pages/3/edit/" in line
    assert "somebody" not in line


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("[]", 400),
        ('{"csp-report": 3}', 400),
        ('{"csp-report": []}', 400),
        (b"\xff\xfe", 400),
        (json.dumps({"csp-report": {"blocked-uri": "x" * 20_000}}), 413),
        (json.dumps({"csp-report": {"blocked-uri": "https://[evil\nline"}}), 204),
    ],
)
def test_what_is_no_report_is_refused(
    body: str | bytes, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "fedcms.policy"):
        assert sent(body) == status
    assert "\nline" not in caplog.text
    assert len(caplog.text) < 2000


@pytest.mark.django_db
def test_a_flood_is_cut_off() -> None:
    statuses = [sent(json.dumps(REPORT)) for _number in range(40)]
    assert statuses[0] == 204
    assert statuses[-1] == 429
    assert Client().get("/policy-reports/").status_code == 405
