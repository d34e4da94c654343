"""Describes the search API's parameters in OpenAPI, with the values that exist now: clusters, topics, kinds."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.dates import MONTHS
from django_countries import countries

from clusters.models import Cluster
from fedcms.core.audiences import Audience
from fedcms.core.models.topic import all_topics
from search.engines.documents import Sort
from search.entries.indexing import COMING, EXTERNAL, PAST, SITE
from search.entries.kinds import kind_labels
from search.public.forms import AS_WORDS, FEDERATION, LAST_PAGE, MAX_QUERY, MAX_VALUES

Described = dict[str, object]

_WORDS = r"^[^\u0000]*$"
"""Any text: the one sign that no database stores is refused."""
_A_WORD = r"^[^\u0000]*[^\u0000\s][^\u0000]*$"


def _parameter(name: str, description: str, schema: Described) -> Described:
    """Returns an optional parameter; without a value (`name=`) it is as if it were not there."""
    return {
        "in": "query",
        "name": name,
        "required": False,
        "allowEmptyValue": True,
        "description": description,
        "schema": schema,
    }


def _one_of(values: Iterable[str]) -> Described:
    # An empty value is allowed, and says nothing.
    return {"type": "string", "enum": ["", *values]}


def _facet(name: str, description: str, value: Described) -> Described:
    """Returns a parameter that may be given several times."""
    several: Described = {"type": "array", "items": value, "maxItems": MAX_VALUES}
    return _parameter(name, description, several) | {"style": "form", "explode": True}


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _locale(description: str) -> Described:
    return _parameter("locale", description, _one_of(_languages()))


def search_parameters() -> list[Described]:
    """Returns the description of each parameter of a search. Two queries."""
    clusters = [FEDERATION, *Cluster.objects.order_by("slug").values_list("slug", flat=True)]
    page: Described = {
        "anyOf": [{"type": "integer", "minimum": 1, "maximum": LAST_PAGE}, {"type": "string", "enum": [""]}]
    }
    return [
        _parameter(
            "q",
            'Words, "phrases in quotes", -exclusions. Empty: everything.',
            {"type": "string", "maxLength": MAX_QUERY, "pattern": _WORDS},
        ),
        _locale("The language that is searched, and of refusals; French without it."),
        _parameter(
            "typed", "The language in which `q` is written, where it is not `locale`.", _one_of(_languages())
        ),
        _parameter("page", "Ten results a page. Beyond the last page the answer is 404.", page),
        _parameter(
            "sort",
            "`relevance`; `date`: what is coming soonest first, then the newest past; `published`: what became public"
            " last first.",
            _one_of(sort.value for sort in Sort),
        ),
        _parameter(
            "dates", f"`{AS_WORDS}`: months and years in `q` are words, and no filter.", _one_of([AS_WORDS])
        ),
        _facet("cluster", f"Slugs of clusters, or `{FEDERATION}`.", _one_of(clusters)),
        _facet("kind", "Kinds of content.", _one_of(kind_labels())),
        _facet("topic", "Keys of topics.", _one_of(topic.key for topic in all_topics())),
        _facet("audience", "Keys of audiences.", _one_of(Audience.values)),
        _facet("when", f"`{COMING}` or `{PAST}`: events and missions alone.", _one_of((COMING, PAST))),
        _facet("year", "Years, four digits.", {"type": "string", "pattern": "^([0-9]{4})?$"}),
        _facet("month", "Months of any year, 1 to 12.", _one_of(map(str, MONTHS))),
        _facet("country", "ISO 3166-1 alpha-2 codes.", _one_of(sorted(countries.countries))),
        _facet(
            "source",
            f"`{SITE}`: pages of this site; `{EXTERNAL}`: from clusters' own sites.",
            _one_of((SITE, EXTERNAL)),
        ),
        _facet(
            "language",
            "Several languages at once; without it, only `locale` is searched.",
            _one_of(_languages()),
        ),
    ]


def suggestion_parameters() -> list[Described]:
    """Returns the description of each parameter of suggestions. No query."""
    words: Described = {"type": "string", "minLength": 1, "maxLength": MAX_QUERY, "pattern": _A_WORD}
    return [
        {
            "in": "query",
            "name": "q",
            "required": True,
            "description": "The words so far; the last one may be unfinished.",
            "schema": words,
        },
        _locale("The language of the titles, and of refusals; French without it."),
    ]
