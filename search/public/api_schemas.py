"""The schemas of the search API; `schemathesis` compares its answers with them."""

from ninja import Field, Schema


class Duplicate(Schema):
    """Another place where a result stands."""

    name: str = Field(description="The name of the site.")
    url: str


class Result(Schema):
    """One public thing in one language."""

    title: str
    highlighted_title: str = Field(description="Safe HTML: all is escaped but `mark`.")
    passage: str = Field(description="The passage that answers most words; safe HTML.")
    summary: str
    url: str
    kind: str
    cluster: str | None = Field(description="The cluster's slug; null for the federation.")
    language: str
    topics: list[str]
    audiences: list[str]
    date: str | None = Field(description="ISO 8601 with time zone; the moment of `sort=date`.")
    status: str | None = Field(
        description="`postponed`, `cancelled`… of an event that does not go as planned."
    )
    former_day: str | None = Field(
        description="The first day that had been announced of an event that has another."
    )
    source: str = Field(description="`site`, or `external`: `url` leads to a cluster's own site.")
    publisher: str | None = Field(description="The name of that site; null for this one.")
    also: list[Duplicate] = Field(description="Where the same stands besides.")
    near: bool = Field(description="It is near in meaning, and may have none of the words.")


class PromotedResult(Schema):
    """What editors put above the results; no part of `total`."""

    title: str
    summary: str
    url: str
    kind: str | None
    cluster: str | None
    language: str


class FacetValue(Schema):
    """A value of a facet."""

    value: str
    label: str = Field(description="In the language of `locale`.")
    count: int = Field(description="How many results there would be with this value as the facet's only one.")


class DatesRead(Schema):
    """A month or a year in `q` that is a filter. `dates=words` asks for the words as they are."""

    said: str = Field(description="The words that were read so.")
    query: str = Field(description="The words that are left: those that are searched.")
    filters: dict[str, list[str]] = Field(
        description="Values by facet: `year`, `month`, and `kind` where only its name is left."
    )


class SearchAnswer(Schema):
    """A page of results."""

    query: str
    locale: str
    total: int
    page: int
    pages: int = Field(description="1,000 at most are given out; ask more precisely for the rest.")
    relaxed: bool = Field(
        description="These results lack some words: nothing has all of them, or a whole sentence was asked for."
    )
    complete: int = Field(
        description="How many of the total have all the words; by relevance they come first, then those that lack some."
    )
    dates: DatesRead | None = Field(
        description="What was read in `q` as a filter; null when nothing was: then send `dates=words` along to search "
        "the same in another language."
    )
    did_you_mean: str | None
    stands_in: bool = Field(description="The usual search engine does not answer; another one did.")
    promoted: list[PromotedResult]
    results: list[Result]
    elsewhere: list[Result] = Field(
        description="What other languages have on the same thing, where the site searches by meaning; not in `total`."
    )
    facets: dict[str, list[FacetValue]]


class SuggestionOwner(Schema):
    """The cluster of a suggestion."""

    slug: str
    code: str
    name: str
    style: str = Field(description="CSS custom properties of its colours.")


class SuggestedTitle(Schema):
    """A title that goes on where the words stop."""

    title: str
    highlighted_title: str
    url: str
    cluster: SuggestionOwner | None
    language: str
    source: str = Field(description="`site`, or `external`.")


class SuggestedKind(Schema):
    """The suggestions of one kind."""

    kind: str
    label: str
    suggestions: list[SuggestedTitle]


class SuggestionAnswer(Schema):
    """Suggestions by kind, nine at most."""

    query: str
    locale: str
    total: int
    groups: list[SuggestedKind]


class InvalidQuery(Schema):
    """Why there is no answer: reasons by field, in the language of `locale`."""

    errors: dict[str, list[str]]
