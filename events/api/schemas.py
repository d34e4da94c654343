"""The schemas of the API; `schemathesis` compares its answers with them (tests/events/test_api_description.py)."""

from ninja import Field, Schema


class EventResult(Schema):
    """An event (`Event`) or a mission (`BusinessEvent`), as schema.org has it; empty properties are left out."""

    type: str = Field(alias="@type", description="`Event` or `BusinessEvent`.")
    id: str = Field(alias="@id", description="The address of its page.")
    identifier: str = Field(description="`urn:uuid:…`, the same in all languages and for good.")
    name: str
    description: str = Field("", description="One or two sentences.")
    url: str
    start_date: str = Field(
        alias="startDate", description="ISO 8601: a day, or a moment with the offset of its own time zone."
    )
    end_date: str = Field("", alias="endDate", description="The same; without it, it ends on its first day.")
    event_status: str = Field(alias="eventStatus", description="schema.org's EventStatusType.")
    event_attendance_mode: str = Field(alias="eventAttendanceMode", description="Offline, online or mixed.")
    location: dict[str, object] | list[dict[str, object]] = Field(
        description="`Place`, `VirtualLocation`, or both."
    )
    event_schedule: dict[str, object] = Field(
        {}, alias="eventSchedule", description="`Schedule`: how it repeats; `startDate` is its next date."
    )
    sub_event: list[dict[str, object]] = Field(
        [], alias="subEvent", description="Sessions, or the dates of a schedule that are cancelled or moved."
    )
    organizer: dict[str, object]
    offers: dict[str, object] = Field(
        {}, description="Price; whether, and until when, one may sign up or apply."
    )
    in_language: list[str] = Field([], alias="inLanguage", description="The languages spoken there.")
    cluster: str = Field(description="The slug of the cluster that announces it, or `federation`.")
    topics: list[str] = Field(description="Keys of topics.")
    audiences: list[str] = Field(description="Keys of audiences.")


class EventAnswer(Schema):
    """A page of results, as a JSON-LD `ItemList`."""

    context: dict[str, object] = Field(alias="@context")
    type: str = Field(alias="@type")
    locale: str
    total: int
    page: int
    pages: int
    next: str | None = Field(description="The address of the next page; null on the last one.")
    previous: str | None
    results: list[EventResult]


class ApiRefusal(Schema):
    """Why there is no answer: reasons by parameter, in the language of `locale`."""

    errors: dict[str, list[str]]
