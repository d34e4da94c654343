"""What is measured: each public page type, what publishers ask of the admin, and a publication."""

from collections.abc import Callable, Mapping
from itertools import count
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from clusters.models import ClusterPage, OrganisationIndexPage
from events.models import AgendaPage
from fedcms.users.models import User
from home.models import StandardPage
from news.models import NewsIndexPage, NewsroomPage
from tests.factories import make_user
from tests.factories.content import section_of
from tests.quality.pages.seed import Seed

Call = Callable[[], object]
ORGANISATION = "organisation"


def _only(model: type[Page], **wanted: object) -> str:
    page = model.objects.filter(locale__language_code="fr", **wanted).order_by("depth", "path")[0]
    return str(page.url_path)


def public_addresses(seed: Seed, words: str) -> dict[str, str]:
    """The address of each public page type in French, by its name."""
    agenda = _only(AgendaPage, only_missions=False)
    directory = _only(OrganisationIndexPage)
    image = seed.images[0].renditions.order_by("pk")[0]
    return {
        "home": "/fr/",
        **{kind: page.url_path for kind, page in seed.pages.items()},
        "article of many links": seed.linked.url_path,
        "cluster": section_of(seed.clusters[0]).url_path,
        "news": _only(NewsIndexPage, depth=3),
        "news filtered": f"{_only(NewsIndexPage, depth=3)}?topic=ai&audience=school",
        "news, page 40": f"{_only(NewsIndexPage, depth=3)}?page=40",
        "cluster news": _only(NewsIndexPage, path__startswith=section_of(seed.clusters[0]).path),
        "agenda": agenda,
        "agenda by month": f"{agenda}?view=month",
        "past agenda": f"{agenda}?past=1",
        "newsroom": _only(NewsroomPage, depth=3),
        "clusters": _only(type(ClusterPage.objects.first().get_parent().specific)),
        "directory": directory,
        "organisation": f"{directory}lab-0/",
        "standard page": _only(StandardPage),
        "not translated": f"/en{seed.pages['article'].url_path.removeprefix('/fr')}",
        "not found": "/fr/nothing/here/",
        "search": f"/fr/search/?{urlencode({'q': words})}",
        "sitemap index": "/sitemap.xml",
        "sitemap": "/sitemap-pages.xml",
        "feed": "/fr/feeds/rss.xml",
        "calendar": "/fr/feeds/calendar.ics",
        "image": image.file.url,
    }


STATUS = {"not translated": 404, "not found": 404}


def visit(client: Client, address: str, status: int = 200) -> Call:
    """A request. Raises `RuntimeError` when it is answered otherwise."""

    def call() -> None:
        response = client.get(address)
        if response.status_code != status:
            raise RuntimeError(f"{address} answers {response.status_code}.")
        if response.streaming:
            b"".join(response)

    return call


def public_calls(seed: Seed, words: str) -> dict[str, Call]:
    """A new visitor's request of each public page type; of what programs ask again, the answer "not modified" too."""
    client = Client()
    addresses = public_addresses(seed, words)
    calls = {name: visit(client, address, STATUS.get(name, 200)) for name, address in addresses.items()}
    for name in ("sitemap", "feed", "calendar"):
        tag = client.get(addresses[name]).headers.get("ETag", "")
        again = Client(headers={"if-none-match": tag})
        calls[f"{name}, not modified"] = visit(again, addresses[name], 304 if tag else 200)
    return calls


def admin_calls(seed: Seed) -> dict[str, Call]:
    """What a publisher of a cluster asks of the admin."""
    client = Client()
    client.force_login(
        User.objects.filter(username="banc").first() or make_user("banc", seed.clusters[0], "publisher"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    news = Page.objects.get(url_path=_only(NewsIndexPage, path__startswith=section_of(seed.clusters[0]).path))
    addresses: Mapping[str, str] = {
        "explorer": reverse("wagtailadmin_explore", args=(news.pk,)),
        "chooser": reverse("wagtailadmin_choose_page"),
        "chooser, children": reverse("wagtailadmin_choose_page_child", args=(news.pk,)),
        "chooser, search": f"{reverse('wagtailadmin_choose_page_search')}?q=seed",
        "translations report": reverse("wagtail_localize:translations_report"),
        "dashboard": reverse("wagtailadmin_home"),
    }
    return {name: visit(client, address) for name, address in addresses.items()}


def publication(seed: Seed) -> Call:
    """A change of an article that is public: its revision, and its publication."""
    page = seed.pages["article"]
    numbers = count()

    def call() -> None:
        page.title = f"Un titre {next(numbers)}"
        page.save_revision().publish()

    return call
