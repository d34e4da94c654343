"""Languages, time zones and machine translation."""

from pathlib import Path
from zoneinfo import available_timezones

from environs import Env

env = Env()

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
# Of the account page. Not names of one machine ("localtime") and old ones ("GB", "EST5EDT").
WAGTAIL_USER_TIME_ZONES = [
    "UTC",
    *sorted(each for each in available_timezones() if "/" in each and not each.startswith(("Etc/", "US/"))),
]
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("es", "Español"), ("ar", "العربية")]
# Set by the picker when a reader chooses, read on the bare domain (fedcms.core.i18n.request_language): a language code.
LANGUAGE_COOKIE_NAME = "language"
FORMAT_MODULE_PATH = ["fedcms.formats"]
# In the fields of the admin, in all its languages (fedcms.formats.typed).
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
_root = Path(__file__).resolve().parent.parent.parent
# The first says otherwise what Wagtail, wagtail-localize and Django say in French; our own messages are in the second,
# the only one that `make messages` writes.
LOCALE_PATHS = [_root / "locale_overrides", _root / "locale"]

WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# The admin has these languages too: translators work in the language that they write. Texts that Wagtail lacks in a
# language are shown in French: a fifth of them in Spanish, few in Arabic.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

# A translation is published by the person who may publish it, never as a side effect (docs/dependencies.md, trap 7).
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# A translation follows its source's dates and places; "simple" would copy them once (clusters.translation).
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "synced"


def machine_translator(name: str) -> "dict[str, object] | None":
    """Returns wagtail-localize's setting for FEDCMS_MACHINE_TRANSLATOR: "", "deepl", "libretranslate" or "dummy".

    Returns None for "". Raises `ValueError` for any other name.
    """
    package = "wagtail_localize.machine_translators"
    if name == "":
        return None
    if name == "deepl":
        options: dict[str, object] = {"AUTH_KEY": env.str("DEEPL_AUTH_KEY")}
        return {"CLASS": "clusters.translation.machine.deepl.DeepLWithGlossary", "OPTIONS": options}
    if name == "libretranslate":
        options = {
            "LIBRETRANSLATE_URL": env.str("LIBRETRANSLATE_URL"),
            "API_KEY": env.str("LIBRETRANSLATE_API_KEY", ""),
        }
        return {"CLASS": f"{package}.libretranslate.LibreTranslator", "OPTIONS": options}
    if name == "dummy":
        return {"CLASS": f"{package}.dummy.DummyTranslator"}
    raise ValueError(
        f"FEDCMS_MACHINE_TRANSLATOR={name!r}: use deepl, libretranslate, dummy, or leave it empty."
    )


if _translator := machine_translator(env.str("FEDCMS_MACHINE_TRANSLATOR", "")):
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = _translator
# How many pages a day visitors may have translated by machine, all visitors together; 0 offers none.
FEDCMS_MACHINE_READINGS_A_DAY = env.int("FEDCMS_MACHINE_READINGS_A_DAY", 100)
