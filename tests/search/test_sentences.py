"""A whole question is no list of conditions: its words are optional, and the rarest decide; on each engine."""

import pytest

from search.engines import Concept, EntryDocument, SearchEngine
from search.engines.expansion import expand
from search.engines.labels import Thesaurus
from search.engines.query import parse

from .test_engines_corpus import INDEX, ask, found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "language", "sentence"),
    [
        ("Comment mesurer la salinité de l’eau avec des élèves ?", "fr", True),
        ("mesurer salinité eau élèves", "fr", False),
        ("mesurer salinité eau élèves ?", "fr", True),
        ("mesurer salinité eau élèves mer bateau", "fr", True),
        ("la salinité de l’eau", "fr", False),
        ("Qui mesure la salinité de l’eau ?", "fr", True),
        ("la salinité de l’eau ?", "fr", False),
        ("How can fishers study for a certificate at sea", "en", True),
        ("كيف يقيس التلاميذ ملوحة ماء البحر؟", "ar", True),
        ("", "fr", False),
    ],
)
def test_what_is_a_sentence(text: str, language: str, sentence: bool) -> None:
    assert parse(text, language).sentence is sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("existe-t-il", ["existe"]),
        ("Puis-je", ["Puis"]),
        ("dois-je", ["dois"]),
        ("a-t-elle", ["a"]),
        ("un rendez-vous", ["un", "rendez vous"]),
        ("e-learning", ["e learning"]),
        ("vis-à-vis", ["vis à vis"]),
    ],
)
def test_pronouns_on_a_french_verb_are_left_out(text: str, words: list[str]) -> None:
    assert [" ".join(word.parts) for word in parse(text, "fr").words] == words


def test_words_of_small_words_are_small() -> None:
    assert [word.stop for word in parse("qu’est-ce que peut-on dois-je existe-t-il", "fr").words] == [
        True,
        True,
        True,
        True,
        False,
    ]
    # Nor are they a condition.
    assert len(expand(parse("peut-on visiter", "fr"), "fr", "fr", Thesaurus()).words) == 1


def test_a_question_finds_what_answers_before_what_shares_common_words(engine: SearchEngine) -> None:
    common = [
        EntryDocument(f"common-{n}", "fr", "Les élèves et leur école", "", "Une classe.") for n in range(8)
    ]
    engine.index(
        INDEX, [*common, EntryDocument("salt", "fr", "La salinité", "", "Des élèves la mesurent en mer.")]
    )
    question = "Comment les élèves de l’école peuvent-ils mesurer la salinité dans une classe ?"
    result = ask(engine, question)
    assert result.relaxed
    assert result.hits[0].id == "salt"
    assert {hit.id for hit in result.hits} >= {"salt", "common-0", "common-7"}
    # Of a few words, too, those that nothing has are left out (ADR 0066).
    assert found(engine, "salinité trottinette parapluie") == ["salt"]


def test_of_a_list_of_words_what_has_all_comes_first_then_what_has_some(engine: SearchEngine) -> None:
    engine.index(
        INDEX,
        [
            EntryDocument("three", "fr", "Trottinette, parapluie, quadrivium"),
            EntryDocument("two", "fr", "Trottinette, parapluie"),
            EntryDocument("one", "fr", "Trottinette"),
        ],
    )
    for words, ids in (
        ("trottinette parapluie quadrivium", ["three", "two", "one"]),
        ("trottinette parapluie quadrivium samovar", ["three", "two", "one"]),
        ("samovar xylophone quadrivium parapluie", ["three", "two"]),
        ("samovar xylophone clavecin quadrivium", ["three"]),
        ("samovar xylophone clavecin", []),
    ):
        result = ask(engine, words)
        assert [hit.id for hit in result.hits] == ids
        assert result.relaxed is (bool(ids) and "samovar" in words)
        assert result.total == len(ids)
        assert result.complete == (0 if "samovar" in words else 1)
    # A question is content with one of its words where nothing has two.
    question = ask(engine, "Où trouver une trottinette, un samovar ou un xylophone ?")
    assert sorted(hit.id for hit in question.hits) == ["one", "three", "two"]


def test_what_is_said_twice_counts_twice(engine: SearchEngine) -> None:
    engine.index(INDEX, [EntryDocument("a", "fr", "Trottinette"), EntryDocument("z", "fr", "Quadrivium")])
    question = "Que dire du quadrivium, un quadrivium, sans trottinette, samovar, clavecin, xylophone ?"
    assert [hit.id for hit in ask(engine, question).hits] == ["z", "a"]


def test_what_a_text_says_more_often_weighs_more_and_ever_less_so(engine: SearchEngine) -> None:
    """By BM25's curve on each engine, which PostgreSQL's own ranking is flatter than."""
    times = {"once": 1, "twice": 2, "often": 8}
    # Longer than others, where the curve is less bent.
    texts = {name: ["trottinette"] * said + ["alpha", "beta"] * 40 for name, said in times.items()}
    engine.index(
        INDEX, [EntryDocument(name, "fr", "", "", " ".join(words[:80])) for name, words in texts.items()]
    )
    question = "Où trouver une trottinette, un samovar ou un xylophone ?"
    scores = {hit.id: hit.score for hit in ask(engine, question).hits}
    assert 1.3 < scores["twice"] / scores["once"] < 2
    assert 1.8 < scores["often"] / scores["once"] < 4


def test_small_words_make_no_room_scarce(engine: SearchEngine) -> None:
    """Of a pasted text, its small words are left out first."""
    engine.index(INDEX, [EntryDocument("last", "fr", "Quadrivium et samovar")])
    text = "dans la trottinette et le parapluie, " * 8 + "sans le quadrivium et le samovar"
    assert found(engine, text) == ["last"]


def test_exclusions_stay_conditions_of_a_question(engine: SearchEngine) -> None:
    question = "Où se tient la formation des bibliothécaires à l’école privée ?"
    assert found(engine, question) == ["fr-salon", "fr-formation"]
    assert found(engine, question + " -lyon") == []
    # What somebody said is no condition.
    quoted = 'Où se tient la "formation permanente" des bibliothécaires à l’école privée ?'
    assert found(engine, quoted) == ["fr-salon"]


@pytest.mark.parametrize(
    "question", ["Quels articles sur PIX dans les écoles ?", "Que dit l’école, ou H5P, d’articles ?"]
)
def test_a_name_in_capitals_is_enough_of_a_question(engine: SearchEngine, question: str) -> None:
    """Who asks for articles on PIX wants what says PIX, not what says article."""
    # As many as a page has two words: one of the others is not enough.
    common = [
        EntryDocument(f"common-{n}", "fr", "Des articles d’écoles", "", "Une classe.") for n in range(10)
    ]
    named = [EntryDocument("pix", "fr", "Le certificat PIX"), EntryDocument("h5p", "fr", "Un exercice H5P")]
    engine.index(INDEX, [*common, *named])
    name = "pix" if "PIX" in question else "h5p"
    result = ask(engine, question, page_size=20)
    assert result.hits[0].id == name
    assert {hit.id for hit in result.hits} == {name, *(f"common-{n}" for n in range(10))}
    assert result.total == 11
    # Where all is in capitals, they say nothing.
    assert name not in found(engine, question.upper() + " -lyon")


def test_a_name_in_latin_capitals_is_one_among_arabic_words(engine: SearchEngine) -> None:
    texts = {"pix": "شهادة PIX", "words": "المدارس والتلاميذ"}
    engine.index(INDEX, [EntryDocument(name, "ar", title) for name, title in texts.items()])
    question = "كيف يستعمل التلاميذ PIX في المدارس الثانوية؟"
    # Another has one of its words.
    assert {"pix", "words"} <= set(found(engine, question, "ar"))


def test_a_sentence_of_one_word_finds_it(engine: SearchEngine) -> None:
    engine.index(INDEX, [EntryDocument("pix", "fr", "Le certificat PIX")])
    assert found(engine, "Le PIX, c’est PIX, mais quel PIX ?") == ["pix"]


def test_a_passage_in_quotes_weighs_as_all_its_words(engine: SearchEngine) -> None:
    """Somebody who pastes a reference wants the text of that title, not what shares its initials and years."""
    texts = [
        EntryDocument("title", "fr", "Un quadrivium pour demain matin"),
        EntryDocument("others", "fr", "Lettre de Dupont"),
        EntryDocument("apart", "fr", "Demain matin", "", "Pour un parapluie, le quadrivium."),
    ]
    engine.index(INDEX, texts)
    question = "Dupont et Martin, « un quadrivium pour demain matin », lettre au forum, bulletin 21"
    assert found(engine, question)[0] == "title"
    # Alone it is enough, though others have two words.
    assert "title" in found(engine, "Qu’ont dit Dupont et Martin du clavecin : « pour demain matin » ?")


def test_rarity_is_that_of_the_language(engine: SearchEngine) -> None:
    """A word that is everywhere in English weighs nothing there, however rare it is in the whole index."""
    english = [EntryDocument(f"en-{n}", "en", "The campus opens", "", "Nothing else.") for n in range(6)]
    french = [EntryDocument(f"fr-{n}", "fr", "Une autre page", "", f"Numéro {n}.") for n in range(60)]
    rare = EntryDocument("zz", "en", "A robot", "", "It stands in the garden.")
    engine.index(INDEX, [*english, *french, rare])
    result = ask(engine, "campus garden", "en")
    assert result.relaxed
    assert result.hits[0].id == "zz"


def test_an_acronym_makes_no_sentence_of_a_few_words() -> None:
    """Engines decide by what was typed what is a condition; what the thesaurus tells apart does not change it."""
    parsed = parse("AI pour enseignants bretons lycées", "fr")
    told = Thesaurus([Concept("ai", {"en": ("AI",)})]).told_apart(parsed)
    assert told.words[0].acronym
    assert (parsed.sentence, told.sentence) == (False, False)
