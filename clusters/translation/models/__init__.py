"""The models of translation that this project adds to wagtail-localize's."""

from clusters.translation.models.approved import ApprovedTranslation
from clusters.translation.models.files import TranslationImport
from clusters.translation.models.glossary import GlossaryTerm, GlossaryTermQuerySet, ServiceGlossary
from clusters.translation.models.jobs import TranslationAssignment, TranslationJob
from clusters.translation.models.on_demand import MachineReading, ReadingDay
from clusters.translation.models.states import State, TranslationState, TranslationStateQuerySet
from clusters.translation.models.texts import MinorChange, SourceText, TranslatedFrom
from clusters.translation.models.translators import TranslatorGroup, TranslatorGroupQuerySet

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
