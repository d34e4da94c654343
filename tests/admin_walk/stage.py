"""Two clusters: A, whose people walk, and B, whose unpublished things all bear a secret word."""

import io
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as PILImage
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, Locale, Page, PageViewRestriction, TaskState, UploadedFile, WorkflowState
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from clusters.models import Bundle, BundleMember, Charter, Cluster, Commitment, Federation, Organisation
from clusters.translation.models import GlossaryTerm
from clusters.translation.review.moderation import submit
from fedcms.core.models import Topic
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User
from news.models import ArticlePage, NewsIndexPage
from search.models import ConceptProposal, HarvestSource, PromotedResult
from tests.factories import make_article, make_cluster, make_event, make_release, make_user, publish
from tests.factories.content import section_of
from tests.factories.people import PASSWORD, make_translator
from tests.news.newsroom_rows import make_coverage, make_figure, make_person, make_press_contact

LANGUAGES = ("fr", "en", "es", "ar")
# In every unpublished title, text and file name of B, and in nothing that a test types.
SECRET = "xyzzyquark"
# Stands beside it, so that a search for it finds what holds the secret.
BAIT = "zinzolin"


def secret(what: str) -> str:
    """A title that tells where it leaked from."""
    return f"{BAIT} {SECRET}-{what}"


@dataclass
class Stage:
    """Everything that the doors are filled with."""

    a: Cluster
    b: Cluster
    people: dict[str, User]
    pages: dict[str, dict[str, ArticlePage]] = field(default_factory=dict)  # by language and state
    a_pages: dict[str, ArticlePage] = field(default_factory=dict)
    others: list[Page] = field(default_factory=list)  # more of B's, in French
    image: FederationImage | None = None
    document: FederationDocument | None = None

    def parent(self, cluster: Cluster, language: str = "fr") -> Page:
        """The news listing of a section."""
        return NewsIndexPage.objects.child_of(section_of(cluster, language)).get()

    def b_pages(self) -> list[Page]:
        """All of B's pages that are walked, in every language."""
        found = [page for states in self.pages.values() for page in states.values()] + self.others
        return list({page.pk: page for page in found}.values())

    def translations(self) -> list[Translation]:
        """B's translations, in the order in which they were made."""
        keys = [page.translation_key for page in self.b_pages()]
        return list(
            Translation.objects.filter(source__object_id__in=keys).select_related("source").order_by("pk")
        )

    def task_state(self, page: Page) -> TaskState:
        """The running review of a page."""
        return TaskState.objects.get(
            workflow_state__object_id=str(page.pk), status=TaskState.STATUS_IN_PROGRESS
        )

    def workflow_state(self, page: Page) -> WorkflowState:
        """The running workflow of a page."""
        return WorkflowState.objects.get(object_id=str(page.pk))


def picture(name: str, cluster: Cluster | Federation, user: User) -> FederationImage:
    """An unused image, so that nobody outside may see it."""
    data = io.BytesIO()
    PILImage.new("RGB", (8, 8), "navy").save(data, "PNG")
    image: FederationImage = FederationImage.objects.create(
        title=name,
        file=ImageFile(io.BytesIO(data.getvalue()), f"{name.replace(' ', '-')}.png"),
        collection=cluster.collection,
        uploaded_by_user=user,
        alt_texts={"fr": name},
    )
    return image


def paper(name: str, cluster: Cluster, user: User) -> FederationDocument:
    """An unused document."""
    document: FederationDocument = FederationDocument.objects.create(
        title=name,
        file=ContentFile(b"text", f"{name.replace(' ', '-')}.txt"),
        collection=cluster.collection,
        uploaded_by_user=user,
    )
    return document


def submitted(cluster: Cluster, language: str, title: str, user: User, **fields: object) -> ArticlePage:
    """An article that waits for its reviewers."""
    page = make_article(cluster, language, live=False, title=title, **({"owner": user} | fields))
    page.save_revision(user=user)
    page.refresh_from_db()
    page.get_workflow().start(page, user)
    return page


def bundled(cluster: Cluster, title: str, page: Page) -> None:
    """A bundle in preparation, with one page: not of the listing of which all is published at once."""
    bundle = Bundle.objects.create(cluster=cluster, title=title, moment=timezone.now() + timedelta(days=5))
    BundleMember.objects.create(
        bundle=bundle, page=page, translation_key=page.translation_key, title=page.title
    )


def own_side(stage: Stage) -> Stage:
    """The same the other way round: what is the walkers' own fills the doors, and B is where things shall go.

    In French alone: which language a page of one's own has makes no difference to what one may do with it.
    """
    a, owner = stage.a, stage.people["editor"]
    side = Stage(stage.b, a, stage.people, a_pages={name: stage.pages["fr"][name] for name in ("in_review",)})
    side.a_pages["live"] = stage.pages["fr"]["edited"]
    side.image, side.document = picture("notre image", a, owner), paper("notre document", a, owner)
    draft = make_article(a, live=False, title="Notre brouillon", owner=owner)
    draft.save_revision(user=owner)
    edited = make_article(a, title="Notre article", slug="notre-article", owner=owner)
    edited.title = "Notre article, modifié"
    edited.save_revision(user=owner)
    soon = timezone.now() + timedelta(days=3)
    scheduled = make_article(a, live=False, title="Notre annonce", go_live_at=soon, owner=owner)
    scheduled.save_revision(user=owner).publish()
    states = {
        "draft": ArticlePage.objects.get(pk=draft.pk),
        "edited": ArticlePage.objects.get(pk=edited.pk),
        "scheduled": ArticlePage.objects.get(pk=scheduled.pk),
        "in_review": stage.a_pages["in_review"],
    }
    bundled(a, "Notre lot", make_event(a, live=False, title="Notre page en lot", owner=owner))
    side.pages = dict.fromkeys(LANGUAGES, states)
    translate_object(
        states["edited"], list(Locale.objects.filter(language_code__in=("en", "ar"))), user=owner
    )
    translated = ArticlePage.objects.filter(translation_key=edited.translation_key).exclude(pk=edited.pk)
    side.others = [Page.objects.get(pk=page.pk) for page in translated]
    Organisation.objects.create(slug="labo-alpha", name="Labo Alpha", kind="laboratory", cluster=a)
    HarvestSource.objects.create(
        cluster=a, name="Notre site", address="http://127.0.0.1/ours", consent_by="Nous", licence="CC BY 4.0"
    )
    add_newsroom_rows(a)
    return side


def _states(stage: Stage, language: str) -> dict[str, ArticlePage]:
    """B's articles of one language, one in each state."""
    b, owner = stage.b, stage.people["b_editor"]
    texts = {"summary": secret(f"summary-{language}"), "owner": owner, "lead_image": stage.image}
    draft = make_article(b, language, live=False, title=secret(f"draft-{language}"), **texts)
    draft.save_revision(user=owner)
    edited = make_article(b, language, title=f"Paru en {language}", slug=f"paru-{language}", owner=owner)
    edited.title, edited.summary = secret(f"edited-{language}"), secret(f"edit-{language}")
    edited.save_revision(user=owner)
    soon = timezone.now() + timedelta(days=3)
    scheduled = make_article(
        b, language, live=False, title=secret(f"scheduled-{language}"), go_live_at=soon, **texts
    )
    scheduled.save_revision(user=owner).publish()
    return {
        "draft": ArticlePage.objects.get(pk=draft.pk),
        "edited": ArticlePage.objects.get(pk=edited.pk),
        "scheduled": ArticlePage.objects.get(pk=scheduled.pk),
        "in_review": submitted(b, language, secret(f"review-{language}"), owner, **texts),
    }


def build() -> Stage:
    """Makes it all. The federation must be provisioned."""
    a, b = make_cluster("alpha", "ALP"), make_cluster("beta", "BET")
    people = {
        "editor": make_user("a-editor", a),
        "publisher": make_user("a-publisher", a, "publisher"),
        # Into the language of which B has drafts, a translation in review, and originals.
        "translator": make_translator("a-translator", "ar", a),
        # The federation's own team has no rights in a cluster's section.
        "federation_editor": make_user("f-editor", Federation.load()),
        "between": make_user("between", a, "publisher"),
        "b_editor": make_user("b-editor", b),
        "b_publisher": make_user("b-publisher", b, "publisher"),
    }
    assert b.editors_group is not None
    people["between"].groups.add(b.editors_group)
    people["superuser"] = User.objects.create_superuser("root", "root@people.example", PASSWORD)
    stage = Stage(a, b, people)
    owner = people["b_editor"]
    stage.image, stage.document = picture(secret("image"), b, owner), paper(secret("document"), b, owner)
    for language in LANGUAGES:
        stage.pages[language] = _states(stage, language)
    past = timezone.now() - timedelta(days=1)
    hidden = make_article(b, title=secret("restricted"))
    PageViewRestriction.objects.create(page=hidden, restriction_type="password", password=SECRET)
    expired = publish(make_article(b, title=secret("expired")))
    ArticlePage.objects.filter(pk=expired.pk).update(expire_at=past)
    locked = make_event(
        b, live=False, title=secret("locked-event"), locked=True, locked_by=owner, locked_at=past
    )
    release = make_release(b, live=False, title=secret("release"), owner=owner)
    stage.others = [Page.objects.get(pk=page.pk) for page in (hidden, expired, locked, release)]
    stage.a_pages = {
        "live": make_article(a, title="Chez nous", slug="chez-nous", owner=people["editor"]),
        "in_review": submitted(a, "fr", "Chez nous, en relecture", people["editor"]),
    }
    bundled(b, secret("bundle"), make_event(b, live=False, title=secret("bundled-event"), owner=owner))
    add_rows_around(stage)
    return stage


def add_rows_around(stage: Stage) -> None:
    """What hangs on B's pages, and rows of the other kinds that addresses name."""
    draft, owner = stage.pages["fr"]["draft"], stage.people["b_editor"]
    Comment.objects.create(page=draft, user=owner, text=secret("comment"), contentpath="title")
    _translated(stage.pages["fr"]["edited"], owner)
    Organisation.objects.create(slug="labo-beta", name="Labo Beta", kind="laboratory", cluster=stage.b)
    HarvestSource.objects.create(
        cluster=stage.b,
        name=secret("source"),
        address="http://127.0.0.1/refused-without-a-look",
        consent_by=secret("consent"),
        licence="CC BY 4.0",
    )
    GlossaryTerm.objects.create(
        source_language="fr", target_language="en", source_term="école", target_term="school"
    )
    for cluster in (None, stage.b):
        add_newsroom_rows(cluster)
    Topic.objects.create(key="ia", labels={"fr": "IA"})
    Commitment.objects.create(kind=2, number=9, slug="axe-9", title={"fr": "Axe"}, text={"fr": "Mots"})
    Charter.objects.create(version="1", effective_on="2026-01-01", summary={"fr": "Charte"})
    Redirect.objects.create(old_path=f"/{SECRET}", redirect_page=draft)
    ConceptProposal.objects.create(language="fr", words="zorglub", labels={"fr": "zorglub"})
    PromotedResult.objects.create(language="fr", searches=secret("searches"), page=draft, note=secret("note"))
    for model in (FederationImage, FederationDocument):
        UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(model),
            file=ContentFile(b"x", f"{SECRET}.png"),
            uploaded_by_user=owner,
        )
    EditingSession.objects.create(
        user=owner,
        content_type=ContentType.objects.get_for_model(ArticlePage),
        object_id=str(draft.pk),
        last_seen_at=timezone.now(),
    )


def add_newsroom_rows(owner: Cluster | None) -> None:
    """What its newsroom shows of an owner; of a person nothing that is public."""
    make_person(owner, secret("person"), consent_given_on=None, consent_until=None, consent_how="")
    make_press_contact(owner, "Permanence")
    make_coverage(owner, "Un article")
    make_figure(owner, "Élèves")


def _translated(page: Page, owner: User) -> None:
    """B's page in three languages: one being translated, two that wait for B's publisher."""
    languages = Locale.objects.filter(language_code__in=("en", "es", "ar"))
    translate_object(page.specific, list(languages), user=owner)
    # A site that is served has others', too.
    ours = Translation.objects.filter(source__object=page.translation_key)
    for translation in ours.select_related("target_locale", "source").order_by("pk"):
        for segment in translation.source.stringsegment_set.select_related("string", "context"):
            StringTranslation.objects.create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                data=f"{SECRET} {segment.string.data}"[:100],
                last_translated_by=owner,
            )
        if translation.target_locale.language_code != "en":
            submit(translation, owner)
