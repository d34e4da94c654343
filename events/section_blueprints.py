"""This room's content types and parts of the section kits."""

from clusters.content.registry import register_content_type
from clusters.sections.blueprints import SectionPart, register_section_part
from events.models import EventPage, TradeMissionPage


def register() -> None:
    """Registers events and missions, the agenda, and the federation's list of missions."""
    for model in (EventPage, TradeMissionPage):
        register_content_type(model)
    agenda = SectionPart(
        key="agenda",
        model="events.AgendaPage",
        titles={"fr": "Agenda", "en": "Events", "es": "Agenda", "ar": "المواعيد"},
        slugs={"fr": "agenda", "en": "events", "es": "agenda", "ar": "events"},
        order=20,
    )
    register_section_part("cluster", agenda)
    register_section_part("federation", agenda)
    register_section_part(
        "federation",
        SectionPart(
            key="missions",
            model="events.AgendaPage",
            titles={"fr": "Missions", "en": "Missions", "es": "Misiones", "ar": "البعثات"},
            slugs={"fr": "missions", "en": "missions", "es": "misiones", "ar": "missions"},
            order=30,
            extra=(("only_missions", True),),
        ),
    )
