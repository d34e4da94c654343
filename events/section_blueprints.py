"""The content types and section blueprints of this app."""

from clusters.content.registry import register_content_type, register_key_page_type
from clusters.sections.blueprints import SectionBlueprint, register_section_blueprint
from events.models import AgendaPage, EventPage, TradeMissionPage


def register() -> None:
    """Registers events, missions, the agenda, and the federation's list of missions."""
    for model in (EventPage, TradeMissionPage):
        register_content_type(model)
    register_key_page_type(AgendaPage)
    agenda = SectionBlueprint(
        key="agenda",
        model="events.AgendaPage",
        titles={"fr": "Agenda", "en": "Events", "es": "Agenda", "ar": "المواعيد"},
        slugs={"fr": "agenda", "en": "events", "es": "agenda", "ar": "events"},
        order=20,
    )
    register_section_blueprint("cluster", agenda)
    register_section_blueprint("federation", agenda)
    register_section_blueprint(
        "federation",
        SectionBlueprint(
            key="missions",
            model="events.AgendaPage",
            titles={"fr": "Missions", "en": "Missions", "es": "Misiones", "ar": "البعثات"},
            slugs={"fr": "missions", "en": "missions", "es": "misiones", "ar": "missions"},
            order=30,
            extra=(("only_missions", True),),
        ),
    )
