"""A tree of pages in three languages to which anything may happen that people do in the admin, in any order.

Each rule is something that a person or the worker does, by the functions that the admin's views call, or by the view
itself; what is refused in words is no step. What must hold after each of them is in translation_invariants.
"""

from datetime import timedelta

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page
from wagtail_localize.models import Translation

from clusters.translation.editor.page_address import change_address
from clusters.translation.translation_set.moves import move_together
from fedcms.core.tasks.scheduled_publication import expire_due, publish_due
from home.models import StandardPage
from tests.clusters.translation_rules import FIELDS, Translating, flags, picks
from tests.clusters.translation_world import BLOCKS

BULK = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])


class TranslationMachine(Translating):
    """All rules: with pages and with their translations."""

    # Of pages that follow none.

    @rule(number=picks, field=st.sampled_from(FIELDS), publish=flags, which=picks, minor=flags)
    def edit(self, number: int, field: str, publish: bool, which: int, minor: bool) -> None:
        """An original, or a page that is written by hand; a change may be said to be minor."""
        page = self.page(number, lambda page: not self.follows(page))
        if page is None:
            return
        self.step = "edit"
        page = page.get_latest_revision_as_object()
        before = page.to_json()
        text = self.words("Texte")
        if field == "body":
            page.body = self.with_block(list(page.body.raw_data), text, BLOCKS[which % 2])
        else:
            setattr(page, field, text)
        with self.acting() as step:
            self.save(page, publish=publish, minor=minor)
        ties = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale)
        if not step.done:
            return
        place = page.translation_key, page.locale.language_code
        if ties.exists():
            self.by_hand[*place, field] = text
            return
        # Its original is gone, and with it the strings: who writes here replaces what stood here.
        for known in [known for known in self.typed if known[:2] == place]:
            if self.typed[known] in before and self.typed[known] not in page.to_json():
                del self.typed[known]

    @rule(number=picks)
    def make_the_block_again(self, number: int) -> None:
        page = self.page(number, lambda page: not self.follows(page) and bool(page.body))
        if page is None:
            return
        self.step = "edit"
        page = page.get_latest_revision_as_object()
        blocks = list(page.body.raw_data)
        block = next(each for each in blocks if each["id"] in BLOCKS)
        text = block["value"].removeprefix("<p>").removesuffix("</p>")
        page.body = self.with_block(blocks, text, BLOCKS[1 - BLOCKS.index(block["id"])])
        with self.acting():
            self.save(page, publish=page.live)

    @rule(number=picks, ends=flags)
    def schedule(self, number: int, ends: bool) -> None:
        page = self.page(number, lambda page: not self.follows(page))
        if page is None:
            return
        self.step = "edit"
        page = page.get_latest_revision_as_object()
        if ends:
            page.expire_at = timezone.now() + timedelta(days=3)
        else:
            page.go_live_at = timezone.now() + timedelta(days=1)
            page.expire_at = None
        with self.acting():
            self.save(page, publish=True)

    # Of any page.

    @rule(number=picks)
    def publish_in_bulk(self, number: int) -> None:
        """By the explorer's button: the newest draft, whatever it is."""
        page = self.page(number)
        if page is None:
            return
        self.step = "bulk"
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = self.admin.post(f"{BULK}?id={page.pk}&next=/admin/")
        assert answer.status_code == 302, answer.status_code

    @rule(number=picks, where=picks, by_script=flags)
    def move(self, number: int, where: int, by_script: bool) -> None:
        page = self.page(number)
        if page is None:
            return
        below = Page.objects.filter(locale=page.locale).exclude(path__startswith=page.path)
        homes = list(below.filter(depth=2))
        destination = self.pick([*below.exclude(pk__in=self.others).order_by("pk"), *homes], where)
        if isinstance(destination, Page) and page.can_move_to(destination):
            self.step = "move"
            with self.acting():
                if by_script:
                    page.move(destination, pos="last-child")
                else:
                    move_together(page, destination, self.user)

    @rule(number=picks)
    def unpublish(self, number: int) -> None:
        page = self.page(number, lambda page: page.live)
        if page is not None:
            self.step = "unpublish"
            with self.acting():
                UnpublishPageAction(page, user=self.user).execute()

    @rule()
    def two_days_pass(self) -> None:
        self.step = "wait"
        self.traveller.shift(timedelta(days=2))
        with TestCase.captureOnCommitCallbacks(execute=True):
            publish_due()
            expire_due()

    @rule(number=picks)
    def delete(self, number: int) -> None:
        page = self.page(number)
        if page is None or len(self.pages()) < 3:
            return
        self.step = "delete"
        gone = list(Page.objects.filter(path__startswith=page.path).select_related("locale"))
        with self.acting() as step:
            DeletePageAction(page, user=self.user).execute()
        if step.done:
            for each in gone:
                self.asked.discard(each.pk)
                self.forget(each)

    @rule(number=picks, where=picks)
    def copy(self, number: int, where: int) -> None:
        page = self.page(number)
        if page is None or len(self.pages()) > 9:
            return
        self.step = "copy"
        siblings = self.pick([page.get_parent(), *self.pages()], where)
        assert isinstance(siblings, Page)
        slug = self.words("copie").replace(" ", "-")
        with self.acting():
            copied = CopyPageAction(
                page, to=siblings, update_attrs={"slug": slug}, user=self.user, keep_live=False
            ).execute()
            assert siblings.locale_id == page.locale_id
            self.after(lambda: self.asked.add(copied.pk))

    @rule(number=picks, again=flags)
    def change_the_address(self, number: int, again: bool) -> None:
        """Of a translation where it is translated; of any other page in its form."""
        page = self.page(number)
        if page is None:
            return
        self.step = "address"
        row = StandardPage.objects.get(pk=page.pk)
        slug = "encore" if again else self.words("adresse").replace(" ", "-")
        with self.acting():
            if self.follows(row):
                change_address(row, self.user, slug)
            elif Page._slug_is_available(slug, row.get_parent(), row):
                draft = row.get_latest_revision_as_object()
                draft.slug = slug
                self.save(draft, publish=row.live)
