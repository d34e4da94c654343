"""What tests of files of translations share: an article with tags, and a person who takes files out and in."""

import re

from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation

from clusters.translation.exchange.export_contents import contents_of
from clusters.translation.exchange.file_contents import FileContent
from clusters.translation.exchange.file_import import ImportLine, Outcome, import_contents
from clusters.translation.exchange.po import read_po
from clusters.translation.exchange.selection import select
from clusters.translation.exchange.xliff_reader import read_xliff
from clusters.translation.models import TranslationImport
from fedcms.users.models import User
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article

BODY = (
    '<p>Lisez <a href="https://example.org/fr">le <b>guide</b></a> de %(count)s pages.</p><p>Puis venez.</p>'
)


def translate(data: bytes, **words: str) -> bytes:
    """A translator's work on an XLIFF file: the target of each text whose source begins so."""
    text = data.decode()
    for source, target in words.items():
        found = re.search(rf"<source>{source}[^\n]*</source>", text)
        assert found, (source, text)
        text = text.replace(found[0], f"{found[0]}\n<target>{target}</target>")
    return text.encode()


class FilesCase(TranslationCase):
    """An article of the north, with a text that has tags."""

    def setUp(self) -> None:
        self.page = make_article(
            self.north, title="Une année", summary="Des chiffres.", body=[("paragraph", BODY)]
        )
        self.english = Locale.objects.get(language_code="en")

    def going_out(self, user: User | None = None, *pages: Page, code: str = "en") -> list[FileContent]:
        """What a person may take out."""
        locale = Locale.objects.get(language_code=code)
        return contents_of(select(user or self.editor, pages or [self.page], [locale]).pairs)

    def take(self, data: bytes, user: User | None = None) -> list[ImportLine]:
        """Imports a file."""
        user = User.objects.get(pk=(user or self.editor).pk)
        found = read_xliff(data) if data.lstrip().startswith(b"<") else read_po(data)
        self.made = import_contents(found, user, "file.xlf")
        return [ImportLine(*line) for line in TranslationImport.objects.get(pk=self.made.pk).lines]

    def outcomes(self, lines: list[ImportLine]) -> dict[str, str]:
        """By the beginning of the source."""
        return {line.source.split()[0].strip("."): line.outcome for line in lines}

    def reason(self, lines: list[ImportLine]) -> str:
        """Of the one text that was not taken."""
        (refused,) = [line for line in lines if line.outcome == Outcome.REFUSED]
        return refused.reason

    def said_in(self, path: str, code: str = "en") -> StringTranslation | None:
        """What is kept at a place."""
        return StringTranslation.objects.filter(
            context__object_id=self.page.translation_key, context__path=path, locale__language_code=code
        ).first()
