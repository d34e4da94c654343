"""With what arguments and queries of public routes are filled. A route that needs it and is not here is a failure."""

from collections.abc import Iterator
from pathlib import PurePath

from django.core.files.storage import default_storage
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

from clusters.content.registry import content_types
from clusters.models import Cluster, Commitment, Organisation
from clusters.models.cluster import FEDERATION_SLUG
from clusters.models.listing_group import ListingGroup
from clusters.press_access.kits.addresses import ARCHIVE, FACT_SHEET, VECTOR_LOGO
from clusters.subscriptions.links import confirm_token, manage_token
from clusters.subscriptions.links import unsubscribe_token as end_token
from events.models import AgendaPage
from fedcms.core.models import Topic
from fedcms.core.models.base_page import BasePage
from fedcms.media.models import FederationDocument, FederationImage, FederationRendition
from fedcms.media.social_cards.store import name_of
from home.feeds.formats import FORMATS
from home.sitemaps.building import SITEMAPS
from news.newsroom.copy_ready.formats import FORMATS as FORMATS_OF_TEXTS
from news.newsroom.copy_ready.page_document import KINDS as KINDS_WITH_TEXT
from news.newsroom.mailing.links import unsubscribe_token
from tests.admin_walk.stage import LANGUAGES
from tests.embargo_oracle.fills_of_events import TAKING_PART, Fill
from tests.embargo_oracle.world import World

# Reviewed: routes that cannot be filled, and why. The oracle fails when this list is wrong either way.
UNFILLED: dict[str, str] = {
    "wagtaildocs_authenticate_with_password": "needs a collection behind a password; the site offers none",
    "wagtailcore_authenticate_with_password": "takes the password of a page by POST, and redirects to where one was",
}
# Routes that no person opens: what they are for is asked by another.
SAME_AS: dict[str, str] = {
    "wagtaildocs_serve": "stands behind ^documents/(\\d+)/(.*)$, which answers first",
    "wagtail_serve": "stands behind fedcms_serve, which answers first",
}


def stored(folder: str = "") -> Iterator[str]:
    """Every file of the storage."""
    folders, files = default_storage.listdir(folder)
    for name in sorted(files):
        yield str(PurePath(folder) / name)
    for name in sorted(folders):
        yield from stored(str(PurePath(folder) / name))


def _pages(world: World, language: str) -> list[str]:
    """Every page that there is, and where a draft or another language would be."""
    found = []
    for page in Page.objects.filter(depth__gt=1, locale__language_code=language).order_by("path"):
        found.append(page.url_path)
        if issubclass(page.specific_class, RoutablePageMixin):
            found += _sub_pages(page.specific)
    for page in world.due_pages():
        _slash, _language, rest = page.url_path.split("/", 2)
        found.append(f"/{language}/{rest}")
        # Its draft may have another address.
        if (draft := page.get_latest_revision_as_object()).slug != page.slug:
            found.append(f"{page.get_parent().url_path}{draft.slug}/")
    return found


def _sub_pages(page: RoutablePageMixin) -> list[str]:
    """The addresses below a page that are no pages. Raises `KeyError` for a route that nobody has said how to fill."""
    slugs = list(Organisation.objects.values_list("slug", flat=True))
    rows: dict[str, list[str]] = {
        **{
            key: [""]
            for key in (
                "index_route",
                "directory",
                "newsroom",
                "spokespeople",
                "coverage",
                "manifesto",
                "contact",
                "join",
            )
        },
        "organisation": slugs,
        "commitment": list(Commitment.objects.values_list("slug", flat=True)),
        "press_kit": [FEDERATION_SLUG, *Cluster.objects.values_list("slug", flat=True)],
    }
    return [
        page.url_path + page.reverse_subpage(route.name, args=(value,) if value else ())
        for route in page.get_subpage_urls()
        for value in rows[route.name]
    ]


def _scopes(world: World, language: str) -> list[str]:
    """Selections of content: all, a cluster's, a kind's or a group's, a topic's, and all of it at once.

    Where nothing is translated, all and a cluster's.
    """
    topic = Topic.objects.get().key
    cluster = world.stage.b.slug
    kinds = [*content_types(), *ListingGroup.values]
    if language in LANGUAGES[2:]:
        return ["", f"clusters/{cluster}/"]
    return [
        "",
        f"clusters/{cluster}/",
        *(f"kinds/{kind}/" for kind in kinds),
        f"topics/{topic}/",
        f"clusters/{cluster}/kinds/release/topics/{topic}/",
    ]


def _cards(world: World) -> list[str]:
    """Each page's card, where it stands and where a former one stood."""
    found = []
    for page in Page.objects.filter(depth__gt=1).specific():
        text = page.social_card_text() if isinstance(page, BasePage) else None
        if text is not None and page.pk in {due.pk for due in world.due_pages()}:
            found += [f"/{name_of(text)}", f"/cards/{text.key}/{text.language}.{'0' * 16}.png"]
            found += [f"/cards/{text.key}/ar.{'0' * 16}.png"]
    return found


def _documents(world: World, language: str) -> list[str]:
    return [document.url for document in FederationDocument.objects.all()]


def _by_links(world: World, *ends: str) -> list[str]:
    """For each secret, the addresses of each page under embargo, with something behind them."""
    return [
        f"/before-publication/{secret}/{page.pk}/{end}"
        for secret in world.links.values()
        for page in world.due_pages()
        for end in ends
    ]


def _owner_kits(language: str, name: str) -> list[str]:
    slugs = [FEDERATION_SLUG, *Cluster.objects.values_list("slug", flat=True)]
    return [f"/{language}/press-kits/{slug}/{name}" for slug in slugs]


def _page_kits(world: World, language: str, name: str) -> list[str]:
    """Of every page: those of other kinds have none."""
    return [f"{path}{name}" for path in _pages(world, language) if path.count("/") > 3]


ADDRESSES: dict[str, Fill] = {
    "press_access": lambda world, language: [
        f"/before-publication/{secret}/" for secret in world.links.values()
    ],
    "press_access_page": lambda world, language: _by_links(world, ""),
    "press_access_comment": lambda world, language: _by_links(world, "comment/"),
    "press_access_file": lambda world, language: _by_links(
        world,
        f"media/{world.image.file.name}",
        world.document.url.lstrip("/"),
        *(text_format.address for text_format in FORMATS_OF_TEXTS.values()),
        ARCHIVE,
        FACT_SHEET,
    ),
    "page_text": lambda world, language: [
        f"{page.url_path}{text_format.address}"
        for page in [*world.due_pages(), *Page.objects.type(*KINDS_WITH_TEXT)]
        if page.locale.language_code == language
        for text_format in FORMATS_OF_TEXTS.values()
    ],
    "release_mail": lambda world, language: [f"/release-mail/{world.mail_token}/"],
    "release_mail_file": lambda world, language: [
        f"/release-mail/{world.mail_token}/{address}"
        for address in (f"media/{world.image.file.name}", world.document.url.lstrip("/"))
    ],
    "release_mail_unsubscribe": lambda world, language: [
        f"/release-mail/{unsubscribe_token(world.stage.b.pk, '0' * 64, 0)}/unsubscribe/"
    ],
    "subscription_confirm": lambda world, language: [
        f"/subscriptions/confirm/{confirm_token(world.subscriber())}/"
    ],
    "subscription": lambda world, language: [f"/subscriptions/manage/{manage_token(world.subscriber())}/"],
    "subscription_data": lambda world, language: [
        f"/subscriptions/manage/{manage_token(world.subscriber())}/data/"
    ],
    "subscription_action": lambda world, language: [
        f"/subscriptions/manage/{manage_token(world.subscriber())}/stay/"
    ],
    "subscription_without_slash": lambda world, language: [
        f"/subscriptions/manage/{manage_token(world.subscriber())}"
    ],
    "subscription_end": lambda world, language: [f"/subscriptions/end/{end_token(world.subscriber())}/"],
    **TAKING_PART,
    "mail_service_webhook": lambda world, language: ["/mail-service/brevo/"],
    "press_kit_archive": lambda world, language: _owner_kits(language, ARCHIVE),
    "press_kit_fact_sheet": lambda world, language: _owner_kits(language, FACT_SHEET),
    "press_kit_logo": lambda world, language: _owner_kits(language, VECTOR_LOGO),
    "page_press_kit_archive": lambda world, language: _page_kits(world, language, ARCHIVE),
    "page_press_kit_fact_sheet": lambda world, language: _page_kits(world, language, FACT_SHEET),
    "sitemap": lambda world, language: [f"/sitemap-{section}.xml" for section in SITEMAPS],
    r"^documents/(\d+)/(.*)$": _documents,
    "press_copy": lambda world, language: [
        f"/media/press/{image.pk}/{PurePath(image.file.name).name}" for image in FederationImage.objects.all()
    ],
    "media": lambda world, language: [
        f"/media/{name}"
        for name in dict.fromkeys([*stored(), *FederationRendition.objects.values_list("file", flat=True)])
    ],
    "social_card": lambda world, language: _cards(world),
    "search_api:api-root": lambda world, language: ["/api/"],
    "events_api:api-root": lambda world, language: ["/api/v1/"],
    "machine_reading": lambda world, language: [
        f"/{language}/machine/{page.pk}/" for page in world.due_pages() if language != "es"
    ],
    "scope_calendar": lambda world, language: [
        f"/{language}/feeds/{scope}calendar.ics" for scope in _scopes(world, language)
    ],
    "page_calendar": lambda world, language: [
        f"{page.url_path}calendar.ics"
        for page in [*world.due_pages(), *Page.objects.filter(depth=3).type(AgendaPage)]
        if page.locale.language_code == language
    ],
    "feed": lambda world, language: [
        f"/{language}/feeds/{scope}{name}" for scope in _scopes(world, language) for name in FORMATS
    ],
    "fedcms_serve": lambda world, language: [
        *_pages(world, language),
        f"/{language}/nulle-part/",
        # The middleware of redirects answers where no page does.
        *(row.old_path for row in Redirect.objects.all()),
    ],
}
