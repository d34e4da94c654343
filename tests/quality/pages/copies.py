"""Many made-up pages of all kinds, in four languages, spread over the sections of a seed: with all rows of a page.

The same for the same numbers. They are written past signals, so that what signals would have written is written here:
search entries, translation states, references of images, Wagtail's index.
"""

import json
from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F, Max
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision

from clusters.models import Cluster, ContentPage
from clusters.translation.models import TranslationState
from fedcms.media.models import FederationImage, FederationRendition
from news.models.release import ReleaseAttachment
from search.engines import EntryDocument, get_database_engine
from search.models import SearchEntry
from tests.factories.content import parent_for
from tests.quality.pages.rows import fill_admin_search, row_of, set_sequences, write
from tests.quality.pages.seed import Seed
from tests.quality.search_benchmark.synthetic import BODY_WORDS as ALL_WORDS
from tests.quality.search_benchmark.synthetic import Corpus

SEED = 20261127
AT_ONCE = 2_000
# Words of a body that are kept: what a page costs does not follow from the length of others.
BODY_WORDS = 60
PAGES_AN_IMAGE = 10
# Announced some ten weeks before, in six years.
COMING_SHARE = 0.03
YEARS = 6


def some_words() -> str:
    """Two words in French that some pages in a hundred hold."""
    corpus = Corpus(300, SEED, timezone.now())
    for _document in corpus.documents():
        pass
    return " ".join(word for word, _holders in corpus.holders["fr"].most_common(42)[40:])


@dataclass
class Copies:
    """Grows a seed; `documents` are made up as they are needed, and their words are known to be in the index."""

    seed: Seed
    with_search: bool
    kinds: tuple[str, ...] = ()
    """The kinds that are copied; without any, all of the seed."""
    _now: datetime = field(default_factory=timezone.now)
    _made: int = 0
    _children: dict[int, int] = field(default_factory=dict)
    _awaiting: dict[str, deque[tuple[int, UUID, str, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Knows the places where pages go."""
        # Words that no index takes are not made up.
        words = ALL_WORDS if self.with_search else BODY_WORDS
        self._documents = Corpus(1_000_000, SEED, self._now, words).documents()
        self._random = Random(SEED)  # made-up pages
        self._locales = {locale.language_code: locale for locale in Locale.objects.all()}
        owners: list[Cluster | None] = [*self.seed.clusters, None]
        self._parents = {
            (position, code, kind): parent_for(type(page), owner, code)
            for position, owner in enumerate(owners)
            for code in self._locales
            for kind, page in self.seed.pages.items()
        }
        self._owners = owners
        self._kinds = list(self.kinds or self.seed.pages)
        self._awaiting = defaultdict(deque)
        self._templates = {
            image.pk: [row_of(rendition) for rendition in image.renditions.all()]
            for image in self.seed.images
        }
        self._own = {
            kind: (row_of(page, ContentPage), row_of(page, type(page)))
            for kind, page in self.seed.pages.items()
        }
        self._attached = self.seed.pages["release"].attachments.first().document_id

    def grow(self, total: int) -> None:
        """Adds pages until the tree has so many in all."""
        missing = total - Page.objects.count()
        while missing > 0:
            some = min(missing, AT_ONCE)
            with transaction.atomic():
                self._add(some)
            missing -= some
        with transaction.atomic():
            fill_admin_search()
            set_sequences(Page, FederationImage, FederationRendition, Revision)

    def _add(self, number: int) -> None:
        images = self._add_images(number // PAGES_AN_IMAGE)
        first = (Page.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        tables: dict[type[models.Model], list[dict[str, object]]] = defaultdict(list)
        documents = []
        for pk in range(first, first + number):
            image_id = images[pk % len(images)] if images and pk % 2 else None
            document = self._page(pk, image_id, tables)
            documents.append(document)
        for model, rows in tables.items():
            write(model, rows)
        for parent, added in self._children.items():
            Page.objects.filter(pk=parent).update(numchild=F("numchild") + added)
        self._children.clear()
        for parent in self._parents.values():
            parent.refresh_from_db(fields=["numchild"])
        if self.with_search:
            get_database_engine().index(settings.FEDCMS_SEARCH_INDEX, documents)

    def _page(
        self,
        pk: int,
        image_id: int | None,
        tables: dict[type[models.Model], list[dict[str, object]]],
    ) -> EntryDocument:
        """Adds the rows of one page; returns its entry as the engine takes it."""
        document = next(self._documents)
        random, language = self._random, document.language
        original, kind, position = self._family(language)
        key = original[1] if original else uuid4()
        seed, owner, locale = self.seed.pages[kind], self._owners[position], self._locales[language]
        parent = self._parents[position, language, kind]
        place = parent.numchild + self._children.get(parent.pk, 0) + 1
        self._children[parent.pk] = self._children.get(parent.pk, 0) + 1
        age = timedelta(minutes=random.randrange(YEARS * 365 * 24 * 60))
        published = self._now - age
        is_dated = kind in ("event", "mission")
        begins = (
            self._now + timedelta(days=random.randint(1, 70)) if random.random() < COMING_SHARE else published
        )
        starts = begins if is_dated else published
        ends = starts + timedelta(days=2) if is_dated else starts
        slug = f"page-{pk}"
        url_path = f"{parent.url_path}{slug}/"
        type_id = ContentType.objects.get_for_model(type(seed)).pk
        tables[Page].append(
            {
                "id": pk,
                # treebeard has no public way to say the path of a number
                "path": parent.path + str(Page._int2str(place)).rjust(Page.steplen, "0"),
                "depth": parent.depth + 1,
                "title": document.title,
                "draft_title": document.title,
                "slug": slug,
                "url_path": url_path,
                "locale_id": locale.pk,
                "translation_key": key,
                "content_type_id": type_id,
                "live": True,
                "first_published_at": published,
                "last_published_at": published,
                "latest_revision_created_at": published,
                "live_revision_id": None,
                "latest_revision_id": None,
            }
        )
        if original is None:
            for code in self._locales:
                if code != language:
                    self._awaiting[code].append((pk, key, kind, position))
        else:
            tables[TranslationState].append(
                {
                    "page_id": pk,
                    "source_id": original[0],
                    "state": random.choice(("fresh", "fresh", "stale")),
                    "texts": 9,
                }
            )
        content, own = self._own[kind]
        body = document.body.split()[:BODY_WORDS]
        tables[ContentPage].append(
            content
            | {
                "page_ptr_id": pk,
                "cluster_id": owner.pk if owner else None,
                "summary": document.summary,
                "lead_image_id": image_id,
                "organisation_id": random.choice(self.seed.organisations).pk
                if random.random() < 0.3
                else None,
                "body": json.dumps(
                    [{"type": "paragraph", "value": f"<p>{' '.join(body)}</p>", "id": str(uuid4())}]
                ),
                "sort_at": starts,
                "sort_until": ends,
                "for_school": random.random() < 0.5,
            }
        )
        own = own | {"contentpage_ptr_id": pk}
        if is_dated:
            own |= {"starts_on": starts.date(), "ends_on": ends.date()}
        tables[type(seed)].append(own)
        topics = random.sample(self.seed.topics, random.randint(0, 2))
        through = ContentPage.topics.through
        tables[through] += [{"contentpage_id": pk, "topic_id": topic.pk} for topic in topics]
        if kind == "release":
            tables[ReleaseAttachment].append({"page_id": pk, "document_id": self._attached, "sort_order": 0})
        page_type = ContentType.objects.get_for_model(Page).pk
        tables[PageLogEntry].append(
            {
                "page_id": pk,
                "label": document.title,
                "action": "wagtail.publish",
                "timestamp": published,
                "content_type_id": type_id,
                "uuid": uuid4(),
                "content_changed": True,
                "deleted": False,
            }
        )
        if image_id is not None:
            tables[ReferenceIndex].append(
                {
                    "base_content_type_id": page_type,
                    "content_type_id": type_id,
                    "object_id": str(pk),
                    "to_content_type_id": ContentType.objects.get_for_model(FederationImage).pk,
                    "to_object_id": str(image_id),
                    "model_path": "lead_image",
                    "content_path": "lead_image",
                    "content_path_hash": uuid4(),
                }
            )
        entry = replace(
            document,
            id=f"page-{pk}",
            body=" ".join(body),
            kind=kind,
            cluster=owner.slug if owner else "federation",
            topics=tuple(topic.key for topic in topics),
            source="site",
            when=("coming" if ends > self._now else "past") if is_dated else "",
            date=starts,
            url=url_path,
        )
        tables[SearchEntry].append(
            {
                "key": entry.id,
                "page_id": pk,
                "source": entry.source,
                "language": language,
                "kind": kind,
                "cluster_id": owner.pk if owner else None,
                "title": entry.title,
                "summary": entry.summary,
                "body": entry.body,
                "topics": list(entry.topics),
                "date": starts,
                "ends_at": ends if is_dated else None,
                "is_over": ends <= self._now if is_dated else None,
                "created_at": published,
                "url": url_path,
            }
        )
        return entry

    def _family(self, language: str) -> tuple[tuple[int, UUID] | None, str, int]:
        """The original that a page is a translation of, if it is one, its kind, and the number of its owner."""
        waiting = self._awaiting[language]
        if language != "fr" and waiting:
            source, key, its_kind, position = waiting.popleft()
            return (source, key), its_kind, position
        self._made += 1
        kind = self._kinds[self._made % len(self._kinds)]
        return None, kind, self._made // len(self._kinds) % len(self._owners)

    def _add_images(self, number: int) -> list[int]:
        """Copies of the seed's images with their renditions: rows alone, no files. Their primary keys."""
        first = (FederationImage.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        originals = {image.pk: row_of(image) for image in self.seed.images}
        images, renditions = [], []
        for pk in range(first, first + number):
            source = self.seed.images[pk % len(self.seed.images)]
            images.append(originals[source.pk] | {"id": pk, "file": f"original_images/copy-{pk}.jpg"})
            for number_of, row in enumerate(self._templates[source.pk]):
                ending = str(row["file"]).rpartition(".")[2]
                renditions.append(
                    {name: value for name, value in row.items() if name != "id"}
                    | {"image_id": pk, "file": f"images/copy-{pk}.{number_of}.{ending}"}
                )
        write(FederationImage, images)
        write(FederationRendition, renditions)
        return [*range(first, first + number)] or [image.pk for image in self.seed.images]
