"""The questions of a sheet as fields of Wagtail's form builder, in the active language, and answers in words.

The answer to a choice is kept in the words of the site's main language, or of the first that has any, so that the team
reads one language whichever somebody chose in.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.contrib.forms.forms import FormBuilder

from events.models import QuestionType, SignUpQuestion
from events.models.signup_sheet import WITH_CHOICES
from fedcms.core.i18n.translated_text import TranslatedText

PREFIX = "question_"
LONGEST_ANSWER = 2000


def choice_lines(choices: TranslatedText, language: str | None = None) -> list[str]:
    """Returns the choices in a language (default: the active one), or in the nearest that has some."""
    return [line.strip() for line in choices.text_for(language).splitlines() if line.strip()]


@dataclass(frozen=True)
class _BuilderField:
    """What Wagtail's form builder reads of a question."""

    clean_name: str
    label: str
    help_text: str
    required: bool
    field_type: str
    default_value: str
    choices: list[tuple[str, str]]


def _builder_field(question: SignUpQuestion) -> _BuilderField:
    values = choice_lines(question.choices, settings.LANGUAGE_CODE)
    labels = choice_lines(question.choices)
    return _BuilderField(
        clean_name=f"{PREFIX}{question.key}",
        label=str(question.label),
        help_text=str(question.help_text),
        required=question.is_required,
        field_type=question.question_type,
        default_value="",
        choices=list(zip(values, labels, strict=True))
        if len(values) == len(labels)
        else [(v, v) for v in values],
    )


class QuestionBuilder(FormBuilder):
    """Wagtail's form builder for the questions of a sheet."""

    def get_formatted_field_choices(self, field: _BuilderField) -> list[tuple[str, str]]:
        """Returns the choices, with an empty one first where nothing need be chosen."""
        with_none = field.field_type == QuestionType.DROPDOWN or (
            field.field_type == QuestionType.RADIO and not field.required
        )
        return [*([("", _("Sans réponse"))] if with_none else []), *field.choices]

    def create_number_field(self, field: _BuilderField, options: dict[str, Any]) -> forms.Field:
        """Returns a field for a number that somebody may mean."""
        return forms.DecimalField(max_digits=15, decimal_places=4, **options)

    def create_multiline_field(self, field: _BuilderField, options: dict[str, Any]) -> forms.Field:
        """Returns a text area of few lines, with a bound."""
        return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.Textarea({"rows": 4}), **options)


def question_fields(questions: Iterable[SignUpQuestion]) -> dict[str, forms.Field]:
    """Returns the fields of the questions, in their order, by name."""
    fields: dict[str, forms.Field] = QuestionBuilder([_builder_field(each) for each in questions]).formfields
    return fields


def answers_in(cleaned: Mapping[str, object]) -> dict[str, object]:
    """Returns the answers in what a form has read, by the key of their question, as JSON takes them."""
    found = {name.removeprefix(PREFIX): value for name, value in cleaned.items() if name.startswith(PREFIX)}
    return {key: str(value) if isinstance(value, Decimal) else value for key, value in found.items()}


def initial_answers(answers: Mapping[str, object]) -> dict[str, object]:
    """Returns answers as the initial values of the fields."""
    return {f"{PREFIX}{key}": value for key, value in answers.items()}


def answer_in_words(value: object) -> str:
    """Returns an answer in words, "" for none."""
    if isinstance(value, bool):
        return pgettext("answer", "oui") if value else pgettext("answer", "non")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)


def questions_with_answers(
    questions: Iterable[SignUpQuestion], answers: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """Yields each question with its answer in words."""
    for question in questions:
        yield str(question.label), answer_in_words(answers.get(question.key))


def answers_to_reader(
    questions: Iterable[SignUpQuestion], answers: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """Yields each question with its answer, choices in the active language: for the person, not for the team."""
    for question in questions:
        value, labels = answers.get(question.key), dict(_builder_field(question).choices)
        chosen = [labels.get(str(each), str(each)) for each in value] if isinstance(value, list) else value
        yield str(question.label), answer_in_words(labels.get(str(chosen), chosen))


def choices_differ(question_type: str, choices: TranslatedText) -> bool:
    """Returns whether a question has not the same number of choices in each language that has any, or none at all."""
    if question_type not in WITH_CHOICES:
        return False
    numbers = {len(choice_lines(choices, language)) for language, text in choices.items() if text}
    return len(numbers) != 1 or 0 in numbers
