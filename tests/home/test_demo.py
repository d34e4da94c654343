"""The demo as a visitor, an editor and an operator find it. It is loaded once, into a template."""

import json
import re
from collections import Counter, defaultdict
from datetime import timedelta
from html import unescape

import time_machine
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, WorkflowState
from wagtail_localize.models import Translation

from clusters.models import CharterSignature, Cluster, ClusterPage, ContentPage
from clusters.sections.rights_check import deviations
from events.models import EventPage, TradeMissionPage
from fedcms.core.pages.slugs import is_made_of
from fedcms.demo import source
from fedcms.demo.accounts import DEMO_PASSWORD
from fedcms.demo.bodies import stable_id
from fedcms.demo.loader import Loaded
from fedcms.demo.pages import SLUG_LENGTH
from fedcms.media.models import FederationImage
from fedcms.media.print_files import PRINT_SPECS
from fedcms.media.rendition_specs import ALL_SPECS
from fedcms.media.visibility import is_file_visible
from fedcms.users.models import User
from home.models import HomePage, StandardPage
from home.view_counts.models import (
    DownloadCount,
    FeedCount,
    FeedSubscriberCount,
    PageViewCount,
    ReferrerCount,
)
from news.models import PressReleasePage, SuccessStoryPage
from search.models import HarvestedItem, HarvestSource
from tests.factories.worlds import LOADED
from tests.template_database.worlds import in_world

LANGUAGES = {"fr", "en", "es", "ar"}


def words(text: str) -> list[str]:
    """The words of a text, in order; marks of lists and spaces are none."""
    return [word for word in text.split() if word != "•" and not re.fullmatch(r"\d\.", word)]


def words_of_page(page: StandardPage) -> list[str]:
    """What a reader reads on a page: its title and its body, tags taken out."""
    body = " ".join(str(block.value) for block in page.body)
    return words(f"{page.title} {unescape(re.sub(r'<[^>]+>', ' ', body))}")


class DemoTests(TestCase):
    """All of them read; what one changes is undone after it."""

    loaded: Loaded

    @classmethod
    def setUpClass(cls) -> None:
        cls.enterClassContext(in_world("demo"))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        with default_storage.open(LOADED) as counts:
            cls.loaded = Loaded(**json.load(counts))

    def test_every_kind_is_there_in_numbers(self) -> None:
        """At least eight clusters, 120 pages of all kinds, 40 of them translated, some 40 images."""
        sources = ContentPage.objects.filter(locale__language_code="fr").count()
        assert Cluster.objects.count() >= 8
        assert self.loaded.pages >= 120
        assert sources >= 110
        kinds = Counter(page.kind for page in Page.objects.live().type(ContentPage).specific())
        assert min(kinds.values()) >= 10
        assert set(kinds) == {"article", "story", "release", "event", "mission"}
        translated = ContentPage.objects.filter(live=True).values_list("translation_key", flat=True)
        assert sum(count > 1 for count in Counter(translated).values()) >= 40
        assert self.loaded.images == len(source.images()) >= 40

    def test_no_two_bodies_share_a_paragraph(self) -> None:
        """Nothing was made by copying: each sentence block stands on one page of one language."""
        seen: dict[str, str] = {}
        for page in [
            *Page.objects.live().type(ContentPage).specific(),
            *StandardPage.objects.filter(live=True),
        ]:
            for block in page.body:
                if block.block_type == "paragraph":
                    text = unescape(re.sub(r"<[^>]+>", " ", str(block.value))).strip()
                    assert text not in seen, f"{page.url_path} repeats {seen[text]}"
                    seen[text] = page.url_path
        assert len(seen) > 1000

    def test_the_manifesto_is_there_word_for_word(self) -> None:
        """Every word of the file but its first line, in its order."""
        page = StandardPage.objects.get(slug="manifeste")
        assert words_of_page(page) == words(" ".join(source.manifesto_lines()))
        markup = " ".join(str(block.value) for block in page.body)
        assert (markup.count("<ol>"), markup.count("<ul>"), markup.count("<li>")) == (2, 2, 17)

    def test_the_manifesto_and_the_standard_pages_exist_in_every_language(self) -> None:
        """Each is real, live, and as long as the French one in paragraphs."""
        pages = StandardPage.objects.filter(live=True).select_related("locale")
        by_key = Counter(page.translation_key for page in pages)
        assert set(by_key.values()) == {4}
        assert len(by_key) >= 5
        manifesto = pages.filter(translation_key=pages.get(slug="manifeste").translation_key)
        assert {page.locale.language_code for page in manifesto} == LANGUAGES
        assert len({len(page.body) for page in manifesto}) == 1

    def test_sections_are_real_pages_with_texts_in_every_language(self) -> None:
        """No alias anywhere; each cluster introduces itself to all readers."""
        assert not Page.objects.exclude(alias_of=None).exists()
        in_work = {
            str(stable_id(draft["key"])) for each in source.sections() for draft in each.get("drafts", [])
        }
        hidden = Page.objects.filter(depth__gt=1, live=False).values_list("translation_key", flat=True)
        assert {str(key) for key in hidden} == in_work
        for model in (HomePage, ClusterPage):
            for page in model.objects.select_related("locale"):
                assert page.summary, page.url_path
        assert all(len(page.body) >= 2 for page in ClusterPage.objects.all())
        per_cluster = Counter(ClusterPage.objects.values_list("cluster", flat=True))
        assert set(per_cluster.values()) == {4}
        assert CharterSignature.objects.count() == Cluster.objects.count()

    def test_addresses_are_made_of_the_titles_of_their_language(self) -> None:
        """wagtail #7255. In Arabic, too: a French address above an Arabic text is read by nobody who reads the text."""
        pages = ContentPage.objects.select_related("locale")
        assert {page.locale.language_code for page in pages} == LANGUAGES
        for page in pages:
            assert is_made_of(page.slug, page.title, SLUG_LENGTH), page.url_path

    def test_images_say_what_they_show_and_who_drew_them(self) -> None:
        """In four languages, with credit, in the cluster's collection, every rendition made."""
        for image in FederationImage.objects.prefetch_related("renditions").select_related("collection"):
            assert set(image.alt_texts) == LANGUAGES, image.title
            assert image.credit
            assert not image.collection.is_root()
            assert {r.filter_spec for r in image.renditions.all()} - set(PRINT_SPECS) == set(ALL_SPECS)
        shown = ContentPage.objects.exclude(lead_image=None).first()
        assert shown is not None
        assert shown.lead_image is not None
        assert is_file_visible(shown.lead_image)

    def test_every_release_has_its_text_to_download(self) -> None:
        """The attachment holds the release's own words and is served to anybody."""
        for release in PressReleasePage.objects.filter(live=True).prefetch_related("attachments__document"):
            assert [a.document for a in release.attachments.all()], release.url_path
        french = PressReleasePage.objects.filter(locale__language_code="fr").first()
        assert french is not None
        document = french.attachments.get().document
        with document.open_file() as file:
            assert french.title in file.read().decode()
        assert is_file_visible(document)

    def test_stories_tell_of_an_organisation_with_figures(self) -> None:
        """A success without who and how much is none."""
        for story in SuccessStoryPage.objects.filter(live=True):
            assert story.organisation is not None
            assert story.results.count() >= 2
            assert all(result.source for result in story.results.all())

    def test_an_editor_who_opens_a_translation_finds_each_segment_translated(self) -> None:
        """wagtail-localize counts no missing segment, and would make the very page that is there."""
        translations = Translation.objects.select_related("source", "target_locale")
        assert translations.count() >= 100
        for translation in translations:
            total, done = translation.get_progress()
            assert total == done > 3, translation
        for translation in translations[::8]:
            page = translation.get_target_instance()
            made = translation.source.get_ephemeral_translated_instance(translation.target_locale)
            now, then = json.loads(page.to_json()), json.loads(made.to_json())
            assert json.loads(now["body"]) == json.loads(then["body"]), page.url_path
            assert sorted(now.get("topics", [])) == sorted(then.get("topics", [])), page.url_path
            for name in ("title", "summary", "lead_image", "organisers", "need", "fair", "contact_note"):
                assert now.get(name) == then.get(name), f"{name} of {page.url_path}"

    def test_nothing_was_published_in_the_future_and_dates_agree(self) -> None:
        """A visitor sees no article of tomorrow; translations carry the date of what they translate."""
        now = timezone.now()
        pages = ContentPage.objects.filter(live=True).select_related("locale")
        assert not pages.filter(first_published_at__gt=now).exists()
        news = pages.exclude(content_type__model__in=["eventpage", "trademissionpage"])
        assert all(page.sort_at == page.first_published_at == page.last_published_at for page in news)
        dates: dict[object, set[object]] = {}
        for page in pages:
            dates.setdefault(page.translation_key, set()).add((page.first_published_at, page.sort_at))
        assert all(len(found) == 1 for found in dates.values())
        for mission in TradeMissionPage.objects.all():
            assert mission.deadline <= mission.starts_on <= mission.ends_on

    def test_the_agenda_is_not_empty_today_nor_a_month_from_now(self) -> None:
        """There is something coming in every cluster today, and still something after sixty days."""
        coming = ContentPage.objects.filter(sort_until__gte=timezone.now())
        agenda = coming.filter(content_type__model__in=["eventpage", "trademissionpage"])
        assert set(agenda.values_list("cluster", flat=True)) == {
            *Cluster.objects.values_list("pk", flat=True),
            None,
        }
        assert EventPage.objects.filter(sort_until__lt=timezone.now()).exists()
        with time_machine.travel(timezone.now() + timedelta(days=60)):
            assert agenda.filter(sort_until__gte=timezone.now()).exists()

    def test_rights_are_as_they_should_be(self) -> None:
        """`check_rights` finds nothing, and each team has its two people."""
        assert deviations() == []
        for cluster in Cluster.objects.all():
            editor = User.objects.get(username=f"redaction.{cluster.code.lower()}")
            publisher = User.objects.get(username=f"publication.{cluster.code.lower()}")
            assert list(editor.groups.all()) == [cluster.editors_group]
            assert list(publisher.groups.all()) == [cluster.publishers_group]
            assert editor.email.endswith(".example")
        assert self.client.login(username="redaction.occ", password=DEMO_PASSWORD)

    def test_one_cluster_has_something_of_each_stage_in_work(self) -> None:
        """Its editor finds what was sent back with the remark, its publisher what waits: by the cluster's workflow."""
        cluster = Cluster.objects.get(code="OCC")
        assert set(WorkflowState.objects.values_list("workflow", "status")) == {
            (cluster.workflow_id, WorkflowState.STATUS_NEEDS_CHANGES),
            (cluster.workflow_id, WorkflowState.STATUS_IN_PROGRESS),
        }
        titles: dict[str, list[str]] = defaultdict(list)
        bundles: list[str] = []
        (own,) = (each for each in source.sections() if each.get("cluster", {}).get("code") == "OCC")
        for draft in own["drafts"]:
            titles[draft["stage"]].append(draft["text"]["fr"]["title"])
            bundles += [draft["bundle"]] if "bundle" in draft else []
        # The publisher is asked to approve what its pages are to appear as, once.
        titles["in_review"] += dict.fromkeys(bundles)
        for name, waiting in (("redaction", "sent_back"), ("publication", "in_review")):
            self.client.force_login(User.objects.get(username=f"{name}.occ"))
            shown = BeautifulSoup(self.client.get(reverse("wagtailadmin_home")).content, "html.parser")
            for panel, stage in (("waiting-section", waiting), ("due-soon-section", "scheduled")):
                found = shown.select(f"#{panel} .dashboard-row__title")
                assert [title.get_text() for title in found] == titles[stage]
            assert bool(shown.select("blockquote")) == (name == "redaction")

    def test_the_search_and_the_reference_index_know_it_all(self) -> None:
        """The usual signals did their work while loading."""
        from search.maintenance.consistency import differences  # noqa: PLC0415

        assert differences() == []
        page = ContentPage.objects.exclude(lead_image=None).order_by("-sort_at").first()
        assert page is not None
        assert (
            ReferenceIndex.get_references_for_object(page)
            .filter(to_object_id=str(page.lead_image_id))
            .exists()
        )

    def test_what_clusters_publish_on_their_own_sites_is_found_and_nobody_is_asked(self) -> None:
        """The filter by source has something to show in two scripts; consent and licence are recorded."""
        for language, word in (("fr", "lecteurs d’écran"), ("ar", "مكتبات رقمية"), ("en", "open data")):
            parameters = {"q": word, "locale": language, "source": "external"}
            results = self.client.get("/api/search/", parameters).json()["results"]
            assert results, word
            assert all(result["publisher"] for result in results)
        voice = {"q": "voix de synthèse en breton", "locale": "fr"}
        first = self.client.get("/api/search/", voice).json()["results"][0]
        assert first["source"] == "site"
        assert [credit["name"] for credit in first["also"]] == ["Le carnet de bord d’EdTech Bretagne"]
        assert not HarvestSource.objects.filter(consent_by="").exists()
        assert not HarvestSource.objects.filter(licence="").exists()
        later = timezone.now() + timedelta(days=90)
        assert not HarvestSource.objects.due(later).exists()
        assert not HarvestedItem.objects.to_visit(later).exists()

    def test_pages_documents_and_feeds_have_counts_of_the_last_sixty_days(self) -> None:
        today = timezone.localdate()
        for model in (PageViewCount, ReferrerCount, DownloadCount, FeedCount, FeedSubscriberCount):
            days = set(model.objects.values_list("day", flat=True))
            assert len(days) >= 55, model
            assert min(days) > today - timedelta(days=60)
            assert max(days) <= today
        assert PageViewCount.objects.count() < 40_000
        viewed = set(PageViewCount.objects.values_list("page_id", flat=True))
        assert set(HomePage.objects.values_list("pk", flat=True)) <= viewed
        for cluster in Cluster.objects.all():
            assert viewed & set(ContentPage.objects.filter(cluster=cluster).values_list("pk", flat=True))
        ahead = PageViewCount.objects.filter(day__lt=today - timedelta(days=30), views__gt=0)
        young = ContentPage.objects.filter(first_published_at__date__gt=today - timedelta(days=30))
        assert not ahead.filter(page_id__in=young.values("pk")).exists(), (
            "nobody saw it before it was published"
        )
