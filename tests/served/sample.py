"""Pages that the demo does not have and a measure needs: every block in one text, and the awkward cases."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone, translation

from clusters.models import Cluster, ContentPage
from events.models.event import EventStatus
from fedcms.core.blocks import BodyBlock
from fedcms.demo.accounts import demo_hash
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User
from tests.factories.content import make_article, make_event

LANGUAGES = ("fr", "ar")
LONG = {
    "fr": "Anticonstitutionnellement, l’expérimentation interdépartementale d’orthophonie assistée des"
    " établissements d’enseignement spécialisé de Bourgogne-Franche-Comté se prolonge d’une année scolaire",
    "ar": "تمديد التجربة المشتركة بين المقاطعات في مجال المساعدة على تصحيح النطق داخل مؤسسات التعليم المتخصص في"
    " بورغونيا فرانش كونتيه سنة دراسية كاملة إضافية بعد نتائج وُصفت بالمشجعة جدًا",
}
SUMMARY = {"fr": "Un texte avec tous les blocs.", "ar": "نص يضم جميع أنواع الفقرات."}
CAPTION = {"fr": "Classes par année", "ar": "الأقسام حسب السنة"}
VIDEO = "https://vimeo.com/76543210"
DOWNLOADS = {"fr": "Pour aller plus loin", "ar": "للتعمّق في الموضوع"}


def build() -> None:
    """Makes them in each language measured. Raises when a block has neither a value here nor a preview's."""
    # As the settings of a site that is served want it: a template's is made with those of the tests.
    User.objects.update(password=demo_hash())
    cluster = Cluster.objects.get(slug="bretagne")
    for language in LANGUAGES:
        with translation.override(language):
            blocks = make_article(
                cluster, language, title="Blocs", slug="tous-les-blocs", summary=SUMMARY[language]
            )
            blocks.body = BodyBlock().to_python(every_block(language))
            blocks.save_revision().publish()
            make_article(
                cluster, language, title=LONG[language], slug="titre-long", summary=2 * LONG[language]
            )
            today = timezone.localdate()
            make_event(
                cluster,
                language,
                title=LONG[language],
                slug="annule",
                summary=SUMMARY[language],
                status=EventStatus.CANCELLED,
                starts_on=today + timedelta(days=40),
                ends_on=today + timedelta(days=42),
            )


def every_block(language: str) -> list[dict[str, object]]:
    """Each block of the body once, twice for headings of both levels; those that hold files hold the demo's."""
    images = [image.pk for image in FederationImage.objects.filter(pk__in=used_images())[:3]]
    documents = [document.pk for document in FederationDocument.objects.all()[:2]]
    picture = {"image": images[0], "decorative": False, "alt_text": CAPTION[language]}
    by_name: dict[str, object] = {
        "image": {"image": picture, "caption": CAPTION[language]},
        "documents": {"title": DOWNLOADS[language], "documents": documents},
        "gallery": {
            "title": "",
            "images": [{"image": {**picture, "image": pk}, "caption": "A"} for pk in images],
        },
        # Of a site whose player the site can show (fedcms.core.blocks.players).
        "embed": {"url": VIDEO, "title": CAPTION[language]},
        "table": {
            "columns": [
                {"type": "text", "heading": CAPTION[language]},
                {"type": "number", "heading": "2026"},
            ],
            "rows": [{"values": ["A", 12.5]}, {"values": ["B", 40]}],
            "caption": CAPTION[language],
        },
    }
    body = BodyBlock()
    return [
        {
            "type": name,
            "id": str(uuid4()),
            "value": by_name.get(name) or block.get_prep_value(block.get_preview_value()),
        }
        for name, block in body.child_blocks.items()
    ]


def used_images() -> list[int]:
    """Primary keys of images that a visible page shows, so that visitors may see them."""
    shown = ContentPage.objects.visible().exclude(lead_image=None)
    return list(shown.values_list("lead_image_id", flat=True))
