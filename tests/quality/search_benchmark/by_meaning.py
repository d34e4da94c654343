"""Times searches with what is near in meaning, and says what vectors take of a web process's memory."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from search.engines import ElasticsearchEngine, SearchEngine, SearchRequest, SearchUnavailable, get_engine
from search.engines.fairness import fair_search
from search.engines.vector_space import vector_space
from search.meaning import asking
from search.meaning.fusion import fused_search
from search.public.forms import FACETS, PAGE_SIZE
from search.public.near import NearEntries

from .measuring import PATIENCE, timed, times_by_form

# A web process with and without vectors, run anew, since nothing ever leaves a process's memory. The base install has
# no numpy: without vectors nothing may load it.
_PROCESS = """
import re, sys
if sys.argv[1] == "without":
    sys.modules["numpy"] = None
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
if sys.argv[1] == "with":
    from search.engines.vector_space import vector_space
    from search.meaning.vector_file import open_file
    space = vector_space()
    for place in range(20):
        open_file(space.model, space.dimensions).neighbourhoods(bytes([1]) * space.dimensions, 40)
status = open("/proc/self/status").read()
own, *shared = (int(re.search(f"Rss{name}:.*?([0-9]+)", status)[1]) for name in ("Anon", "File", "Shmem"))
print(own, sum(shared))
"""


def times_with_vectors(
    measured: SearchEngine, index: str, queries: Sequence[tuple[str, str, str]], clusters: Mapping[str, str]
) -> dict[str, object]:
    """Of searches as the page makes them, with the query's vector from the model; and how many vectors came in time.

    Raises `SearchUnavailable` when another engine than the one `measured` answered.
    """
    asking.forget_everything()
    in_time = 0
    near = 0

    def search(language: str, text: str) -> None:
        nonlocal in_time, near
        request = SearchRequest(text, language, timezone.now(), facets=FACETS, page_size=PAGE_SIZE)
        question = asking.ask_for_vector(text)
        engine = get_engine()

        def clusters_of(keys: Sequence[str]) -> dict[str, str]:
            return {key: clusters[key] for key in keys}

        first = fair_search(engine, index, request, clusters_of)
        if first.stands_in:
            raise SearchUnavailable("the database stood in")
        vector = question.vector()
        if vector is None:
            return
        in_time += 1
        said = question.near()
        found = NearEntries(request, vector, said, [hit.id for hit in first.hits])
        _result, brought, _added = fused_search(
            engine,
            index,
            request,
            clusters_of,
            found.searched,
            found.ahead,
            first,
            elsewhere=found.counted_elsewhere,
        )
        near += len(brought)

    # The site's own index is the scratch one meanwhile: the search server is asked for vectors of that.
    url = settings.FEDCMS_SEARCH_URL if isinstance(measured, ElasticsearchEngine) else ""
    with override_settings(FEDCMS_SEARCH_INDEX=index, FEDCMS_SEARCH_TIMEOUT=PATIENCE, FEDCMS_SEARCH_URL=url):
        figures = times_by_form(
            (form, timed(lambda asked=(language, text): search(*asked)))  # type: ignore[misc]
            for form, language, text in queries
        )
    return {
        "search_with_vectors_ms": {form: vars(times) for form, times in figures.items()},
        "vectors_in_time": in_time,
        "hits_by_meaning": near,
    }


def memory_with_vectors() -> dict[str, int]:
    """Kilobytes by which a process grows: its own, and of files, which processes share. Linux alone."""
    space = vector_space()
    chosen = {
        "FEDCMS_EMBEDDER": settings.FEDCMS_EMBEDDER,
        "FEDCMS_EMBEDDER_MODEL": space.model if space else "",
        "FEDCMS_EMBEDDER_DIMENSIONS": str(space.dimensions if space else 0),
        "FEDCMS_VAR_DIR": str(settings.VAR_DIR),
    }
    environment = {**os.environ, **chosen}

    def told(way: str) -> tuple[int, ...]:
        command = [sys.executable, "-c", _PROCESS, way]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        return tuple(map(int, answer.stdout.split()[-2:]))

    own, shared = (more - less for more, less in zip(told("with"), told("without"), strict=True))
    return {"own_kb": own, "shared_kb": shared}
