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
    "ar": """يناير جانفي كانون_الثاني كانون_ثاني
        فبراير فيفري شباط
        مارس آذار
        أبريل إبريل أفريل نيسان
        مايو ماي أيار
        يونيو جوان حزيران
        يوليو جويلية يوليوز تموز
        أغسطس أوت غشت آب
        سبتمبر شتنبر أيلول
        أكتوبر تشرين_الأول تشرين_أول
        نوفمبر نونبر تشرين_الثاني تشرين_ثاني
        ديسمبر دجنبر كانون_الأول كانون_أول""",
}
# Names that are other words or people's names, too: a day, a year, or `in` must say that a month is meant.
_AMBIGUOUS = {
    "fr": "mars",
    "en": "may march april june august",
    "es": "abril mayo julio",
    "ar": "مارس آب أوت ماي جوان نيسان",
}
# Short forms: only a day or a year beside them says so (`en sept modules`).
_SHORT = {
    "fr": "avr oct nov sept dec fev fevr janv juil",
    "en": "jan feb apr jun jul aug sept sep oct nov dec",
    "es": "ene feb abr jun jul ago sept oct nov dic",
}
# What stands before a month, or a year, and says when.
_IN = {
    "fr": "en mois début fin mi courant",
    "en": "in during month mid",
    "es": "en durante mes",
    "ar": "في شهر خلال",
}
_MONTH = {"fr": "mois", "en": "month", "es": "mes", "ar": "شهر"}
_YEAR = {"fr": "année", "en": "year", "es": "año", "ar": "عام سنة"}
# What makes a month that of something (`ateliers de janvier`).
_OF = {"fr": "de", "en": "of", "es": "de"}
# What may stand between a month and its year, or a day and its month.
_BETWEEN = {"fr": "de année", "en": "of the year", "es": "de del año", "ar": "من عام سنة"}
# What may stand between the days of a range.
_TO = {"fr": "au et", "en": "to and", "es": "al a y", "ar": "إلى و"}
# What may stand before a day of a month.
_WEEKDAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "ar": "يوم الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
}
# What says that a month or a year is an end of the time that is meant, not the time: before it, and after it.
_BOUNDS = {
    "fr": "avant après jusque depuis dès entre partir",
    "en": "before after until till since from between by",
    "es": "antes después hasta desde entre tras partir",
    "ar": "قبل بعد حتى منذ بين من إلى لغاية",
}
_LATER = {
    "fr": "après avant suivant suivants suivante suivantes",
    "en": "onward onwards later earlier",
    "es": "adelante después antes",
    "ar": "فصاعدا",
}


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
_WORDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    use: {language: _folded(words) for language, words in listed.items()}
    for use, listed in {
        "ambiguous": _AMBIGUOUS,
        "short": _SHORT,
        "in": _IN,
        "month": _MONTH,
        "year": _YEAR,
        "of": _OF,
        "between": _BETWEEN,
        "to": _TO,
        "weekday": _WEEKDAYS,
        "bound": _BOUNDS,
        "later": _LATER,
    }.items()
}


def month_number(words: str, language: str) -> int | None:
    """Returns the number (1 to 12) of the month of that name, one or two folded words; None when it is none."""
    return _MONTHS.get(base_language(language), {}).get(words)


def is_used(words: str, use: str, language: str) -> bool:
    """Returns whether folded words have this use beside dates: a key of `_WORDS`.

    Of names of months, `ambiguous` (`mars`, `may`) and `short` (`sept`). Of other words, what they say of the date
    that follows: that it is one (`in`, `month`, `year`), whose it is (`of`), that it is an end of the time meant
    (`bound`); `later` says this of the date before. `between` are those inside a date, `to` those between two days,
    `weekday` those before a day.
    """
    return words in _WORDS[use].get(base_language(language), ())
