"""What people do with the translations of the state machine's tree, each by what the admin's views call."""

from urllib.parse import urlencode

from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.models import Page
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from clusters.translation.access.target_guards import check_target
from clusters.translation.drafts.building import write_draft
from clusters.translation.drafts.creation import create_translations
from clusters.translation.drafts.restart import restart
from clusters.translation.drafts.resync import followers_of, resync
from clusters.translation.drafts.save_on_unlink import save_translated_words
from clusters.translation.machine.translator import fill_by_machine
from clusters.translation.review import moderation
from tests.clusters.translation_invariants import Invariants
from tests.clusters.translation_world import ADDRESS, CODES, LINK

FIELDS = ("title", "summary", "body")

picks = st.integers(min_value=0, max_value=11)
flags = st.booleans()


class Translating(Invariants):
    """Begin, write, replace, update, submit, review, publish, stop, begin again."""

    @rule(number=picks, code=st.sampled_from(CODES), below=flags)
    def translate(self, number: int, code: str, below: bool) -> None:
        page = self.page(number, lambda page: page.locale.language_code != code)
        if page is None:
            return
        self.step = "translate"
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
            self.step = "write"
            with self.acting():
                self.write_string(tie, segment)

    @rule(number=picks, which=picks, blank=st.sampled_from(["", "  ", "\u200b", "\u00a0\u2066"]))
    def write_nothing(self, number: int, which: int, blank: str) -> None:
        """By the view that the editor's script calls: what shows nothing is no translation, and replaces none."""
        tie = self.tie(number, enabled=True)
        segment = self.pick(list(tie.source.stringsegment_set.order_by("pk")), which) if tie else None
        if tie is None or not isinstance(segment, StringSegment):
            return
        self.step = "blank"
        words = StringTranslation.objects.filter(translation_of=segment.string, locale=tie.target_locale)
        before = list(words.order_by("pk").values_list("pk", "data"))
        url = reverse("wagtail_localize:edit_string_translation", args=[tie.pk, segment.pk])
        with self.acting():
            answer = self.admin.put(
                url, urlencode({"value": blank}), content_type="application/x-www-form-urlencoded"
            )
        assert answer.status_code in (400, 423), answer.content
        assert list(words.order_by("pk").values_list("pk", "data")) == before

    @rule(number=picks)
    def translate_by_machine(self, number: int) -> None:
        tie = self.tie(number, enabled=True)
        if tie is not None:
            self.step = "machine"
            with self.acting():
                fill_by_machine(tie, self.user)

    @rule(number=picks, back=flags)
    def replace_the_link(self, number: int, back: bool) -> None:
        """By the view that the editor's script calls; or takes the translator's own link back."""
        tie = self.tie(number, enabled=True)
        segment = (
            tie.source.overridablesegment_set.filter(context__path__contains=LINK).first() if tie else None
        )
        if tie is None or segment is None:
            return
        self.step = "override"
        place = tie.source.object_id, tie.target_locale.language_code, segment.context.path
        url = reverse("wagtail_localize:edit_override", args=[tie.pk, segment.pk])
        if (
            back
            and not SegmentOverride.objects.filter(context=segment.context, locale=tie.target_locale).exists()
        ):
            return
        link = ADDRESS + self.words("lien")[-4:]
        with self.acting():
            if back:
                answer = self.admin.delete(url)
            else:
                answer = self.admin.put(
                    url, f"value={link}", content_type="application/x-www-form-urlencoded"
                )
        assert answer.status_code in (200, 201, 423), answer.content
        if answer.status_code != 423:
            self.chosen[place] = None if back else link

    @rule(number=picks)
    def write_the_draft(self, number: int) -> None:
        tie = self.tie(number, enabled=True)
        if tie is not None:
            self.step = "draft"
            with self.acting():
                write_draft(tie, self.user)

    @rule(number=picks)
    def translate_all_and_publish(self, number: int) -> None:
        tie = self.tie(number, enabled=True)
        if tie is not None:
            self.step = "publish"
            self.translate_whole(tie)

    @rule(number=picks)
    def update_from_source(self, number: int) -> None:
        sources = TranslationSource.objects.filter(translations__enabled=True).distinct().order_by("pk")
        source = self.pick(list(sources), number)
        if isinstance(source, TranslationSource):
            self.step = "update"
            with self.acting():
                resync(source, followers_of(source), self.user)

    @rule(number=picks)
    def submit(self, number: int) -> None:
        tie = self.tie(number, enabled=True)
        if tie is None:
            return
        self.step = "submit"
        with self.acting() as step:
            moderation.submit(tie, self.user)
        if step.done:
            self.drafted[tie.pk] = self.target(tie).current_workflow_task_state.revision_id

    @rule(number=picks, approves=flags, anew=flags)
    def review(self, number: int, approves: bool, anew: bool) -> None:
        """Decides on what was submitted: as it was then, or opened anew."""
        ties = Translation.objects.filter(enabled=True).select_related("source", "target_locale")
        waiting = [tie for tie in ties.order_by("pk") if self.target(tie).workflow_in_progress]
        tie = self.pick(waiting, number)
        if not isinstance(tie, Translation):
            return
        self.step = "review"
        now = self.target(tie).current_workflow_task_state.revision_id
        seen = now if anew else self.drafted.get(tie.pk, now)
        with self.acting() as step:
            moderation.review(tie, self.user, "approve" if approves else "reject", seen=seen)
        assert not (approves and step.done and seen != now), "nobody approved what became of it"

    @rule(number=picks)
    def take_back(self, number: int) -> None:
        tie = self.tie(number, enabled=True)
        if tie is not None:
            with self.acting():
                moderation.take_back(tie, self.user)

    @rule(number=picks)
    def stop(self, number: int) -> None:
        tie = self.tie(number, enabled=True)
        if tie is None:
            return
        self.step = "stop"
        with self.acting():
            save_translated_words(tie, self.user)
            tie.enabled = False
            tie.save(update_fields=["enabled"])

    @rule(number=picks)
    def begin_again(self, number: int) -> None:
        tie = self.tie(number, enabled=False)
        if tie is None:
            return
        self.step = "begin_again"
        code, key = tie.target_locale.language_code, tie.source.object_id
        lost: list[str] = []
        with self.acting() as step:
            lost = restart(tie, self.user, is_confirmed=True)
        if not step.done:
            return
        paths = tie.source.stringsegment_set.exclude(context__path__contains=LINK)
        places = {path.split(".")[0]: path for path in paths.values_list("context__path", flat=True)}
        for field in FIELDS:
            text = self.by_hand.pop((key, code, field), None)
            if text is not None and text not in lost and field in places:
                segment = tie.source.stringsegment_set.get(context__path=places[field])
                self.typed[key, code, segment.string.data] = text
