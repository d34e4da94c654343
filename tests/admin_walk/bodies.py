"""What is posted: each form as somebody who may do everything sees it, filled in as it stands, with other words.

So a new field, or a new view with a form, is posted with values that are valid without anybody naming it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import lxml.html

from tests.admin_walk.stage import Stage

Body = dict[str, object]

WORD = "repris"
NEEDED = ("title", "summary")
# Where a schedule is moved: a moment that it did not have before.
MOMENT = "01/03/2041 09:00"
# A list to which accreditations are given: its field is empty as it is shown.
PEOPLE = "Repris;Média;repris@alpha.example;fr"
# Fields whose text may be any: the others keep what they have.
_WORDS = re.compile(
    r"(?:^|[-_])(?:title|name|label|labels|summary|note|searches|words|broader|consent|consent_by|motto|description"
    r"|text|boilerplate|alt|first_name|term|source_term|target_term)(?:[-_](?:\d+|fr|en|es|ar))?$"
)
# Where a form points to something: what B has is put there.
_POINTERS = {
    "cluster": lambda stage: stage.a.pk,
    "collection": lambda stage: stage.a.collection_id,
    "workflow": lambda stage: stage.a.workflow_id,
    "groups": lambda stage: [stage.a.publishers_group_id],
    "redirect_page": lambda stage: stage.a_pages["in_review"].pk,
    "root_page": lambda stage: stage.a_pages["in_review"].pk,
    "page": lambda stage: stage.a_pages["in_review"].pk,
}


@dataclass(frozen=True)
class Form:
    """Where a form is sent and with what."""

    action: str
    body: tuple[tuple[str, tuple[object, ...]], ...]

    def over(self, plain: Body) -> Body:
        """For the test client: what the form holds, and what a page needs to be published."""
        shown = {name: list(values) for name, values in self.body}
        return plain | {name: values for name, values in shown.items() if any(values) or name not in NEEDED}


def _value(name: str, value: str) -> str:
    if name == "moment":
        return MOMENT
    if name == "people":
        return PEOPLE
    if _WORDS.search(name) and not value.startswith(("{", "[", '"')):
        return f"{value} {WORD}".strip()
    return value


def forms_in(html: str, address: str) -> Iterator[Form]:
    """The forms of a screen that are posted into the admin, with other words in them."""
    if "<form" not in html:
        return
    for form in lxml.html.fromstring(html).forms:
        action = urlsplit(urljoin(address, form.get("action") or "")).path
        if (form.get("method") or "get").lower() != "post" or "/logout/" in action:
            continue
        body: dict[str, list[object]] = {}
        for name, value in form.form_values():
            body.setdefault(name, []).append(_value(name, value))
        # A button with a value says what is to be done.
        for button in form.xpath(".//button[@name and @value]"):
            body.setdefault(button.get("name"), [button.get("value")])
        body.pop("csrfmiddlewaretoken", None)
        yield Form(action, tuple((name, tuple(values)) for name, values in body.items()))


def forged(body: Body, side: Stage, image: object, document: object) -> Body:
    """The same form with everything that it points to replaced by what is another cluster's (`side.a`)."""
    found = dict(body)
    for name in body:
        last = re.sub(r"-\d+", "", name).rpartition("-")[2] or name
        if last in _POINTERS:
            found[name] = _POINTERS[last](side)
        elif last.endswith(("image", "logo", "photo")):
            found[name] = image
        elif last.endswith("document"):
            found[name] = document
    return found
