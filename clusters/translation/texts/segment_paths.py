"""Extracts the texts and values of a page by path, as wagtail-localize does."""

from collections import Counter, defaultdict

from wagtail.models import Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from fedcms.core.pages.translatable_fields import place_names_of

EXCERPT = 60  # how many characters of a text are shown


def optional_paths(source: TranslationSource) -> list[str]:
    """Returns the paths of texts that a translation may leave to the source: names of places."""
    model = source.specific_content_type.model_class()
    return place_names_of(model) if model is not None else []


class SegmentsByPath:
    """The templates, texts and values of a page, by path."""

    def __init__(self, page: Page) -> None:
        self.templates: dict[str, list[str]] = defaultdict(list)
        self.texts: dict[str, list[str]] = defaultdict(list)
        self.values: dict[str, object] = {}
        for segment in extract_segments(page):
            if isinstance(segment, TemplateSegmentValue):
                self.templates[segment.path].append(segment.template)
            elif isinstance(segment, OverridableSegmentValue):
                self.values[segment.path] = segment.data
            elif isinstance(segment, StringSegmentValue):
                self.texts[segment.path].append(segment.string.data)

    def contents(self) -> Counter[str]:
        """Counts the texts, and the values that links and blocks point to, as a reader could recognise them."""
        texts = [_plain(text) for texts in self.texts.values() for text in texts]
        return Counter([*texts, *(str(value) for value in self.values.values() if value)])


def _plain(html: str) -> str:
    text = " ".join(StringValue(html).render_text().split())
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rstrip()}…"
