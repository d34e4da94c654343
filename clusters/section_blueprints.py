"""This room's parts of the section kits."""

from clusters.content.registry import register_searchable_type
from clusters.models import ClusterPage
from clusters.sections.blueprints import SectionPart, register_section_part


def register() -> None:
    """Registers the contact page, the index of clusters, the directory, the charter and the page to join."""
    register_searchable_type(ClusterPage)
    contact = SectionPart(
        key="contact",
        model="clusters.ContactPage",
        titles={"fr": "Contact", "en": "Contact", "es": "Contacto", "ar": "اتصل بنا"},
        slugs={"fr": "contact", "en": "contact", "es": "contacto", "ar": "contact"},
        order=90,
    )
    register_section_part("cluster", contact)
    register_section_part("federation", contact)
    register_section_part(
        "federation",
        SectionPart(
            key="clusters",
            model="clusters.ClusterIndexPage",
            titles={"fr": "Clusters", "en": "Clusters", "es": "Clústeres", "ar": "التجمعات"},
            slugs={"fr": "clusters", "es": "clusters"},
            order=40,
        ),
    )
    register_section_part(
        "federation",
        SectionPart(
            key="organisations",
            model="clusters.OrganisationIndexPage",
            titles={"fr": "Organisations", "en": "Organisations", "es": "Organizaciones", "ar": "المنظمات"},
            slugs={"fr": "organisations", "es": "organizaciones"},
            order=60,
            in_menu=False,
        ),
    )
    register_section_part(
        "federation",
        SectionPart(
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
    register_section_part(
        "federation",
        SectionPart(
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
            in_menu=False,
        ),
    )
