"""The texts of a translation as its editor shows them: each with its original, glossary terms and form field."""

from dataclasses import dataclass, field
from hashlib import sha256

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from clusters.access.teams import name_of
from clusters.translation.editor.layout import Layout, Location
from clusters.translation.editor.string_saving import Place, comment_of, version_of
from clusters.translation.glossary.matching import Glossary, Term
from clusters.translation.texts.blank_texts import is_blank, no_words
from clusters.translation.texts.segment_paths import optional_paths
from fedcms.core.i18n.formatting import in_a_list
from fedcms.core.templatetags.core_tags import direction


def one_line(text: str) -> str:
    """Returns a text as it is saved, in one line: its own breaks are `<br/>`, the browser's become spaces."""
    return " ".join(text.splitlines()) if "\n" in text or "\r" in text else text


def shown_version(row: StringTranslation | None) -> str:
    """Returns what a form says of a text that it shows: its version, and a digest of its words.

    The digest tells that this person did not change a text, even if somebody else has saved it meanwhile.
    """
    words = one_line(row.data) if row is not None else ""
    return f"{version_of(row)} {digest(words)}"


def digest(words: str) -> str:
    """Returns a short digest of a text."""
    return sha256(words.encode()).hexdigest()[:16]


class TextForm(forms.Form):
    """The form of one text."""

    target = forms.CharField(required=False, strip=False)

    def __init__(self, *args: object, place: Place, language: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.place = place
        self.fields["target"].widget = AdminAutoHeightTextInput(
            attrs={"lang": language, "dir": direction(language)}
        )

    def clean_target(self) -> str:
        """Returns the typed text in one line, or ""; raises `ValidationError` for a blank translation."""
        value = one_line(str(self.cleaned_data["target"]))
        if value and is_blank(self.place.source, value):
            raise forms.ValidationError(no_words())
        return value


@dataclass
class Text:
    """One text of the editor.

    `shown` is the version that is posted with the form, to be compared with the stored one.
    """

    place: Place
    location: Location
    row: StringTranslation | None
    form: TextForm
    source_language: str
    terms: list[Term] = field(default_factory=list)
    ignored: list[Term] = field(default_factory=list)
    shown: str = ""
    is_optional: bool = False
    """Whether the translation may leave it to the original: the name of a place."""
    is_text: bool = True

    @property
    def source(self) -> str:
        """The original as plain text; with its markup if the translation must contain the same tags."""
        data = self.place.source
        readable = str(StringValue(data).render_text())
        return data if "<" in data or "<" in readable else readable

    @property
    def error(self) -> str:
        """The error of the stored translation, "" if there is none; errors of typed text are in the form."""
        if self.row is None or not self.row.has_error:
            return ""
        return str(
            self.row.get_error() or _("Cette traduction n’est pas valable : elle ne paraît pas dans la page.")
        )

    @property
    def is_missing(self) -> bool:
        """Whether the text is still to be translated."""
        return not self.is_optional and self.is_untranslated

    @property
    def is_untranslated(self) -> bool:
        """Whether it has no valid translation."""
        return self.row is None or self.row.has_error or is_blank(self.place.source, self.row.data)

    @property
    def ignored_names(self) -> SafeString:
        """The terms that the translation does not follow, as a list within a sentence."""
        parts = [
            format_html('<bdi lang="{}">{}</bdi>', self.source_language, term.term) for term in self.ignored
        ]
        return mark_safe(in_a_list(parts))  # noqa: S308  # each part is escaped

    @property
    def widget(self) -> SafeString:
        """The form field, whose notes a screen reader reads with it."""
        notes = [f"source-{self.place.key}", f"note-{self.place.key}"]
        if is_wrong := bool(self.form.errors or self.error):
            notes.append(f"error-{self.place.key}")
        attrs: dict[str, str | bool] = {"aria-describedby": " ".join(notes)}
        if is_wrong:
            attrs["aria-invalid"] = "true"
        return self.form["target"].as_widget(attrs=attrs)

    @property
    def state(self) -> str:
        """The state for the mark beside the text: "wrong", "missing", "optional" or "translated"."""
        if self.form.errors or self.error:
            return "wrong"
        if self.is_untranslated:
            return "optional" if self.is_optional else "missing"
        return "translated"

    @property
    def comment(self) -> str:
        """How, when and by whom the text was translated; "" if it is not."""
        if self.row is None:
            return ""
        who = self.row.last_translated_by
        return f"{comment_of(self.row)} · {name_of(who)}" if who is not None else comment_of(self.row)


def rows_of(translation: Translation) -> dict[tuple[int, int], StringTranslation]:
    """Returns the stored translations of a page's texts by the keys of string and context. One query."""
    segments = StringSegment.objects.filter(source=translation.source_id)
    rows = StringTranslation.objects.filter(
        locale_id=translation.target_locale_id,
        context__object_id=translation.source.object_id,
        translation_of__in=segments.values("string_id"),
    ).select_related("last_translated_by")
    return {(row.translation_of_id, row.context_id): row for row in rows}


def texts_of(translation: Translation, layout: Layout) -> list[tuple[int, Text]]:
    """Returns all texts with their order in the page, each once. Three queries, however many texts there are."""
    glossary = Glossary.of_pair(
        translation.source.locale.language_code, translation.target_locale.language_code
    )
    rows = rows_of(translation)
    found: dict[str, tuple[int, Text]] = {}
    optional = optional_paths(translation.source)
    segments = StringSegment.objects.filter(source=translation.source_id).select_related("string", "context")
    for segment in segments.order_by("order"):
        place = Place(segment.string_id, segment.context_id, segment.string.data)
        if place.key in found:
            continue
        row = rows.get((segment.string_id, segment.context_id))
        if row is not None:
            # Set here because `get_error` would query them for each row.
            row.translation_of, row.context = segment.string, segment.context
        target = row.data if row is not None else ""
        text = Text(
            place,
            layout.location(segment.context),
            row,
            text_form(translation, place, row),
            translation.source.locale.language_code,
            glossary.terms_in(place.source),
            glossary.ignored(place.source, target),
            shown_version(row),
            segment.context.path in optional,
        )
        found[place.key] = (segment.order, text)
    return list(found.values())


def text_form(
    translation: Translation, place: Place, row: StringTranslation | None, data: object = None
) -> TextForm:
    """Returns the form of one text, as it is stored or, with `data`, as it was posted."""
    return TextForm(
        data,
        prefix=f"text-{place.key}",
        initial={"target": row.data if row is not None else ""},
        place=place,
        language=translation.target_locale.language_code,
    )
