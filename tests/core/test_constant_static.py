"""The tag `static`: the address that the storage has for a file, escaped where the template escapes."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Template

from fedcms.core.design.constant_static import ConstantStaticNode

FILE = '{% load static %}{% static "icons/mark.svg" %}'


def shown(template: str, **values: object) -> str:
    return Template(template).render(Context(values))


def test_a_named_file_has_the_address_of_the_storage() -> None:
    assert shown(FILE) == staticfiles_storage.url("icons/mark.svg")
    assert any(isinstance(node, ConstantStaticNode) for node in Template(FILE).nodelist)


def test_an_address_that_changed_is_shown_as_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    template = Template(FILE)
    template.render(Context())
    monkeypatch.setattr(staticfiles_storage, "url", lambda name: f"/other/{name}?a=1&b=2")
    assert template.render(Context()) == "/other/icons/mark.svg?a=1&amp;b=2"
    assert template.render(Context(autoescape=False)) == "/other/icons/mark.svg?a=1&b=2"


@pytest.mark.parametrize(
    "template",
    [
        "{% load static %}{% static name %}",
        "{% load static %}{% static name as address %}{{ address }}",
        '{% load static %}{% static "icons/mark.svg" as address %}{{ address }}',
        '{% load static %}{% static "icons/MARK.svg"|lower %}',
    ],
)
def test_what_is_not_constant_is_djangos(template: str) -> None:
    assert shown(template, name="icons/mark.svg") == staticfiles_storage.url("icons/mark.svg")
