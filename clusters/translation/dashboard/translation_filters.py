"""Applies the report's filters, all of them to the same translation of a page."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import Locale, Page

from clusters.translation.dashboard.stages import in_review
from clusters.translation.models import State, TranslationAssignment, TranslationState
from fedcms.users.models import User


@dataclass(frozen=True)
class WantedTranslations:
    """The filters on one page in one language; each may be empty. `locales` are keys, `days` are whole days.

    `stage` is "", "draft" or "review"; `given` is "", "me", "anybody" or "nobody"; `translator` is a part of a name.
    """

    user: User
    locales: Collection[int]
    is_one_language: bool = False
    state: str = ""
    days: int | None = None
    stage: str = ""
    given: str = ""
    translator: str = ""

    def __bool__(self) -> bool:
        """Whether any filter is set, if only the language."""
        named = self.state or self.stage or self.given or self.translator
        return bool(self.is_one_language or named or self.days is not None)

    def somewhere(self, locales: Collection[int] | None = None) -> Exists:
        """Returns a condition on originals: whether one translation matches all filters.

        `locales` are the keys of the languages to look at (default: all that are wanted).
        """
        languages = Locale.objects.order_by().filter(pk__in=self.locales if locales is None else locales)
        return Exists(languages.filter(~Q(pk=OuterRef("locale_id")), *self._conditions()))

    def among(self, pages: Collection[int]) -> set[tuple[int, int]]:
        """Returns which of these originals match in which language, as pairs of keys. One query."""
        flags = {f"in_{locale}": self.somewhere([locale]) for locale in self.locales}
        rows = Page.objects.order_by().filter(pk__in=pages).annotate(**flags).values_list("pk", *flags)
        return {
            (pk, locale)
            for pk, *found in rows
            for locale, is_wanted in zip(self.locales, found, strict=True)
            if is_wanted
        }

    def _conditions(self) -> Iterator[Q | Exists]:
        """Yields conditions on locales; the query around them is of pages."""
        # The cheaper condition first: SQLite evaluates them in this order.
        yield from self._of_person()
        yield from self._of_page()

    def _of_page(self) -> Iterator[Q | Exists]:
        there = TranslationState.objects.filter(
            page__translation_key=OuterRef(OuterRef("translation_key")), page__locale_id=OuterRef("pk")
        )
        asked = Q()
        if self.state == State.MISSING:
            # A draft that was never complete has a row and counts as missing, too.
            yield ~Q(Exists(there.made()))
        elif self.state:
            asked &= Q(state=self.state)
        if self.days is not None:
            asked &= Q(state=State.STALE, since__lte=timezone.now() - timedelta(days=self.days))
        if self.stage == "review":
            asked &= Q(in_review())
        elif self.stage:
            asked &= Q(page__live=False) | Q(page__has_unpublished_changes=True)
        if asked:
            yield Exists(there.filter(asked))

    def _of_person(self) -> Iterator[Q | Exists]:
        given = TranslationAssignment.objects.filter(page=OuterRef(OuterRef("pk")), locale=OuterRef("pk"))
        if self.given == "nobody":
            yield ~Q(Exists(given))
        if self.translator:
            named = User.objects.order_by().filter(
                Q(username__icontains=self.translator)
                | Q(first_name__icontains=self.translator)
                | Q(last_name__icontains=self.translator)
            )
            # A subquery that runs once, not for each page and language.
            given = given.filter(assignee__in=named.values("pk"))
        if self.given == "me":
            given = given.filter(assignee=self.user)
        if self.translator or self.given in ("me", "anybody"):
            yield Exists(given)
