"""Loads the demo, in one transaction, into a database without content.

Files are not part of a transaction: what a crash left of them is removed first, so that loading can be repeated.
"""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

from django.db import transaction
from django.utils import timezone

from clusters.content.neighbours.storing import rebuild as rebuild_neighbours
from clusters.models import Charter, Cluster, Commitment, ContentPage, Federation, Organisation
from clusters.sections.deferred_rights import rights_once
from clusters.sections.provisioning import provision_cluster
from clusters.translation.state.signal_handlers import states_once
from fedcms.core.changes.page_batches import written_together
from fedcms.core.models import Topic
from fedcms.demo import source
from fedcms.demo.accounts import Team, demo_hash, make_admin, make_invitation, make_team, make_translator
from fedcms.demo.accreditations import make_accreditations
from fedcms.demo.applications import make_applications, make_calls_by_key
from fedcms.demo.commitments import make_commitments, name_speakers
from fedcms.demo.dates import Calendar
from fedcms.demo.delegations import make_delegation, make_outcome
from fedcms.demo.drafts import make_draft
from fedcms.demo.files import make_images, make_press_kit, remove_leftovers
from fedcms.demo.identities import (
    describe_federation,
    make_charter,
    make_cluster,
    make_topics,
)
from fedcms.demo.mailings import make_mailing
from fedcms.demo.newsroom import make_newsrooms
from fedcms.demo.organisations import make_organisations
from fedcms.demo.pages import Shelf, build, publish_source, source_language
from fedcms.demo.press_kits import fill_press_kit
from fedcms.demo.sign_ups import make_sign_ups
from fedcms.demo.sites import make_sites
from fedcms.demo.structural_pages import (
    fill_cluster,
    fill_federation,
    fill_manifesto,
    make_standard_pages,
    put_first,
)
from fedcms.demo.subscribers import make_subscribers
from fedcms.demo.translations import source_of, translate
from fedcms.demo.view_counts import make_view_counts
from fedcms.demo.webhooks import make_webhook
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.media.renditions import Rendering
from fedcms.media.signal_handlers import renditions_made_elsewhere
from fedcms.sign_in.security_log.record import without_lines
from fedcms.users.models import User
from home.models import StandardPage
from home.provisioning import provision_federation

logger = logging.getLogger(__name__)

_CONTENT = (
    Cluster,
    ContentPage,
    StandardPage,
    Organisation,
    Topic,
    Charter,
    Commitment,
    FederationImage,
    FederationDocument,
    User,  # accounts mean that somebody works here already
)


class HasContent(Exception):
    """Raised when the database has content, which the demo would mix with; the message says which."""


@dataclass
class Loaded:
    """What was loaded, and how long it took, in seconds."""

    pages: int
    translations: int
    images: int
    renditions: int
    seconds: float


def content_of_database() -> list[str]:
    """Returns what the database has besides provisioned pages, e.g. "12 clusters"; empty when nothing."""
    counts = [(model._meta.verbose_name_plural, model._default_manager.count()) for model in _CONTENT]
    return [f"{count} {name}" for name, count in counts if count]


def load_demo(now: datetime | None = None, say: Callable[[str], None] = logger.info) -> Loaded:
    """Loads the demo, with dates relative to `now` (aware; default: this moment). Calls `say` with each step.

    Raises `HasContent` before it changes anything.
    """
    start = monotonic()
    found = content_of_database()
    if found:
        raise HasContent(", ".join(found))
    remove_leftovers()
    # One core encodes images while the other writes pages; their files are stored at the very end.
    with transaction.atomic(), without_lines(), renditions_made_elsewhere(), ExitStack() as encoding:
        loading = _Loading(now or timezone.now())
        loaded, rendering = _load_public(loading, encoding, say)
        # With the rights and workflows of each section, which are there by now.
        say("what is in work")
        loading.drafts()
        say("page views")
        make_view_counts(loading.now)
        say("neighbours")
        rebuild_neighbours()
        say("renditions")
        renditions = rendering.store()
    return replace(loaded, renditions=renditions, seconds=monotonic() - start)


def _load_public(
    loading: "_Loading", encoding: ExitStack, say: Callable[[str], None]
) -> tuple[Loaded, Rendering]:
    """Creates everything that is public; returns what, without the time, and the renditions in work."""
    # Rights, states and followers of all pages are computed once, at the end.
    with rights_once(), states_once():
        with written_together():
            say("federation, clusters, organisations")
            loading.identities()
            say("images")
            images = make_images(loading.owners)
            rendering = encoding.enter_context(Rendering(images.values()))
            say("pages")
            pages, translations = loading.pages(images)
        say("newsrooms")
        make_newsrooms(loading.owners, loading.teams, loading.topics, Calendar(loading.now))
        name_speakers()
        say("the clusters' own sites")
        make_sites(loading.now)
    return Loaded(pages, translations, len(images), renditions=0, seconds=0), rendering


# Owners that have a translator in the demo, with the language they translate into.
TRANSLATORS = {"bre": "ar", "fed": "ar"}
# The cluster in whose team an invitation is pending.
INVITING = "bre"
# The cluster that lets journalists read before publication; it has a release under embargo.
ACCREDITING = "bre"
# The cluster with reserved seats at its event.
INVITED = "hdf"
# Whose mission is back.
RETURNED = "sui"


class _Loading:
    """One run of loading: what later steps need from earlier ones."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.sections = source.sections()
        self.owners: dict[str, Cluster | Federation] = {}  # by code in lower case
        self.teams: dict[str, Team] = {}
        self.organisations: dict[str, Organisation] = {}
        self.shelves: list[tuple[Shelf, source.Section]] = []

    def identities(self) -> None:
        """Creates federation, clusters, accounts, organisations and charter."""
        self.owners["fed"] = describe_federation()
        provision_federation()
        self.owners["fed"].refresh_from_db()
        self.topics = make_topics()
        self.proved = make_commitments()
        password_hash = demo_hash()
        make_admin(password_hash)
        signatories: list[tuple[Cluster, source.ClusterSpec]] = []
        for section in self.sections:
            if "cluster" not in section:
                continue
            cluster = make_cluster(section["cluster"])
            provision_cluster(cluster, opens=True)
            self.owners[cluster.code.lower()] = cluster
            signatories.append((cluster, section["cluster"]))
            self.organisations |= make_organisations(cluster, section.get("organisations", []), self.topics)
        make_charter(signatories, self.now)
        self.teams = {code: make_team(owner, password_hash) for code, owner in self.owners.items()}
        for code, language in TRANSLATORS.items():
            make_translator(self.owners[code], language, password_hash)
        inviting = self.owners[INVITING]
        if isinstance(inviting, Cluster):
            make_invitation(inviting, self.teams[INVITING].publisher, self.now)

    def pages(self, images: dict[str, FederationImage]) -> tuple[int, int]:
        """Creates all pages; returns how many content pages and how many translations of them."""
        fill_federation(self.teams["fed"])
        make_standard_pages(self.teams["fed"])
        fill_manifesto(self.teams["fed"])
        pages = translations = 0
        for section in self.sections:
            code = section["cluster"]["code"].lower() if "cluster" in section else "fed"
            shelf = Shelf(
                self.now,
                self.owners[code],
                self.teams[code],
                self.topics,
                images,
                self.organisations,
                self.proved,
            )
            if "cluster" in section and shelf.cluster:
                fill_cluster(shelf.cluster, section["cluster"], shelf.team)
            for spec in section["pages"]:
                pages += 1
                translations += publish_in_all_languages(spec, shelf)
            fill_press_kit(shelf.owner, images, shelf.documents)
            self.shelves.append((shelf, section))
        for section in self.sections:
            put_first(section.get("featured", []), self.teams["fed"])
        return pages, translations

    def drafts(self) -> None:
        """Creates what each team has in work."""
        for shelf, section in self.shelves:
            for spec in section.get("drafts", []):
                make_draft(spec, shelf)
        accrediting = self.owners[ACCREDITING]
        if isinstance(accrediting, Cluster):
            publisher = self.teams[ACCREDITING].publisher
            make_accreditations(accrediting, publisher, self.now)
            make_webhook(accrediting, publisher)
            make_mailing(accrediting, publisher, self.now)
            make_subscribers(accrediting, self.now)
            invited = self.owners[INVITED]
            if isinstance(invited, Cluster):
                make_sign_ups(accrediting, invited, self.now)
                jury = (self.teams[ACCREDITING].editor, self.teams[INVITED].editor)
                make_applications(accrediting, invited, jury, self.now)
                make_delegation(invited, accrediting, self.now)
            returned = self.owners[RETURNED]
            if isinstance(returned, Cluster):
                make_outcome(returned, self.now)
        make_calls_by_key(self.now)


def publish_in_all_languages(spec: source.PageSpec, shelf: Shelf) -> int:
    """Creates a page and its translations; returns how many translations."""
    if spec["type"] == "release":
        day = shelf.calendar.published(spec["days"], spec["key"])
        date_line = f"{spec.get('place', '')}, {day:%d/%m/%Y}"
        shelf.documents[spec["key"]] = make_press_kit(spec, shelf.owner, date_line)
    page = publish_source(spec, shelf)
    languages = [language for language in spec["text"] if language != source_language(spec)]
    if languages:
        translation_source = source_of(page)
        for language in languages:
            translate(translation_source, page, build(spec, language, shelf), shelf.team)
    return len(languages)
