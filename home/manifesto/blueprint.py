"""The section blueprint of the manifesto's page."""

from clusters.content.registry import register_key_page_type
from clusters.sections.blueprints import SectionBlueprint, register_section_blueprint
from home.models import ManifestoPage


def register() -> None:
    """Registers the page of each locale; called once, from `AppConfig.ready`."""
    register_key_page_type(ManifestoPage)
    register_section_blueprint(
        "federation",
        SectionBlueprint(
            key="manifesto",
            model="home.ManifestoPage",
            titles={
                "fr": "Manifeste vivant",
                "en": "Living manifesto",
                "es": "Manifiesto vivo",
                "ar": "البيان الحيّ",
            },
            slugs={
                "fr": "manifeste-vivant",
                "en": "living-manifesto",
                "es": "manifiesto-vivo",
                "ar": "living-manifesto",
            },
            order=65,
        ),
    )
