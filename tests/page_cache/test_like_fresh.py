"""Whatever editors do, in whatever order: a kept page is at any moment what would be made anew."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from pytest_django import Settings
from wagtail.models import Locale, Page, PageViewRestriction

from clusters.content.neighbours.storing import rebuild
from clusters.models import Cluster, Organisation
from fedcms.core.models import LocaleState, Topic
from fedcms.core.page_cache.store import store
from fedcms.core.public_version import forget_all
from fedcms.core.tasks.scheduled_publication import expire_due, publish_due
from news.models import ArticlePage
from tests.factories import make_article, make_cluster
from tests.page_cache.support import fresh, kept
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db

PATHS = [BUDGETS[name][0] for name in ("article", "story", "standard page")]

Act = Callable[[Page, int], None]


def _write(page: Page, number: int) -> None:
    page.title = f"Titre {number}"
    page.save_revision().publish()


def _schedule(page: Page, number: int) -> None:
    page.title = f"Plus tard {number}"
    page.go_live_at = timezone.now() + timedelta(minutes=number)
    page.save_revision().publish()


def _expire(page: Page, number: int) -> None:
    page.expire_at = timezone.now() + timedelta(minutes=number)
    page.save_revision().publish()


def _withdraw(page: Page, number: int) -> None:
    page.unpublish()


def _rename(page: Page, number: int) -> None:
    page.slug = f"adresse-{number}"
    page.save_revision().publish()


def _delete(page: Page, number: int) -> None:
    page.delete()


def _close_section(page: Page, number: int) -> None:
    parent = page.get_parent()
    if not parent.is_root():
        PageViewRestriction.objects.create(page=parent, restriction_type="login")


def _open_section(page: Page, number: int) -> None:
    for restriction in PageViewRestriction.objects.all():
        restriction.delete()


def _translate(page: Page, number: int) -> None:
    there = page.get_parent().get_translations().filter(locale__language_code="en").first()
    if isinstance(page, ArticlePage) and there is not None and not page.get_translations().exists():
        own = {"title": f"In English {number}", "slug": f"english-{number}", "locale": there.locale}
        copy = type(page)(translation_key=page.translation_key, summary="Words.", **own)
        there.specific.add_child(instance=copy)


def _close_language(page: Page, number: int) -> None:
    LocaleState.objects.update_or_create(
        locale=Locale.objects.get(language_code="en"), defaults={"is_active": number % 2 == 0}
    )


def _rename_rows(page: Page, number: int) -> None:
    Topic.objects.update(labels={"fr": f"Thème {number}"})
    Organisation.objects.filter(slug="lab").update(name=f"Lab {number}")
    for cluster in Cluster.objects.all():
        cluster.accent = "#123456" if number % 2 else "#654321"
        cluster.save()


def _neighbour(page: Page, number: int) -> None:
    other = Cluster.objects.exclude(slug="budget").first() or make_cluster("voisin", "VOI")
    article = make_article(other, title=f"Voisin {number}")
    article.topics.add(*Topic.objects.all())
    article.save_revision().publish()
    rebuild()


def _menu(page: Page, number: int) -> None:
    listing = Page.objects.get(url_path="/fr/agenda/").specific
    listing.title, listing.show_in_menus = f"Agenda {number}", number % 2 == 0
    listing.save_revision().publish()


def _work(page: Page, number: int) -> None:
    publish_due()
    expire_due()


ACTS: tuple[Act, ...] = (
    _write,
    _schedule,
    _expire,
    _withdraw,
    _rename,
    _delete,
    _close_section,
    _open_section,
    _translate,
    _close_language,
    _rename_rows,
    _neighbour,
    _menu,
    _work,
)
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.integers(1, 40), st.integers(0, 30)),
    min_size=1,
    max_size=5,
)


# Not shrunk: each step makes pages, and the steps are few.
@effort(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_a_kept_page_is_what_would_be_made_anew(
    site: Cluster, settings: Settings, steps: list[tuple[Act, int, int, int]]
) -> None:
    settings.FEDCMS_PAGE_CACHE = True
    ContentType.objects.clear_cache()
    now = timezone.now()
    with transaction.atomic():
        for act, which, number, minutes in steps:
            now += timedelta(minutes=minutes)
            with time_machine.travel(now, tick=False):
                _compare(act, "before")
                page = Page.objects.filter(url_path=PATHS[which]).first()
                if page is not None and (page.live or act is not _withdraw):
                    act(page.specific, number)
                _compare(act, "after")
        transaction.set_rollback(True)
    forget_all()
    store.forget_all()


def _compare(act: Act, when: str) -> None:
    for path in PATHS:
        made = fresh(path)
        assert kept(path) == made, (act.__name__, when, path)
        assert kept(path) == made, (act.__name__, when, path, "found again")
