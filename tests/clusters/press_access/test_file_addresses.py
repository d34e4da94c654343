"""Addresses of files in a page lead through its reader's link; what a text says, and all other addresses, stay."""

import pytest

from clusters.press_access.file_addresses import through_link
from fedcms.core.pages.addresses import site_base

LINK = "/before-publication/secret/7/"


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<img src="/media/a.png" alt="x">', f'<img src="{LINK}media/a.png" alt="x">'),
        (
            '<source srcset="/media/a.avif 480w, /media/b.avif 800w" sizes="1px">',
            f'<source srcset="{LINK}media/a.avif 480w, {LINK}media/b.avif 800w" sizes="1px">',
        ),
        ('<a href="/documents/3/a.pdf" download>', f'<a href="{LINK}documents/3/a.pdf" download>'),
        ("<a href='/media/press/3/a.png'>", f"<a href='{LINK}media/press/3/a.png'>"),
        (f'<a href="{site_base()}/documents/3/a.pdf">', f'<a href="{LINK}documents/3/a.pdf">'),
        ('<a\n  class="x"\n  href="/media/a.png">', f'<a\n  class="x"\n  href="{LINK}media/a.png">'),
        *(
            (same, same)
            for same in (
                '<p>The folder /media/ and href="/media/a" in a text</p>',
                '<img alt="src=/media/a.png" title="/media/">',
                '<a href="/fr/media/">',
                '<a href="https://other.example/media/a.png">',
                '<a href="/fr/?next=/media/a.png">',
                f'<a href="{site_base()}/fr/">',
                '<script src="/static/js/copy.js"></script>',
            )
        ),
    ],
)
def test_addresses(html: str, wanted: str) -> None:
    assert through_link(html, LINK) == wanted
