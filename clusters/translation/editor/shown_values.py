"""The pictures, files, pages and links that a translation takes from its original, or replaces by others."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.apps import apps
from django.db.models import Model
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminPageChooser, BaseChooser
from wagtail.documents import get_document_model
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from clusters.access.own_pages import own_pages
from clusters.translation.editor.layout import Layout, Location
from fedcms.core.http.row_keys import is_key
from fedcms.core.visibility import visible_q
from fedcms.users.models import User

FILES = {"image_chooser": get_image_model, "document_chooser": get_document_model}
CHOOSERS = {*FILES, "page_chooser"}
PREVIEW = "max-165x165"
"""The rendition that Wagtail's image chooser shows."""

Choosable = dict[tuple[str, str], Model]
"""The shown files and pages that a person may choose or see, by chooser and key."""


class _PageChooser(AdminPageChooser):
    """Wagtail's page chooser without the three queries that it makes for each page shown."""

    def get_instance(self, value: object) -> Page | None:
        """Returns the page itself, which was read before."""
        return value if isinstance(value, Page) else None

    def get_value_data_from_instance(self, instance: Page) -> dict[str, object]:
        """Returns what the chooser shows of a page, without its parent: choosing starts at the person's own pages."""
        return {"id": instance.pk, "edit_url": "", self.display_title_key: self.get_display_title(instance)}


def _files(user: User, kind: str, keys: set[str]) -> Iterable[Model]:
    policy = policy_registry.get_by_type(FILES[kind]())
    found = policy.instances_user_has_any_permission_for(user, ["choose"]).filter(pk__in=keys).distinct()
    files: Iterable[Model] = found.prefetch_renditions(PREVIEW) if kind == "image_chooser" else found
    return files


def choosable(user: User, wanted: Iterable[tuple[str, str]]) -> Choosable:
    """Returns those files and pages of `wanted` that a person may choose or see. One query for each chooser."""
    by_kind: dict[str, set[str]] = {}
    for kind, key in wanted:
        if is_key(key):
            by_kind.setdefault(kind, set()).add(key)
    found: Choosable = {}
    for kind, keys in by_kind.items():
        if kind == "page_chooser":
            mine = Page.objects.filter(pk__in=keys).filter(visible_q(now()) | own_pages(user).as_q())
            found |= {(kind, str(each.pk)): each for each in mine}
        else:
            found |= {(kind, str(each.pk)): each for each in _files(user, kind, keys)}
    return found


def _widget(location: Location) -> forms.Widget:
    if location.kind == "page_chooser":
        models = [apps.get_model(name) for name in location.page_types]
        found: forms.Widget = _PageChooser(target_models=models, show_clear_link=False, show_edit_link=False)
    elif location.kind in FILES:
        kind: type[BaseChooser] = (
            AdminImageChooser if location.kind == "image_chooser" else AdminDocumentChooser
        )
        found = kind(show_clear_link=False, show_edit_link=False)
    else:
        found = AdminAutoHeightTextInput(attrs={"dir": "ltr"})
    return found


class ValueForm(forms.Form):
    """The form of one value: another one for this language, or the original's again."""

    value = forms.CharField(required=False)
    original = forms.BooleanField(required=False, label=_("Reprendre ce que dit l’original"))

    def __init__(self, *args: object, location: Location, is_other: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.fields["value"].widget = _widget(location)
        if not is_other:
            del self.fields["original"]


def value_key(segment: OverridableSegment) -> str:
    """Returns the name of a value in the form, by its context: the segment's key changes when the source is updated."""
    return f"value-{segment.context_id}"


@dataclass
class Value:
    """One value of the editor. `override` is what this language has instead of the original's value."""

    segment: OverridableSegment
    location: Location
    override: SegmentOverride | None
    stored: str
    form: ValueForm | None
    problem: str = ""
    is_text: bool = False

    @property
    def key(self) -> str:
        """The name of the value in the form."""
        return value_key(self.segment)

    @property
    def title(self) -> str:
        """The value as text: the name of the file or page, or the link."""
        return str(self.form.initial["value"] or "") if self.form else self.stored

    @property
    def error(self) -> str:
        """The reason why the value was refused, or the error of the stored one; "" if there is none."""
        return self.problem or (str(self.override.get_error() or "") if self.override is not None else "")

    @property
    def state(self) -> str:
        """The state for the mark beside the value: "wrong", "other" than the original's, or the "same"."""
        return "wrong" if self.error else "other" if self.override is not None else "same"


def values_of(
    translation: Translation, layout: Layout, user: User, posted: dict[str, str] | None = None
) -> list[tuple[int, Value]]:
    """Returns all values with their order in the page; a file that the person may not choose is left out.

    `posted` are typed values by the names of their fields: they are shown again if the person may choose them. The
    number of queries does not grow with the number of values.
    """
    overrides = {
        row.context_id: row
        for row in SegmentOverride.objects.filter(
            locale_id=translation.target_locale_id, context__object_id=translation.source.object_id
        )
    }
    segments = list(
        OverridableSegment.objects.filter(source=translation.source_id)
        .select_related("context")
        .order_by("order")
    )
    places = [(segment, layout.location(segment.context, with_kind=True)) for segment in segments]
    stored: dict[int, str] = {}
    wanted: list[tuple[str, str]] = []
    for segment, location in places:
        override = overrides.get(segment.context_id)
        said = json.loads(override.data_json) if override is not None else segment.data
        stored[segment.pk] = "" if said is None else str(said)
        if location.kind in CHOOSERS:
            wanted += [(location.kind, stored[segment.pk])]
            wanted += [(location.kind, (posted or {}).get(f"{value_key(segment)}-value", ""))]
    found = choosable(user, wanted)
    values = []
    for segment, location in places:
        override, said = overrides.get(segment.context_id), stored[segment.pk]
        if location.kind in FILES and said and (location.kind, said) not in found:
            continue
        typed = (posted or {}).get(f"{value_key(segment)}-value", "") or said
        initial: object = typed
        if location.kind in CHOOSERS:
            initial = found.get((location.kind, typed)) or found.get((location.kind, said))
        form = None
        if location.kind in CHOOSERS or location.kind == "text":
            form = ValueForm(
                prefix=value_key(segment),
                initial={"value": initial},
                location=location,
                is_other=override is not None,
            )
        values.append((segment.order, Value(segment, location, override, said, form)))
    return values
