"""Names of the months as people type them, folded, by language."""

from collections.abc import Mapping

from search.language.folding import fold
from search.language.tokens import base_language

# A line a month. Arabic has the months of Egypt, of the Maghreb, of Morocco and of the Levant.
_NAMES = {
    "fr": """janvier janv
        février fév févr
        mars
        avril avr
        mai
        juin
        juillet juil
        août
        septembre sept
        octobre oct
        novembre nov
        décembre déc""",
    "en": """january jan
        february feb
        march mar
        april apr
        may
        june jun
        july jul
        august aug
        september sept sep
        october oct
        november nov
        december dec""",
    "es": """enero ene
        febrero feb
        marzo
        abril abr
        mayo
        junio jun
        julio jul
        agosto ago
        septiembre setiembre sept
        octubre oct
        noviembre nov
        diciembre dic""",
    "ar": """يناير جانفي كانون_الثاني
        فبراير فيفري شباط
        مارس آذار
        أبريل إبريل أفريل نيسان
        مايو ماي أيار
        يونيو جوان حزيران
        يوليو جويلية يوليوز تموز
        أغسطس أوت غشت آب
        سبتمبر شتنبر أيلول
        أكتوبر تشرين_الأول
        نوفمبر نونبر تشرين_الثاني
        ديسمبر دجنبر كانون_الأول""",
}
# Names that are words of another meaning, too, and short forms: a date beside them must say that a month is meant.
_AMBIGUOUS = {
    "fr": "mars avr oct nov sept dec fev fevr janv juil",
    "en": "may march mar jan feb apr jun jul aug sept sep oct nov dec",
    "es": "ene feb abr jun jul ago sept oct nov dic",
    "ar": "مارس آب أوت ماي جوان",
}
# What stands before a month or a year that says when.
_WHEN = {
    "fr": "en mois début fin mi courant année depuis dès",
    "en": "in during month year since early late mid",
    "es": "en durante mes año desde",
    "ar": "في شهر خلال عام سنة منذ",
}
# What may stand between a month and its year, or a day and its month.
_BETWEEN = {"en": "of", "es": "de del"}


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


_MONTHS: Mapping[str, Mapping[str, int]] = {
    language: {
        " ".join(map(fold, name.split("_"))): number
        for number, line in enumerate(names.split("\n"), 1)
        for name in line.split()
    }
    for language, names in _NAMES.items()
}
_UNSURE = {language: _folded(words) for language, words in _AMBIGUOUS.items()}
_BEFORE = {language: _folded(words) for language, words in _WHEN.items()}
_JOINING = {language: _folded(words) for language, words in _BETWEEN.items()}


def month_number(words: str, language: str) -> int | None:
    """Returns the number (1 to 12) of the month of that name, one or two folded words; None when it is none."""
    return _MONTHS.get(base_language(language), {}).get(words)


def is_unsure(words: str, language: str) -> bool:
    """Returns whether the name of a month has another meaning (`may`, `mars`), or is a short form."""
    return words in _UNSURE.get(base_language(language), ())


def says_when(word: str, language: str) -> bool:
    """Returns whether a folded word before a month or a year says when something is (`en`, `in`, `شهر`)."""
    return word in _BEFORE.get(base_language(language), ())


def joins_date(word: str, language: str) -> bool:
    """Returns whether a folded word may stand between the parts of a date (`12 de diciembre de 2026`)."""
    return word in _JOINING.get(base_language(language), ())
