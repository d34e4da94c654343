"""A listing's filters as templates show them: options, what is chosen, and links that take a filter off."""

from collections.abc import Mapping

from django.forms import ChoiceField, Field
from django.http import QueryDict


def _pairs(form_field: ChoiceField) -> list[tuple[str, str]]:
    """Value and label of each choice, in order."""
    return [(str(value), str(label)) for value, label in form_field.widget.choices]


def facet_groups(fields: Mapping[str, Field], chosen: Mapping[str, str]) -> list[dict[str, object]]:
    """The groups that components/facets.html shows, one radio button an option."""
    groups: list[dict[str, object]] = []
    for name, form_field in fields.items():
        if isinstance(form_field, ChoiceField):
            options = [
                {
                    "value": value,
                    "label": label,
                    "count": None,
                    "selected": chosen.get(name, "") == str(value),
                }
                for value, label in _pairs(form_field)
            ]
            groups.append({"name": name, "label": form_field.label, "options": options, "single": True})
    return groups


def active_filters(
    fields: Mapping[str, Field], chosen: Mapping[str, str], params: QueryDict
) -> list[dict[str, str]]:
    """The filters that are on, each with the address that takes it off."""
    active = []
    for name, value in chosen.items():
        rest = params.copy()
        rest.pop(name, None)
        rest.pop("page", None)
        form_field = fields[name]
        labels = (
            {str(k): str(v) for k, v in _pairs(form_field)} if isinstance(form_field, ChoiceField) else {}
        )
        active.append({"label": labels.get(value, value), "url": f"?{rest.urlencode()}"})
    return active
