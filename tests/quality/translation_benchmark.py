"""Many made-up pages and translations, and what the report on them costs. Made in bulk, for a transaction that ends."""

import time
from datetime import timedelta
from random import Random
from statistics import median, quantiles
from uuid import uuid4

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, Page

from clusters.content.registry import content_types
from clusters.models import Cluster
from clusters.translation.models import State, TranslationAssignment, TranslationState, TranslatorGroup
from fedcms.users.models import User

SEED = 20261125
PER_BRANCH = 500
STATES = (State.FRESH, State.FRESH, State.FRESH, State.STALE, State.STALE, State.MACHINE)
MISSING_SHARE = 0.25


def make_locales(codes: list[str]) -> list[Locale]:
    """The locales of these languages; those that are not there are made without what a new language brings along."""
    known = set(Locale.objects.values_list("language_code", flat=True))
    Locale.objects.bulk_create([Locale(language_code=code) for code in codes if code not in known])
    return list(Locale.objects.filter(language_code__in=codes).order_by("pk"))


def _path(parent: str, number: int) -> str:
    return parent + str(Page._int2str(number)).rjust(Page.steplen, "0")  # treebeard has no public way


def _branch(number: int) -> str:
    """The path of a page below the root that no real one has."""
    return _path(Page.get_first_root_node().path, 1_000_000 + number)


def make_pages(count: int, locales: list[Locale]) -> list[Page]:
    """Originals in the first language, and three quarters of their translations, in all states. The originals."""
    random, now = Random(SEED), timezone.now()  # made-up pages
    types = [found.pk for found in ContentType.objects.get_for_models(*content_types().values()).values()]
    originals: list[Page] = []
    translations: list[Page] = []
    for position, locale in enumerate(locales):
        branch = _branch(position)
        root = Page(
            path=branch, depth=2, numchild=count, title="Banc", slug=f"banc-{locale.pk}", locale=locale
        )
        root.content_type_id, root.url_path, root.translation_key = types[0], f"/banc-{locale.pk}/", uuid4()
        Page.objects.bulk_create([root])
        for number in range(count):
            if position and random.random() < MISSING_SHARE:
                continue
            original = originals[number] if position else None
            page = Page(
                path=_path(branch, number + 1),
                depth=3,
                title=f"Page {number} du banc",
                draft_title=f"Page {number} du banc",
                slug=f"page-{number}",
                url_path=f"{root.url_path}page-{number}/",
                locale=locale,
                translation_key=original.translation_key if original else uuid4(),
                content_type_id=original.content_type_id if original else types[number % len(types)],
                live=True,
                latest_revision_created_at=now - timedelta(minutes=number),
            )
            (translations if position else originals).append(page)
        if not position:
            originals = Page.objects.bulk_create(originals, batch_size=PER_BRANCH)
    translations = Page.objects.bulk_create(translations, batch_size=PER_BRANCH)
    _make_states(originals, translations, random)
    return originals


def _make_states(originals: list[Page], translations: list[Page], random: Random) -> None:
    sources = {page.translation_key: page.pk for page in originals}
    now = timezone.now()
    rows = []
    for page in translations:
        state = random.choice(STATES)
        stale = state == State.STALE
        rows.append(
            TranslationState(
                page=page,
                source_id=sources[page.translation_key],
                state=state,
                texts=20,
                changed=random.randint(1, 9) if stale else 0,
                since=now - timedelta(days=random.randint(0, 300)) if stale else None,
            )
        )
    TranslationState.objects.bulk_create(rows, batch_size=PER_BRANCH)


def make_publisher(locales: list[Locale]) -> User:
    """Who publishes all that was made, as the publisher of a cluster does."""
    group = Group.objects.create(name="Banc")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    pages = {page.path: page for page in Page.objects.filter(path__in=map(_branch, range(len(locales))))}
    rights = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=["change_page", "publish_page"]
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=page, permission=right)
        for page in pages.values()
        for right in rights
    )
    Cluster.objects.bulk_create(
        [Cluster(slug="banc", code="BAN", name={"fr": "Banc"}, publishers_group=group)]
    )
    user = User.objects.create(username="banc", email="banc@example.org", is_active=True)
    user.groups.add(group)
    return user


def make_translator(locales: list[Locale]) -> User:
    """Who translates into these languages, for the whole federation."""
    user = User.objects.create(username="banc-traduction", email="banc-t@example.org", is_active=True)
    access = Permission.objects.get(codename="access_admin")
    for locale in locales:
        group = Group.objects.create(name=f"Banc, traduction {locale.pk}")
        group.permissions.add(access)
        held, is_new = TranslatorGroup.objects.get_or_create(
            locale=locale, cluster=None, defaults={"group": group}
        )
        user.groups.add(group if is_new else held.group)
    return user


def make_superuser() -> User:
    """Who sees all clusters."""
    return User.objects.create_superuser("banc-root", "banc-root@example.org", uuid4().hex)


def give(originals: list[Page], locale: Locale, user: User) -> None:
    """Gives every third page to a person, into a language."""
    TranslationAssignment.objects.bulk_create(
        TranslationAssignment(page=page, locale=locale, assignee=user) for page in originals[::3]
    )


def analyse() -> None:
    """Lets the database know how many rows there are, as it does by itself where they stay."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def queries_of(client: Client, **filters: str) -> int:
    """How many queries the report costs, the session and the person's rights among them."""
    url = reverse("wagtail_localize:translations_report")
    client.get(url, filters)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url, filters)
    if response.status_code != 200:
        raise RuntimeError(f"The report answers {response.status_code}.")
    return len(captured)


def milliseconds_of(client: Client, rounds: int, **filters: str) -> dict[str, float]:
    """What a whole request costs on the server: median and 95th of a hundred; and the CPU alone, the median."""
    url = reverse("wagtail_localize:translations_report")
    times, busy = [], []
    for _round in range(rounds):
        started, begun = time.perf_counter(), time.process_time()
        client.get(url, filters)
        times.append((time.perf_counter() - started) * 1000)
        busy.append((time.process_time() - begun) * 1000)
    cuts = quantiles(times, n=20)
    return {"p50": round(cuts[9], 1), "p95": round(cuts[18], 1), "cpu": round(median(busy), 1)}
