"""What translation keeps beside the tables of wagtail-localize: one module a thing."""

from .approved import ApprovedTranslation
from .files import TranslationImport
from .glossary import GlossaryTerm, GlossaryTermQuerySet, ServiceGlossary
from .readings import MachineReading, ReadingDay
from .states import State, TranslationState, TranslationStateQuerySet
from .texts import MinorChange, SourceText, TranslatedFrom
from .translators import TranslatorGroup, TranslatorGroupQuerySet
from .work import TranslationAssignment, TranslationJob

__all__ = [
    "ApprovedTranslation",
    "GlossaryTerm",
    "GlossaryTermQuerySet",
    "MachineReading",
    "MinorChange",
    "ReadingDay",
    "ServiceGlossary",
    "SourceText",
    "State",
    "TranslatedFrom",
    "TranslationAssignment",
    "TranslationImport",
    "TranslationJob",
    "TranslationState",
    "TranslationStateQuerySet",
    "TranslatorGroup",
    "TranslatorGroupQuerySet",
]
