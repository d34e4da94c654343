"""What is translated, what follows the source, and that no editable field was forgotten."""

from datetime import date, timedelta

import pytest
from django.db import models
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail_localize.fields import (
    BaseTranslatableField,
    SynchronizedField,
    TranslatableField,
    get_translatable_fields,
)
from wagtail_localize.segments.extract import extract_segments

from clusters.content.registry import content_types
from clusters.models import ClusterPage
from events.models import EventPage, MissionStep, TradeMissionPage
from fedcms.core.blocks import BodyBlock
from fedcms.core.models import Topic
from fedcms.media.models import FederationImage
from home.models import StandardPage
from news.models import PressReleasePage, StoryResult, SuccessStoryPage
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_event, make_mission, make_release, make_story, publish

MODELS: list[type[models.Model]] = [
    *content_types().values(),
    StandardPage,
    ClusterPage,
    StoryResult,
    MissionStep,
]
OF_WAGTAIL = {
    "id",
    "path",
    "depth",
    "numchild",
    "content_type",
    "owner",
    "first_published_at",
    "page",
    "locale",
}


def names_of(model: type[models.Model], kind: type[BaseTranslatableField]) -> set[str]:
    return {field.field_name for field in get_translatable_fields(model) if type(field) is kind}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_that_an_editor_fills_is_named(model: type[models.Model]) -> None:
    editable = {
        field.name
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.editable and not (field.remote_field and getattr(field.remote_field, "parent_link", False))
    }
    named = {field.field_name for field in get_translatable_fields(model)}
    assert editable - OF_WAGTAIL <= named
    assert len(named) == len(get_translatable_fields(model))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_named_field_exists(model: type[models.Model]) -> None:
    for field in get_translatable_fields(model):
        assert field.get_field(model) is not None


def test_texts_are_segments() -> None:
    common = {"title", "summary", "seo_title", "search_description", "lead_image_alt", "body"}
    assert names_of(SuccessStoryPage, TranslatableField) == common | {
        "need",
        "answer",
        "partners",
        "territory",
        "results",
    }
    assert names_of(EventPage, TranslatableField) == common | {"organisers", "sessions"}
    assert names_of(PressReleasePage, TranslatableField) == common | {"contact_note"}
    assert names_of(StoryResult, TranslatableField) == {"unit", "label", "source"}
    assert names_of(MissionStep, TranslatableField) == {"day", "text"}
    assert {"funding", "eligibility", "programme"} <= names_of(TradeMissionPage, TranslatableField)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_only_the_lead_image_has_another_value_in_a_translation(model: type[models.Model]) -> None:
    fields = [f for f in get_translatable_fields(model) if isinstance(f, SynchronizedField)]
    assert {f.field_name for f in fields if f.overridable} <= {"lead_image"}


class Following(TranslationCase):
    def done(self, page: Page, prefix: str = "EN ") -> Page:
        """Translates and publishes."""
        translation = self.started(page)
        self.write_all(self.editor, translation, prefix)
        self.press(self.editor, translation, "submit")
        self.press(self.publisher, translation, "approve")
        target = self.translated(page)
        assert target.live
        return target

    def test_the_slug_is_no_segment(self) -> None:
        paths = {segment.path for segment in extract_segments(make_event(self.north))}
        assert "title" in paths
        assert not {path for path in paths if "slug" in path}

    def test_an_events_dates_and_place_follow_when_the_source_moves(self) -> None:
        topic = Topic.objects.create(key="mesures", labels={"fr": "Mesures"})
        event = make_event(
            self.north, title="Rencontre", venue_city="Lille", organisers="L’équipe", price_euros=0
        )
        event.topics = [topic]
        publish(event)
        target = self.done(event)
        assert (target.venue_city, target.organisers, target.price_euros) == ("EN Lille", "EN L’équipe", 0)
        assert target.starts_on == event.starts_on
        assert list(target.topics.all()) == [topic]

        event.starts_on, event.venue_city, event.topics = (
            timezone.localdate() + timedelta(days=40),
            "Arras",
            [],
        )
        publish(event)
        translation = self.translation_of(event)
        self.client.force_login(self.publisher)
        self.client.post(f"/admin/localize/update/{translation.source_id}/", {"publish_translations": "on"})
        target = self.translated(event)
        assert (target.starts_on, target.venue_city) == (event.starts_on, "Arras")
        assert not target.topics.exists()
        assert target.sort_at == event.sort_at

    def test_a_storys_results_keep_their_figures(self) -> None:
        story = make_story(
            self.north,
            live=False,
            results=[StoryResult(value="40", unit="classes", label="suivies", source="Rectorat")],
        )
        publish(story)
        target = self.done(story)
        result = target.results.get()
        assert (result.value, result.unit, result.label) == ("40", "EN classes", "EN suivies")
        assert (target.need, target.answer) == ("EN A need.", "EN An answer.")
        assert story.results.get().label == "suivies"

    def test_a_missions_programme_is_translated_step_by_step(self) -> None:
        steps = [MissionStep(day="Lundi", text="Accueil"), MissionStep(day="Mardi", text="Visites")]
        mission = make_mission(self.north, live=False, programme=steps)
        publish(mission)
        target = self.done(mission)
        assert [step.day for step in target.programme.all()] == ["EN Lundi", "EN Mardi"]
        assert target.destination_city == "EN Montréal"
        assert isinstance(target.deadline, date)

    def test_a_releases_contact_is_the_same_everywhere(self) -> None:
        release = make_release(
            self.north, contact_email="presse@nord.example", contact_note="Le service presse"
        )
        target = self.done(release)
        assert (target.contact_email, target.contact_note) == ("presse@nord.example", "EN Le service presse")

    def test_every_block_of_the_body_is_translated(self) -> None:
        body = [
            ("heading", "Intertitre"),
            (
                "paragraph",
                "<p>Un <b>mot</b> et <a href='https://example.org/'>un lien</a>.</p><ul><li>Un</li></ul>",
            ),
            ("list", ["Premier", "Second"]),
            ("quote", {"text": "Nous avons gardé", "source": "L’équipe"}),
            ("figures", [{"value": "40", "unit": "classes", "label": "ont essayé", "source": ""}]),
            ("callout", {"title": "À retenir", "text": "Écrivez-nous."}),
            ("embed", {"url": "https://video.example/42", "title": "Visite"}),
            ("button", {"label": "Candidater", "page": None, "url": "https://federation.example/"}),
        ]
        columns = [{"type": "text", "heading": "Classe"}, {"type": "number", "heading": "Nombre"}]
        table = {"columns": columns, "rows": [{"values": ["Sixième", 3.0]}], "caption": "Effectifs"}
        body.append(("table", BodyBlock().child_blocks["table"].to_python(table)))
        image = FederationImage.objects.create(
            title="Image", file=get_test_image_file(), collection=self.north.collection
        )
        picture = (
            BodyBlock()
            .child_blocks["image"]
            .to_python(
                {
                    "image": {"image": image.pk, "alt_text": "Une salle", "decorative": False},
                    "caption": "Légende",
                }
            )
        )
        body.append(("image", picture))
        story = make_story(self.north, body=body)
        target = self.done(story)
        assert self.open_editor(self.editor, target).status_code == 200
        rendered = str(target.body)
        for text in (
            "Intertitre",
            "Premier",
            "Second",
            "Nous avons gardé",
            "ont essayé",
            "À retenir",
            "Visite",
            "Candidater",
        ):
            assert f"EN {text}" in rendered, text
        shown = next(block.value for block in target.body if block.block_type == "image")
        assert (shown["image"].pk, shown["image"].contextual_alt_text) == (image.pk, "EN Une salle")
        assert shown["caption"] == "EN Légende"
        for text in ("Classe", "Nombre", "Sixième", "Effectifs"):
            assert f"EN {text}" in rendered, text
        assert "3" in rendered
        assert 'href="https://example.org/"' in rendered
        assert "https://federation.example/" in rendered
