"""Words that visitors look for in vain are proposed to the thesaurus in one click; its team decides, at once."""

from typing import ClassVar
from unittest import mock

from django.test import Client, TestCase
from django.urls import reverse
from lxml import html

from clusters.models import Cluster, Federation
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.users.models import User
from search.models import ConceptProposal, ThesaurusConcept
from tests.clusters.answers import shown_messages
from tests.clusters.test_permissions_rows import LANGUAGES, signed_in, was_refused
from tests.factories import make_article, make_cluster, make_user
from tests.search.statistics.support import add
from tests.search.test_thesaurus import found

REPORT = "search_report"


class Case(TestCase):
    """A page that nobody finds by its other name, and a report that says so."""

    federation: ClassVar[Federation]
    cluster: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.federation = Federation.load()
        cls.cluster = make_cluster("mots", "MOT")
        make_article(cls.cluster, title="Le cahier bleu", slug="bleu")
        make_user("nora", cls.cluster)
        make_user("fred", cls.federation)
        add("zorglub", 4, without_result=4)
        add("robot", 5)

    def as_(self, name: str) -> Client:
        """A browser in which this person is signed in."""
        return signed_in(User.objects.get(username=name))

    def buttons(self, client: Client, query: str = "") -> list[dict[str, str]]:
        """What each button of the report sends."""
        page = html.fromstring(client.get(reverse(REPORT) + query).content.decode())
        return [
            {field.get("name", ""): field.get("value", "") for field in sent.xpath(".//input")}
            for sent in page.xpath(f"//form[@action='{reverse('propose_concept')}']")
        ]

    def proposed(self, words: str = "zorglub") -> ConceptProposal:
        """A proposal that waits."""
        return ConceptProposal.objects.create(words=words, language="fr", labels={"fr": words})

    def decide(self, proposal: ConceptProposal, state: str, concept: object = "", **labels: str) -> object:
        """The federation's team sends the form."""
        sent = {f"labels_{code}": labels.get(code, "") for code in LANGUAGES}
        self.response = self.as_("fred").post(
            reverse("concept_proposals:edit", args=[proposal.pk]),
            {"state": state, "concept": str(concept), **sent},
        )
        proposal.refresh_from_db()
        return self.response.status_code


class TestProposing(Case):
    def test_one_click_in_the_report_proposes_and_comes_back(self) -> None:
        """A cluster's editor, too. Only what found nothing has a button, and it goes when it was used."""
        client = self.as_("nora")
        (sent,) = self.buttons(client, "?language=fr&outcome=nothing")
        response = client.post(reverse("propose_concept"), sent)
        assert response["Location"] == f"{reverse(REPORT)}?language=fr&outcome=nothing"
        assert "« zorglub » est proposé au thésaurus" in shown_messages(response)
        proposal = ConceptProposal.objects.get()
        assert (proposal.words, proposal.language, str(proposal.proposed_by)) == (
            "zorglub",
            "fr",
            str(User.objects.get(username="nora")),
        )
        assert self.buttons(client) == []
        assert "À examiner" in client.get(reverse(REPORT)).content.decode()
        assert "était déjà proposé" in shown_messages(client.post(reverse("propose_concept"), sent))
        assert ConceptProposal.objects.count() == 1

    def test_what_is_no_label_is_refused_with_the_reason(self) -> None:
        for words, language, said in (
            ("environnement numerique de travail", "fr", "est déjà un libellé de"),
            ("le", "fr", "trop courant"),
            ("", "fr", "requis"),
            ("x" * 81, "fr", "81"),
            ("robot", "de", "choix"),
        ):
            with self.subTest(words=words):
                sent = {"words": words, "language": language}
                response = self.as_("nora").post(reverse("propose_concept"), sent)
                assert response["Location"] == reverse(REPORT)
                assert said in shown_messages(response)
        assert not ConceptProposal.objects.exists()

    def test_words_that_the_report_does_not_show_as_searched_in_vain_are_refused(self) -> None:
        """Rare ones, those that found something, those of another language, and whatever somebody types."""
        add("perlimpin", 2, without_result=2)
        for words, language in (("perlimpin", "fr"), ("robot", "fr"), ("zorglub", "es"), ("inventé", "fr")):
            with self.subTest(words=words):
                sent = {"words": words, "language": language}
                response = self.as_("nora").post(reverse("propose_concept"), sent)
                assert "une recherche sans résultat" in shown_messages(response)
        assert not ConceptProposal.objects.exists()

    def test_it_leads_back_to_the_report_whatever_is_sent(self) -> None:
        sent = {"words": "zorglub", "language": "fr", "came_from": "//evil.example/\r\nX: y"}
        response = self.as_("nora").post(reverse("propose_concept"), sent)
        assert response["Location"].startswith(f"{reverse(REPORT)}?")
        assert "\n" not in response["Location"]


class TestDeciding(Case):
    def test_accepted_labels_of_a_concept_that_is_there_are_used_by_the_next_search(self) -> None:
        concept = ThesaurusConcept.objects.create(key="cahier", labels={"fr": "cahier bleu"})
        assert found("zorglub") == set()
        proposal = self.proposed()
        assert self.decide(proposal, "accepted", concept.pk, fr="Zorglub", en="blue book") == 302
        assert found("zorglub") == {"Le cahier bleu"}
        concept.refresh_from_db()
        assert concept.all_labels() == {"fr": ("cahier bleu", "Zorglub"), "en": ("blue book",)}
        assert (proposal.concept, str(proposal.decided_by)) == (
            concept,
            str(User.objects.get(username="fred")),
        )
        assert reverse("thesaurus:edit", args=[concept.pk]) in shown_messages(self.response)

    def test_without_a_concept_they_are_a_new_one(self) -> None:
        ThesaurusConcept.objects.create(key="zorglub", labels={"es": "otro"})
        proposal = self.proposed()
        assert self.decide(proposal, "accepted", fr="zorglub\ncahier bleu") == 302
        assert proposal.concept
        assert proposal.concept.key == "zorglub-2"
        assert found("zorglub") == {"Le cahier bleu"}

    def test_what_is_turned_down_changes_nothing_and_is_not_offered_again(self) -> None:
        before = ThesaurusConcept.objects.count()
        proposal = self.proposed()
        assert self.decide(proposal, "refused", fr="zorglub") == 302
        assert (proposal.state, ThesaurusConcept.objects.count()) == ("refused", before)
        client = self.as_("nora")
        assert self.buttons(client) == []
        assert "Écartée" in client.get(reverse(REPORT)).content.decode()

    def test_labels_that_no_search_could_use_come_back_as_they_were_typed(self) -> None:
        before = ThesaurusConcept.objects.count()
        proposal = self.proposed()
        assert self.decide(proposal, "accepted", fr="cahier\n???", en="typed in English") == 200
        assert "ne contient aucun mot" in " ".join(self.response.context["form"].errors["labels"])
        shown = self.response.content.decode()
        assert "???" in shown
        assert "typed in English" in shown
        assert self.decide(proposal, "accepted", "999999", fr="zorglub") == 200
        assert self.decide(proposal, "accepted") == 200
        assert (proposal.state, ThesaurusConcept.objects.count()) == ("proposed", before)

    def test_what_is_accepted_is_decided(self) -> None:
        proposal = self.proposed()
        self.decide(proposal, "accepted", fr="zorglub\ncahier bleu")
        assert self.decide(proposal, "refused", fr="zorglub") == 200
        assert "modifiez le concept" in self.response.content.decode()
        assert proposal.state == "accepted"

    def test_who_decides_too_late_is_told_so(self) -> None:
        """Somebody has accepted it between the form and its checks, and the answer."""
        proposal = self.proposed()
        record = ConceptProposal.record_decision

        def after_another(late: ConceptProposal, user: User) -> bool:
            early = ConceptProposal.objects.get()
            early.state, early.labels = "accepted", TranslatedText({"fr": "zorglub\ncahier bleu"})
            record(early, user)
            early.save()
            return record(late, user)

        with mock.patch.object(ConceptProposal, "record_decision", after_another):
            assert self.decide(proposal, "refused", fr="zorglub") == 302
        said = shown_messages(self.response)
        assert "avant vous" in said
        assert "est enregistrée" not in said.replace("n’est pas enregistrée", "")
        assert proposal.state == "accepted"

    def test_a_concept_that_is_deleted_meanwhile_is_said_and_nothing_written(self) -> None:
        concept = ThesaurusConcept.objects.create(key="cahier", labels={"fr": "cahier bleu"})
        proposal = self.proposed()
        record = ConceptProposal.record_decision

        def after_deletion(late: ConceptProposal, user: User) -> bool:
            ThesaurusConcept.objects.filter(key="cahier").delete()
            return record(late, user)

        before = ThesaurusConcept.objects.count()
        with mock.patch.object(ConceptProposal, "record_decision", after_deletion):
            assert self.decide(proposal, "accepted", concept.pk, fr="zorglub") == 200
        assert "Le thésaurus a changé" in self.response.content.decode()
        assert (proposal.state, ThesaurusConcept.objects.count()) == ("proposed", before)

    def test_a_label_that_another_concept_has_is_warned_of(self) -> None:
        ThesaurusConcept.objects.create(key="cahier", labels={"fr": "cahier bleu"})
        self.decide(self.proposed(), "accepted", fr="zorglub\ncahier bleu")
        assert "« cahier bleu » est aussi un libellé de" in shown_messages(self.response)

    def test_the_history_of_the_concept_tells_who_changed_it(self) -> None:
        concept = ThesaurusConcept.objects.create(key="cahier", labels={"fr": "cahier bleu"})
        proposal = self.proposed()
        self.decide(proposal, "accepted", concept.pk, fr="zorglub")
        lines = self.as_("fred").get(reverse("thesaurus:history", args=[concept.pk])).context["object_list"]
        assert [(line.action, line.user.username) for line in lines] == [("wagtail.edit", "fred")]


class TestRights(Case):
    def test_clusters_teams_read_and_decide_nothing(self) -> None:
        proposal = self.proposed()
        proposal.proposed_by = make_user("ines", make_cluster("ailleurs", "AIL"))
        proposal.save()
        client = self.as_("nora")
        page = client.get(reverse("concept_proposals:index")).content.decode()
        address = reverse("concept_proposals:edit", args=[proposal.pk])
        assert "zorglub" in page
        assert address not in page
        assert "ines" not in page, "who proposed is of another cluster"
        assert "Proposé par" not in page
        shown = self.as_("fred").get(reverse("concept_proposals:index")).content.decode()
        assert "ines" in shown
        assert was_refused(client.get(address))
        assert was_refused(client.post(address, {"state": "accepted", "labels_fr": "zorglub"}))
        proposal.refresh_from_db()
        assert proposal.state == "proposed"

    def test_only_the_report_proposes_and_only_to_who_reads_it(self) -> None:
        User.objects.create_superuser("root", "root@people.example", "x")
        for name in ("fred", "root"):
            client = self.as_(name)
            assert was_refused(client.get(reverse("concept_proposals:add"))), name
            assert (
                reverse("concept_proposals:add")
                not in client.get(reverse("concept_proposals:index")).content.decode()
            )
        assert self.as_("nora").get(reverse("propose_concept")).status_code == 405
        make_user("solo", None)
        sent = {"words": "zorglub", "language": "fr"}
        self.as_("nora").post(reverse("propose_concept"), sent | {"words": "tapé à la main"})
        assert self.as_("solo").post(reverse("propose_concept"), sent).status_code in (302, 403)
        assert Client().post(reverse("propose_concept"), sent).status_code in (302, 403)
        assert not ConceptProposal.objects.exists()
