"""Groups counts of `name=value` pairs into the facets that a request asks for."""

from collections.abc import Mapping

from .documents import FacetCount, SearchRequest


def facet_counts(counts: Mapping[str, int], request: SearchRequest) -> dict[str, tuple[FacetCount, ...]]:
    """Returns the facets that the request asks for, from counts by `name=value`; the most frequent value is first."""
    found: dict[str, dict[str, int]] = {name: {} for name in request.facets}
    for name in request.facets:
        found[name] = dict.fromkeys(request.filters.get(name, ()), 0)
    for key, count in counts.items():
        name, _, value = key.partition("=")
        if name in found:
            found[name][value] = count
    return {
        name: tuple(
            FacetCount(value, count) for value, count in sorted(values.items(), key=lambda v: (-v[1], v[0]))
        )
        for name, values in found.items()
    }
