"""A page of each kind under embargo, with all that hangs on it, and live pages that lead to them."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from clusters.content.registry import content_types
from clusters.models import Commitment, CommitmentKind, ContentPage, Organisation, Rhythm, Subscriber
from clusters.publishing.bundles.approval import approve
from clusters.publishing.bundles.composition import add, create
from clusters.publishing.bundles.locking import members_of, stamp_of
from fedcms.core.models import Topic
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.media.social_cards.store import draw
from home.models.feature import HomeFeature
from news.models import ArticlePage, ReleaseAttachment
from search.models import PromotedResult
from tests.admin_walk.stage import BAIT, LANGUAGES, Stage, add_rows_around, secret, submitted
from tests.clusters.subscriptions.support import subscriber
from tests.embargo_oracle.files import make_document, make_image
from tests.embargo_oracle.links import guests_links, useless_links
from tests.embargo_oracle.people import add_call, add_mailing, add_sign_up
from tests.embargo_oracle.sentinels import due
from tests.embargo_oracle.texts import BodyWriter, texts_of_fields
from tests.factories import (
    make_article,
    make_cluster,
    make_event,
    make_mission,
    make_release,
    make_story,
    make_user,
)
from tests.factories.content import section_of
from tests.factories.translations import translated

HOURS = 2
TRANSLATED = ("release", "event")
TOGETHER = ("release", "event", "story")
"""What goes out as one, in a bundle, with its translations."""


@dataclass
class World:
    """What the oracle asks for."""

    stage: Stage
    moment: datetime
    image: FederationImage
    document: FederationDocument
    pages: dict[str, ContentPage] = field(default_factory=dict)
    """What comes out at the moment, by kind; `edited` is a live page with another version."""
    links: dict[str, str] = field(default_factory=dict)
    """Secrets of accreditations that open none of it."""
    guests: dict[str, str] = field(default_factory=dict)
    """Secrets of guests, who read drafts before the moment; once withdrawn, nothing."""
    translations: dict[str, ContentPage] = field(default_factory=dict)
    mail_token: str = ""
    """By which a recipient opens the release that was mailed to them before its moment."""

    # A new kind has no factory yet: it fails here, and nobody forgets it.
    FACTORIES: ClassVar[dict[str, Callable[..., ContentPage]]] = {
        "article": make_article,
        "story": make_story,
        "release": make_release,
        "event": make_event,
        "mission": make_mission,
    }

    def subscriber(self) -> Subscriber:
        """Who gets all of it at once."""
        return Subscriber.objects.get(email="tout@reader.example")

    def due_pages(self) -> list[Page]:
        """All that comes out, in every language, as it is stored now."""
        found = [*self.pages.values(), *self.translations.values()]
        return [Page.objects.get(pk=page.pk).specific for page in found]


def build() -> World:
    """Makes it all. The federation must be provisioned."""
    a, b = make_cluster("alpha", "ALP"), make_cluster("beta", "BET")
    people = {
        "editor": make_user("a-editor", a),
        "publisher": make_user("a-publisher", a, "publisher"),
        "b_editor": make_user("b-editor", b),
        "b_publisher": make_user("b-publisher", b, "publisher"),
    }
    owner = people["b_editor"]
    moment = (timezone.now() + timedelta(hours=HOURS)).replace(second=0, microsecond=0)
    world = World(Stage(a, b, people), moment, make_image(b, owner), make_document(b, owner))
    world.stage.image, world.stage.document = world.image, world.document
    world.links = useless_links(b, a, people["b_publisher"], people["publisher"])
    _add_due_pages(world)
    _add_edited_page(world)
    _fill_stage(world)
    for kind in TRANSLATED:
        page = world.translations[kind] = translated(world.pages[kind], people["b_publisher"])
        assert page.approved_schedule, "the translation is not scheduled"
        assert not page.live
    # With the stage's own, one of each kind of address: the public routes are asked for all of them.
    world.stage.others += [world.translations["release"]]
    _add_leading_pages(world)
    add_mailing(world)
    subscriber("tout", "fr en")
    subscriber("chaque-jour", "en fr", Rhythm.DAILY)
    add_sign_up(world)
    add_call(world)
    read = [world.pages["release"], world.pages["article"]]
    world.guests = guests_links(b, people["b_publisher"], read)
    for page in world.due_pages():
        draw(page.social_card_text())
        # Aliases follow nobody's decision: the site makes none.
        with pytest.raises(ValidationError):
            CreatePageAliasAction(page, update_slug=f"alias-{page.pk}", user=None).execute()
    return world


def _add_due_pages(world: World) -> None:
    owner, publisher = world.stage.people["b_editor"], world.stage.people["b_publisher"]
    # The neighbour's: a page shows on its organisation's own, wherever that is.
    partner = Organisation.objects.create(
        slug="labo-alpha", name="Labo Alpha", kind="laboratory", cluster=world.stage.a
    )
    commitments = [
        Commitment.objects.create(
            kind=kind, number=1, slug=f"engagement-{kind}", title={"fr": "T"}, text={"fr": "M"}
        )
        for kind in CommitmentKind
    ]
    target: ContentPage | None = None
    for kind, model in content_types().items():
        page = World.FACTORIES[kind](
            world.stage.b,
            live=False,
            owner=owner,
            **texts_of_fields(model, kind),
            title=due(f"{kind}-title"),
            slug=due(f"{kind}-slug").replace(" ", "-"),
            lead_image=world.image,
            organisation=partner,
            go_live_at=world.moment,
        )
        target = target or page
        page.commitments.set(commitments)
        page.body = json.dumps(BodyWriter(world.image, world.document, target).body(kind))
        if kind == "release":
            page.attachments.add(ReleaseAttachment(document=world.document))
        page.save()
        revision = page.save_revision(user=owner)
        if kind in TOGETHER:
            page.refresh_from_db()
            world.pages[kind] = page
            continue
        if kind == "article":
            # Approved by the workflow; the others by the publisher's button.
            page.refresh_from_db()
            page.get_workflow().start(page, owner)
            state = page.current_workflow_task_state
            state.task.specific.on_action(state, publisher, "approve")
        else:
            revision.publish(user=publisher)
        page.refresh_from_db()
        assert page.approved_schedule, f"the {kind} is not scheduled"
        assert not page.live
        world.pages[kind] = page
    _approve_together(world)
    # The factory of stories makes one that nobody needs here.
    Organisation.objects.filter(cluster=world.stage.b).delete()


def _approve_together(world: World) -> None:
    """Puts some of them into a bundle, whose name is nobody's to read, and approves it."""
    people = world.stage.people
    bundle = create(world.stage.b, people["b_editor"], secret("bundle"), world.moment)
    for kind in TOGETHER:
        add(bundle.pk, world.pages[kind], people["b_editor"])
    approve(bundle.pk, people["b_publisher"], stamp_of(bundle, members_of(bundle)))
    for kind in TOGETHER:
        world.pages[kind].refresh_from_db()
        assert world.pages[kind].approved_schedule, f"the {kind} is not scheduled"


def _add_edited_page(world: World) -> None:
    """A page that is live, and gets another text at the moment."""
    owner = world.stage.people["b_editor"]
    page = make_article(world.stage.b, title="Déjà paru", slug="deja-paru", owner=owner)
    for name, text in texts_of_fields(ArticlePage, "edited").items():
        setattr(page, name, text)
    page.title, page.go_live_at, page.lead_image = due("edited-title"), world.moment, world.image
    page.save_revision(user=owner).publish(user=world.stage.people["b_publisher"])
    world.pages["edited"] = ArticlePage.objects.get(pk=page.pk)
    assert world.pages["edited"].live
    assert world.pages["edited"].title == "Déjà paru"


def _fill_stage(world: World) -> None:
    """What the addresses of the admin are filled with, as in its walk (tests/admin_walk)."""
    stage, owner = world.stage, world.stage.people["b_editor"]
    states = {
        "draft": world.pages["release"],
        "edited": world.pages["edited"],
        "scheduled": world.pages["release"],
        "in_review": submitted(stage.b, "fr", secret("review"), owner, go_live_at=world.moment),
    }
    stage.pages = dict.fromkeys(LANGUAGES, states)
    stage.a_pages = {
        "live": make_article(stage.a, title="Chez nous", slug="chez-nous", owner=stage.people["editor"]),
        "in_review": submitted(stage.a, "fr", "Chez nous, en relecture", stage.people["editor"]),
    }
    add_rows_around(stage)


def _add_leading_pages(world: World) -> None:
    """What is live and leads to what is not: links in texts, buttons, redirects, promoted results, the front page."""
    topic = Topic.objects.get()
    for name, page in world.pages.items():
        page.topics.add(topic)
        page.save()
        link = f'<p>Voir <a linktype="page" id="{page.pk}">ici</a>.</p>'
        button = {"label": "Lire", "page": page.pk, "url": ""}
        body = [{"type": "paragraph", "value": link}, {"type": "button", "value": button}]
        for cluster in (world.stage.a, world.stage.b):
            make_article(
                cluster, title=f"Mène à {name}", slug=f"mene-a-{name}", body=json.dumps(body), topics=[topic]
            )
        Redirect.objects.create(old_path=f"/vers-{name}", redirect_page=page)
        PromotedResult.objects.create(language="fr", searches=BAIT, page=page, note="")
        HomeFeature.objects.create(page=section_of(None), content=page)
