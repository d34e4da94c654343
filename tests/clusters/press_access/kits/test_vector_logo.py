"""Of a vector logo, the drawing stays: nothing in it runs, loads or leads anywhere."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from clusters.press_access.kits.vector_logo import cleaned_logo

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" {0}>'
DRAWING = '<path d="M0 0h9v9z" fill="url(#a)"/>'


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><p>alert</p></body></foreignObject>',
        '<image href="https://evil.example/alert.png"/>',
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<use xlink:href="https://evil.example/#alert"/>',
        '<g onclick="alert(1)"/>',
        '<path style="fill:url(https://evil.example/alert)"/>',
        "<style>@import 'https://evil.example/alert';</style>",
        "<style>path{fill:u\\72l(//evil.example/alert)}</style>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        "<metadata><x>alert evil</x></metadata>",
        "<?xml-stylesheet href='https://evil.example/alert'?>",
        "<!-- alert evil -->",
        """<path style="background:image-set('https://evil.example/alert' 1x)"/>""",
        """<path style="background:-webkit-image-set('//evil.example/alert' 1x)"/>""",
        """<path fill='src("https://evil.example/alert")'/>""",
        """<path style="fill:image('evil.example/alert')"/>""",
        """<path style="fill:cross-fade(url(#a), 'evil.example/alert')"/>""",
        """<path fill="url('#a'), url('evil.example/alert')"/>""",
        """<path fill="url ( #a 'evil.example/alert' )"/>""",
        """<path mask="data:image/svg+xml,alert"/>""",
        "<style>path{background:image-set('https://evil.example/alert' 1x)}</style>",
        "<style>path{fill:src('//evil.example/alert')}</style>",
        "<style>path{content:'/*';fill:url(evil.example/alert) '*/'}</style>",
        "<style>path{fill:u<g>alert</g>rl(evil.example)}</style>",
    ],
)
def test_what_is_no_drawing_goes_and_the_drawing_stays(hostile: str) -> None:
    made = cleaned_logo((HEAD.format('onload="alert(1)"') + hostile + DRAWING + "</svg>").encode()).decode()
    assert "alert" not in made
    assert "evil" not in made
    assert 'd="M0 0h9v9z"' in made
    assert "url(#a)" in made


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG",
        b"<html/>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b" " * 2_000_001,
    ],
    ids=lambda content: repr(content[:12]),
)
def test_what_is_no_logo_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(ValidationError):
        cleaned_logo(content)


def test_a_file_of_illustrator_is_taken() -> None:
    content = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        + HEAD.format('xml:space="preserve"')
        + '<style type="text/css">.st0{fill:#1D3B8B;}</style><g><path class="st0" d="M0 0h9"/></g></svg>'
    )
    made = cleaned_logo(content.encode()).decode()
    assert ".st0{fill:#1D3B8B;}" in made
    assert "DOCTYPE" not in made


def test_what_stands_beside_what_goes_stays() -> None:
    """The text after an element is its parent's; a comment on an address takes no colours with it."""
    drawing = (
        "<text>Ed<script>alert(1)</script>Tech <tspan>Mi</tspan><a>evil</a>di</text>"
        "<style>/* Made by https://editor.example */ .a{fill:#1d3b8b;mask:url('#m')}</style>"
        """<path class="a" d="M0 0" clip-path="url( #c )" filter='url("#f")'/>"""
    )
    made = cleaned_logo((HEAD.format("") + drawing + "</svg>").encode()).decode()
    assert "<text>EdTech <tspan>Mi</tspan>di</text>" in made
    assert ".a{fill:#1d3b8b;mask:url('#m')}" in made
    assert "editor.example" not in made
    assert "url( #c )" in made
    assert "#f" in made


def test_one_that_is_nested_without_end_is_refused() -> None:
    for depth in (5_000, 200_000):
        with override("fr"), pytest.raises(ValidationError, match="imbriqués"):
            cleaned_logo((HEAD.format("") + "<g>" * depth + DRAWING + "</g>" * depth + "</svg>").encode())
    assert b"<path" in cleaned_logo(
        (HEAD.format("") + "<g>" * 90 + DRAWING + "</g>" * 90 + "</svg>").encode()
    )
