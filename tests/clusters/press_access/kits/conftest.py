"""A cluster with its publisher, an image of each state of rights, a document and a kit, made once a file."""

from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile

from clusters.models import Cluster, PressKit
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User
from tests.clusters.press_access.kits.support import SVG, make_document, make_image
from tests.factories import make_cluster, make_user
from tests.shared_rows import Keep


@dataclass
class World:
    """The cluster Midi, whose kit has all that a kit may have."""

    south: Cluster
    paula: User
    press_kit: PressKit
    images: dict[str, FederationImage]
    document: FederationDocument


@pytest.fixture(scope="module")
def kept(keep: Keep) -> World:
    with keep():
        south = make_cluster("midi", "MID")
        south.boilerplate = {"fr": "Le Midi réunit\nceux qui enseignent.", "en": "Midi brings together."}
        south.press_email, south.phone = "presse@midi.example", "+33 5 00 00 00 00"
        south.logo = make_image(south, "logo", jpeg=False)
        south.save()
        paula = make_user("paula", south, "publisher")
        images = {
            "libre": make_image(
                south, "libre", territory="Europe", source="Agence", rights_until="2099-01-01"
            ),
            "cadree": make_image(
                south,
                "cadree",
                jpeg=False,
                focal_point_x=100,
                focal_point_y=100,
                focal_point_width=40,
                focal_point_height=40,
            ),
            "presse": make_image(south, "presse", licence="cc0", reuse="press"),
            "reservee": make_image(south, "reservee", licence="all-rights"),
            "finie": make_image(south, "finie", rights_until="2020-01-01"),
            "sans-accord": make_image(south, "sans-accord", consent="missing"),
        }
        document = make_document(south, "annuel")
        press_kit = PressKit.objects.get(cluster=south)
        press_kit.vector_logo.save("logo.svg", ContentFile(SVG.encode()))
        for place, image in enumerate(images.values()):
            press_kit.images.create(image=image, sort_order=place)
        press_kit.documents.create(document=document, language="")
        press_kit.documents.create(document=make_document(south, "english"), language="en")
        press_kit.save()
        return World(south, paula, press_kit, images, document)


@pytest.fixture
def world(kept: World, db: None) -> World:
    return kept
