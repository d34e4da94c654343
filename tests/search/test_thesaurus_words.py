"""The words of the seed: none takes an everyday word for something else, and different things are no synonyms."""

import pytest

from search.engines.documents import Concept
from search.engines.labels import Thesaurus
from search.engines.query import parse
from search.thesaurus.seed import seed_concepts

# Words that mean nothing of this field, or something else than a label of another language that looks like them, or
# that an acronym of their own language spells.
EVERYDAY = {
    "fr": """
        agréger alternatif alternative alternatives bec becs cames cèpes code codes confère constructif
        constructive consul digital digitale dut émettre émis embargo entrevoir exposé exposer généralisé
        harmonie harmoniser hybride hybrides licite masse masses masser mec mécanique pixels quille récit
        récits réciter ticket tickets vétérinaire wifes coordination fin pain chair sale habit four coin
        main pour sensible attendre assister rester librairie lecture location journée blessé actuel
        actuellement éventuel éventuellement collège collèges
    """,
    "en": """
        adhesion adhesive alternative alternatives alternate bec cames capes capable college colleges
        constructive consular code codes digital digit digits doctor doctors expose exposed exposure harm
        harmed harmony hybrid hybrids lectures library mass masses massed mec networking normal normalized
        pain pixels remedy remedies renata receipt ticket tickets vet vets wife wives wine actual eventual
        sensible attend assist rest location formation journal journey alumna agency aggregate attestation
        commerce concourse concurrence chair coin demand agenda figure
    """,
    "es": """
        adhesivo agrega agregar alterna alternas alternativa alternativo alumna alumnas code college
        constructiva constructivo currículum currículo digital digitales doctor doctora doctores embargo
        entrever estando estándar estándares harina lícito masa masas mass nota notas pisa pisas quizá
        quizás renata rector secular seculares ticket tickets wife éxito asistir carpeta librería largo
        constipado embarazada realizar sopa vaso colegio colegios carrera pie
    """,
}


def thesaurus() -> Thesaurus:
    return Thesaurus(Concept(concept.key, concept.all_labels()) for concept in seed_concepts())


@pytest.mark.parametrize("language", EVERYDAY)
def test_an_everyday_word_is_no_label_of_any_language(language: str) -> None:
    """As it is typed and folded: "college" on the English pages is no French "collège", "récit" no network."""
    known = thesaurus()
    taken = {}
    for word in EVERYDAY[language].split():
        _length, concepts = known.match(parse(word, language).words, 0, language)
        if concepts:
            taken[word] = [concept.key for concept in concepts]
    assert taken == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ChatGPT", "Mistral AI"),
        ("ICESCO", "ALECSO"),
        ("Union africaine", "Banque africaine de développement"),
        ("EduConnect", "FranceConnect"),
        ("TOEFL", "DELF"),
        ("DELF", "TCF"),
        ("PISA", "TIMSS"),
        ("TIMSS", "PIRLS"),
        ("CAPES", "CRPE"),
        ("STI2D", "STMG"),
        ("DOI", "ORCID"),
        ("FEDER", "Fonds social européen"),
        ("Institut français", "Alliance française"),
        ("eduroam", "RENATER"),
        ("droit à l’effacement", "droit d’accès aux données"),
        ("rançongiciel", "cyberattaque"),
        ("éducation à la santé", "éducation à la sexualité"),
        ("pseudonymisation", "anonymisation"),
        ("Horizon Europe", "Horizon 2020"),
        ("conseil d’école", "conseil de classe"),
    ],
)
def test_who_asks_for_one_thing_is_not_answered_with_another(one: str, other: str) -> None:
    concepts = seed_concepts()
    with_one = [concept for concept in concepts if one in concept.labels_in("fr")]
    with_other = [concept for concept in concepts if other in concept.labels_in("fr")]
    assert (len(with_one), len(with_other)) == (1, 1)
    assert with_one != with_other
