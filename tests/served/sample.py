"""Pages that the demo does not have and a measure needs: every block in one text, and the awkward cases."""

from datetime import timedelta
from itertools import cycle
from uuid import uuid4

from django.utils import timezone, translation

from clusters.models import Accreditation, Cluster, ContentPage
from clusters.models.accreditation import AccreditationScope
from clusters.press_access.tokens import hash_of
from events.models import Application, CallForApplications, SignUp, TradeMissionPage
from events.models.event import EventStatus
from fedcms.core.blocks import BodyBlock
from fedcms.demo.accounts import demo_hash
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User
from news.models import PressReleasePage
from tests.factories.content import make_article, make_event
from tests.served.addresses import richest
from tests.served.pages import ALL_LANGUAGES, TOKEN

LONG = {
    "fr": "Anticonstitutionnellement, l’expérimentation interdépartementale d’orthophonie assistée des"
    " établissements d’enseignement spécialisé de Bourgogne-Franche-Comté se prolonge d’une année scolaire",
    "en": "Counterrevolutionaries notwithstanding, the interdepartmental experimentation with speech therapy in"
    " the special-education establishments of Bourgogne-Franche-Comté is prolonged for another whole school year",
    "es": "Electroencefalográficamente, la experimentación interdepartamental de logopedia asistida en los"
    " establecimientos de enseñanza especializada de Borgoña-Franco Condado se prolonga un curso escolar entero",
    "ar": "تمديد التجربة المشتركة بين المقاطعات في مجال المساعدة على تصحيح النطق داخل مؤسسات التعليم المتخصص في"
    " بورغونيا فرانش كونتيه سنة دراسية كاملة إضافية بعد نتائج وُصفت بالمشجعة جدًا",
}
SUMMARY = {
    "fr": "Un texte avec tous les blocs.",
    "en": "A text with all the blocks.",
    "es": "Un texto con todos los bloques.",
    "ar": "نص يضم جميع أنواع الفقرات.",
}
CAPTION = {
    "fr": "Classes par année",
    "en": "Classes a year",
    "es": "Clases por año",
    "ar": "الأقسام حسب السنة",
}
VIDEO = "https://vimeo.com/76543210"
DOWNLOADS = {
    "fr": "Pour aller plus loin",
    "en": "To go further",
    "es": "Para saber más",
    "ar": "للتعمّق في الموضوع",
}


def build() -> None:
    """Makes them in each language. Raises when a block has neither a value here nor a preview's."""
    # As the settings of a site that is served want it: a template's is made with those of the tests.
    User.objects.update(password=demo_hash())
    cluster = Cluster.objects.get(slug="bretagne")
    speak_all_languages()
    open_a_mission()
    let_somebody_read_before()
    for language in ALL_LANGUAGES:
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


def speak_all_languages() -> None:
    """Gives those who signed up or applied each a language: their own pages are in it."""
    for model in (Application, SignUp):
        for row, language in zip(model.objects.order_by("pk"), cycle(ALL_LANGUAGES), strict=False):
            model.objects.filter(pk=row.pk).update(language=language)


def open_a_mission() -> None:
    """Opens the mission that is measured to applications, with the criteria and the documents of the demo's call."""
    mission = richest(TradeMissionPage, "fr", deadline__gt=timezone.localdate())
    known = CallForApplications.objects.order_by("pk")[0]
    # The demo may have opened that one, too.
    CallForApplications.objects.filter(translation_key=mission.translation_key).delete()
    call = CallForApplications.objects.create(
        translation_key=mission.translation_key,
        # At a full minute, as organisers type it.
        closes_at=timezone.now().replace(second=0, microsecond=0) + timedelta(days=20),
        places=mission.places or 6,
        minimum=2,
        purpose=known.purpose,
    )
    for row in (*known.criteria.all(), *known.documents.all()):
        row.pk, row.call = None, call
        row.save()


def let_somebody_read_before() -> None:
    """Gives somebody of each language what a cluster has under embargo, by a link that is known."""
    release = PressReleasePage.objects.filter(live=False, go_live_at__gt=timezone.now()).order_by("pk")[0]
    for language in ALL_LANGUAGES:
        Accreditation.objects.create(
            cluster=release.cluster,
            name="Rubrique éducation",
            email=f"redaction-{language}@example.org",
            email_key=f"redaction-{language}@example.org",
            language=language,
            scope=AccreditationScope.ALL,
            token_hash=hash_of(TOKEN.format(language)),
            expires_at=timezone.now() + timedelta(days=30),
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
