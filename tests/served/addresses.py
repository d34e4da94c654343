"""One address of each type of page in each language. Runs inside the site: see `tests.served.pages`."""

import json
import sys
from urllib.parse import quote

from django.test import RequestFactory
from django.urls import get_resolver, reverse
from django.utils import timezone, translation
from wagtail.models import Page

from clusters.models import (
    CharterPage,
    ClusterIndexPage,
    ClusterPage,
    ContactPage,
    JoinPage,
    Organisation,
    Subscriber,
)
from clusters.models.directory import OrganisationIndexPage
from clusters.subscriptions.links import manage_token, unsubscribe_token
from events.applications import links as application_links
from events.models import (
    AgendaPage,
    Application,
    CallForApplications,
    DelegateProfile,
    DelegationOutcome,
    EventPage,
    SignUp,
    SignUpSheet,
    TradeMissionPage,
)
from events.signup import links as sign_up_links
from home.models import HomePage, ManifestoPage, StandardPage
from news.models import ArticlePage, NewsIndexPage, NewsroomPage, PressReleasePage, SuccessStoryPage
from tests.served.pages import ALL_LANGUAGES, ERRORS, LANGUAGES, TOKEN

WORD = {"fr": "formation", "en": "training", "es": "formación", "ar": "التكوين"}


def address(page: Page) -> str:
    """The path of a page."""
    return quote(page.url_path)


def richest(model: type[Page], language: str, **wanted: object) -> Page:
    """Of the pages of a kind in a language, the one with most text and programme.

    It is visible in every language measured; for another language, in French and in that.
    """
    visible = model.objects.visible().filter(**wanted)
    keys = set.intersection(
        *(
            set(visible.filter(locale__language_code=code).values_list("translation_key", flat=True))
            for code in (LANGUAGES if language in LANGUAGES else ("fr", language))
        )
    )
    found = {page.translation_key: page for page in visible.filter(locale__language_code="fr")}

    def length(page: Page) -> int:
        return len(page.body) + len(getattr(page, "sessions", ()))

    best = max(keys, key=lambda key: (length(found[key]), str(key)))
    page: Page = visible.get(translation_key=best, locale__language_code=language)
    return page


def one(model: type[Page], language: str, **wanted: object) -> Page:
    """The page of a kind in a language that stands highest in the tree."""
    page: Page = (
        model.objects.visible().filter(locale__language_code=language, **wanted).order_by("depth", "path")[0]
    )
    return page


def only_in_another(language: str) -> str:
    """The address at which an article would stand that is in another language alone."""
    here = ArticlePage.objects.filter(locale__language_code=language).values("translation_key")
    there = ArticlePage.objects.visible().exclude(translation_key__in=here).order_by("pk")[0]
    return f"/{language}/{address(there).split('/', 2)[2]}"


def of_people(language: str) -> dict[str, str]:
    """The pages of those who sign up, apply and read before others; without those that the language does not have."""
    events = EventPage.objects.visible().filter(locale__language_code=language)
    missions = TradeMissionPage.objects.visible().filter(locale__language_code=language)
    sheet = SignUpSheet.objects.filter(translation_key__in=events.values("translation_key")).order_by("pk")[
        :1
    ]
    calls = CallForApplications.objects.filter(translation_key__in=missions.values("translation_key"))
    call = calls.filter(closes_at__gt=timezone.now()).order_by("-pk")[0].translation_key
    outcome = DelegationOutcome.objects.select_related("call").order_by("pk")[0].call.translation_key
    sign_up = SignUp.objects.filter(language=language).order_by("pk")[0]
    application = Application.objects.filter(language=language).order_by("pk")[0]
    delegate = DelegateProfile.objects.select_related("application__call").order_by("pk")[0].application
    delegation = delegate.call.translation_key
    has_delegation = missions.filter(translation_key=delegation).exists()
    embargoed = PressReleasePage.objects.filter(live=False, go_live_at__gt=timezone.now()).order_by("pk")[0]
    token = TOKEN.format(language)
    known = [("sign-up", f"sign-up/{each.translation_key}/") for each in sheet]
    known += [("sign-up-sent", f"sign-up/{each.translation_key}/sent/") for each in sheet]
    if has_delegation:
        known += [("delegation", f"delegations/{delegation}/")]
        known += [("delegate", f"delegations/{delegation}/{delegate.pk}/")]
    return {name: f"/{language}/{path}" for name, path in known} | {
        "my-sign-up": reverse("my_sign_up", args=[sign_up_links.own_token(sign_up)]),
        "apply": f"/{language}/apply/{call}/",
        "my-application": reverse("my_application", args=[application_links.own_token(application)]),
        "outcome": f"/{language}/delegations/{outcome}/outcome/",
        "press-access": reverse("press_access", args=[token]),
        "embargoed": reverse("press_access_page", args=[token, embargoed.pk]),
    }


def _organisation(language: str) -> Organisation:
    """One that offers something, and of which something is told in this language."""
    offering = Organisation.objects.filter(offerings__isnull=False, content__locale__language_code=language)
    return offering.order_by("slug")[0]


def addresses(language: str) -> dict[str, str]:
    """The path of each type of page, by its name in `tests.served.pages.KINDS`."""
    coming = {"sort_until__gte": timezone.now()}
    news = address(one(NewsIndexPage, language))
    agenda = address(one(AgendaPage, language, only_missions=False))
    newsroom = address(one(NewsroomPage, language))
    directory = address(one(OrganisationIndexPage, language))
    reader = Subscriber.objects.filter(language=language).order_by("pk")[0]
    organisation = _organisation(language)
    contact = ContactPage.objects.visible().child_of(one(ClusterPage, language, slug="bretagne"))[0]
    return of_people(language) | {
        "home": address(one(HomePage, language)),
        "clusters": address(one(ClusterIndexPage, language)),
        "clusters-town": f"{address(one(ClusterIndexPage, language))}?town=Nantes",
        "cluster": address(richest(ClusterPage, language)),
        "listing": news,
        "listing-cluster": address(
            one(NewsIndexPage, language, depth=one(NewsIndexPage, language).depth + 2)
        ),
        "listing-filtered": f"{news}?cluster=bretagne&kind=article",
        "listing-empty": f"{news}?cluster=maroc&kind=release&audience=vocational&topic=immersive",
        "listing-page-2": f"{news}?page=2",
        "article": address(richest(ArticlePage, language, slug__in=articles_of_the_demo())),
        "article-blocks": address(one(ArticlePage, language, slug="tous-les-blocs")),
        "article-bare": address(one(ArticlePage, language, slug="titre-long")),
        "story": address(richest(SuccessStoryPage, language)),
        "newsroom": newsroom,
        "newsroom-cluster": f"{address(one(ClusterPage, language, slug='bretagne'))}{newsroom.split('/')[-2]}/",
        "spokespeople": f"{newsroom}spokespeople/",
        "coverage": f"{newsroom}coverage/",
        "press-kit": f"{newsroom}kits/{organisation.cluster.slug}/",
        "release": address(richest(PressReleasePage, language)),
        "agenda": agenda,
        "agenda-week": f"{agenda}?view=week",
        "agenda-month": f"{agenda}?view=month",
        "agenda-map": f"{agenda}?view=map",
        "agenda-past": f"{agenda}?past=1",
        "event": address(richest(EventPage, language, **coming)),
        "event-off": address(one(EventPage, language, slug="annule")),
        "missions": address(one(AgendaPage, language, only_missions=True)),
        "mission": address(richest(TradeMissionPage, language, **coming)),
        "directory": directory,
        "organisation": f"{directory}{organisation.slug}/",
        "standard": address(richest(StandardPage, language)),
        "charter": address(one(CharterPage, language)),
        "manifesto": address(one(ManifestoPage, language)),
        "commitment": f"{address(one(ManifestoPage, language))}axe-2/",
        "join": address(one(JoinPage, language)),
        "join-cluster": f"{address(contact)}join/",
        "contact": address(one(ContactPage, language)),
        "subscribe": f"/{language}/subscribe/?kind=release&cluster=bretagne",
        "feeds": f"/{language}/feeds/?kind=agenda&cluster=bretagne",
        "subscription": reverse("subscription", args=[manage_token(reader)]),
        "subscription-end": reverse("subscription_end", args=[unsubscribe_token(reader)]),
        "search": f"/{language}/search/?q={quote(WORD[language])}",
        "search-none": f"/{language}/search/?q=zzzqqqxxx",
        "search-blank": f"/{language}/search/",
        "sign-in": "/admin/login/",
        "404": f"/{language}/no-such-page/",
        "not-translated": only_in_another(language),
    }


def articles_of_the_demo() -> list[str]:
    """Slugs of articles that the demo brought with a picture, not `tests.served.sample`."""
    shown = ArticlePage.objects.visible().exclude(lead_image=None)
    return list(shown.values_list("slug", flat=True))


def error_page(status: int, language: str) -> str:
    """What the site answers when it refuses (403) or fails (500); no address of a healthy site gives them."""
    with translation.override(language):
        request = RequestFactory().get(f"/{language}/x/", headers={"host": "127.0.0.1"})
        handler = get_resolver().resolve_error_handler(status)
        answer = handler(request, exception=PermissionError()) if status == 403 else handler(request)
        return answer.content.decode()


def dump() -> None:
    """Prints all of it as one line of JSON: paths by kind and language, and error pages' HTML."""
    found = {
        "addresses": {language: addresses(language) for language in ALL_LANGUAGES},
        "errors": {
            language: {name: error_page(int(name), language) for name in ERRORS} for language in ALL_LANGUAGES
        },
    }
    sys.stdout.write(json.dumps(found) + "\n")
