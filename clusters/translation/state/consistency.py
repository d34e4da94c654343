"""Compares stored translation states with recomputed ones, and repairs them."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count, Q
from wagtail.models import Page

from clusters.translation.locks import lock_sets
from clusters.translation.state.freshness import Freshness, kept_and_true, refresh, save_all_texts

logger = logging.getLogger("fedcms.translation")

_OF_THE_DATABASE = (OperationalError, InterfaceError)


def translation_sets() -> Iterator[UUID]:
    """Yields the keys of translation sets with several pages, or with a stored state."""
    pages = Page.objects.filter(alias_of__isnull=True).order_by().values("translation_key")
    counted = pages.annotate(languages=Count("pk"), states=Count("translation_state"))
    yield from (
        counted.filter(Q(languages__gt=1) | Q(states__gt=0))
        .values_list("translation_key", flat=True)
        .iterator()
    )


@dataclass
class ConsistencyReport:
    """The result of a check of all translation sets: how many states were wrong, and which sets could not be read."""

    wrong: int = 0
    broken: dict[UUID, str] = field(default_factory=dict)

    def failed(self, key: UUID, error: Exception) -> None:
        """Records a set that could not be checked, and logs the error with its traceback."""
        self.broken[key] = f"{type(error).__name__}: {error}"
        logger.error("The states of the translations of %s could not be looked at.", key, exc_info=error)

    def sentences(self) -> Iterator[str]:
        """Yields a sentence for each set that could not be checked, with its pages."""
        for key, reason in self.broken.items():
            pages = Page.objects.filter(translation_key=key).order_by("pk").values_list("pk", "url_path")
            named = ", ".join(f"{pk} {path}" for pk, path in pages)
            yield f"The translations of {named or key} could not be looked at: {reason}"


def differences(
    looked: ConsistencyReport | None = None,
) -> Iterator[tuple[Page, Freshness | None, Freshness | None]]:
    """Yields each page whose stored state is wrong: the page, its stored state, its recomputed state.

    A set that fails is recorded in `looked` and the others go on; without `looked`, its error is raised.
    """
    for key in translation_sets():
        try:
            found = list(kept_and_true(key))
        except _OF_THE_DATABASE:
            raise
        except Exception as error:
            if looked is None:
                raise
            looked.failed(key, error)
            continue
        for page, kept, true in found:
            if kept != true:
                yield page, kept, true


def repair() -> ConsistencyReport:
    """Corrects all stored states, each set in its own transaction; a set that fails does not stop the others.

    It also fills in the states of a database that comes from an earlier version.
    """
    looked = ConsistencyReport()
    for key in translation_sets():
        try:
            with transaction.atomic():
                lock_sets([key])
                wrong = sum(kept != true for _page, kept, true in kept_and_true(key))
                if wrong:
                    save_all_texts(key)
                    refresh(key)
        except _OF_THE_DATABASE:
            raise  # the database is away or busy: the next run repeats the whole
        except Exception as error:  # noqa: BLE001  # noted, logged, and told at the end
            looked.failed(key, error)
        else:
            looked.wrong += wrong
    if looked.wrong:
        logger.info("%s states of translations were set right.", looked.wrong)
    if looked.broken:
        logger.error("%s translation sets of pages could not be looked at.", len(looked.broken))
    return looked
