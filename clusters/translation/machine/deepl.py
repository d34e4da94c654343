"""Translates with DeepL, with the glossary of each pair of languages kept up to date there.

A glossary at DeepL has an id and cannot be changed: when our terms change, a new one is made and the old one deleted.
If DeepL accepts no glossary for a pair, it translates without; the check of the translation warns all the same. DeepL
limits the size of a request, so a long page is sent in several. LibreTranslate has no glossaries; Google's need
Google's own storage, which this project does not use.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from urllib.parse import quote_plus

import requests
from django.db import models, transaction
from wagtail.models import Locale
from wagtail_localize.machine_translators.deepl import DeepLTranslator, language_code
from wagtail_localize.strings import StringValue

from clusters.translation.models import GlossaryTerm, ServiceGlossary

logger = logging.getLogger("fedcms.translation")

SERVICE = "deepl"
TIMEOUT = 20  # seconds
TEXTS, BYTES = 50, 100_000
"""How many texts, and bytes of a form, are sent at once: DeepL accepts 50 texts and 128 KiB (its documentation)."""


class _LostGlossaryError(LookupError):
    """DeepL does not know the glossary that was named, or no longer accepts it."""


class DeepLWithGlossary(DeepLTranslator):
    """The DeepL translator with our glossaries.

    Options as upstream's, and `URL`: the service's address, for a proxy or test.
    """

    def _base(self) -> str:
        given: str = self.options.get("URL", "")
        return (given or str(super().get_api_endpoint()).removesuffix("/v2/translate")).rstrip("/")

    def get_api_endpoint(self) -> str:
        """Returns the address to which texts are sent."""
        return f"{self._base()}/v2/translate"

    def get_parameters(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[str, object]:
        """Returns upstream's parameters, with the id of our glossary unless the options name one."""
        parameters: dict[str, object] = super().get_parameters(source_locale, target_locale, strings)
        if "glossary_id" not in parameters and (found := self._glossary(source_locale, target_locale)):
            parameters["glossary_id"] = found
        return parameters

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Translates in as many requests as are needed.

        If DeepL has lost the glossary, a request is repeated with a new one. Raises `OSError` when the service is down
        or refuses, `LookupError` or `ValueError` for an answer that cannot be read.
        """
        answer: dict[StringValue, StringValue] = {}
        for batch in _batches(strings):
            try:
                answer |= self._ask(source_locale, target_locale, batch)
            except _LostGlossaryError:
                kept = _rows(source_locale, target_locale)
                numbers = list(kept.values_list("remote_id", flat=True))
                if not numbers:
                    raise
                for number in numbers:
                    self._remove(number)
                kept.delete()
                answer |= self._ask(source_locale, target_locale, batch)
        return answer

    def _ask(
        self, source: Locale, target: Locale, strings: list[StringValue]
    ) -> dict[StringValue, StringValue]:
        parameters = self.get_parameters(source, target, strings)
        response = requests.post(
            self.get_api_endpoint(),
            parameters,
            timeout=int(self.options.get("TIMEOUT", 30)),
            headers=self.get_headers(),
        )
        if "glossary_id" in parameters and _is_about_glossary(response):
            raise _LostGlossaryError
        response.raise_for_status()
        texts = [StringValue(str(each["text"])) for each in response.json()["translations"]]
        return dict(zip(strings, texts, strict=True))

    def _glossary(self, source: Locale, target: Locale) -> str:
        """Returns the id of an up-to-date glossary at DeepL; "" without terms, or if DeepL accepts none."""
        terms = GlossaryTerm.objects.of_pair(source.language_code, target.language_code)
        entries = "\n".join(f"{term.source_term}\t{term.expected}" for term in terms.order_by("key"))
        if not entries:
            return ""
        digest = hashlib.sha256(entries.encode()).hexdigest()
        known = _rows(source, target).first()
        if known is not None and known.digest == digest:
            return known.remote_id
        try:
            made = self._make(source, target, entries)
        except (requests.RequestException, LookupError, TypeError, ValueError) as error:
            logger.warning("DeepL took no glossary for this pair: %s", type(error).__name__)
            return ""
        with transaction.atomic():
            ServiceGlossary.objects.update_or_create(
                service=SERVICE,
                source_language=source.language_code,
                target_language=target.language_code,
                defaults={"digest": digest, "remote_id": made},
            )
        if known is not None:
            self._remove(known.remote_id)
        return made

    def _make(self, source: Locale, target: Locale, entries: str) -> str:
        answer = requests.post(
            f"{self._base()}/v2/glossaries",
            json={
                "name": f"fedcms {source.language_code}-{target.language_code}",
                "source_lang": language_code(source.language_code).lower(),
                "target_lang": language_code(target.language_code).lower(),
                "entries": entries,
                "entries_format": "tsv",
            },
            headers=self.get_headers(),
            timeout=TIMEOUT,
        )
        answer.raise_for_status()
        return str(answer.json()["glossary_id"])

    def _remove(self, remote_id: str) -> None:
        """Deletes an old glossary at DeepL; a failure is logged only, since it does no harm to translations."""
        try:
            requests.delete(
                f"{self._base()}/v2/glossaries/{remote_id}", headers=self.get_headers(), timeout=TIMEOUT
            )
        except requests.RequestException as error:
            logger.warning("An old glossary stays at DeepL: %s", type(error).__name__)


def _is_about_glossary(response: requests.Response) -> bool:
    is_refusal = 400 <= response.status_code < 500
    return response.status_code == 404 or (is_refusal and "glossary" in response.text.casefold())


def _batches(strings: Iterable[StringValue]) -> Iterator[list[StringValue]]:
    """Yields the texts in batches, in their order. A text larger than the limit is sent alone: the service decides."""
    batch: list[StringValue] = []
    size = 0
    for string in strings:
        length = len(quote_plus(string.data))
        if batch and (len(batch) == TEXTS or size + length > BYTES):
            yield batch
            batch, size = [], 0
        batch.append(string)
        size += length
    if batch:
        yield batch


def _rows(source: Locale, target: Locale) -> "models.QuerySet[ServiceGlossary]":
    return ServiceGlossary.objects.filter(
        service=SERVICE, source_language=source.language_code, target_language=target.language_code
    )
