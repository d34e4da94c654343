"""The tree of pages in three languages that the state machine works on, and what people's doings share.

Texts that a person writes are all different, so that each is found again or missed; what is refused in words is no
step.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import ClassVar
from unittest.mock import patch
from uuid import UUID

import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.test import Client, TestCase
from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from clusters.publishing.refusal import Refusal
from clusters.translation.drafts.creation import create_translations
from clusters.translation.review.moderation import follow_review, publish
from fedcms.users.models import User
from home.models import HomePage, StandardPage

CODES = ("fr", "en", "ar")
BLOCKS = ("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222")
LINK = "33333333-3333-4333-8333-333333333333"
ADDRESS = "https://example.org/"
# What a story knows of its pages.
KNOWN = (
    "number",
    "user",
    "locales",
    "others",
    "asked",
    "typed",
    "by_hand",
    "chosen",
    "meaning",
    "minor_revisions",
    "minor_now",
    "step",
    "pending",
    "answered",
    "drafted",
)
Place = tuple[UUID, str, str]  # family, language, text of the source or name of a field


@dataclass
class Step:
    """Whether what a person did was done, and not refused."""

    done: bool = False


def _light_page(page: StandardPage, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    return HttpResponse("")


def _light_404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseNotFound("")


@contextmanager
def without_templates() -> Iterator[None]:
    """Addresses, redirects and visibility as they are; what a page looks like is not drawn."""
    with patch.object(StandardPage, "serve", _light_page), patch("django.conf.urls.handler404", _light_404):
        yield


class World(RuleBasedStateMachine):
    """Three pages in French, translated; and what is known of what was done to them."""

    # What is known when a story begins; the rows stand in the transaction around it (`made_once`).
    begun: ClassVar[dict[str, object] | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(timezone.now(), tick=True)
        self.traveller = self.clock.start()
        self.around = transaction.atomic()
        self.around.__enter__()
        if self.begun is None:
            self.begin()
        else:
            vars(self).update(deepcopy(self.begun))
        self.visitor, self.admin = Client(), Client()
        self.admin.force_login(self.user)

    def begin(self) -> None:
        """Makes the pages."""
        self.number = 0
        self.user = User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.others = set(Page.objects.values_list("pk", flat=True))
        self.asked: set[int] = set()
        # What people wrote: by family, language and text of the source; and by hand, by field of the page.
        self.typed: dict[Place, str] = {}
        self.by_hand: dict[Place, str] = {}
        # Other links than the source's, by family, language and place; `None` once somebody took one back.
        self.chosen: dict[Place, str | None] = {}
        # Of which texts of the source something is a translation.
        self.meaning: dict[str, set[str]] = defaultdict(set)
        # Revisions whose author said that they are minor, and pages whose row a minor change has just written.
        self.minor_revisions: set[int] = set()
        self.minor_now: set[int] = set()
        self.step = ""
        self.pending: list[Callable[[], object]] = []
        self.answered: dict[str, int] = {}
        self.drafted: dict[int, int] = {}  # by translation: the revision that a reviewer opened
        home = HomePage.objects.get(locale__language_code="fr")
        with self.acting():
            first = self.make(home)
            pages = [first, self.make(first), self.make(home)]
            create_translations(pages, [self.locales[code] for code in CODES[1:]], self.user)
            self.asked |= set(Page.objects.values_list("pk", flat=True)) - self.others
        # Two of the three are public in English; in Arabic all are drafts.
        for tie in Translation.objects.filter(target_locale=self.locales["en"]).order_by("pk")[:2]:
            self.translate_whole(tie)

    @classmethod
    @contextmanager
    def made_once(cls) -> Iterator[None]:
        """Meanwhile each story begins with the same rows: what it does to them is undone when it ends."""
        first = cls()
        first.clock.stop()
        World.begun = {name: vars(first)[name] for name in KNOWN}
        try:
            yield
        finally:
            World.begun = None
            transaction.set_rollback(True)
            first.around.__exit__(None, None, None)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)
        self.clock.stop()

    @contextmanager
    def acting(self) -> Iterator[Step]:
        """A request: what is sent after its commit is sent; what is refused has changed nothing."""
        step, self.pending = Step(), []
        try:
            with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
                yield step
        except (Refusal, PermissionDenied):
            return  # Wagtail locks a page that is scheduled
        step.done = True
        for note in self.pending:
            note()

    def after(self, note: Callable[[], object]) -> None:
        """What the model learns of a step, unless it is refused."""
        self.pending.append(note)

    def words(self, what: str) -> str:
        self.number += 1
        return f"{what} {self.number:04d}"

    def make(self, parent: Page) -> StandardPage:
        page = StandardPage(
            title=self.words("Titre"), summary=self.words("Chapeau"), body=self.body(), locale=parent.locale
        )
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        self.asked.add(page.pk)
        page.save_revision().publish()
        return page

    def body(self, text: str = "", block: str = BLOCKS[0]) -> str:
        """A paragraph, and one with a link, which a translator may replace."""
        link = f'<p>{self.words("Lien")} <a href="{ADDRESS}">ici</a></p>'
        return self.with_block([{"type": "paragraph", "value": link, "id": LINK}], text, block)

    def with_block(self, raw: list[dict[str, str]], text: str, block: str) -> str:
        """A body whose paragraph is another one."""
        words = text or self.words("Paragraphe")
        paragraph = {"type": "paragraph", "value": f"<p>{words}</p>", "id": block}
        return json.dumps([paragraph, *(each for each in raw if each["id"] == LINK)])

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

    def target(self, tie: Translation) -> StandardPage:
        found: StandardPage = StandardPage.objects.get(
            translation_key=tie.source.object_id, locale_id=tie.target_locale_id
        )
        return found

    def follows(self, page: Page) -> bool:
        ties = Translation.objects.filter(source__object_id=page.translation_key, enabled=True)
        return bool(ties.filter(target_locale_id=page.locale_id).exists())

    def save(self, page: StandardPage, *, publish: bool, minor: bool = False) -> None:
        """As Wagtail's editor does: the row of a page that nobody sees follows its draft."""
        if minor:
            page.is_minor_change = True
        if not page.live:
            page.save()
            if minor:
                self.after(lambda: self.minor_now.add(page.pk))
        revision = page.save_revision(user=self.user)
        if minor:
            self.after(lambda: self.minor_revisions.add(revision.pk))
        if publish:
            revision.publish(user=self.user)

    def write_string(self, tie: Translation, segment: StringSegment) -> None:
        """As the editor's script does; a draft that is in review follows."""
        text, data = self.words("Words"), segment.string.data
        # What stands around the words, and the link within, stays.
        before, _around, after = data.partition(bare(data).removesuffix(" ici"))
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=tie.target_locale,
            context=segment.context,
            defaults={
                "data": f"{before}{text}{after}",
                "translation_type": "manual",
                "tool_name": "",
                "last_translated_by": self.user,
            },
        )
        follow_review(tie, self.user)
        place = tie.source.object_id, tie.target_locale.language_code, data
        self.after(lambda: self.typed.update({place: text}))
        # That it was typed, and for which words, is so even when the step is refused.
        self.meaning[plain(f"{before}{text}{after}")].add(plain(data))

    def translate_whole(self, tie: Translation) -> None:
        """Writes what is missing and publishes; what is written stays when publishing is refused."""
        with self.acting():
            missing = tie.source.stringsegment_set.annotate_translation(tie.target_locale)
            for segment in missing.filter(translation__isnull=True).select_related("string", "context"):
                self.write_string(tie, segment)
        with self.acting():
            publish(tie, self.user)

    def forget(self, page: Page) -> None:
        """A person deleted the page; its words go with it."""
        gone = page.translation_key, page.locale.language_code
        for known in (self.typed, self.by_hand, self.chosen):
            for place in [place for place in known if place[:2] == gone]:
                del known[place]


def bare(data: str) -> str:
    """A text of wagtail-localize without its markup."""
    return "".join(part.partition(">")[2] if ">" in part else part for part in f">{data}".split("<"))


def plain(data: str) -> str:
    """What two texts have in common that say the same: no spaces, of which markup may take some."""
    return "".join(bare(data).split())
