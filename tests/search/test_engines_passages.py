"""What each engine shows of a hit: words marked and escaped, passages of whole sentences."""

import pytest

from search.engines import EntryDocument, SearchEngine

from .test_engines_corpus import INDEX, ask

pytestmark = pytest.mark.django_db


def test_highlights_are_marked_and_escaped(engine: SearchEngine) -> None:
    body = "Bien avant, rien. " * 40 + "Les <b>élèves</b> & leurs professeurs lisent. " + "Après, rien. " * 40
    engine.index(INDEX, [EntryDocument("x", "fr", "<script>alert('élève')</script> L’élève", "Résumé", body)])
    hit = next(hit for hit in ask(engine, "élève").hits if hit.id == "x")
    assert hit.title == (
        "&lt;script&gt;alert(&#x27;<mark>élève</mark>&#x27;)&lt;/script&gt; L’<mark>élève</mark>"
    )
    assert "&lt;b&gt;<mark>élèves</mark>&lt;/b&gt; &amp; leurs" in hit.passage
    assert hit.passage.startswith("… ")
    assert hit.passage.endswith(" …")
    assert len(hit.passage) < 400
    assert ask(engine, "l'intelligence").hits[0].title.endswith("à l’<mark>intelligence</mark> artificielle")
    engine.index(INDEX, [EntryDocument("school", "ar", "المدرسة الصغيرة")])
    schools = {hit.id: hit for hit in ask(engine, "مدرسه", "ar").hits}
    assert "<mark>المدرسة</mark>" in schools["school"].title
    assert "<mark>المدارس</mark>" in schools["ar-teachers"].passage
    engine.index(INDEX, [EntryDocument("town", "ar", "خبر", body="زار الوزير المدرسة الجديدة")])
    (town,) = [hit for hit in ask(engine, "مدارس", "ar").hits if hit.id == "town"]
    assert "<mark>المدرسة</mark>" in town.passage
    assert "<mark>cœur</mark>" in ask(engine, "coeur").hits[0].passage
    assert "<mark>e-learning</mark>" in ask(engine, "elearning").hits[0].passage


def test_a_passage_is_of_sentences_never_of_fields_side_by_side(engine: SearchEngine) -> None:
    """A body has a field a line, as pages give it: a city, a fair, a paragraph, the names of partners."""
    long = "Avant le départ, chaque entreprise prépare ses entretiens avec un mentor du pays. "
    met = "Les entreprises retenues rencontrent les écoles de Dakar le matin."
    body = f"Dakar\nSalon du quadrivium\n{long * 4}{met} {long * 4}\nChambre de commerce\nLe cluster paie l’avion."
    engine.index(INDEX, [EntryDocument("trip", "fr", "Une mission", "Cinq jours pour convaincre.", body)])

    def passage(query: str) -> str:
        (hit,) = [hit for hit in ask(engine, query).hits if hit.id == "trip"]
        return hit.passage

    assert passage("rencontrent Dakar").startswith(
        f"… {met}".replace("rencontrent", "<mark>rencontrent</mark>")[:40]
    )
    assert "Salon" not in passage("Dakar")
    assert passage("avion commerce") == "Le cluster paie l’<mark>avion</mark>."
    # The name of a fair is no sentence: the summary is one.
    assert passage("quadrivium") == "Cinq jours pour convaincre."
    assert passage("retenues").endswith((". …", "."))


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ("Dupont", "Le jury, que préside depuis le printemps M. Dupont, a retenu trois projets."),
        ("règlement", "Les candidats lisent aussi le règlement à la p. 4 et à l’art. 12 du guide."),
        ("Rousseau", "La mission part de la place J.-J. Rousseau, devant la gare, à huit heures."),
    ],
)
def test_a_shortened_word_ends_no_sentence(engine: SearchEngine, found: str, text: str) -> None:
    around = "Une phrase qui ne dit rien de ce que l’on cherche ici, et qui est assez longue. "
    engine.index(
        INDEX, [EntryDocument("jury", "fr", "Un jury", "Un résumé.", f"{around * 4}{text} {around * 4}")]
    )
    (hit,) = [hit for hit in ask(engine, found).hits if hit.id == "jury"]
    plain = hit.passage.replace("<mark>", "").replace("</mark>", "")
    assert text in plain


def test_a_line_that_is_only_drawn_is_no_summary(engine: SearchEngine) -> None:
    """Arabic pages part their texts by a line of the letter that lengthens words."""
    body = "زار الوزير المدينة مساء أمس."
    for identifier, drawn in (("tatweel", "ـ" * 20), ("dashes", "— _ —")):
        engine.index(INDEX, [EntryDocument(identifier, "ar", "قلمسان", drawn, body)])
    assert {hit.id: hit.passage for hit in ask(engine, "قلمسان", "ar").hits} == {
        "tatweel": body,
        "dashes": body,
    }
