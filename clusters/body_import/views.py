"""Answers the editor's script with the blocks of pasted HTML and of a file of Word. Nothing is written into a page."""

import uuid
from io import BytesIO
from pathlib import PurePath

from bs4.element import Tag
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.utils.file import hash_filelike

from clusters.access.chooser_start import edited_page
from clusters.body_import.blocks import Imported, RawBlock, blocks_of
from clusters.body_import.library_images import collection_for, stored_image
from clusters.body_import.word_files import LARGEST_FILE, WordText, check_word_file, read_word_file
from clusters.translation.access.guards import signed_in_user
from fedcms.core.blocks import BodyBlock

# In characters, of which some take several bytes: Django refuses a request of 2.5 MB before it is read.
LONGEST_PASTE = 2**20
# Makes the same ids of the same file: what is in the text already is not added again.
FILES = uuid.UUID("6f1f0c52-6f0c-4f0e-9d0f-5f0b7a3c0d11")


def _answer(made: Imported, seed: str = "") -> JsonResponse:
    """Returns the blocks as the form of a page holds them; rich text keeps what its editor allows."""
    for number, block in enumerate(made.blocks):
        block["id"] = str(uuid.uuid5(FILES, f"{seed} {number}") if seed else uuid.uuid4())
    body = BodyBlock()
    return JsonResponse(
        {"blocks": body.get_form_state(body.to_python(made.blocks)), "left_out": made.left_out}
    )


def _refused(message: str) -> JsonResponse:
    return JsonResponse({"error": message}, status=400)


@require_POST
def pasted(request: HttpRequest) -> JsonResponse:
    """Returns the blocks of `html`."""
    data = request.POST.get("html", "")
    if len(data) > LONGEST_PASTE:
        return _refused(_("C’est trop pour une seule fois : collez le texte en plusieurs parties."))
    return _answer(blocks_of(data))


@require_POST
def word_file(request: HttpRequest) -> JsonResponse:
    """Returns the blocks of the file `file`, and puts its images into the library."""
    file = request.FILES.get("file")
    if file is None:
        return _refused(_("Choisissez un fichier Word (.docx)."))
    try:
        content = BytesIO(file.read(LARGEST_FILE + 1))
        check_word_file(content, file.size or 0)
        text = read_word_file(content)
    except ValidationError as error:
        return _refused(" ".join(error.messages))
    content.seek(0)
    name = PurePath(file.name or "").stem
    return _answer(_blocks_with_images(request, text, name), hash_filelike(content))


@transaction.atomic
def _blocks_with_images(request: HttpRequest, text: WordText, name: str) -> Imported:
    page, user = edited_page(request), signed_in_user(request)
    language = page.locale.language_code if page is not None else settings.LANGUAGE_CODE
    collection = collection_for(user, page)
    taken: list[str] = []

    def read_image(tag: Tag) -> RawBlock | None:
        number = str(tag.get("src") or "")
        if not number.isdecimal() or collection is None:
            return None
        found = text.images[int(number)]
        stored = stored_image(found, f"{name} {int(number) + 1}".strip(), language, collection, user)
        if stored is None:
            return None
        taken.append(str(stored))
        alt_text = " ".join(found.alt_text.split())[:250]
        return {"image": {"image": stored.pk, "decorative": False, "alt_text": alt_text}, "caption": ""}

    made = blocks_of(text.html, read_image)
    made.left_out = [*text.left_out, *made.left_out]
    if taken:
        made.left_out.append(
            ngettext(
                "%(count)d image est dans la bibliothèque : relisez son texte alternatif et ses droits.",
                "%(count)d images sont dans la bibliothèque : relisez leurs textes alternatifs et leurs droits.",
                len(taken),
            )
            % {"count": len(taken)}
        )
    return made


def admin_urls() -> list[URLPattern]:
    """The hook register_admin_urls: returns both addresses."""
    return [
        path("body-import/paste/", pasted, name="body_import_paste"),
        path("body-import/word/", word_file, name="body_import_word"),
    ]
