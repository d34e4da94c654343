"""Reads the demo's files into typed values; README.md describes them."""

from pathlib import Path
from typing import Literal, NotRequired, TypedDict, cast

import yaml

from fedcms.demo.organisations import OrganisationSpec
from fedcms.demo.programmes import ProgrammeStep, SessionHours, SessionText
from fedcms.demo.repetitions import Repetition

FOLDER = Path(__file__).resolve().parent

Texts = dict[str, str]  # by language code
Kind = Literal["article", "story", "release", "event", "mission"]


class Quote(TypedDict):
    """A quotation and who said it."""

    text: str
    source: str


class Callout(TypedDict):
    """A remark in a box beside the text."""

    title: str
    text: str


class Figure(TypedDict):
    """A key figure with its unit and source."""

    value: str
    label: str
    unit: NotRequired[str]
    source: NotRequired[str]


Points = list[str]
Figures = list[Figure]


class Block(TypedDict, total=False):
    """One block of a body: exactly one of these keys."""

    p: str
    h: str
    list: "Points"
    quote: Quote
    callout: Callout
    figures: "Figures"
    html: str  # a paragraph that is already rich text: lists of the manifesto


class PageText(TypedDict):
    """The texts of a page in one language."""

    title: str
    summary: str
    body: list[Block]
    need: NotRequired[str]
    answer: NotRequired[str]
    result_labels: NotRequired[list[str]]
    result_units: NotRequired[list[str]]
    result_sources: NotRequired[list[str]]
    territory: NotRequired[str]
    contact_note: NotRequired[str]
    organisers: NotRequired[str]
    fair: NotRequired[str]
    funding: NotRequired[str]
    eligibility: NotRequired[str]
    partners_text: NotRequired[str]
    contact: NotRequired[str]
    programme: NotRequired[list[ProgrammeStep]]
    sessions: NotRequired[list[SessionText]]


class Venue(TypedDict, total=False):
    """The venue of an event."""

    name: str
    address: str
    postcode: str
    city: str
    country: str
    latitude: float
    longitude: float


class Result(TypedDict):
    """A result of a success story. Each language's text has its label, and where it differs, unit and source."""

    value: str
    source: str
    unit: NotRequired[str]


class Former(TypedDict, total=False):
    """What had been announced of an event: so many days before, at another place."""

    days_before: int
    venue: str
    city: str


class PageSpec(TypedDict):
    """A content page in all its languages. Days are relative to the day of loading."""

    key: str
    type: Kind
    days: int
    topics: list[str]
    audiences: list[str]
    text: dict[str, PageText]
    source: NotRequired[str]
    place: NotRequired[str]
    image: NotRequired[str]
    organisation: NotRequired[str]
    partners: NotRequired[list[str]]
    results: NotRequired[list[Result]]
    start_in_days: NotRequired[int]
    start_time: NotRequired[str]
    end_in_days: NotRequired[int]
    end_time: NotRequired[str]
    event_type: NotRequired[str]
    repetition: NotRequired[Repetition]
    sessions: NotRequired[list[SessionHours]]
    status: NotRequired[str]
    former: NotRequired[Former]
    online_url: NotRequired[str]
    venue: NotRequired[Venue]
    spoken: NotRequired[list[str]]
    price_eur: NotRequired[float]
    signup_url: NotRequired[str]
    destination_country: NotRequired[str]
    destination_city: NotRequired[str]
    deadline_in_days: NotRequired[int]
    places: NotRequired[int]
    cost_eur: NotRequired[float]


class DraftSpec(PageSpec):
    """A page that is not public, how far it is, and what the reviewer wrote, or who withdrew it.

    Days count from the day of loading.
    """

    stage: Literal["sent_back", "in_review", "scheduled", "withdrawn", "to_co_sign", "in_bundle"]
    bundle: NotRequired[str]
    co_signers: NotRequired[list[str]]
    remark: NotRequired[str]
    in_days: NotRequired[int]
    at: NotRequired[str]


class ClusterSpec(TypedDict):
    """A cluster's identity and presentation."""

    slug: str
    code: str
    name: Texts
    territory: Texts
    country: str
    areas: list[str]
    city: str
    latitude: float
    longitude: float
    accent: str
    time_zone: str
    email: str
    press_email: str
    phone: str
    website: str
    profiles: NotRequired[list[str]]
    signed_charter_days: int
    shows_reserved_slots: NotRequired[bool]
    join_text: NotRequired[Texts]
    join_url: NotRequired[str]
    summary: Texts
    presentation: dict[str, list[str]]
    boilerplate: Texts


class Section(TypedDict):
    """A file of content/: that of a cluster, or of the federation (without cluster and organisations)."""

    pages: list[PageSpec]
    cluster: NotRequired[ClusterSpec]
    organisations: NotRequired[list[OrganisationSpec]]
    drafts: NotRequired[list[DraftSpec]]
    featured: NotRequired[list[str]]  # keys of pages that the federation puts first


class StandardPageSpec(TypedDict):
    """A standard page of the federation."""

    key: str
    slug: Texts
    title: Texts
    summary: Texts
    body: dict[str, list[Block]]
    search_words: NotRequired[Texts]
    in_menu: NotRequired[bool]


class CharterArticleSpec(TypedDict):
    """An article of the charter."""

    heading: Texts
    text: Texts


class CharterSpec(TypedDict):
    """The charter."""

    version: str
    effective_days: int
    summary: Texts
    articles: list[CharterArticleSpec]


class TopicSpec(TypedDict):
    """A topic."""

    key: str
    labels: Texts


class ImageSpec(TypedDict):
    """The texts of the file images/<key>.webp."""

    title: Texts
    alt: Texts
    credit: str
    licence: str  # a value of fedcms.media.models.Licence


def _read(name: str) -> object:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is some ten times as fast
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  # a safe one


def sections() -> list[Section]:
    """Returns the content files: the federation's first, then the clusters' sorted by slug."""
    paths = sorted(
        (FOLDER / "content").glob("*.yaml"), key=lambda path: (path.stem != "federation", path.stem)
    )
    return [cast("Section", _read(f"content/{path.name}")) for path in paths]


def standard_pages() -> list[StandardPageSpec]:
    """Returns legal notice, privacy, accessibility and about."""
    return cast("list[StandardPageSpec]", _read("standard_pages.yaml"))


def charter() -> CharterSpec:
    """Returns the charter with its articles."""
    return cast("CharterSpec", _read("charter.yaml"))


def topics() -> list[TopicSpec]:
    """Returns all topics."""
    return cast("list[TopicSpec]", _read("topics.yaml"))


def interface() -> dict[str, Texts]:
    """Returns the introductions of the federation's own pages."""
    return cast("dict[str, Texts]", _read("interface.yaml"))


def images() -> dict[str, ImageSpec]:
    """Returns the texts of each image, by its key."""
    return cast("dict[str, ImageSpec]", _read("images.yaml"))


def image_bytes(key: str) -> bytes:
    """Returns the content of an image's file."""
    return (FOLDER / "images" / f"{key}.webp").read_bytes()


def manifesto_translations() -> dict[str, dict[str, object]]:
    """Returns by language `title` and `lines`, one for each line of manifeste.txt; and `summary`, by language."""
    return cast("dict[str, dict[str, object]]", _read("manifesto.yaml"))


def manifesto_lines() -> list[str]:
    """Returns the lines of manifeste.txt without the first (a button of the page it was copied from)."""
    return (FOLDER / "manifeste.txt").read_text(encoding="utf-8").splitlines()[1:]
