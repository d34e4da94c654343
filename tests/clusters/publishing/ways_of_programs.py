"""Ways of publishing that programs go: commands, the demo, rows that a script writes."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from clusters.publishing.refusal import Refusal
from fedcms.demo.accounts import Team
from fedcms.demo.pages import add_and_publish
from fedcms.demo.pages import publish as publish_of_demo
from news.models import ArticlePage
from tests.clusters.publishing.world import World


def provisioning(world: World) -> str:
    """A new cluster's section, by command."""
    with pytest.raises(CommandError) as refused:
        call_command("provision_cluster", "sud", code="SUD", name="Le Sud", email="sud@people.example")
    return str(refused.value)


def demo(world: World) -> str:
    """The demo's pages."""
    with pytest.raises(Refusal) as refused, transaction.atomic():
        publish_of_demo(world.draft, Team(editor=world.publisher, publisher=world.publisher))
    return str(refused.value)


def demo_of_a_new_page(world: World) -> str:
    """The demo's pages that are public from their first moment."""
    page = ArticlePage(title="Neuve", slug="neuve", summary="Une phrase.", locale=world.listing.locale)
    with pytest.raises(Refusal) as refused, transaction.atomic():
        add_and_publish(world.listing, page, Team(editor=world.publisher, publisher=world.publisher))
    return str(refused.value)


def program(world: World) -> str:
    """A script publishes a revision."""
    with pytest.raises(Refusal) as refused:
        world.draft.get_latest_revision().publish()
    return str(refused.value)


def row(world: World) -> str:
    """A script writes the row."""
    page = ArticlePage.objects.get(pk=world.draft.pk)
    page.live = True
    with pytest.raises(Refusal) as refused:
        page.save()
    return str(refused.value)


def new_row(world: World) -> str:
    """A script makes a page that is public from its first moment."""
    page = ArticlePage(title="Neuve", slug="neuve", summary="Une phrase.", locale=world.listing.locale)
    with pytest.raises(Refusal) as refused:
        world.listing.add_child(instance=page)
    return str(refused.value)


def approved_row(world: World) -> str:
    """A script approves a moment."""
    revision = world.draft.get_latest_revision()
    revision.approved_go_live_at = timezone.now() + timedelta(days=1)
    with pytest.raises(Refusal) as refused:
        revision.save(update_fields=["approved_go_live_at"])
    return str(refused.value)


def new_revision(world: World) -> str:
    """A script makes a revision whose moment is approved."""
    with pytest.raises(Refusal) as refused:
        world.draft.save_revision(approved_go_live_at=timezone.now() + timedelta(days=1))
    return str(refused.value)
