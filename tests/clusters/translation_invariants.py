"""What must hold of the state machine's tree after each step, whatever was done (docs/adr/0024)."""

import json
from collections import Counter, defaultdict
from uuid import UUID

from django.test import Client
from hypothesis.stateful import invariant
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from clusters.translation.state import consistency
from clusters.translation.state.freshness import kept_and_true
from fedcms.core.visibility import visible_q
from tests.clusters.translation_oracle import Oracle
from tests.clusters.translation_world import without_templates

HOPS = 5


class Invariants(Oracle):
    """Asked in this order after each step; the addresses once more as they are served, at the end."""

    @invariant()
    def all_of_it_holds(self) -> None:
        self.look()
        self.the_tree_is_sound()
        self.no_page_was_made_that_nobody_asked_for()
        self.states_are_what_they_are_from_scratch()
        self.states_are_what_people_wrote()
        self.no_words_of_people_disappear()
        self.what_is_translated_is_shown_to_its_translator()
        self.links_are_the_chosen_ones()
        with without_templates():
            self.no_address_breaks_and_nothing_hidden_is_shown()

    def teardown(self) -> None:
        try:
            assert Page.find_problems() == ([], [], [], [], [])
            assert list(consistency.differences()) == []
            self.no_address_breaks_and_nothing_hidden_is_shown()
        finally:
            super().teardown()

    def the_tree_is_sound(self) -> None:
        """`fixtree` would find nothing, and each page stands in the tree of its language, at its address.

        It asks a few questions a page; this is what it looks at, in one. It is asked itself at the end.
        """
        rows = {path: rest for path, *rest in Page.objects.values_list("path", "depth", "numchild")}
        children = Counter(path[: -Page.steplen] for path in rows)
        for path, (depth, numchild) in rows.items():
            assert set(path) <= set(Page.alphabet)
            assert len(path) == depth * Page.steplen
            assert depth == 1 or path[: -Page.steplen] in rows
            assert numchild == children[path]
        by_path = {path: rest for path, *rest in Page.objects.values_list("path", "locale_id", "url_path")}
        for page in self.pages():
            locale_id, url_path = by_path[page.path[: -Page.steplen]]
            assert locale_id == page.locale_id
            assert page.url_path == f"{url_path}{page.slug}/"

    def no_page_was_made_that_nobody_asked_for(self) -> None:
        assert set(Page.objects.values_list("pk", flat=True)) - self.others == self.asked
        assert not Page.objects.filter(alias_of__isnull=False).exists()

    def states_are_what_they_are_from_scratch(self) -> None:
        """As `check_translations` finds: here of the pages to which anything happens, at the end of all."""
        for key in {page.translation_key for page in self.pages()}:
            for page, kept, true in kept_and_true(key):
                assert kept == true, page

    def no_words_of_people_disappear(self) -> None:
        """In all languages: what a person wrote is a translation, or stands in the newest draft or in public."""
        kept: dict[tuple[UUID, str], list[str]] = defaultdict(list)
        codes = {locale.pk: code for code, locale in self.locales.items()}
        for key, locale_id, data in StringTranslation.objects.values_list(
            "context__object_id", "locale_id", "data"
        ):
            kept[key, codes[locale_id]].append(data)
        for page in self.pages():
            place = page.translation_key, codes[page.locale_id]
            draft = page.get_latest_revision()
            kept[place] += [page.to_json(), json.dumps(draft.content) if draft else ""]
        for known in (self.typed, self.by_hand):
            for (key, code, words), text in known.items():
                assert any(text in said for said in kept[key, code]), (code, words, text)

    def what_is_translated_is_shown_to_its_translator(self) -> None:
        """While a translation follows, a text that somebody translated once is not asked for again."""
        for tie in Translation.objects.filter(enabled=True).select_related("source", "target_locale"):
            code = tie.target_locale.language_code
            segments = tie.source.stringsegment_set.annotate_translation(tie.target_locale)
            for segment in segments.select_related("string"):
                if (tie.source.object_id, code, segment.string.data) in self.typed:
                    assert segment.translation is not None, segment.string.data

    def links_are_the_chosen_ones(self) -> None:
        """A link that a translator chose stays, one that was taken back does not come back."""
        found = {
            (row.context.object_id, row.locale.language_code, row.context.path): json.loads(row.data_json)
            for row in SegmentOverride.objects.select_related("context", "locale")
        }
        for place, link in self.chosen.items():
            tie = Translation.objects.filter(
                source__object_id=place[0], target_locale__language_code=place[1], enabled=True
            )
            if tie.exists():
                assert found.get(place) == link, place

    def no_address_breaks_and_nothing_hidden_is_shown(self) -> None:
        """What answered 200 answers it, or 301, unless it was unpublished or deleted."""
        visible = {
            page.url_path: page.pk
            for page in Page.objects.filter(visible_q()).exclude(pk__in=self.others).order_by("pk")
        }
        self.answered |= visible
        hidden = {page.url_path for page in self.pages()} - set(visible)
        for address in {*self.answered, *hidden}:
            status, last = self.visit(self.visitor, address)
            if address in visible:
                assert (status, last) == (200, address), (
                    f"{address} is visible and answered {status} at {last}"
                )
            elif status == 200:
                assert last in visible
            else:
                assert status == 404
                assert self.answered.get(address) not in visible.values(), f"{address} answered once"

    def visit(self, client: Client, address: str) -> tuple[int, str]:
        for _hop in range(HOPS):
            response = client.get(address)
            if response.status_code != 301:
                return response.status_code, address
            address = response["Location"]
        raise AssertionError(f"{address} goes round in a circle")
