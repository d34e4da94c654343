"""Creates the demo's images, and the text files of its press releases."""

from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import Collection

from clusters.models import Cluster, Federation
from fedcms.demo import source
from fedcms.media.models import Consent, FederationDocument, FederationImage, Licence, Reuse

Owner = Cluster | Federation
# The names of the demo's files begin with it, so that files left by a crash can be removed.
PREFIX = "demo-"
FOLDERS = ("original_images", "images", "documents", "press-kits")


def remove_leftovers() -> int:
    """Removes the demo's files from the storage; returns how many. Only for a database without images and documents."""
    removed = 0
    for folder in FOLDERS:
        try:
            names = default_storage.listdir(folder)[1]
        except FileNotFoundError:
            continue
        for name in names:
            if name.startswith(PREFIX):
                default_storage.delete(f"{folder}/{name}")
                removed += 1
    return removed


def make_image(key: str, spec: source.ImageSpec, collection: Collection) -> FederationImage:
    """Stores an image in a collection, with its texts in every language."""
    image = FederationImage(
        title=spec["title"]["fr"],
        file=ContentFile(source.image_bytes(key), name=f"{PREFIX}{key}.webp"),
        alt_texts=spec["alt"],
        credit=spec["credit"],
        licence=Licence(spec["licence"]),
        source="Dessins faits pour la fédération",
        consent=Consent.NOBODY,
        collection=collection,
    )
    image.save()
    # By it an officer who uploads the same is told so.
    image.get_file_hash()
    return image


def make_images(owners: Mapping[str, Owner]) -> dict[str, FederationImage]:
    """Creates the images of these owners; returns them by key, which begins with the owner's code ("occ-1")."""
    images: dict[str, FederationImage] = {}
    for key, spec in source.images().items():
        owner = owners.get(key.partition("-")[0])
        if owner is not None and owner.collection is not None:
            images[key] = make_image(key, spec, owner.collection)
    return images


def _paragraphs(blocks: list[source.Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        match block:
            case {"p": text} | {"h": text}:
                lines.append(text)
            case {"list": points}:
                lines += [f"– {point}" for point in points]
            case {"quote": quote}:
                lines.append(f"« {quote['text']} » ({quote['source']})")
            case {"callout": callout}:
                lines.append(f"{callout['title']} : {callout['text']}")
            case {"figures": figures}:
                lines += [
                    f"{f['value']} {f.get('unit', '')} : {f['label']}".replace("  ", " ") for f in figures
                ]
    return lines


def make_press_kit(spec: source.PageSpec, owner: Owner, date_line: str) -> FederationDocument:
    """Creates the text of a release as a text file, in the release's own language."""
    language = spec.get("source", "fr")
    text = spec["text"][language]
    name = owner.name.text_for(language)
    parts = [
        text["title"],
        text["summary"],
        date_line,
        *_paragraphs(text["body"]),
        f"{name}\n{owner.boilerplate.text_for(language)}",
        f"{text.get('contact_note', '')}\n{owner.press_address}",
    ]
    content = "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"
    document = FederationDocument(
        title=text["title"],
        file=ContentFile(content.encode("utf-8"), name=f"{PREFIX}{spec['key']}.txt"),
        language=language,
        collection=owner.collection,
        credit=name,
        licence=Licence.PRESS,
        reuse=Reuse.PRESS,
        consent=Consent.NOBODY,
    )
    document.save()
    document.get_file_hash()
    return document
