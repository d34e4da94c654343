"""Creates the federation's locales, home pages, site, pages and team, then every cluster's section.

Safe to repeat: existing objects stay, missing ones are created. Adding a locale runs it too.
"""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from clusters.models import Cluster, Federation
from clusters.press_access.kits.owners import make_missing_kits
from clusters.publishing.new_pages import publish_new
from clusters.sections.deferred_rights import rights_once, sync_rights_when_due
from clusters.sections.provisioning import provision_cluster, provision_pages, provision_team
from fedcms.core.changes.page_batches import written_together
from fedcms.core.pages.publication import Way, by_way
from home.models import HomePage
from home.page_keys import HOME_KEY
from search.entries.missing import write_missing_key_pages
from search.thesaurus.seed import load_seed


def ensure_locales() -> None:
    """Creates a `Locale` for each content language of the settings."""
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


def ensure_home(locale: Locale, title: str) -> HomePage:
    """Returns the home page of a locale; creates and publishes it if it is missing."""
    home = HomePage.objects.filter(translation_key=HOME_KEY, locale=locale).first()
    if home is None:
        root = Page.get_first_root_node()
        home = HomePage(
            title=title,
            slug=locale.language_code,
            locale=locale,
            translation_key=HOME_KEY,
            show_in_menus=False,
        )
        publish_new(root, home)
    made: HomePage = home
    return made


def ensure_site(home: HomePage) -> None:
    """Makes the main language's home page the root of the default site; deletes Wagtail's welcome page."""
    site = Site.objects.filter(is_default_site=True).first()
    name = settings.WAGTAIL_SITE_NAME
    if site is None:
        Site.objects.create(
            hostname="localhost", port=80, root_page=home, is_default_site=True, site_name=name
        )
    elif site.root_page_id != home.pk:
        welcome = site.root_page
        site.root_page, site.site_name = home, name
        site.save()
        if welcome.specific_class is Page and not welcome.get_children().exists():
            welcome.delete()


@transaction.atomic
@by_way(Way.COMMAND)
@rights_once()
@written_together()
def provision_federation() -> None:
    """Creates all that is missing, in every locale, loads the thesaurus, and writes missing search entries.

    Raises `NotReady`, or `Refusal` when a page may not become public.
    """
    ensure_locales()
    federation = Federation.load()
    provision_team(federation)
    # The main language first: its home page is the site's root.
    locales = sorted(Locale.objects.all(), key=lambda locale: locale.language_code != settings.LANGUAGE_CODE)
    homes = []
    for locale in locales:
        home = ensure_home(locale, federation.name.text_for(locale.language_code))
        if locale.language_code == settings.LANGUAGE_CODE:
            ensure_site(home)
        homes.append(home)
    provision_pages(homes, "federation")
    sync_rights_when_due(federation)
    load_seed()
    for cluster in Cluster.objects.all():
        provision_cluster(cluster)
    make_missing_kits()
    write_missing_key_pages()
