"""The section blueprints of this app."""

from clusters.content.registry import register_key_page_type, register_searchable_type
from clusters.models import (
    CharterPage,
    ClusterIndexPage,
    ClusterPage,
    ContactPage,
    JoinPage,
    OrganisationIndexPage,
)
from clusters.sections.blueprints import SectionBlueprint, register_section_blueprint


def register() -> None:
    """Registers the contact page, the index of clusters, the directory, the charter and the page to join."""
    register_searchable_type(ClusterPage)
    for model in (ClusterIndexPage, OrganisationIndexPage, CharterPage, JoinPage, ContactPage):
        register_key_page_type(model)
    contact = SectionBlueprint(
        key="contact",
        model="clusters.ContactPage",
        titles={"fr": "Contact", "en": "Contact", "es": "Contacto", "ar": "اتصل بنا"},
        slugs={"fr": "contact", "en": "contact", "es": "contacto", "ar": "contact"},
        order=90,
    )
    register_section_blueprint("cluster", contact)
    register_section_blueprint("federation", contact)
    register_section_blueprint(
        "federation",
        SectionBlueprint(
            key="clusters",
            model="clusters.ClusterIndexPage",
            titles={"fr": "Clusters", "en": "Clusters", "es": "Clústeres", "ar": "التجمعات"},
            slugs={"fr": "clusters", "es": "clusters"},
            order=40,
        ),
    )
    register_section_blueprint(
        "federation",
        SectionBlueprint(
            key="organisations",
            model="clusters.OrganisationIndexPage",
            titles={"fr": "Organisations", "en": "Organisations", "es": "Organizaciones", "ar": "المنظمات"},
            slugs={"fr": "organisations", "es": "organizaciones"},
            order=60,
        ),
    )
    register_section_blueprint(
        "federation",
        SectionBlueprint(
            key="charter",
            model="clusters.CharterPage",
            titles={
                "fr": "La charte de la fédération",
                "en": "The federation’s charter",
                "es": "La carta de la federación",
                "ar": "ميثاق الاتحاد",
            },
            slugs={"fr": "charte", "en": "charter", "es": "carta", "ar": "charter"},
            order=70,
            in_menu=False,
        ),
    )
    register_section_blueprint(
        "federation",
        SectionBlueprint(
            key="join",
            model="clusters.JoinPage",
            titles={
                "fr": "Rejoindre la fédération",
                "en": "Join the federation",
                "es": "Unirse a la federación",
                "ar": "الانضمام إلى الاتحاد",
            },
            slugs={"fr": "rejoindre", "en": "join", "es": "unirse", "ar": "join"},
            order=80,
            menu_titles={"fr": "Rejoindre", "en": "Join", "es": "Unirse", "ar": "الانضمام"},
        ),
    )
