"""A tree of pages in three languages to which anything may happen that people do in the admin, in any order.

Each rule is something that a person or the worker does, by the functions that the admin's views call; what is refused
in words is no step. The invariants are what must hold after each of them. Texts that a person writes are all different,
so that each is found again or missed.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from uuid import UUID

import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client, TestCase
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from clusters.localize import consistency, moderation
from clusters.localize.creation import create_translations
from clusters.localize.drafts import keep_wordless_strings, write_draft
from clusters.localize.guards import check_target
from clusters.localize.keeping import keep_words
from clusters.localize.refusal import Refusal
from clusters.localize.restarting import restart
from clusters.moves import move_together
from fedcms.core.publication import expire_due, publish_due
from fedcms.core.visibility import visible_q
from fedcms.users.models import User
from home.models import HomePage, StandardPage

CODES = ("fr", "en", "ar")
BLOCKS = ("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222")
FIELDS = ("title", "summary", "body")
HOPS = 5
Place = tuple[UUID, str, str]  # family, language, text of the source or name of a field

picks = st.integers(min_value=0, max_value=11)
flags = st.booleans()


class TranslationMachine(RuleBasedStateMachine):
    """The rules, and what is known of what they did."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(timezone.now(), tick=True)
        self.traveller = self.clock.start()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.numbers = count(1)
        self.user = User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.others = set(Page.objects.values_list("pk", flat=True))
        self.asked: set[int] = set()
        # What people wrote: by family, language and text of the source; and by hand, by field of the page.
        self.typed: dict[Place, str] = {}
        self.by_hand: dict[Place, str] = {}
        self.answered: dict[str, int] = {}
        home = HomePage.objects.get(locale__language_code="fr")
        with self.acting():
            first = self.make(home)
            pages = [first, self.make(first), self.make(home)]
            create_translations(pages, [self.locales[code] for code in CODES[1:]], self.user)
            self.asked |= set(Page.objects.values_list("pk", flat=True)) - self.others
        # Two of the three are public in English; in Arabic all are drafts.
        for tie in Translation.objects.filter(target_locale=self.locales["en"]).order_by("pk")[:2]:
            self.translate_whole(tie)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)
        self.clock.stop()

    # What the rules share.

    @contextmanager
    def acting(self) -> Iterator[None]:
        """A request: what is sent after its commit is sent; what is refused has changed nothing."""
        try:
            with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
                yield
        except (Refusal, PermissionDenied):
            pass  # Wagtail locks a page that is scheduled

    def words(self, what: str) -> str:
        return f"{what} {next(self.numbers)}"

    def make(self, parent: Page) -> StandardPage:
        page = StandardPage(
            title=self.words("Titre"), summary=self.words("Chapeau"), body=self.block(), locale=parent.locale
        )
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        self.asked.add(page.pk)
        page.save_revision().publish()
        return page

    def block(self, text: str = "", which: int = 0) -> str:
        words = text or self.words("Paragraphe")
        return json.dumps([{"type": "paragraph", "value": f"<p>{words}</p>", "id": BLOCKS[which % 2]}])

    def pages(self) -> list[StandardPage]:
        return list(StandardPage.objects.exclude(pk__in=self.others).order_by("pk"))

    def pick(self, among: list, number: int) -> object | None:  # type: ignore[type-arg]
        return among[number % len(among)] if among else None

    def page(
        self, number: int, wanted: Callable[[StandardPage], bool] = lambda page: True
    ) -> StandardPage | None:
        found = self.pick([page for page in self.pages() if wanted(page)], number)
        assert found is None or isinstance(found, StandardPage)
        return found

    def tie(self, number: int, *, enabled: bool) -> Translation | None:
        rows = Translation.objects.filter(enabled=enabled).select_related("source", "target_locale")
        found = self.pick(list(rows.order_by("pk")), number)
        assert found is None or isinstance(found, Translation)
        return found

    def follows(self, page: Page) -> bool:
        ties = Translation.objects.filter(source__object_id=page.translation_key, enabled=True)
        return bool(ties.filter(target_locale_id=page.locale_id).exists())

    def save(self, page: StandardPage, *, publish: bool) -> None:
        """As Wagtail's editor does: the row of a page that nobody sees follows its draft."""
        if not page.live:
            page.save()
        revision = page.save_revision(user=self.user)
        if publish:
            revision.publish(user=self.user)

    def write_string(self, tie: Translation, segment: StringSegment) -> None:
        text = self.words("Words")
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=tie.target_locale,
            context=segment.context,
            defaults={"data": text, "translation_type": "manual", "last_translated_by": self.user},
        )
        code = tie.target_locale.language_code
        self.typed[tie.source.object_id, code, segment.string.data] = text

    def forget(self, page: Page) -> None:
        """A person deleted the page; its words go with it."""
        for known in (self.typed, self.by_hand):
            for place in [
                place for place in known if place[:2] == (page.translation_key, page.locale.language_code)
            ]:
                del known[place]

    # What people do.

    @rule(number=picks, field=st.sampled_from(FIELDS), publish=flags, which=picks)
    def edit(self, number: int, field: str, publish: bool, which: int) -> None:
        """A page that follows none: an original, or one that is written by hand."""
        page = self.page(number, lambda page: not self.follows(page))
        if page is None:
            return
        page = page.get_latest_revision_as_object()
        text = self.words("Texte")
        if field == "body":
            page.body = self.block(text, which)
        else:
            setattr(page, field, text)
        with self.acting():
            self.save(page, publish=publish)
        code = page.locale.language_code
        if Translation.objects.filter(
            source__object_id=page.translation_key, target_locale=page.locale
        ).exists():
            self.by_hand[page.translation_key, code, field] = text

    @rule(number=picks)
    def make_the_block_again(self, number: int) -> None:
        page = self.page(number, lambda page: not self.follows(page) and bool(page.body))
        if page is None:
            return
        page = page.get_latest_revision_as_object()
        block = page.body.raw_data[0]
        text = block["value"].removeprefix("<p>").removesuffix("</p>")
        page.body = self.block(text, BLOCKS.index(block["id"]) + 1)
        with self.acting():
            self.save(page, publish=page.live)

    @rule(number=picks, code=st.sampled_from(CODES), below=flags)
    def translate(self, number: int, code: str, below: bool) -> None:
        page = self.page(number, lambda page: page.locale.language_code != code)
        if page is None:
            return
        locale = self.locales[code]
        before = set(Page.objects.values_list("pk", flat=True))
        wanted = list(page.get_descendants(inclusive=True)) if below else [page]
        expected = sum(not each.get_translations().filter(locale=locale).exists() for each in wanted)
        with self.acting():
            check_target(self.user, page, locale)
            create_translations(wanted, [locale], self.user)
        made = set(Page.objects.values_list("pk", flat=True)) - before
        assert len(made) in (0, expected)
        self.asked |= made

    @rule(number=picks, which=picks)
    def write_a_string(self, number: int, which: int) -> None:
        tie = self.tie(number, enabled=True)
        segment = self.pick(list(tie.source.stringsegment_set.order_by("pk")), which) if tie else None
        if tie is not None and isinstance(segment, StringSegment):
            with self.acting():
                self.write_string(tie, segment)

    @rule(number=picks)
    def write_the_draft(self, number: int) -> None:
        tie = self.tie(number, enabled=True)
        if tie is not None:
            with self.acting():
                write_draft(tie, self.user)

    @rule(number=picks)
    def translate_all_and_publish(self, number: int) -> None:
        tie = self.tie(number, enabled=True)
        if tie is not None:
            self.translate_whole(tie)

    def translate_whole(self, tie: Translation) -> None:
        """Writes what is missing and publishes; what is written stays when publishing is refused."""
        with self.acting():
            missing = tie.source.stringsegment_set.annotate_translation(tie.target_locale)
            for segment in missing.filter(translation__isnull=True).select_related("string", "context"):
                self.write_string(tie, segment)
        with self.acting():
            moderation.publish(tie, self.user)

    @rule(number=picks)
    def update_from_source(self, number: int) -> None:
        source = self.pick(
            list(TranslationSource.objects.filter(translations__enabled=True).distinct()), number
        )
        if isinstance(source, TranslationSource):
            with self.acting():
                source.update_from_db()
                for tie in source.translations.filter(enabled=True):
                    keep_wordless_strings(tie, self.user)

    @rule(number=picks)
    def stop(self, number: int) -> None:
        tie = self.tie(number, enabled=True)
        if tie is None:
            return
        with self.acting():
            keep_words(tie, self.user)
            tie.enabled = False
            tie.save(update_fields=["enabled"])

    @rule(number=picks)
    def begin_again(self, number: int) -> None:
        tie = self.tie(number, enabled=False)
        if tie is None:
            return
        code = tie.target_locale.language_code
        key = tie.source.object_id
        with self.acting():
            lost = restart(tie, self.user, is_confirmed=True)
            places = {path.split(".")[0]: path for path in self.paths(tie)}
            for field in FIELDS:
                text = self.by_hand.pop((key, code, field), None)
                if text is not None and text not in lost and field in places:
                    segment = tie.source.stringsegment_set.get(context__path=places[field])
                    self.typed[key, code, segment.string.data] = text

    def paths(self, tie: Translation) -> list[str]:
        return list(tie.source.stringsegment_set.values_list("context__path", flat=True))

    @rule(number=picks, where=picks)
    def move(self, number: int, where: int) -> None:
        page = self.page(number)
        if page is None:
            return
        below = Page.objects.filter(locale=page.locale).exclude(path__startswith=page.path)
        homes = list(below.filter(depth=2))
        destination = self.pick([*below.exclude(pk__in=self.others).order_by("pk"), *homes], where)
        if isinstance(destination, Page) and page.can_move_to(destination):
            with self.acting():
                move_together(page, destination, self.user)

    @rule(number=picks)
    def unpublish(self, number: int) -> None:
        page = self.page(number, lambda page: page.live)
        if page is not None:
            with self.acting():
                UnpublishPageAction(page, user=self.user).execute()

    @rule(number=picks, ends=flags)
    def schedule(self, number: int, ends: bool) -> None:
        page = self.page(number, lambda page: not self.follows(page))
        if page is None:
            return
        page = page.get_latest_revision_as_object()
        if ends:
            page.expire_at = timezone.now() + timedelta(days=3)
        else:
            page.go_live_at = timezone.now() + timedelta(days=1)
            page.expire_at = None
        with self.acting():
            self.save(page, publish=True)

    @rule()
    def two_days_pass(self) -> None:
        self.traveller.shift(timedelta(days=2))
        with TestCase.captureOnCommitCallbacks(execute=True):
            publish_due()
            expire_due()

    @rule(number=picks)
    def delete(self, number: int) -> None:
        page = self.page(number)
        if page is None or len(self.pages()) < 3:
            return
        gone = list(Page.objects.filter(path__startswith=page.path))
        with self.acting():
            DeletePageAction(page, user=self.user).execute()
            for each in gone:
                self.asked.discard(each.pk)
                self.forget(each)

    @rule(number=picks, where=picks)
    def copy(self, number: int, where: int) -> None:
        page = self.page(number)
        if page is None or len(self.pages()) > 9:
            return
        siblings = self.pick([page.get_parent(), *self.pages()], where)
        assert isinstance(siblings, Page)
        slug = self.words("copie").replace(" ", "-")
        with self.acting():
            copied = CopyPageAction(
                page, to=siblings, update_attrs={"slug": slug}, user=self.user, keep_live=False
            ).execute()
            assert siblings.locale_id == page.locale_id
            self.asked.add(copied.pk)

    @rule(number=picks, again=flags)
    def change_the_address(self, number: int, again: bool) -> None:
        page = self.page(number)
        if page is None:
            return
        row = StandardPage.objects.get(pk=page.pk)
        slug = "encore" if again else self.words("adresse").replace(" ", "-")
        if not Page._slug_is_available(slug, row.get_parent(), row):
            return
        with self.acting():
            if self.follows(row):
                row.slug = slug
                row.save()
            else:
                draft = row.get_latest_revision_as_object()
                draft.slug = slug
                self.save(draft, publish=row.live)

    # What holds after each step.

    @invariant()
    def the_tree_is_sound(self) -> None:
        assert Page.find_problems() == ([], [], [], [], [])
        by_path = dict(Page.objects.values_list("path", "locale_id"))
        for page in self.pages():
            assert by_path[page.path[: -Page.steplen]] == page.locale_id
            parent = page.get_parent()
            assert page.url_path == f"{parent.url_path}{page.slug}/"

    @invariant()
    def no_page_was_made_that_nobody_asked_for(self) -> None:
        assert set(Page.objects.values_list("pk", flat=True)) - self.others == self.asked
        assert not Page.objects.filter(alias_of__isnull=False).exists()

    @invariant()
    def states_are_what_they_are_from_scratch(self) -> None:
        assert list(consistency.differences()) == []

    @invariant()
    def no_words_of_people_disappear(self) -> None:
        for page in self.pages():
            code = page.locale.language_code
            place = (page.translation_key, code)
            draft = page.get_latest_revision_as_object().to_json()
            kept = set(
                StringTranslation.objects.filter(
                    context__object_id=page.translation_key, locale=page.locale
                ).values_list("data", flat=True)
            )
            for known, text in self.typed.items():
                if known[:2] == place:
                    assert text in kept or text in draft or text in self.public_words(page), (known, text)
            for known, text in self.by_hand.items():
                if known[:2] == place:
                    assert text in draft or text in kept, (known, text)
        for tie in Translation.objects.filter(enabled=True).select_related("source", "target_locale"):
            code = tie.target_locale.language_code
            for segment in tie.source.stringsegment_set.annotate_translation(
                tie.target_locale
            ).select_related("string"):
                if (tie.source.object_id, code, segment.string.data) in self.typed:
                    assert segment.translation is not None, segment.string.data

    def public_words(self, page: StandardPage) -> str:
        return str(StandardPage.objects.get(pk=page.pk).to_json())

    @invariant()
    def no_address_breaks_and_nothing_hidden_is_shown(self) -> None:
        visible = {
            page.url_path: page.pk
            for page in Page.objects.filter(visible_q()).exclude(pk__in=self.others).order_by("pk")
        }
        self.answered |= visible
        hidden = {page.url_path for page in self.pages()} - set(visible)
        client = Client()
        for address in {*self.answered, *hidden}:
            status, last = self.visit(client, address)
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
