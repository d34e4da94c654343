"""What translation keeps beside the tables of wagtail-localize: one module a thing."""

from .approved import ApprovedTranslation
from .glossary import GlossaryTerm, GlossaryTermQuerySet, ServiceGlossary
from .translators import TranslatorGroup, TranslatorGroupQuerySet

__all__ = [
    "ApprovedTranslation",
    "GlossaryTerm",
    "GlossaryTermQuerySet",
    "ServiceGlossary",
    "TranslatorGroup",
    "TranslatorGroupQuerySet",
]
