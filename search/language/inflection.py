"""Leads plurals and feminines back to the form that the stemmers of Snowball start from, in four languages.

Snowball takes endings off by letters alone: it keeps the plural of short words (`emplois`, `ojos`), takes the end of
others for that of a verb (`petit`, `lugar`), and knows no word that changes inside (`children`, `مدارس`). Words here
are folded.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

# French words in -s or -x that are no plural, where the word without it is another; and names.
_FR_WORDS = """
    paris cours mois fois fils sens temps corps pays bras bas gras gros tas pas dos os vis avis bus gens sus
    choix voix noix prix croix paix faux doux roux poids puits repas
"""
_FR_FORMS = """
    travaux:travail vitraux:vitrail coraux:corail baux:bail emaux:email yeux:oeil cieux:ciel noyaux:noyau
    tuyaux:tuyau joyaux:joyau boyaux:boyau nouvelle:nouveau belle:beau jumelle:jumeau vieille:vieux longue:long
    publique:public grecque:grec turque:turc blanche:blanc franche:franc seche:sec fraiche:frais douce:doux
    fausse:faux rousse:roux grosse:gros basse:bas epaisse:epais folle:fou molle:mou favorite:favori
    diverse:divers chevaux:cheval parfaite:parfait
"""
# Words in -eux that are plurals; others are adjectives of one form (`heureux`).
_FR_EU = re.compile(
    "^(?:jeux|enjeux|feux|lieux|milieux|voeux|aveux|adieux|cheveux|neveux|pneux|bleux|essieux|epieux)$"
)
_ES_WORDS = """
    pais mes tres dos mas crisis tesis analisis sintesis virus campus bus autobus gas gratis lunes martes miercoles
    jueves viernes interes ingles frances portugues compas atras detras ademas paris aires
"""
# Short words that the last vowel alone sets apart.
_ES_APART = frozenset(("acto", "acta", "arco", "arca"))
# Plurals of English that no ending tells, those that `inflect` (MIT) forms and Snowball keeps apart.
_EN_WORDS = """
    children:child grandchildren:grandchild schoolchildren:schoolchild men:man women:woman people:person
    feet:foot teeth:tooth geese:goose mice:mouse lice:louse oxen:ox dice:die halves:half selves:self lives:life
    wives:wife knives:knife wolves:wolf leaves:leaf shelves:shelf bookshelves:bookshelf thieves:thief
    calves:calf scarves:scarf elves:elf loaves:loaf hooves:hoof midwives:midwife housewives:housewife
    analyses:analysis bases:basis crises:crisis theses:thesis hypotheses:hypothesis syntheses:synthesis
    diagnoses:diagnosis emphases:emphasis parentheses:parenthesis oases:oasis prostheses:prosthesis
    metamorphoses:metamorphosis neuroses:neurosis axes:axis criteria:criterion phenomena:phenomenon
    curricula:curriculum media:medium data:datum memoranda:memorandum bacteria:bacterium spectra:spectrum
    symposia:symposium stadia:stadium consortia:consortium millennia:millennium maxima:maximum minima:minimum
    optima:optimum quanta:quantum strata:stratum aquaria:aquarium corpora:corpus genera:genus indices:index
    appendices:appendix matrices:matrix vertices:vertex vortices:vortex helices:helix codices:codex foci:focus
    radii:radius stimuli:stimulus nuclei:nucleus fungi:fungus cacti:cactus loci:locus alumni:alumnus
    syllabi:syllabus schemata:schema formulae:formula antennae:antenna alumnae:alumna tableaux:tableau
    plateaux:plateau bureaux:bureau bureaus:bureau plateaus:plateau quizzes:quiz buses:bus gases:gas menus:menu
    gurus:guru lenses:lens canvases:canvas pluses:plus aliases:alias spokespeople:spokesperson
    salespeople:salesperson laypeople:layperson businesspeople:businessperson
"""
_EN_MEN = re.compile(
    "^(chair|spokes|business|police|fresh|congress|fisher|fire|sales|states|crafts|sports|camera|clergy|council|service"
    "|country|work|lay|crew|gun|horse|french|english|irish|dutch|air|sea|boat|swords)(wo)?men$"
)
# Abbreviations of consonants: `pdfs`, `dvds`.
_EN_LETTERS = re.compile("^[bcdfghjklmnpqrtvwxz]{2,}s$")
# The endings of light10 (Larkey, Ballesteros and Connell, 2007), one after the other. Three letters stay (`بيان` is not
# `بي`), two where the first ending is that of the feminine: `لغة`, `لغات`.
_AR_FEMININE = re.compile("(?<=..)(?:ات|ه)$")
_AR_ENDINGS = re.compile("(?<=...)(?:ها|ان|ات|ون|ين|يه|ه|ي)$")


def _pairs(text: str) -> dict[str, str]:
    """Returns the form that each word of `plural:singular` pairs is led back to."""
    return dict(pair.split(":") for pair in text.split())


_FR_KEPT, _ES_KEPT = frozenset(_FR_WORDS.split()), frozenset(_ES_WORDS.split())
_FR_OTHER, _EN_OTHER = _pairs(_FR_FORMS), _pairs(_EN_WORDS)


def _french(word: str) -> str:
    """Returns the masculine singular; the word itself when it is none of the forms known."""
    if word in _FR_KEPT:
        return word
    one = _FR_OTHER.get(word) or _french_singular(word)
    one = _FR_OTHER.get(one, one)
    for ending, instead, least in (
        ("euse", "eur", 6),
        ("trice", "teur", 7),
        ("iere", "ier", 6),
        ("gere", "ger", 5),
    ):
        if one.endswith(ending) and len(one) >= least:
            return one[: -len(ending)] + instead
    return one


def _french_singular(word: str) -> str:
    if len(word) < 4 or word.endswith("ss"):
        return word
    if word.endswith("eaux") or _FR_EU.match(word):
        return word[:-1]
    if word.endswith("aux") and len(word) > 4:
        return word[:-3] + "al"
    return word.removesuffix("s")


def _spanish(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word in _ES_KEPT:
        return word
    if word.endswith("ces"):
        return word[:-3] + "z"
    if re.search("(?:[lrndjyz]|[ei]s)es$", word) and len(word) > 4:
        return word[:-2]
    return word[:-1] if re.search("[aeiou]s$", word) else word


def _english(word: str) -> str:
    if word in _EN_OTHER:
        return _EN_OTHER[word]
    if _EN_MEN.match(word):
        return word[:-3] + "man"
    return word[:-1] if len(word) > 3 and _EN_LETTERS.match(word) else word


_BASE: Mapping[str, Callable[[str], str]] = {"fr": _french, "es": _spanish, "en": _english}


# Base forms that begin with another letter than the word: `yeux` is of `oeil`.
_BEGIN_OTHERWISE = {
    language: tuple((one[0], word[0]) for word, one in known.items() if one[0] != word[0])
    for language, known in (("fr", _FR_OTHER), ("en", _EN_OTHER))
}


def first_letters(base: str, language: str) -> frozenset[str]:
    """Returns the letters with which a word begins whose base form begins with the letter `base`."""
    return frozenset((base, *(other for one, other in _BEGIN_OTHERWISE.get(language, ()) if one == base)))


def base_form(word: str, language: str) -> str:
    """Returns the folded word in the singular (in French masculine, too), or as it is."""
    return _BASE[language](word) if language in _BASE else word


def guarded(stem: str, word: str, language: str) -> str:
    """Returns the stem of a word, or the word where too little of it is left: `commissions` is not `comme`."""
    if language != "fr" or re.search("ements?$", word):  # `abonnement` is of `abonner`
        return stem
    is_short = len(stem) <= 4 and (len(word) - len(stem) > 5 or word == f"{stem}it")
    return word if is_short or word in _FR_KEPT else stem


def without_last_vowel(stem: str, word: str, language: str) -> str:
    """Returns the stem without the last vowel of a short Spanish word that Snowball leaves alone: `alto` is `alta`.

    Not where it took an ending off: `vídeo` would be `vida`.
    """
    is_whole = language == "es" and stem == word and len(stem) == 4 and stem[-1] in "aoe"
    return stem[:-1] if is_whole and word not in _ES_APART else stem


def arabic_forms(bare: str) -> Iterable[str]:
    """Yields further stems of a folded Arabic word without its prefixes: light10's, and that of its singular."""
    yield _light(bare)
    for singular in _broken_plurals().get(bare, ()):
        yield singular
        yield _light(singular)


def _light(word: str) -> str:
    if (shorter := _AR_ENDINGS.sub("", word)) == word:
        return _AR_FEMININE.sub("", word)
    while shorter != word:
        word, shorter = shorter, _AR_ENDINGS.sub("", shorter)
    return word


@cache
def _broken_plurals() -> Mapping[str, tuple[str, ...]]:
    """Reads the plurals that change inside the word: plural -> singulars, folded."""
    lines = (Path(__file__).parent / "arabic_broken_plurals.txt").read_text("utf-8").splitlines()
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line and not line.startswith("#"):
            singular, *plurals = line.split()
            for plural in plurals:
                found[plural] = (*found.get(plural, ()), singular)
    return found
