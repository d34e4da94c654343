"""A cached component shows what it is given now: other values, languages, zones and safe texts are told apart."""

from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template import Context, Engine, Template
from django.utils import timezone, translation
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from clusters.models import Cluster
from fedcms.core.templatetags import component_tags
from home.navigation.site_frame import Link

BADGE = '{% cached_include "components/cluster_badge.html" with cluster=cluster kind=kind status=status %}'
DATELINE = '{% cached_include "components/dateline.html" with place=place moment=moment %}'


def shown(template: str, **values: object) -> str:
    return Template(template).render(Context(values))


def breton(name: str = "EdTech Bretagne") -> Cluster:
    return Cluster(code="BRE", name={"fr": name, "en": f"{name} (en)"}, accent="#005f73")


def test_other_values_are_shown_as_they_are() -> None:
    assert "EdTech Bretagne" in shown(BADGE, cluster=breton(), kind="Article")
    assert "Récit" in shown(BADGE, cluster=breton(), kind="Récit")
    assert "Reporté" in shown(BADGE, cluster=breton(), kind="Récit", status="Reporté")
    renamed = shown(BADGE, cluster=breton("Bretagne numérique"), kind="Article")
    assert "Bretagne numérique" in renamed
    assert "EdTech Bretagne" not in renamed


def test_each_language_has_its_own() -> None:
    french = shown(BADGE, cluster=None, kind="")
    with translation.override("ar"):
        arabic = shown(BADGE, cluster=None, kind="")
        named = shown(BADGE, cluster=breton(), kind="")
    with translation.override("en"):
        assert "EdTech Bretagne (en)" in shown(BADGE, cluster=breton(), kind="")
    assert "Fédération" in french
    assert "الاتحاد" in arabic
    assert "(en)" not in named


def test_equal_moments_of_two_zones_are_not_taken_for_each_other() -> None:
    moment = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)
    in_paris = moment.astimezone(ZoneInfo("Europe/Paris"))
    assert moment == in_paris
    with timezone.override("Europe/Paris"):
        assert "2 mars 2027" in shown(DATELINE, place="Lyon", moment=moment)
    with timezone.override("America/Toronto"):
        assert "1er mars 2027" in shown(DATELINE, place="Lyon", moment=in_paris)
        assert "1er mars 2027" in shown(DATELINE, place="Lyon", moment=moment)


def test_a_text_is_escaped_whatever_was_shown_before() -> None:
    assert "<b>x</b>" in shown(BADGE, cluster=None, kind=mark_safe("<b>x</b>"))  # the test's
    assert "&lt;b&gt;x&lt;/b&gt;" in shown(BADGE, cluster=None, kind="<b>x</b>")


def test_lazy_texts_and_those_of_links_are_escaped_whatever_was_shown_before() -> None:
    safe, plain = lazystr(mark_safe("<b>x</b>")), lazystr("<b>x</b>")  # the test's
    assert "<b>x</b>" in shown(BADGE, cluster=None, kind=safe)
    assert "&lt;b&gt;" in shown(BADGE, cluster=None, kind=plain)
    menu = '{% cached_include "navigation/menu.html" with nav=nav %}'
    assert "<b>" in shown(menu, nav=[Link(mark_safe("<b>x</b>"), "/")])  # the test's
    assert "&lt;b&gt;" in shown(menu, nav=[Link("<b>x</b>", "/")])
    assert "&lt;b&gt;" in shown(
        "{% autoescape off %}" + menu + "{% endautoescape %}" + menu, nav=[Link("<b>x</b>", "/")]
    )


def test_a_value_is_known_by_its_name() -> None:
    with_status = '{% cached_include "components/cluster_badge.html" with cluster=c status=x %}'
    with_address = '{% cached_include "components/cluster_badge.html" with cluster=c cluster_url=x %}'
    assert 'class="status"' in shown(with_status, c=breton(), x="/there/")
    assert 'href="/there/"' in shown(with_address, c=breton(), x="/there/")


def test_the_component_sees_nothing_else_of_the_page() -> None:
    once = shown(BADGE, cluster=breton(), kind="Article", cluster_url="/fr/clusters/bretagne/")
    assert "href" not in once


def test_one_and_true_are_told_apart() -> None:
    template = '{% cached_include "components/dateline.html" with place=place moment=moment %}'
    moment = datetime(2027, 3, 1, tzinfo=UTC)
    assert ">1<" in shown(template, place=1, moment=moment)
    assert ">True<" in shown(template, place=True, moment=moment)


def test_what_has_no_key_is_rendered_each_time() -> None:
    value = SimpleNamespace(code="AAA", name="Un")
    assert "Un" in shown(BADGE, cluster=value)
    value.name = "Deux"
    assert "Deux" in shown(BADGE, cluster=value)


def test_long_and_many_renderings_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(BADGE, cluster=None, kind="x" * component_tags.LONGEST_CACHED)
    assert not any(component_tags._rendered.values())
    monkeypatch.setattr(component_tags, "MOST_CACHED", 3)
    for number in range(10):
        assert str(number) in shown(BADGE, cluster=None, kind=str(number))
        assert 0 < len(component_tags._rendered["components/cluster_badge.html"]) <= 3


def test_templates_that_are_written_are_read_each_time() -> None:
    engine = Engine(
        debug=True,
        dirs=[settings.BASE_DIR / "templates"],
        builtins=settings.TEMPLATES[0]["OPTIONS"]["builtins"],
        libraries={"i18n": "django.templatetags.i18n"},
    )
    engine.from_string(BADGE).render(Context({"cluster": None}))
    assert not any(component_tags._rendered.values())


def test_words_of_a_template_follow_the_language_and_their_context() -> None:
    template = Template(
        '{% load i18n %}{% translate "Fédération" %}|{% translate "Fédération" as word %}{{ word }}'
    )
    found = []
    for code in ("fr", "en", "ar", "fr"):
        with translation.override(code):
            found.append(template.render(Context()))
    assert found == [
        "Fédération|Fédération",
        "Federation|Federation",
        "الاتحاد|الاتحاد",
        "Fédération|Fédération",
    ]
    variable = Template("{% load i18n %}{% translate word %}")
    with translation.override("en"):
        assert variable.render(Context({"word": "Fédération"})) == "Federation"
        assert variable.render(Context({"word": "inconnu"})) == "inconnu"
