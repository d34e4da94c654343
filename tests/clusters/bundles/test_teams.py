"""Who decides about a bundle, to whom it is named, who is mailed: its team as it is now, or who stands in for it."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import PageViewRestriction

from clusters.models import BundleState, Federation
from clusters.publishing.bundles.approval import change
from clusters.publishing.bundles.composition import ASK_AGAIN
from clusters.publishing.bundles.policy import apart_from_bundle
from clusters.publishing.bundles.selection import open_member
from clusters.publishing.refusal import Refusal
from clusters.sections.removal import dissolve
from tests.clusters.bundles.support import Story, in_hours
from tests.factories import make_article, make_cluster, make_user
from tests.factories.people import make_translator

TYPED = "28/11/2041 09:00"


def mailed() -> set[str]:
    return {message.to[0] for message in mail.outbox}


def test_who_left_the_team_is_not_mailed(story: Story) -> None:
    story.approve()
    PageViewRestriction.objects.create(page=story.page("article"), restriction_type="login")
    story.editor.groups.set([story.neighbours.editors_group])
    mail.outbox.clear()
    story.work()
    assert story.state() == BundleState.HELD
    assert mailed() == {story.publisher.email}


def test_the_federation_decides_for_a_cluster_without_a_publisher(story: Story) -> None:
    reviewer = make_user("flora", Federation.load(), "publisher")
    index = reverse("bundles:index")
    assert "Le plan régional" not in story.client(reviewer).get(index).content.decode()
    story.publisher.groups.clear()
    mail.outbox.clear()
    story.press(story.editor, "ask")
    assert mailed() == {reviewer.email}
    home = story.client(reviewer).get(reverse("wagtailadmin_home")).content.decode()
    assert story.url in home
    assert "Le plan régional" in story.client(reviewer).get(index).content.decode()
    client, edit = story.client(reviewer), reverse("wagtailadmin_pages:edit", args=[story.keys["event"]])
    screen = client.get(story.url).content.decode()
    assert edit not in screen
    member = story.bundle.members.get(page=story.keys["event"])
    preview = reverse("bundles:preview", args=[story.bundle_key, member.pk])
    assert preview in screen
    assert "Le event" in client.get(preview).content.decode()
    assert story.client(story.neighbour).get(preview).status_code in (302, 403)
    assert story.press(reviewer, "approve").status_code == 302
    assert story.state() == BundleState.APPROVED
    assert story.press(reviewer, "change", title="Le plan", moment=TYPED).status_code == 302
    assert story.page("event").go_live_at == story.bundle.moment
    assert 'value="add"' not in story.client(reviewer).get(story.url).content.decode()
    assert story.press(reviewer, "reopen").status_code == 302
    assert story.press(reviewer, "approve").status_code == 302
    # From then on the cluster decides.
    story.publisher.groups.set([story.cluster.publishers_group])
    assert story.press(reviewer, "reopen").status_code in (302, 403)
    assert story.state() == BundleState.APPROVED


def test_publishers_are_asked_once_a_day(story: Story) -> None:
    mail.outbox.clear()
    story.press(story.editor, "ask")
    again = story.press(story.editor, "ask")
    assert again.status_code == 400
    assert "déjà demandée" in again.content.decode()
    assert len(mail.outbox) == 1
    bundle = story.bundle
    bundle.asked_at -= ASK_AGAIN
    bundle.save()
    story.press(story.editor, "ask")
    assert len(mail.outbox) == 2


def test_it_is_named_to_its_team_alone(story: Story) -> None:
    member = open_member(story.page("event"))
    assert member is not None
    for reader, is_named in (
        (story.editor, True),
        (None, True),
        (story.neighbour, False),
        (make_translator("tara", "ar", story.cluster), False),
    ):
        refusal = apart_from_bundle(member, reader)
        assert ("Le plan régional" in str(refusal)) == is_named
        assert (refusal.link is not None) == is_named
        assert refusal.reason == "in_bundle"


def test_a_translator_reads_that_a_page_appears_with_others_and_not_with_which(story: Story) -> None:
    story.approve()
    story.translate("event")
    translator = make_translator("tara", "en", story.cluster)
    edit = reverse("wagtailadmin_pages:edit", args=[story.keys["event in English"]])
    shown = story.client(translator).get(edit).content.decode()
    assert "Paraît avec 2 autres pages" in shown
    assert "Le plan régional" not in shown
    assert story.url not in shown


def test_who_types_into_an_old_form_undoes_nothing(story: Story) -> None:
    client = story.client(story.publisher)
    old = client.get(story.url).context
    story.approve()
    change(story.bundle_key, story.publisher, "Le plan régional", moved := in_hours(30))
    sent = {"action": "change", "title": "Autre nom", "moment": TYPED, "shown": old["stamp_of_form"]}
    answer = client.post(story.url, sent)
    assert answer.status_code == 400
    assert "a changé depuis" in answer.content.decode()
    assert (story.bundle.title, story.bundle.moment) == ("Le plan régional", moved)
    # What is wrong in the form is said first; it is judged by what was shown all the same.
    wrong = client.post(story.url, sent | {"moment": "demain"})
    assert wrong.context["stamp_of_form"] == old["stamp_of_form"]
    assert story.press(story.publisher, "change", title="Autre nom", moment=TYPED).status_code == 302
    assert story.bundle.title == "Autre nom"


def test_nothing_is_lost_by_a_slip(story: Story) -> None:
    """A bundle is deleted after a box was ticked, and what was chosen is still chosen if it is refused."""
    client = story.client(story.editor)
    assert client.post(story.url, {"action": "delete"}).status_code == 400
    assert story.bundle.is_open
    page = make_article(story.cluster, live=False, title="Un autre", owner=story.editor)
    page.expire_at = story.moment
    page.save_revision(user=story.editor)
    story.approve()
    refused = story.press(story.publisher, "add", page=page.pk)
    assert "retirée avant de paraître" in refused.content.decode()
    assert f'<option value="{page.pk}" selected>' in refused.content.decode()


def test_a_cluster_is_not_dissolved_over_its_bundles(story: Story) -> None:
    cluster = make_cluster("ouest", "OUE")
    bundle = story.bundle
    bundle.pk, bundle.cluster = None, cluster
    bundle.save()
    with pytest.raises(Refusal, match="1 lot"):
        dissolve(cluster)
    bundle.delete()
    dissolve(cluster)
