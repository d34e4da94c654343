"""The project's HTML templates come without indentation, and none of them says something with it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

WHERE_SPACE_COUNTS = re.compile(
    r"<(pre|textarea)\b[^>]*>[^<]*\n|{%\s*blocktrans(?:late)?\b(?![^%]*\btrimmed\b)[^%]*%}(?:(?!{%\s*end)[\s\S])*?\n"
)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """Templates of one folder, loaded as the project's are."""
    return Engine(dirs=[tmp_path], loaders=settings.TEMPLATES[0]["OPTIONS"]["loaders"])


def test_html_has_no_indentation_and_keeps_its_lines(engine: Engine, tmp_path: Path):
    (tmp_path / "one.html").write_text(
        "<ul>\n  {% if x %}\n    <li>{{ x }}\tb  c</li>\n  {% endif %}\n\t</ul>\n"
    )
    rendered = engine.get_template("one.html").render(Context({"x": "  a\n  a"}))
    assert rendered == "<ul>\n\n<li>  a\n  a\tb  c</li>\n\n</ul>\n"


def test_plain_text_stays_as_it_is(engine: Engine, tmp_path: Path):
    (tmp_path / "mail.txt").write_text("- a\n  b\n")
    assert engine.get_template("mail.txt").render(Context()) == "- a\n  b\n"


def test_an_error_names_its_line(engine: Engine, tmp_path: Path):
    (tmp_path / "wrong.html").write_text("<p>\n  </p>\n\n    {% nonsense %}\n")
    with pytest.raises(TemplateSyntaxError) as error:
        engine.get_template("wrong.html")
    assert error.value.token.lineno == 4


def test_a_template_that_is_not_there_is_said_so(engine: Engine):
    with pytest.raises(TemplateDoesNotExist):
        engine.get_template("not/there.html")


def test_a_package_s_template_stays_as_it_is():
    assert re.search(r"\n[ \t]+<", get_template("django/forms/widgets/select.html").template.source)


@pytest.mark.parametrize(
    "text",
    [
        "<pre>\n  a</pre>",
        "<textarea id='x'>a\n  b</textarea>",
        "{% blocktranslate %}a\n  b{% endblocktranslate %}",
    ],
)
def test_the_pattern_finds_where_space_counts(text: str):
    assert WHERE_SPACE_COUNTS.search(text)


def test_no_template_breaks_a_line_where_space_counts():
    templates = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
    assert len(templates) > 100
    found = [str(path) for path in templates if WHERE_SPACE_COUNTS.search(path.read_text())]
    assert found == []
