"""Two drafts for the content checker: one with each defect that it looks for, one with none."""

LONG = "Un titre qui n’en finit pas et que les moteurs de recherche couperont"
VAGUE = ("ici", "Click here", "Haz clic aquí.", "اضغط هنا", "https://example.org/4")
CLEAR = '<p>Lire <a href="https://example.org/rules">le règlement de l’appel</a>.</p>'


def build() -> str:
    """Makes them in the section of the cluster "garonne"; returns their keys, the faulty one's first."""
    from io import BytesIO  # noqa: PLC0415  # all of this runs in the site's process

    from django.core.files.base import ContentFile  # noqa: PLC0415  # needs Django
    from django.core.files.images import ImageFile  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415
    from wagtail.users.models import UserProfile  # noqa: PLC0415

    from clusters.models import Cluster  # noqa: PLC0415
    from fedcms.media.models import FederationDocument, FederationImage  # noqa: PLC0415
    from fedcms.media.rendition_specs import LEAD_SPECS  # noqa: PLC0415
    from fedcms.users.models import User  # noqa: PLC0415
    from tests.factories import make_article  # noqa: PLC0415

    cluster = Cluster.objects.get(slug="garonne")
    editor = User.objects.get(username="editor-gar")
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "fr"})
    drawn = BytesIO()
    Image.new("RGB", (1200, 800), "#1d3b8b").save(drawn, "PNG")

    def image(name: str, **fields: object) -> FederationImage:
        made = FederationImage(title=name, collection=cluster.collection, **fields)
        made.file = ImageFile(BytesIO(drawn.getvalue()), name=f"{name}.png")
        made.save()
        # A picture without a rendition is shown as a placeholder cover.
        made.get_renditions(*LEAD_SPECS[:1])
        return made

    document = FederationDocument.objects.create(
        title="Dossier", collection=cluster.collection, file=ContentFile(b"%PDF-1.4", name="dossier.pdf")
    )
    # A title of level 3 of its own.
    downloads = ("documents", {"title": "À télécharger", "documents": [document]})
    links = " ".join(f'<a href="https://example.org/{at}">{text}</a>' for at, text in enumerate(VAGUE))
    faulty = make_article(
        cluster,
        live=False,
        title=LONG,
        lead_image=image("sans-texte"),
        body=[downloads, ("paragraph", f"<p>{links}</p>{CLEAR}")],
    )
    good = make_article(
        cluster,
        live=False,
        title="Un titre juste",
        lead_image=image("avec-texte", alt_texts={"fr": "Un aplat bleu."}),
        body=[("heading", "Pour participer"), downloads, ("paragraph", CLEAR)],
    )
    return f"{faulty.pk} {good.pk}"
