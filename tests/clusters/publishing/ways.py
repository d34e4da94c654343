"""Every way of publishing: each does what a person or a program does, and returns what is read of the answer."""

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.http import HttpResponse
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken

from clusters.publishing.refusal import Refusal
from fedcms.core.tasks import scheduled_publication
from tests.clusters.answers import shown_messages
from tests.clusters.publishing.ways_of_programs import (
    approved_row,
    demo,
    demo_of_a_new_page,
    new_revision,
    new_row,
    program,
    provisioning,
    row,
)
from tests.clusters.publishing.world import World

Way = Callable[[World], str]
PUBLISH = {"action-publish": "1"}
HOURS = 2  # until the moment that was approved has come


def _shown(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def editor(world: World) -> str:
    """The button of the editor; what was typed stays in the form."""
    response = world.as_publisher().post(world.edit_url(world.draft), world.form(world.draft, **PUBLISH))
    assert response.status_code == 200
    assert "Le titre que l’on vient de taper" in _shown(response)
    return _shown(response)


def editor_of_a_live_page(world: World) -> str:
    """Another version of what is public."""
    response = world.as_publisher().post(world.edit_url(world.live), world.form(world.live, **PUBLISH))
    return _shown(response)


def editor_by_script(world: World) -> str:
    """The editor's script, which wants JSON."""
    response = world.as_publisher().post(
        world.edit_url(world.draft),
        world.form(world.draft, **PUBLISH),
        headers={"accept": "application/json"},
    )
    assert response.status_code == 400
    (reason,) = response.json()["reasons"]
    assert (reason["field"], reason["reason"]) == ("summary", "not_agreed")
    return str(response.json()["error_message"])


def editor_for_later(world: World) -> str:
    """A moment is approved in the editor."""
    moment = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    form = world.form(world.draft, go_live_at=moment, **PUBLISH)
    return _shown(world.as_publisher().post(world.edit_url(world.draft), form))


def create(world: World) -> str:
    """A page is created and published in one step."""
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", world.listing.pk])
    response = world.as_publisher().post(url, world.form(**PUBLISH))
    assert response.status_code == 200
    assert "Le titre que l’on vient de taper" in _shown(response)
    return _shown(response)


def bulk(world: World) -> str:
    """Ticked in the explorer."""
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = world.as_publisher().post(f"{url}?id={world.draft.pk}&id={world.target().pk}")
    return shown_messages(response)


def bulk_below(world: World) -> str:
    """All that is below a page."""
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = world.as_publisher().post(f"{url}?id={world.listing.pk}", {"include_descendants": "on"})
    return shown_messages(response)


def admin_api(world: World) -> str:
    """The admin's API."""
    url = reverse("wagtailadmin_api:pages:action", args=[world.draft.pk, "publish"])
    response = world.as_publisher().post(url, content_type="application/json")
    assert response.status_code == 409
    (reason,) = response.json()["reasons"]
    assert (reason["field"], reason["reason"]) == ("summary", "not_agreed")
    return str(response.json()["detail"])


def admin_api_copy(world: World) -> str:
    """A copy by the admin's API, which is public at once."""
    url = reverse("wagtailadmin_api:pages:action", args=[world.live.pk, "copy"])
    body = json.dumps({"keep_live": True, "slug": "une-copie"})
    response = world.as_publisher().post(url, body, content_type="application/json")
    return str(response.json()["detail"])


def _v3(world: World, method: str, path: str, body: dict[str, object]) -> str:
    _token, secret = APIToken.create_token(user=world.root, name="program")
    with override_settings(ROOT_URLCONF="tests.clusters.publishing.api_urls"):
        send = getattr(world.as_publisher(), method)
        response = send(
            f"/api/v3/pages/{path}",
            json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Bearer {secret}"},
        )
    assert response.status_code == 409, response.content
    return str(response.json()["detail"])


def v3_action(world: World) -> str:
    """Wagtail's v3 API, where it is mounted."""
    return _v3(world, "post", f"{world.draft.pk}/actions/publish/", {})


def v3_edit(world: World) -> str:
    """A change by the v3 API that is published with it."""
    body = {"meta": {"type": "news.ArticlePage", "action": "publish"}, "title": "Autrement"}
    return _v3(world, "patch", f"{world.draft.pk}/", body)


def approval(world: World) -> str:
    """Wagtail's own button of the last approval."""
    state = world.submitted.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[world.submitted.pk, "approve", state.pk])
    return shown_messages(world.as_publisher().post(url))


def approval_in_editor(world: World) -> str:
    """The same in the editor, with a change."""
    form = world.form(world.submitted, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    return _shown(world.as_publisher().post(world.edit_url(world.submitted), form))


def approval_by_program(world: World) -> str:
    """A script ends the workflow."""
    state = world.submitted.current_workflow_state
    with pytest.raises(Refusal) as refused:
        state.finish(user=world.publisher)
    return str(refused.value)


def translation_editor(world: World) -> str:
    """The button of the translation editor."""
    return shown_messages(world.as_publisher().post(world.edit_url(world.target()), {"action": "publish"}))


def translation_approval(world: World) -> str:
    """The bar of the translation editor: submitted by one, approved by another."""
    client = world.as_publisher()
    state = world.target(world.reviewed).current_workflow_task_state
    url = reverse("translation_moderation:approve", args=[world.reviewed.pk])
    return shown_messages(client.post(url, {"revision": str(state.revision_id)}))


def translation_update(world: World) -> str:
    """The source's "update translations", which may publish them."""
    url = reverse("wagtail_localize:update_translations", args=[world.translation.source_id])
    return shown_messages(world.as_publisher().post(url, {"publish_translations": "on"}))


def wagtail_localize(world: World) -> str:
    """wagtail-localize's own saving, which publishes when its transaction has ended."""
    with pytest.raises(Refusal) as refused, TestCase.captureOnCommitCallbacks(execute=True):
        world.translation.save_target(user=world.publisher, publish=True)
    return str(refused.value)


def clock(world: World) -> str:
    """The moment that was approved has come."""
    return _due(scheduled_publication.publish_due)


def clock_by_command(world: World) -> str:
    """The same by hand."""
    return _due(lambda: call_command("publish_scheduled", stdout=StringIO()))


def _due(pass_of_worker: Callable[[], object]) -> str:
    scheduled_publication._told.clear()  # as in a process of its own
    log = StringIO()
    handler, logger = logging.StreamHandler(log), logging.getLogger("fedcms.publication")
    logger.addHandler(handler)
    try:
        with time_machine.travel(timezone.now() + timedelta(hours=HOURS)):
            pass_of_worker()
    finally:
        logger.removeHandler(handler)
    return log.getvalue()


def copy(world: World) -> str:
    """A copy that stays public."""
    url = reverse("wagtailadmin_pages:copy", args=[world.live.pk])
    values = {
        "new_title": "La copie",
        "new_slug": "la-copie",
        "new_parent_page": world.listing.pk,
        "publish_copies": "on",
    }
    return _shown(world.as_publisher().post(url, values))


def moved_schedule(world: World) -> str:
    """The screen on which an approved moment is moved to another."""
    url = reverse("publication_schedule:move", args=[world.scheduled.pk])
    response = world.as_publisher().post(url, {"moment": "28/11/2041 09:00"})
    assert response.status_code == 200
    return _shown(response)


WRITES_A_DRAFT = (wagtail_localize,)
"""Ways that keep what was written as a draft, as the same button without publication would."""

WAYS: list[Way] = [
    editor,
    editor_of_a_live_page,
    editor_by_script,
    editor_for_later,
    create,
    bulk,
    bulk_below,
    admin_api,
    admin_api_copy,
    v3_action,
    v3_edit,
    approval,
    approval_in_editor,
    approval_by_program,
    translation_editor,
    translation_approval,
    translation_update,
    wagtail_localize,
    clock,
    clock_by_command,
    copy,
    moved_schedule,
    provisioning,
    demo,
    demo_of_a_new_page,
    program,
    row,
    new_row,
    approved_row,
    new_revision,
]
