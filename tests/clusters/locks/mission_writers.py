"""Who writes the pages of a mission by its call, as a publisher does it."""

import secrets
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from events.applications.decisions import cancel_mission
from events.models import CallForApplications, TradeMissionPage
from fedcms.core.i18n.translated_text import TranslatedText
from tests.clusters.publishing.world import World
from tests.events.applications.support import applied, call_form, make_call, make_far_mission, typed


def make_called_mission(world: World) -> TradeMissionPage:
    """A mission that one applies to by mail, with an organisation that applied by the site."""
    mission = make_far_mission(world.cluster, title=f"Mission de {timezone.now():%H:%M:%S.%f}")
    applied(make_call(mission, documents=[]), mission, "one@ecole.example")
    return mission


def call_of(mission: TradeMissionPage) -> CallForApplications:
    """Its call as it is stored."""
    return CallForApplications.objects.get(translation_key=mission.translation_key)


def save_call_of(mission: TradeMissionPage, world: World) -> None:
    """By the publisher's form, with another closing."""
    screen = reverse("mission_applications:edit_call", args=[mission.pk])
    closes = typed(timezone.now() + timedelta(days=30, seconds=secrets.randbelow(10**6)))
    criteria = [{"label_fr": "Maturité", "weight": "3"}]
    world.as_publisher().post(screen, call_form(apply_by="site", closes_at=closes, criteria=criteria))


def save_call(world: World) -> None:
    """The call of the world's mission closes at another moment."""
    save_call_of(_mission(world), world)


def cancel_a_mission(world: World) -> None:
    """The world's mission does not take place, and all are told."""
    cancel_mission(call_of(_mission(world)), TranslatedText(fr="Le salon n’a pas lieu."), world.publisher)


def publish_mission(world: World) -> None:
    """With another text."""
    page = _mission(world)
    page.summary = f"À {timezone.now():%H:%M:%S.%f}."
    page.save_revision().publish()


def _mission(world: World) -> TradeMissionPage:
    found: TradeMissionPage = TradeMissionPage.objects.filter(cluster=world.cluster).order_by("pk")[0]
    return found
