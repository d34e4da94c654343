"""The filters of a listing as templates show them: options, choices, links that remove a filter."""

from collections.abc import Iterable, Mapping, Sequence

from django.forms import ChoiceField, Field
from django.http import QueryDict
from django.utils.translation import gettext as _

from clusters.content.facet_counts import FACETS, FacetCounts
from fedcms.core.i18n.bidi import in_line

FEWEST = 2
LONGEST_VALUE = 40


def _pairs(form_field: ChoiceField) -> list[tuple[str, str]]:
    """Returns value and label of each choice, in order."""
    return [(str(value), str(label)) for value, label in form_field.widget.choices]


def facet_groups(
    fields: Mapping[str, Field],
    chosen: Mapping[str, str],
    counts: FacetCounts,
    facets: Sequence[str] = FACETS,
) -> list[dict[str, object]]:
    """Returns the groups that components/facets.html shows, with a radio button for each option that leaves a page."""
    groups: list[dict[str, object]] = []
    for name in facets:
        if name not in fields:
            continue
        form_field = fields[name]
        found = counts.options.get(name, {})
        if isinstance(form_field, ChoiceField):
            pairs = _pairs(form_field)
        elif name == "year":
            years = sorted({*found, *([chosen[name]] if name in chosen else [])}, reverse=True)
            pairs = [("", str(_("Toutes les années"))), *((year, year) for year in years)]
        else:
            raise TypeError(f"{name}: a filter is a choice, or the year.")
        options = [
            {
                "value": value,
                "label": label,
                "count": found.get(value, 0) if value else counts.any_option.get(name, counts.total),
                "selected": chosen.get(name, "") == value,
            }
            for value, label in pairs
            if not value or value in found or chosen.get(name) == value
        ]
        if len(options) <= FEWEST and name not in chosen:
            continue  # "all" and one option: there is nothing to choose
        groups.append({"name": name, "label": form_field.label, "options": options, "single": True})
    return groups


def active_filters(
    fields: Mapping[str, Field], chosen: Mapping[str, str], params: QueryDict
) -> list[dict[str, str]]:
    """Returns the active filters, each with its label and the address without it."""
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


def ignored_values(fields: Mapping[str, Field], errors: Iterable[str], params: QueryDict) -> list[str]:
    """Returns a sentence for each value that a listing was asked for and ignores, because no filter has it."""
    return [
        _("Filtre « %(filter)s » : « %(value)s » n’est pas une valeur possible, elle est ignorée.")
        % {"value": in_line(str(params[name])[:LONGEST_VALUE]), "filter": fields[name].label}
        for name in errors
        if name in fields and fields[name].label and name in params
    ]
