"""Creates, writes and swaps Elasticsearch indices."""

import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.utils import timezone
from elasticsearch import ApiError, BadRequestError, Elasticsearch, TransportError

from search.engines.documents import Change, EntryDocument
from search.engines.elasticsearch.bulk import delivery, send
from search.engines.elasticsearch.mapping import MAPPING_VERSION, MAPPINGS, SETTINGS, document_id
from search.engines.elasticsearch.vectors import digest_of, mappings_in, written
from search.engines.errors import QuestionRefused, SearchUnavailable
from search.engines.sql import Tables
from search.engines.vector_space import VectorSpace

# How long (seconds) an index without an alias of this version is kept: a rebuild may be filling it, or older code may
# still search it.
_SECONDS_KEPT = 86_400

# How long (seconds) merging may take: 100,000 documents take half a minute on a busy disk.
_SECONDS_TO_MERGE = 600

_EXISTS = "resource_already_exists_exception"
_ONLY_FILLED: dict[str, object] = {"refresh_interval": "-1"}

logger = logging.getLogger("fedcms.search")


class ElasticStorage:
    """Creates, fills and deletes indices in Elasticsearch. Raises `SearchUnavailable` when the server fails."""

    name: ClassVar[str] = "elasticsearch"

    def __init__(
        self, url: str, *, prefix: str, timeout: float, write_timeout: float, space: VectorSpace | None = None
    ) -> None:
        """Sets up the client; opens no connection yet."""
        client = Elasticsearch(url, max_retries=0, retry_on_timeout=False)
        self._quick = client.options(request_timeout=timeout)
        self._patient = client.options(request_timeout=write_timeout)
        self._prefix = prefix
        self.space = space

    # Names.

    def _alias(self, index: str) -> str:
        """Returns the alias that is searched; its version lets old and new code each find their own index."""
        Tables.of(index)  # the same names are allowed as in the databases
        return f"{self._prefix}-{index}-v{MAPPING_VERSION}"

    def _vector_alias(self, index: str) -> str | None:
        """Returns the alias that is asked for vectors: of the same index, while it has those of our space."""
        Tables.of(index)
        return f"{self._prefix}-{index}-m{MAPPING_VERSION}-{digest_of(self.space)}" if self.space else None

    def _space_in(self, physical: str) -> VectorSpace | None:
        """Returns our space when the index, by its name, has vectors of it; None when it has others or none."""
        return self.space if self.space and physical.endswith(f"-m{digest_of(self.space)}") else None

    def _pattern(self, index: str) -> str:
        Tables.of(index)
        return f"{self._prefix}-{index}-v*"

    def _physical(self, index: str, pattern: str) -> list[str]:
        """Returns the names of the indices that match: the one that is searched, and any that a rebuild is filling."""
        return sorted(
            self._patient.indices.get(index=pattern, features=["aliases"], allow_no_indices=True).body
        )

    @contextmanager
    def _asking(self, index: str) -> Iterator[None]:
        try:
            yield
        except BadRequestError as error:
            raise QuestionRefused(f"{self.name}, index {index!r}: {error}") from error
        except (ApiError, TransportError) as error:
            raise SearchUnavailable(f"{self.name}, index {index!r}: {error}") from error

    # Storage.

    def create(self, index: str) -> None:
        """Creates the alias with an empty index behind it; does nothing when the alias is there."""
        alias = self._alias(index)
        with self._asking(index):
            if self._patient.indices.exists_alias(name=alias):
                return
            try:
                self._make(index, "first", searched=True)
            except ApiError as error:
                # Another process has just created the same index.
                if error.error != _EXISTS:
                    raise

    def _make(self, index: str, ending: str, *, searched: bool) -> str:
        """Creates an index and returns its name, which says whose vectors it has.

        A server that refuses the mapping with vectors gets one without: words do not depend on them.
        """
        physical = f"{self._alias(index)}-{ending}"
        # An index without an alias is not searched yet, so it is not refreshed each second.
        settings = SETTINGS if searched else {**SETTINGS, **_ONLY_FILLED}
        if self.space:
            named = f"{physical}-m{digest_of(self.space)}"
            try:
                self._patient.indices.create(
                    index=named,
                    mappings=mappings_in(self.space, MAPPINGS),
                    settings=settings,
                    aliases=self._aliases(index, named) if searched else None,
                )
            except BadRequestError as error:
                if error.error == _EXISTS:
                    raise
                logger.exception("The search server takes no vectors of %s, words alone.", self.space)
            else:
                return named
        self._patient.indices.create(
            index=physical,
            mappings=MAPPINGS,
            settings=settings,
            aliases=self._aliases(index, physical) if searched else None,
        )
        return physical

    def _aliases(self, index: str, physical: str) -> dict[str, dict[str, object]]:
        """Returns the aliases of an index that is searched: by words, and by our vectors if it has any."""
        vectors = self._vector_alias(index) if self._space_in(physical) else None
        return {alias: {} for alias in (self._alias(index), vectors) if alias}

    def is_ready(self, index: str) -> bool:
        """Returns whether there is an index of this mapping's version. Raises `SearchUnavailable`."""
        alias = self._alias(index)
        with self._asking(index):
            return bool(self._patient.indices.exists_alias(name=alias))

    def has_vectors(self, index: str) -> bool:
        """Returns whether the index has the vectors of our space; without one, nothing is missing."""
        alias = self._vector_alias(index)
        with self._asking(index):
            return alias is None or bool(self._patient.indices.exists_alias(name=alias))

    def drop(self, index: str) -> None:
        """Deletes all indices of that name, whatever their mapping's version."""
        pattern = self._pattern(index)
        with self._asking(index):
            self._delete(self._physical(index, pattern))

    def _delete(self, names: Iterable[str]) -> None:
        for name in names:
            self._patient.indices.delete(index=name, ignore_unavailable=True)

    # Writing.

    def index(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """Adds documents, or replaces those of the same id. Searches find them as soon as this returns."""
        alias = self._alias(index)
        with self._asking(index):
            names = self._writable(index)
            self._write(
                {"_op_type": "index", "_index": name, **written(document, self._space_in(name))}
                for document in documents
                for name in names
            )
            self._patient.indices.refresh(index=alias)

    def remove(self, index: str, ids: Iterable[str]) -> None:
        """Removes documents. Searches no longer find them when this returns."""
        alias = self._alias(index)
        with self._asking(index):
            names = self._writable(index)
            self._write(
                {"_op_type": "delete", "_index": name, "_id": document_id(identifier)}
                for identifier in ids
                for name in names
            )
            self._patient.indices.refresh(index=alias)

    def apply(self, index: str, changes: Iterable[Change]) -> set[str]:
        """Writes changes, in any order; returns the ids of those for which the index already had a newer version.

        Elasticsearch keeps the higher version. Searches find what was written after the next refresh, a second later
        at most. Raises `SearchUnavailable` when not all could be written: give all changes again then, which does no
        harm. A document that the server refuses for good is logged and passed over.
        """
        listed = list(changes)
        ids = {document_id(change.id): change.id for change in listed}
        with self._asking(index):
            spaces = {name: self._space_in(name) for name in self._writable(index)}
            actions = (delivery(change, name, spaces[name]) for change in listed for name in spaces)
            late, refused = send(self._patient, self.name, actions)
        for reason in refused:
            # Retried, it would be refused again and hold up all changes behind it. `check_search` reports it.
            logger.error("The search server refuses a document for good. %s", reason)
        return {ids[each] for each in late}

    def rebuild(self, index: str, documents: Iterable[EntryDocument], *, version: int | None = None) -> None:
        """Fills a new index, then points the alias to it in one step. Searches use the old index until then.

        What others add meanwhile is written into both indices, and stays. `version` is the version of all `documents`;
        give it for an index that `apply` writes too.
        """
        alias = self._alias(index)
        versioned: dict[str, object] = {}
        if version is not None:
            versioned = {"version": version, "version_type": "external_gte"}
        operation = "create" if version is None else "index"
        with self._asking(index):
            old = self._replaceable(index)
            new = self._make(index, f"{timezone.now():%Y%m%dt%H%M%S}-{secrets.token_hex(3)}", searched=False)
            space = self._space_in(new)
            try:
                self._write(
                    {"_op_type": operation, "_index": new, **written(document, space), **versioned}
                    for document in documents
                )
                self._make_ready(new)
                self._check_mapping(new)
                self._patient.indices.update_aliases(
                    actions=[
                        *(
                            {"remove": {"index": f"{alias}-*", "alias": name, "must_exist": False}}
                            for name in (alias, f"{self._prefix}-{index}-m*")
                        ),
                        *({"add": {"index": new, "alias": name}} for name in self._aliases(index, new)),
                    ]
                )
            except BaseException:
                self._delete([new])
                raise
            self._delete(old)

    def _make_ready(self, name: str) -> None:
        """Makes a filled index searchable, and merges its segments into one.

        Unmerged, each search would read some thirty segments for months. When the merge fails or takes too long, the
        index is used all the same: slower to search, but there.
        """
        self._patient.indices.put_settings(index=name, settings={key: SETTINGS[key] for key in _ONLY_FILLED})
        self._patient.indices.refresh(index=name)
        try:
            merging = self._patient.options(request_timeout=_SECONDS_TO_MERGE)
            merging.indices.forcemerge(index=name, max_num_segments=1)
        except (ApiError, TransportError) as error:
            # A proxy before the server may time out sooner than we do. A slow index is better than none.
            logger.warning("%s can be searched, whether or not the server puts it together: %s", name, error)

    def _replaceable(self, index: str) -> list[str]:
        """Returns the indices to delete after a rebuild: the one searched so far, and leftovers of earlier rebuilds.

        Keeps an index that another rebuild may still be filling, and one of another mapping's version that older code
        may still search: the latter goes when the index of this version is a day old.
        """
        alias = self._alias(index)
        found = self._patient.indices.get(
            index=self._pattern(index), features=["aliases", "settings"], allow_no_indices=True
        )
        oldest = (timezone.now().timestamp() - _SECONDS_KEPT) * 1000
        ours = {name for name, about in found.body.items() if alias in about["aliases"]}
        old = {
            name
            for name, about in found.body.items()
            if float(about["settings"]["index"]["creation_date"]) < oldest
        }
        unnamed = {name for name, about in found.body.items() if not about["aliases"]}
        return sorted(ours | (old if ours & old else old & unnamed))

    def _check_mapping(self, name: str) -> None:
        """Raises `SearchUnavailable` unless the index has our mapping.

        When somebody deletes the index while it is filled, the next write creates it again, with a mapping that is
        guessed.
        """
        mappings = self._patient.indices.get_mapping(index=name)[name]["mappings"]
        if mappings.get("_meta", {}).get("version") != MAPPING_VERSION:
            raise SearchUnavailable(f"{self.name}: {name} was deleted while it was filled. Rebuild again.")

    def _writable(self, index: str) -> list[str]:
        names = self._physical(index, f"{self._alias(index)}-*")
        if not names:
            raise SearchUnavailable(f"{self.name}: index {index!r} was not created.")
        return names

    def _write(self, actions: Iterable[dict[str, object]]) -> None:
        """Sends actions; raises `SearchUnavailable` when the server refuses any of them."""
        _, refused = send(self._patient, self.name, actions)
        if refused:
            raise SearchUnavailable(f"{self.name} refuses {len(refused)} documents, the first: {refused[0]}")
