"""No page is published with people who have not agreed, nor a release with a file that nobody is credited for."""

import json

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from clusters.models import Cluster
from clusters.publishing.may_publish import may_publish
from clusters.publishing.refusal import PublicationRefused
from fedcms.core.pages.publication import Way
from fedcms.media.models import Consent, FederationDocument, FederationImage
from news.models import ArticlePage, ReleaseAttachment
from tests.factories import make_article, make_cluster, make_release, make_user, publish

pytestmark = pytest.mark.django_db


def image(cluster: Cluster, **fields: object) -> FederationImage:
    """In the cluster's library."""
    return FederationImage.objects.create(
        **({"title": "Le salon", "file": get_test_image_file(), "collection": cluster.collection} | fields)
    )


def document(cluster: Cluster, **fields: object) -> FederationDocument:
    """In the cluster's library."""
    file = ContentFile(b"%PDF-1.7", name="kit.pdf")
    return FederationDocument.objects.create(
        **({"title": "Dossier", "file": file, "collection": cluster.collection} | fields)
    )


def reasons(page: ArticlePage) -> list[str]:
    """Why it may not be published."""
    decision = may_publish(page, page.save_revision(), None, Way.API, is_allowed=True)
    return [part.reason for refusal in decision.refusals for part in refusal.parts]


@pytest.mark.parametrize("consent", ["", *Consent.values])
def test_only_a_consent_that_is_known_to_lack_holds_a_page_back(loire: Cluster, consent: str) -> None:
    page = make_article(loire, live=False, lead_image=image(loire, consent=consent))
    assert reasons(page) == (["consent_missing"] if consent == Consent.MISSING else [])


@pytest.mark.parametrize("block", ["image", "gallery", "documents"])
def test_wherever_it_stands_in_the_text(loire: Cluster, block: str) -> None:
    shown = image(loire, consent=Consent.MISSING)
    illustration = {"image": {"image": shown.pk, "decorative": True, "alt_text": ""}, "caption": ""}
    values = {
        "image": illustration,
        "gallery": {"title": "", "images": [illustration, illustration]},
        "documents": {"title": "", "documents": [document(loire, consent=Consent.MISSING).pk]},
    }
    page = make_article(loire, live=False)
    page.body = json.dumps([{"type": block, "value": values[block]}])
    assert reasons(page) == ["consent_missing"]


def test_an_editor_reads_why_and_publishes_once_it_is_recorded(loire: Cluster) -> None:
    shown = image(loire, consent=Consent.MISSING)
    page = make_article(loire, live=False, lead_image=shown)
    with pytest.raises(PublicationRefused, match="dont l’accord manque"):
        publish(page)
    page.refresh_from_db()
    assert not page.live
    shown.consent = Consent.RECORDED
    shown.save()
    assert publish(page).live


def test_a_release_credits_each_of_its_files(loire: Cluster) -> None:
    release = make_release(loire, live=False, lead_image=image(loire))
    release.attachments.add(ReleaseAttachment(document=document(loire)))
    assert reasons(release) == ["credit_missing", "credit_missing"]
    FederationImage.objects.update(credit="Ana Pérez")
    FederationDocument.objects.update(credit="Studio")
    assert reasons(release) == []
    article = make_article(loire, live=False, lead_image=image(loire))
    assert reasons(article) == []


def test_what_a_public_release_has_already_keeps_it_from_no_correction(loire: Cluster) -> None:
    shown = image(loire, credit="Ana Pérez")
    release = make_release(loire, lead_image=shown)
    FederationImage.objects.update(credit="")
    release.title = "Corrigé"
    assert reasons(release) == []
    release.attachments.add(ReleaseAttachment(document=document(loire)))
    assert reasons(release) == ["credit_missing"]


def test_a_public_page_is_corrected_although_a_consent_was_withdrawn(loire: Cluster) -> None:
    """Also that of another cluster, whose publishers know nothing of it; a second such file is refused."""
    shown = image(loire, licence="cc-by")
    page = make_article(make_cluster("ouest", "OUE"), lead_image=shown)
    FederationImage.objects.update(consent=Consent.MISSING)
    page.title = "Corrigé"
    assert publish(page).live
    page.body = json.dumps(
        [{"type": "documents", "value": {"title": "", "documents": [document(loire, consent="missing").pk]}}]
    )
    assert reasons(page) == ["consent_missing"]


def test_the_site_shows_no_file_for_which_a_consent_is_missing(loire: Cluster) -> None:
    shown = image(loire, title="Le salon", alt_texts={"fr": "Deux enfants au salon"})
    paper = document(loire, title="Portraits")
    documents = {"type": "documents", "value": {"title": "", "documents": [paper.pk]}}
    page = make_article(loire, lead_image=shown, body=json.dumps([documents]))
    addresses = [f"/media/{shown.file.name}", shown.get_rendition("width-400|format-webp").url, paper.url]

    def seen() -> tuple[list[int], list[bool]]:
        html = Client().get(page.url).content.decode()
        statuses = [Client().get(address).status_code for address in addresses]
        return statuses, [words in html for words in ("Deux enfants au salon", "Portraits")]

    assert seen() == ([200, 200, 200], [True, True])
    for file in (shown, paper):
        file.consent = Consent.MISSING
        file.save()
    assert seen() == ([404, 404, 404], [False, False])
    for file in (shown, paper):
        file.consent = Consent.RECORDED
        file.save()
    assert seen() == ([200, 200, 200], [True, True])


def test_who_may_not_change_a_file_reads_whom_to_ask(loire: Cluster) -> None:
    other = make_cluster("ouest", "OUE")
    nora, paul = make_user("nora", loire, "publisher"), make_user("paul", other, "publisher")
    page = make_release(other, live=False, lead_image=image(loire, consent=Consent.MISSING))
    for person, is_own in ((paul, False), (nora, True)):
        decision = may_publish(page, page.save_revision(), person, Way.API, is_allowed=True)
        words = [str(part) for refusal in decision.refusals for part in refusal.parts]
        assert len(words) == 2
        for sentence in words:
            assert (str(loire) in sentence) is not is_own
            assert ("bibliothèque" in sentence) is is_own


@pytest.mark.parametrize(
    ("licence", "reuse", "is_named"),
    [
        ("press", "everyone", False),
        ("press", "press", False),
        ("cc-by", "everyone", False),
        ("cc-by", "press", True),
    ],
)
def test_a_release_names_a_limit_of_reuse_that_its_licence_does_not(
    loire: Cluster, licence: str, reuse: str, *, is_named: bool
) -> None:
    paper = document(loire, credit="Studio", licence=licence, reuse=reuse)
    release = make_release(loire)
    release.attachments.add(ReleaseAttachment(document=paper))
    html = Client().get(publish(release).url).content.decode()
    assert str(paper.get_licence_display()) in html
    assert ("La presse seulement" in html) is is_named
    assert "Tout le monde" not in html


def test_the_library_finds_what_lacks_a_consent(loire: Cluster) -> None:
    officer = Client()
    officer.force_login(make_user("nora", loire))
    image(loire, title="Photo sans accord", consent=Consent.MISSING)
    image(loire, title="Photo de personne", consent=Consent.NOBODY)
    image(loire, title="Photo sans rien")
    for value, found in (("missing", "Photo sans accord"), ("unknown", "Photo sans rien")):
        shown = officer.get(reverse("wagtailimages:index_results"), {"consent": value}).content.decode()
        assert found in shown
        assert "Photo de personne" not in shown


def test_one_form_gives_many_files_all_rights(loire: Cluster) -> None:
    officer = Client()
    officer.force_login(make_user("nora", loire))
    first, second = image(loire, source="Ailleurs"), image(loire)
    where = reverse("wagtail_bulk_action", args=["media", "federationimage", "rights"])
    form = {"reuse": "press", "territory": "France", "consent": "recorded"}
    officer.post(f"{where}?id={first.pk}&id={second.pk}&next=/admin/images/", form)
    rows = FederationImage.objects.order_by("pk").values_list("reuse", "territory", "consent", "source")
    assert list(rows) == [("press", "France", "recorded", "Ailleurs"), ("press", "France", "recorded", "")]


def test_a_form_says_that_nobody_has_said_whether_people_agreed(loire: Cluster) -> None:
    officer = Client()
    officer.force_login(make_user("nora", loire))
    for screen in ("wagtailimages:add", "wagtaildocs:add"):
        assert (
            '<option value="" selected>Non précisé</option>' in officer.get(reverse(screen)).content.decode()
        )
