"""What others do between a person's click and the lock that it waits for: it is asked as it stands then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from clusters.publishing.refusal import Refusal
from clusters.translation.review.moderation import submit
from fedcms.media.models import FederationImage
from tests.admin_walk.stage import picture
from tests.clusters.answers import shown_messages
from tests.clusters.rights.support import again
from tests.clusters.translation_form_support import EditorCase, Form
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.people import make_translator


@contextmanager
def at_the_lock(act: Callable[[], object]) -> Iterator[list[str]]:
    """Within it, another person acts once, right when a transaction begins: as if the lock had been waited for."""
    done: list[str] = []

    def watch(execute: Callable[..., object], sql: str, *others: object) -> object:
        if sql.startswith("SAVEPOINT") and not done:
            done.append(sql)
            act()
        return execute(sql, *others)

    with connection.execute_wrapper(watch):
        yield done
    assert done, "no transaction was begun"


class TestSubmitting(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north)
        self.translation = self.started(self.page)
        self.write_all(self.editor, self.translation)

    def test_what_another_has_just_submitted_is_not_submitted_twice(self) -> None:
        with (
            at_the_lock(lambda: submit(self.translation, again(self.publisher))),
            pytest.raises(Refusal, match="déjà en relecture"),
        ):
            submit(self.translation, again(self.editor))
        state = self.translated(self.page).current_workflow_state
        assert state.requested_by == self.publisher
        assert self.translated(self.page).workflow_states.count() == 1

    def test_nor_what_another_has_just_stopped(self) -> None:
        stop = Translation.objects.filter(pk=self.translation.pk)
        with (
            at_the_lock(lambda: stop.update(enabled=False)),
            pytest.raises(Refusal, match="ne suit plus son original"),
        ):
            submit(self.translation, again(self.editor))
        assert not self.translated(self.page).workflow_in_progress

    def test_what_is_missing_is_said_and_what_was_carried_over_stays(self) -> None:
        StringTranslation.objects.filter(context__path="title").delete()
        with pytest.raises(Refusal, match="Il reste 1 texte"):
            submit(self.translation, again(self.editor))
        assert not self.translated(self.page).workflow_in_progress


class TestScripts(TranslationCase):
    """The addresses by which one value or text is saved."""

    def setUp(self) -> None:
        self.ours = picture("nord", self.north, self.root)
        self.other = picture("autre", self.north, self.root)
        self.page = make_article(self.north, lead_image=self.ours)
        self.translation = self.started(self.page)
        self.write_all(self.editor, self.translation)
        self.translator = make_translator("samira", "en", self.north)

    def put(self, name: str, pk: int, value: object) -> tuple[int, str]:
        url = reverse(f"wagtail_localize:{name}", args=[self.translation.pk, pk])
        response = self.client.put(url, f"value={value}", content_type="application/x-www-form-urlencoded")
        return response.status_code, response.content.decode()

    def test_a_value_is_the_reviewers_alone_once_it_is_submitted(self) -> None:
        segment = self.translation.source.overridablesegment_set.get(context__path="lead_image")
        self.client.force_login(self.translator)
        with at_the_lock(lambda: submit(self.translation, again(self.editor))):
            status, said = self.put("edit_override", segment.pk, self.other.pk)
        assert status == 423, said
        assert "relecture" in said
        assert not SegmentOverride.objects.exists()

    def test_so_is_a_text(self) -> None:
        segment = self.translation.source.stringsegment_set.get(context__path="title")
        self.client.force_login(self.translator)
        with at_the_lock(lambda: submit(self.translation, again(self.editor))):
            status, said = self.put("edit_string_translation", segment.pk, "Mine")
        assert status == 423, said
        assert not StringTranslation.objects.filter(data="Mine").exists()

    def test_before_that_both_are_saved(self) -> None:
        value = self.translation.source.overridablesegment_set.get(context__path="lead_image")
        text = self.translation.source.stringsegment_set.get(context__path="title")
        self.client.force_login(self.translator)
        assert self.put("edit_override", value.pk, self.other.pk)[0] == 201
        assert self.put("edit_string_translation", text.pk, "Mine")[0] == 200


class TestPublishing(EditorCase):
    def test_what_a_machine_wrote_is_read_and_published_or_neither(self) -> None:
        self.write_all(self.editor, self.translation)
        StringTranslation.objects.update(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
        form = self.form(self.publisher)

        def fail(execute: Callable[..., object], sql: str, *others: object) -> object:
            if (
                sql.startswith('UPDATE "wagtail_localize_stringtranslation"')
                and '"translation_type"' in sql[:120]
            ):
                raise OperationalError("the process is killed")
            return execute(sql, *others)

        with connection.execute_wrapper(fail), pytest.raises(OperationalError):
            self.post(self.publisher, form, action="publish")
        assert not self.translated(self.page).live
        self.post(self.publisher, form, action="publish")
        assert self.translated(self.page).live
        assert not StringTranslation.objects.filter(
            translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE
        ).exists()


class TestTwoWhoChoose(EditorCase):
    """Two people choose a picture for the same place."""

    def setUp(self) -> None:
        super().setUp()
        self.pictures = [picture(name, self.north, self.root) for name in ("une", "deux", "trois")]
        self.page.lead_image = self.pictures[0]
        self.page.save_revision().publish()
        self.client.force_login(self.editor)
        self.client.post(reverse("wagtail_localize:update_translations", args=[self.translation.source_id]))
        segment = self.translation.source.overridablesegment_set.get(context__path="lead_image")
        self.field = f"value-{segment.context_id}"

    def chosen(self) -> str | None:
        row = SegmentOverride.objects.first()
        return str(row.data) if row else None

    def pick(self, form: Form, image: FederationImage) -> dict[str, str]:
        return {f"{self.field}-value": str(image.pk)}

    def test_the_second_is_told_who_was_first_and_may_then_replace_it(self) -> None:
        first, second = self.form(self.editor), self.form(self.publisher)
        self.post(self.editor, first, **self.pick(first, self.pictures[1]))
        assert self.chosen() == str(self.pictures[1].pk)
        answer = self.post(self.publisher, second, **self.pick(second, self.pictures[2]))
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "editor" in html
        assert "a choisi ici autre chose" in html
        assert self.chosen() == str(self.pictures[1].pk)
        again_shown = Form(html)
        assert again_shown[f"{self.field}-value"] == str(self.pictures[2].pk), (
            "what was chosen is still there"
        )
        assert self.post(self.publisher, again_shown).status_code == 302
        assert self.chosen() == str(self.pictures[2].pk)

    def test_who_takes_back_what_another_has_just_chosen_is_told_too(self) -> None:
        form = self.form(self.editor)
        self.post(self.editor, form, **self.pick(form, self.pictures[1]))
        taking = self.form(self.publisher)
        form = self.form(self.editor)
        self.post(self.editor, form, **self.pick(form, self.pictures[2]))
        answer = self.post(self.publisher, taking, **{f"{self.field}-original": "on"})
        assert "a choisi ici autre chose" in answer.content.decode()
        assert self.chosen() == str(self.pictures[2].pk)

    def test_both_may_choose_the_same(self) -> None:
        first, second = self.form(self.editor), self.form(self.publisher)
        self.post(self.editor, first, **self.pick(first, self.pictures[1]))
        assert self.post(self.publisher, second, **self.pick(second, self.pictures[1])).status_code == 302


class TestWhatWasTyped(EditorCase):
    """Nothing that was typed is lost, though it may not be saved."""

    def typed(self) -> Form:
        form = self.form(self.translator)
        form[form.named(self.page.title)] = "What I typed for an hour"
        form[form.named(self.page.summary)] = "And this"
        return form

    def addresses(self) -> list[str]:
        return [self.url, *(self.url_of(self.translation, name) for name in ("submit", "cancel"))]

    def test_a_translator_whose_translation_was_stopped_reads_it_again(self) -> None:
        form = self.typed()
        Translation.objects.filter(pk=self.translation.pk).update(enabled=False)
        for url in self.addresses():
            answer = self.post(self.translator, form, url)
            html = answer.content.decode()
            assert "What I typed for an hour" in html, url
            assert "And this" in html
            assert "Rien n’est enregistré" in html
        assert self.stored(self.page.title) is None

    def test_so_does_who_left_the_group(self) -> None:
        form = self.typed()
        self.translator.groups.clear()
        for url in self.addresses():
            assert "What I typed for an hour" in self.post(self.translator, form, url).content.decode(), url
        assert self.stored(self.page.title) is None

    def test_so_does_who_is_signed_in_no_more(self) -> None:
        form = self.typed()
        for url in self.addresses():
            self.client.logout()
            answer = self.client.post(url, form)
            html = answer.content.decode()
            assert answer.status_code == 403
            assert "What I typed for an hour" in html, url
            assert "reconnectez-vous" in html
            assert reverse("wagtailadmin_login") in html
            assert self.translated(self.page).title not in html.replace("What I typed", ""), (
                "the page is no visitor's"
            )
        assert self.stored(self.page.title) is None

    def test_where_nothing_was_typed_the_answer_is_the_usual_one(self) -> None:
        form = self.form(self.translator)
        Translation.objects.filter(pk=self.translation.pk).update(enabled=False)
        answer = self.post(self.translator, form)
        assert answer.status_code == 302
        assert answer.headers["Location"] == reverse("wagtailadmin_home")
        assert "autorisation" in shown_messages(answer) or "permission" in shown_messages(answer)
        self.client.logout()
        assert reverse("wagtailadmin_login") in self.client.post(self.url, form).headers["Location"]
