"""A section with a draft, a translation in review and an approved moment: what each way of publishing starts from."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry, Revision, TaskState, WorkflowState
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import StringTranslation, Translation

from clusters.models import Cluster
from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import Refusal
from clusters.translation.drafts.building import write_draft
from clusters.translation.review.moderation import submit
from fedcms.users.models import User
from news.models import ArticlePage
from tests.factories import make_article, make_cluster, make_user, publish
from tests.factories.content import parent_for
from tests.shared_rows import again

WORDS = "Attendez l’accord du rectorat."
TITLE = "Le titre que l’on vient de taper"


def not_yet(publication: Publication) -> Refusal | None:
    """The planted policy: nothing may become public, and the reason stands beside the summary."""
    return Refusal(WORDS, field="summary", reason="not_agreed")


def client_of(user: User) -> Client:
    """A browser in which a person is signed in."""
    client = Client()
    client.force_login(user)
    return client


@dataclass
class World:
    """Rows, and the people who press buttons."""

    cluster: Cluster
    publisher: User
    root: User
    draft: ArticlePage
    submitted: ArticlePage
    source: ArticlePage
    translation: Translation
    reviewed: Translation
    scheduled: ArticlePage
    live: ArticlePage

    def again(self) -> "World":
        """The same rows, read again."""
        return World(**{name: again(row) for name, row in vars(self).items()})

    def as_publisher(self) -> Client:
        """A browser in which the publisher is signed in."""
        return client_of(self.publisher)

    def as_root(self) -> Client:
        """The same for who runs the site."""
        return client_of(self.root)

    def form(self, page: ArticlePage | None = None, **values: object) -> dict[str, str]:
        """What a browser sends of the form of an article."""
        slug = page.slug if page is not None else "une-page-neuve"
        empty = {"title": TITLE, "slug": slug, "summary": "Une phrase.", "body": streamfield([])}
        comments = {"comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
        made: dict[str, str] = nested_form_data(empty | comments | values)
        return made

    def edit_url(self, page: Page) -> str:
        """The editor of a page."""
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    @property
    def listing(self) -> Page:
        """Below which articles stand."""
        return parent_for(ArticlePage, self.cluster)

    def target(self, translation: Translation | None = None) -> ArticlePage:
        """A translation as it is stored: the one that nobody has submitted, or another."""
        translation = translation or self.translation
        page: ArticlePage = ArticlePage.objects.get(
            translation_key=translation.source.object_id, locale=translation.target_locale
        )
        return page


def make_world() -> World:
    """All of it, without the planted policy."""
    cluster = make_cluster("nord", "NOR")
    publisher = make_user("paul", cluster, "publisher")
    source = make_article(cluster, title="Une année")
    return World(
        cluster=cluster,
        publisher=publisher,
        root=User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase"),
        draft=_drafted(make_article(cluster, title="Un brouillon", live=False)),
        submitted=_submitted(make_article(cluster, title="En relecture", live=False), publisher),
        source=source,
        translation=_translated(source, publisher),
        reviewed=_in_review(_translated(make_article(cluster, title="Une autre"), publisher), publisher),
        scheduled=_scheduled(make_article(cluster, title="Prévue", live=False)),
        live=make_article(cluster, title="En ligne"),
    )


def make_article_with_translation(world: World) -> World:
    """The same world with another source and its translation."""
    source = make_article(world.cluster, title="Une année de plus")
    return replace(world, source=source, translation=_translated(source, world.publisher))


def _drafted(page: ArticlePage) -> ArticlePage:
    page.save_revision()
    return page


def _submitted(page: ArticlePage, by: User) -> ArticlePage:
    page.save_revision(user=by)
    page.get_workflow().start(page, by)
    return page


def _scheduled(page: ArticlePage) -> ArticlePage:
    page.go_live_at = timezone.now() + timedelta(hours=1)
    return publish(page)


def _translated(source: ArticlePage, by: User) -> Translation:
    client = Client()
    client.force_login(by)
    english = Locale.objects.get(language_code="en")
    url = reverse("wagtail_localize:submit_page_translation", args=[source.pk])
    client.post(url, {"locales": [english.pk]})
    translation = Translation.objects.get(source__object_id=source.translation_key, target_locale=english)
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=english,
            context=segment.context,
            defaults={"data": f"EN {segment.string.data}", "last_translated_by": by},
        )
    write_draft(translation, by)
    return translation


def _in_review(translation: Translation, by: User) -> Translation:
    submit(translation, by)
    return translation


def loaded(page: ArticlePage) -> dict[str, str]:
    """What Wagtail's form says of the revision that it shows."""
    revision = Page.objects.get(pk=page.pk).latest_revision
    return {
        "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }


def all_rows() -> dict[str, object]:
    """What a publication writes, to be compared before and after: nothing is half done."""
    return {
        "pages": list(Page.objects.order_by("pk").values()),
        "articles": list(ArticlePage.objects.order_by("pk").values("pk", "summary", "body")),
        "revisions": list(Revision.objects.order_by("pk").values("pk", "approved_go_live_at", "content")),
        "tasks": list(TaskState.objects.order_by("pk").values("pk", "status", "revision_id")),
        "workflows": list(WorkflowState.objects.order_by("pk").values("pk", "status")),
        "log": list(PageLogEntry.objects.order_by("pk").values("pk", "action")),
    }
