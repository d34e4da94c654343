"""Counts of known days, and what the reports show of them."""

import csv
import io
from datetime import date

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from fedcms.users.models import User
from home.view_counts.models import PageViewCount, ReferrerCount

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
JUNE = {"first": "01/06/2026", "last": "30/06/2026"}

OF_SECTIONS = ("pages", "referrers", "downloads", "feeds")


def count(page: Page, views: int, day: date = FIRST, host: str = "") -> None:
    """Views of a page on a day, all from a host if there is one."""
    language = page.locale.language_code
    PageViewCount.objects.create(day=day, page_id=page.pk, language=language, views=views)
    if host:
        ReferrerCount.objects.create(day=day, page_id=page.pk, language=language, host=host, views=views)


def signed_in(user: User) -> Client:
    """The browser of somebody in the admin."""
    client = Client()
    client.force_login(user)
    return client


def report(reader: User | Client, page: Page | None = None, **query: str) -> HttpResponse:
    """The report of June, on all that the person may read or on a page, by a new sign-in or in an open browser."""
    url = reverse("page_view_report_of_page", args=[page.pk]) if page else reverse("page_view_report")
    browser = reader if isinstance(reader, Client) else signed_in(reader)
    return browser.get(url, JUNE | query)


def words(response: HttpResponse) -> str:
    """The words of the screen's main part."""
    found = BeautifulSoup(response.content, "html.parser").find("main")
    return " ".join(found.get_text(" ").split()) if found else ""


def table(response: HttpResponse, heading: str) -> list[list[str]]:
    """The rows of the table below a heading."""
    soup = BeautifulSoup(response.content, "html.parser")
    for block in soup.select(".vc-block"):
        title = block.find("h2")
        if title and title.get_text() == heading:
            return [
                [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]
                for row in block.select("tbody tr")
            ]
    return []


def read_csv(response: HttpResponse) -> list[list[str]]:
    """The lines of a download."""
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def read_all(user: User) -> list[list[list[str]]]:
    """All files of the report."""
    return [read_csv(report(user, export=name)) for name in OF_SECTIONS]
