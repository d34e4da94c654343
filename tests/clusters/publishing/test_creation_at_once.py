"""A page that is created and published in one step is cut off at any of its writes: all of it is there, or nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry, Revision
from wagtail.test.utils.form_data import nested_form_data, streamfield

from fedcms.core.models import PublicChange
from news.models import ArticlePage
from tests.factories import make_article, make_cluster, make_user
from tests.factories.content import parent_for

pytestmark = pytest.mark.django_db
_WRITE = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM) "([a-z_]+)"')


class Killed(BaseException):
    """The end of a process, which nothing of it may handle."""


@contextmanager
def killed_before(number: int | None, written: list[str]) -> Iterator[None]:
    """Notes each kind of write, and ends the process before the first of the one with a number."""

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := _WRITE.match(sql):
            kind = " ".join(found.groups())
            if kind not in written:
                if len(written) == number:
                    raise Killed
                written.append(kind)
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


def test_nothing_is_left_of_a_publication_that_was_cut_off(federation: object) -> None:
    cluster = make_cluster("nord", "NOR")
    listing = parent_for(ArticlePage, cluster)
    user = make_user("publisher", cluster, "publisher")
    values = {"title": "Coupée", "slug": "coupee", "summary": "Une phrase.", "body": streamfield([])}
    form = nested_form_data({**values, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}})
    address = reverse("wagtailadmin_pages:add", args=["news", "articlepage", listing.pk])
    client = Client()
    client.force_login(user)

    def left() -> tuple[int, int, int, int]:
        models = (ArticlePage, Revision, PageLogEntry, PublicChange)
        return tuple(model.objects.count() for model in models)  # type: ignore[return-value]  # four

    before, cut = left(), 0
    while True:
        try:
            with killed_before(cut, []):
                answer = client.post(address, {**form, "action-publish": "1"})
        except (Killed, transaction.TransactionManagementError):
            # The second where a query of the way out finds the transaction ended.
            # What was written outside of a transaction of the view's stays: only Django believes that all is lost.
            transaction.set_rollback(False)
            assert left() == before, f"before the kind of write with the number {cut}"
            cut += 1
        else:
            break
    assert answer.status_code == 302
    page = ArticlePage.objects.get(slug="coupee")
    assert page.live
    assert page.live_revision is not None
    # Its row, its revision, its entries in log and search, the change to be told: each was a point to be cut at.
    assert cut > 8
    call_command("check_pages")


def test_the_check_finds_what_an_older_release_left(
    federation: object, capsys: pytest.CaptureFixture[str]
) -> None:
    cluster = make_cluster("nord", "NOR")
    whole, bare, silent = (make_article(cluster) for _ in range(3))
    call_command("check_pages")
    ArticlePage.objects.filter(pk=bare.pk).update(live_revision=None)
    PageLogEntry.objects.filter(page=silent).delete()
    with pytest.raises(CommandError, match=r"^2 public pages"):
        call_command("check_pages")
    said = capsys.readouterr().err
    assert f"page {bare.pk} ({bare.slug}): no public revision" in said
    assert f"page {silent.pk} ({silent.slug}): no publication in its log" in said
    assert f"page {whole.pk} " not in said
