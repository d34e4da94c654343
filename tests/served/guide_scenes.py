"""What the pictures of the editors' guide show besides the demo: drafts, a review, translations in every state.

Runs inside the site: see `tests.served.guide_pictures`.
"""

import json
import sys
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, Revision
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from clusters.models import Cluster, PressKit
from clusters.publishing.bundles.composition import add, create
from clusters.translation.drafts.creation import create_translations
from clusters.translation.models import GlossaryTerm
from clusters.translation.review.moderation import submit
from fedcms.demo.accounts import DEMO_PASSWORD
from fedcms.users.models import User
from news.models import ArticlePage, Mailing
from tests.factories import make_article, make_release
from tests.factories.content import parent_for

LONG = "Un titre qui n’en finit pas et que tous les moteurs de recherche couperont avant sa fin"
FABLAB = "Un fablab itinérant relie quinze collèges ruraux"
TEXTS = {
    FABLAB: {
        "en": "A travelling fablab links fifteen rural schools",
        "ar": "مختبر تصنيع متنقل يربط خمس عشرة إعدادية ريفية",
    },
    "Un camion équipé passe deux semaines dans chaque collège de la vallée.": {
        "en": "An equipped lorry spends two weeks in each school of the valley."
    },
    "Les élèves y fabriquent des capteurs.": {"en": "Pupils make sensors there."},
}


def speak(language: str) -> None:
    """Gives everybody of the demo the admin in a language."""
    UserProfile.objects.update(preferred_language=language)


def _address(name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)


def _drafts(cluster: Cluster, editor: User) -> None:
    for title in (
        "Quatre-vingts ateliers d’été, et ce qu’il en reste",
        "Mirail : trois outils testés en classe",
    ):
        make_article(cluster, live=False, title=title).save_revision(user=editor)
    with transaction.atomic():
        make_article(
            cluster,
            title="Le calendrier des essais de printemps",
            go_live_at=timezone.now() + timedelta(days=6),
        )


def _in_review(cluster: Cluster, editor: User) -> Page:
    page = make_article(
        cluster,
        live=False,
        title="À Albi, une classe de troisième se réécoute avant l’oral du brevet",
        summary="Vingt-six élèves s’enregistrent, s’écoutent, recommencent. Leur professeure raconte.",
    )
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    return page


def _sent_back(cluster: Cluster, editor: User, publisher: User) -> Page:
    page = make_article(
        cluster,
        live=False,
        title="Rodez ouvre un atelier de réparation de tablettes",
        summary="Trente tablettes par mois retournent en classe au lieu d’être jetées.",
    )
    page.save_revision(user=editor)
    state = page.get_workflow().start(page, editor)
    task_state = state.current_task_state
    remark = "Donnez le nom de l’atelier, et dites d’où viennent les pièces."
    task_state.task.specific.on_action(task_state, publisher, "reject", comment=remark)
    return page


def _translated(page: Page, language: str, user: User, *, all_texts: bool) -> Translation:
    """Begins a translation and writes its texts, or the first alone."""
    locale = Locale.objects.get(language_code=language)
    create_translations([page], [locale], user)
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        text = TEXTS.get(segment.string.data, {}).get(language)
        if text and (all_texts or segment.string.data == FABLAB):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={"data": text, "last_translated_by": user},
            )
    translation.save_target(user=user, publish=False)
    return translation


def _target(translation: Translation) -> Page:
    page: Page = translation.get_target_instance()
    return page


def _changed_since(cluster: Cluster, language: str) -> Translation:
    """A translation of the demo whose original says something else today."""
    source = (
        TranslationSource.objects.filter(
            translations__target_locale__language_code=language, locale__language_code="fr"
        )
        .filter(
            object_id__in=ArticlePage.objects.filter(cluster=cluster, live=True).values("translation_key")
        )
        .order_by("pk")[0]
    )
    page = ArticlePage.objects.get(translation_key=source.object_id, locale=source.locale)
    page.summary = page.summary.replace(".", ", dit l’équipe.", 1)
    page.save_revision().publish()
    source.update_from_db()
    translation: Translation = source.translations.get(target_locale__language_code=language)
    return translation


def _for_the_press(cluster: Cluster, publisher: User) -> dict[str, str]:
    """What a publisher does for the press: a release signed by two, in a bundle with its story, access, kit, mail."""
    release = make_release(
        cluster,
        live=False,
        title="Deux régions publient leurs données d’équipement",
        owner=publisher,
        body=[("paragraph", "<p>Onze jeux de données, deux académies, une licence ouverte.</p>")],
    )
    release.co_signers.set([Cluster.objects.get(slug="occitanie")])
    release.save_revision(user=publisher)
    moment = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=6)
    bundle = create(cluster, publisher, "Données d’équipement", moment, release)
    story = make_article(cluster, live=False, title="Comment un lycée compte ses écrans", owner=publisher)
    add(bundle.pk, story, publisher)
    sent = Mailing.objects.filter(cluster=cluster).latest("pk")
    return {
        "bundle": _address("bundles:detail", bundle.pk),
        "co_signatures": _address("co_signatures", release.pk),
        "access": _address("press_accreditations:team", cluster.pk),
        "mailing": _address("release_mailings:mailing", cluster.pk, sent.pk),
        "press_kit": _address("press_kits:edit", PressKit.objects.get(cluster=cluster).pk),
    }


def _calendar_day() -> str:
    """A day of the month in which most of what the demo has scheduled appears."""
    moments = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    last = moments.order_by("-approved_go_live_at").values_list("approved_go_live_at", flat=True)[0]
    return f"{last:%Y-%m-%d}"


def build() -> dict[str, str]:
    """Makes what the pictures show; returns where each is, and everybody's password."""
    occitanie, bretagne = Cluster.objects.get(slug="occitanie"), Cluster.objects.get(slug="bretagne")
    people = {user.username: user for user in User.objects.all()}
    editor, publisher = people["redaction.occ"], people["publication.bre"]
    _drafts(occitanie, editor)
    review = _in_review(occitanie, editor)
    sent_back = _sent_back(occitanie, editor, people["publication.occ"])
    links = " ".join(
        f'<a href="https://example.org/{at}">{text}</a>' for at, text in enumerate(("ici", "lire plus"))
    )
    faulty = make_article(occitanie, live=False, title=LONG, body=[("paragraph", f"<p>{links}</p>")])
    article = ArticlePage.objects.filter(
        cluster=occitanie, live=True, locale__language_code="fr", lead_image__isnull=False
    ).order_by("path")[0]
    untranslated = make_article(occitanie, title="À Nîmes, trois lycées lisent à voix haute")
    GlossaryTerm.objects.create(
        source_language="fr",
        target_language="en",
        source_term="collège",
        target_term="lower secondary school",
    )
    first, *others = TEXTS
    fablab = make_article(
        bretagne,
        title=first,
        slug="fablab-itinerant",
        summary=others[0],
        body=[("paragraph", f"<p>{others[1]}</p>")],
    )
    english = _translated(fablab, "en", publisher, all_texts=True)
    submit(english, publisher)
    arabic = _translated(fablab, "ar", people["traduction.bre"], all_texts=False)
    compared = _changed_since(bretagne, "ar")
    listing = parent_for(ArticlePage, occitanie)
    return {
        "password": DEMO_PASSWORD,
        "login": _address("wagtailadmin_login"),
        "home": _address("wagtailadmin_home"),
        "listing": _address("wagtailadmin_explore", listing.pk),
        "types": _address("wagtailadmin_pages:add_subpage", listing.pk),
        "article": _address("wagtailadmin_pages:edit", article.pk),
        "new": _address("wagtailadmin_pages:add", "news", "articlepage", listing.pk),
        "faulty": _address("wagtailadmin_pages:edit", faulty.pk),
        "review": _address("wagtailadmin_pages:edit", review.pk),
        "sent_back": _address("wagtailadmin_pages:edit", sent_back.pk),
        "images": _address("wagtailimages:add"),
        **_for_the_press(bretagne, people["publication.bre"]),
        "calendar": f"{_address('editorial_calendar:show')}?cluster=all&date={_calendar_day()}",
        "languages": _address("wagtail_localize:submit_page_translation", untranslated.pk),
        "original": _address("wagtailadmin_pages:edit", fablab.pk),
        "english": _address("wagtailadmin_pages:edit", _target(english).pk),
        "arabic": _address("wagtailadmin_pages:edit", _target(arabic).pk),
        "compared": _address("translation_review:show", compared.pk),
        "report": _address("wagtail_localize:translations_report"),
    }


def dump() -> None:
    """Prints where each scene is, as JSON."""
    sys.stdout.write(json.dumps(build()))
