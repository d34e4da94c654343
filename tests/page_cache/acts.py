"""What editors, visitors and the worker do, at random: each takes a page and a number from 1 to 40."""

from collections.abc import Callable
from datetime import time, timedelta

from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from clusters.content.neighbours.storing import rebuild
from clusters.models import Cluster, Organisation
from events.models import (
    CallForApplications,
    EventPage,
    Repeats,
    SignUp,
    SignUpSheet,
    SignUpState,
    TradeMissionPage,
)
from events.next_dates import advance_next_dates
from fedcms.core.models import LocaleState, Topic
from fedcms.core.tasks.scheduled_publication import expire_due, publish_due
from home.models import HomePage
from news.models import ArticlePage, DutyHours, PressContact
from tests.events.applications.support import make_call
from tests.events.signup.support import make_sheet
from tests.factories import make_article, make_cluster, make_event, make_mission, make_release
from tests.news.newsroom_rows import make_person

Act = Callable[[Page, int], None]


def write(page: Page, number: int) -> None:
    page.title = f"Titre {number}"
    page.save_revision().publish()


def schedule(page: Page, number: int) -> None:
    page.title = f"Plus tard {number}"
    page.go_live_at = timezone.now() + timedelta(minutes=number)
    page.save_revision().publish()


def expire(page: Page, number: int) -> None:
    page.expire_at = timezone.now() + timedelta(minutes=number)
    page.save_revision().publish()


def withdraw(page: Page, number: int) -> None:
    page.unpublish()


def rename(page: Page, number: int) -> None:
    page.slug = f"adresse-{number}"
    page.save_revision().publish()


def delete(page: Page, number: int) -> None:
    page.delete()


def close_section(page: Page, number: int) -> None:
    parent = page.get_parent()
    if not parent.is_root():
        PageViewRestriction.objects.create(page=parent, restriction_type="login")


def close_page(page: Page, number: int) -> None:
    PageViewRestriction.objects.create(
        page=page, restriction_type="login"
    )  # the form of a password has a new token


def open_section(page: Page, number: int) -> None:
    for restriction in PageViewRestriction.objects.all():
        restriction.delete()


def translate(page: Page, number: int) -> None:
    there = page.get_parent().get_translations().filter(locale__language_code="en").first()
    if isinstance(page, ArticlePage) and there is not None and not page.get_translations().exists():
        own = {"title": f"In English {number}", "slug": f"english-{number}", "locale": there.locale}
        copy = type(page)(translation_key=page.translation_key, summary="Words.", **own)
        there.specific.add_child(instance=copy)


def close_language(page: Page, number: int) -> None:
    LocaleState.objects.update_or_create(
        locale=Locale.objects.get(language_code="en"), defaults={"is_active": number % 2 == 0}
    )


def rename_rows(page: Page, number: int) -> None:
    for topic in Topic.objects.all():
        topic.labels = {"fr": f"Thème {number}"}
        topic.save()
    for organisation in Organisation.objects.filter(slug="lab"):
        organisation.name = f"Lab {number}"
        organisation.save()
    for cluster in Cluster.objects.all():
        cluster.accent = "#123456" if number % 2 else "#654321"
        cluster.save()


def add_neighbour(page: Page, number: int) -> None:
    other = Cluster.objects.exclude(slug="budget").first() or make_cluster("voisin", "VOI")
    article = make_article(other, title=f"Voisin {number}")
    article.topics.add(*Topic.objects.all())
    article.save_revision().publish()
    rebuild()


def change_menu(page: Page, number: int) -> None:
    listing = Page.objects.get(url_path="/fr/agenda/").specific
    listing.title, listing.show_in_menus = f"Agenda {number}", number % 2 == 0
    listing.save_revision().publish()


def work(page: Page, number: int) -> None:
    publish_due()
    expire_due()
    advance_next_dates()


def publish_another(page: Page, number: int) -> None:
    cluster = Cluster.objects.get(slug="budget")
    make = (make_article, make_event, make_mission, make_release)[number % 4]
    make(
        cluster if number % 3 else None, title=f"Nouveau {number}", language="en" if number % 5 == 0 else "fr"
    )


def write_about(page: Page, number: int) -> None:
    """Says that a page is about an organisation, or no more."""
    page.organisation = Organisation.objects.get(slug="lab") if number % 2 else None
    page.save_revision().publish()


def put_first(page: Page, number: int) -> None:
    home = HomePage.objects.get(locale__language_code="fr")
    home.features.set([home.features.model(content_id=page.pk)] if hasattr(page, "cluster_id") else [])
    home.save_revision().publish()


def move_date(page: Page, number: int) -> None:
    """Begins in some minutes, or is over in some."""
    for event in EventPage.objects.filter(slug="event"):
        local = timezone.localtime() + timedelta(minutes=number)
        event.starts_on, event.ends_on = local.date(), None
        event.start_time, event.end_time = local.time().replace(second=0, microsecond=0), None
        event.status = "postponed" if number % 7 == 0 else "scheduled"
        event.save_revision().publish()


def repeat(page: Page, number: int) -> None:
    for event in EventPage.objects.filter(slug="event"):
        local = timezone.localtime() + timedelta(minutes=number)
        event.starts_on, event.start_time = local.date(), local.time().replace(second=0, microsecond=0)
        event.end_time, event.ends_on = None, None
        event.repeats, event.repeat_count = Repeats.MONTHLY_DAY, 3
        event.save_revision().publish()


def sign_up(page: Page, number: int) -> None:
    """Opens a sign-up, changes it, or gives somebody a seat."""
    event = EventPage.objects.filter(slug="event").first()
    if event is None:
        return
    sheet = SignUpSheet.objects.filter(translation_key=event.translation_key).first()
    if sheet is None:
        now = timezone.now()
        make_sheet(event, 2, opens_at=now + timedelta(minutes=number) if number % 2 else None)
    elif number % 3 == 0:
        sheet.closes_at = timezone.now() + timedelta(minutes=number)
        sheet.save()
    elif number % 3 == 1:
        rank = SignUp.objects.count() + 1
        SignUp.objects.create(
            sheet=sheet,
            state=SignUpState.CONFIRMED,
            rank=rank,
            name="Zoé",
            language="fr",
            form_key=str(rank),
            email=f"z{rank}@example.org",
            email_key=f"z{rank}@example.org",
        )
    else:
        SignUp.objects.update(state=SignUpState.WAITING)


def call(page: Page, number: int) -> None:
    """Calls for applications, changes until when, or calls the mission off."""
    mission = TradeMissionPage.objects.filter(slug="mission").first()
    if mission is None:
        return
    found = CallForApplications.objects.filter(translation_key=mission.translation_key).first()
    if found is None:
        make_call(mission, closes_at=timezone.now() + timedelta(minutes=number))
        return
    found.is_cancelled = number % 5 == 0
    found.closes_at = timezone.now() + timedelta(hours=number)
    found.save()


def change_newsroom(page: Page, number: int) -> None:
    """Adds somebody, or changes when contacts answer."""
    cluster = Cluster.objects.get(slug="budget")
    if number % 2:
        make_person(cluster, f"Porte-parole {number}")
        return
    local = timezone.localtime()
    later = (local + timedelta(minutes=number)).time().replace(second=0, microsecond=0)
    contact = PressContact.objects.filter(cluster=cluster).first()
    if contact is not None and later > time(1):
        contact.hours.all().delete()
        DutyHours.objects.create(contact=contact, weekday=local.weekday(), opens=time(0), closes=later)
        contact.save()


ACTS: tuple[Act, ...] = (
    write,
    schedule,
    expire,
    withdraw,
    rename,
    delete,
    close_section,
    close_page,
    open_section,
    translate,
    close_language,
    rename_rows,
    add_neighbour,
    change_menu,
    work,
    publish_another,
    write_about,
    put_first,
    move_date,
    repeat,
    sign_up,
    call,
    change_newsroom,
)
