"""Gives a translation the names of places: its own for the place that its source names, else the source's, marked.

A name that a translator wrote stands for the name that the source had then. When the source moves, the translation has
the source's name at once, and not the one of the place before; wagtail-localize would wait for a translator.
`source_places` of a page holds for which name of the source each of its own stands (`NotedPlace`), and those that
translators gave to places which the source named before: when it names one again, its name is there.
"""

import json
from collections.abc import Iterator, Mapping

from wagtail.models import Page, Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from clusters.models.place_names import NotedPlace, noted_place
from clusters.translation.drafts.shared_fields import open_revisions
from fedcms.core.pages.translatable_fields import place_names_of

NOTED = "source_places"
EARLIER = "earlier"
"""Beside the columns: own names of places that the source named before, each a `NotedPlace`, the newest first."""
MOST_EARLIER = 5
_Noted = dict[str, object]  # by column, a `NotedPlace`


def note_own_names(translation: Translation, page: Page) -> None:
    """Notes on a page that was just built of its texts which names of places are its own. One query."""
    names = [name for name in place_names_of(type(page)) if page._meta.get_field(name).editable]
    if not names:
        return
    source = translation.source
    translated = StringTranslation.objects.filter(
        locale_id=translation.target_locale_id,
        context__object_id=source.object_id,
        context__path__in=names,
        has_error=False,
        translation_of__in=StringSegment.objects.filter(source=source).values("string"),
    )
    own = set(translated.values_list("context__path", flat=True))
    content, language = json.loads(source.content_json), source.locale.language_code
    noted: _Noted = {name: place for name, place in page.source_places.items() if name not in names}
    for name in names:
        if source_name := content.get(name):
            noted[name] = [source_name, "" if name in own else language, getattr(page, name)]
    page.source_places = noted


def _known(own: Mapping[str, object], names: list[str]) -> Iterator[NotedPlace]:
    """Yields what a translation calls the places of its source."""
    for name in names:
        if place := noted_place(own.get(NOTED), name, own.get(name)):
            yield place
    yield from _earlier(own)


def _earlier(own: Mapping[str, object]) -> list[NotedPlace]:
    noted = own.get(NOTED)
    return [NotedPlace(*each) for each in noted.get(EARLIER, ())] if isinstance(noted, dict) else []


def _followed(own: Mapping[str, object], page: Page, source: Page) -> dict[str, object]:
    """Returns the names of a translation, of which `own` has the values, beside those of its source as it is now."""
    names, language = place_names_of(type(page)), source.locale.language_code
    found: dict[str, object] = {}
    noted: _Noted = {}
    for name in names:
        wanted = str(getattr(source, name) or "")
        # Of the place that was announced before, the name is that of the place now, if it is the same.
        first = name if page._meta.get_field(name).editable else names[0]
        of_place = [each for each in _known(own, [first, *names]) if each.in_source == wanted]
        of_place.sort(key=lambda each: bool(each.language))  # its own names first
        place = of_place[0] if of_place else NotedPlace(wanted, language, wanted)
        found[name] = place.name if wanted else ""
        if wanted:
            noted[name] = list(place)
    kept = [each for each in _known(own, names) if not each.language and list(each) not in noted.values()]
    if kept:
        noted[EARLIER] = [list(each) for each in dict.fromkeys(kept)][:MOST_EARLIER]
    return {**found, NOTED: noted} if names else {}


def follow_place_names(page: Page, source: Page) -> bool:
    """Sets the names of places on a translation, without saving it; returns whether any was another."""
    own = {name: getattr(page, name) for name in (*place_names_of(type(page)), NOTED) if hasattr(page, name)}
    found = _followed(own, page, source)
    for name, value in found.items():
        setattr(page, name, value)
    return any(own[name] != value for name, value in found.items())


def follow_in_drafts(page: Page, source: Page) -> None:
    """Sets them in the revisions of a translation that may still be published, each with the names that it has."""
    if not place_names_of(type(page)):
        return
    for revision in open_revisions(page):
        found = _followed(revision.content, page, source)
        if any(revision.content.get(name) != value for name, value in found.items()):
            revision.content |= found
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
