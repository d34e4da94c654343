"""Gives translators the names of places that were the same in every language: what migrations of content do, once."""

import json
from collections.abc import Sequence
from uuid import UUID, uuid5

from django.apps.registry import Apps
from django.db.models import Max, Model
from wagtail_localize.models import String
from wagtail_localize.strings import StringValue

# How wagtail-localize makes the key of a path (TranslationContext).
_PATHS = UUID("fcab004a-2b50-11ea-978f-2e728ce88125")


def offer_place_names(
    apps: Apps, model: type[Model], names: list[str], place_field: str, *, untyped: Sequence[str] = ()
) -> None:
    """Adds the names of places to the texts of all sources of a kind; what pages show stays as it is.

    Each translation notes that its names are its source's. `apps` and `model` are those of a migration, `place_field`
    is the column of the place in the date line. Names that nobody types (`untyped`) are noted, and no texts.
    """
    sources = apps.get_model("wagtail_localize", "TranslationSource").objects.filter(
        specific_content_type__app_label=model._meta.app_label,
        specific_content_type__model=model._meta.model_name,
    )
    for source in sources.select_related("locale").iterator(chunk_size=500):
        _add_texts(apps, source, names)
        language = source.locale.language_code
        targets = source.translations.filter(enabled=True).values("target_locale")
        pages = model.objects.filter(translation_key=source.object_id, locale__in=targets)  # type: ignore[attr-defined]
        for page in pages.exclude(locale=source.locale):
            for name in (*names, *untyped):
                if shown := getattr(page, name):
                    page.source_places[name] = [shown, language, shown]
            if page.source_places.get(place_field):
                page.dateline_language = language
            page.save(update_fields=["source_places", "dateline_language"])


def _add_texts(apps: Apps, source: Model, names: list[str]) -> None:
    strings, contexts, segments = (
        apps.get_model("wagtail_localize", name).objects
        for name in ("String", "TranslationContext", "StringSegment")
    )
    content = json.loads(source.content_json)  # type: ignore[attr-defined]
    last = segments.filter(source=source).aggregate(last=Max("order"))["last"] or 0
    for name in names:
        if not (text := str(content.get(name) or "").strip()):
            continue
        data = StringValue.from_plaintext(text).data
        string, _is_new = strings.get_or_create(
            locale_id=source.locale_id,  # type: ignore[attr-defined]
            data_hash=uuid5(String.UUID_NAMESPACE, data),
            defaults={"data": data},
        )
        context, _is_new = contexts.get_or_create(
            object_id=source.object_id,  # type: ignore[attr-defined]
            path_id=uuid5(_PATHS, name),
            defaults={"path": name, "field_path": name},
        )
        last += 1
        segments.get_or_create(
            source=source, context=context, string=string, defaults={"order": last, "attrs": "{}"}
        )
