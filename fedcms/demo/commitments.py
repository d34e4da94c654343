"""Creates the manifesto's commitments in its own words, and says which pages prove them and who speaks of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, cast

import yaml

from clusters.models import Commitment, CommitmentKind
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.demo.manifesto import french_lines
from fedcms.demo.source import FOLDER, Texts, manifesto_translations
from news.models import Spokesperson

SLUGS = {CommitmentKind.MISSION: "mission", CommitmentKind.AXIS: "axe", CommitmentKind.PROMISE: "promesse"}


def commitment_specs() -> list[dict[str, Any]]:
    """Returns the commitments as the file has them."""
    return cast("list[dict[str, Any]]", yaml.safe_load((FOLDER / "commitments.yaml").read_text()))


def lines_by_language() -> Mapping[str, Sequence[str]]:
    """Returns the lines of the manifesto after its title, in every language."""
    lines = {"fr": [text for _kind, text in french_lines()[1]]}
    translations = manifesto_translations()
    for language in ("en", "es", "ar"):
        lines[language] = cast("list[str]", translations[language]["lines"])
    return lines


def _text_of(lines: Sequence[str], numbers: Sequence[int]) -> str:
    """Returns a line without the comma that ends it in a list, and the points below it."""
    first, *points = (lines[number].rstrip(",،") for number in numbers)
    return "\n– ".join([first, *points])


def make_commitments() -> dict[str, list[Commitment]]:
    """Creates all commitments; returns those that each page proves, by the page's key."""
    lines, proved = lines_by_language(), defaultdict[str, list[Commitment]](list)
    for spec in commitment_specs():
        kind = CommitmentKind[spec["kind"].upper()]
        commitment = Commitment(
            kind=kind,
            number=spec["number"],
            slug=f"{SLUGS[kind]}-{spec['number']}",
            title=cast("Texts", spec["title"]),
            text=TranslatedText({code: _text_of(found, spec["lines"]) for code, found in lines.items()}),
        )
        commitment.full_clean()
        commitment.save()
        for key in spec["pages"]:
            proved[key].append(commitment)
    return dict(proved)


def name_speakers() -> None:
    """Says of spokespeople which commitments they speak about."""
    for spec in commitment_specs():
        if not spec.get("people"):
            continue
        found = Commitment.objects.get(kind=CommitmentKind[spec["kind"].upper()], number=spec["number"])
        for speaker in Spokesperson.objects.filter(name__in=spec["people"]):
            speaker.commitments.add(found)
