"""Serves the manifesto: all commitments as tiles, and one commitment with all that proves it."""

from urllib.parse import quote

from django import forms
from django.core.paginator import Page as PaginatorPage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from clusters.content.listings import PAGE_SIZE, CountedPaginator
from clusters.models.cluster import signatories
from fedcms.core.compiled_queries import Values
from home.manifesto.proofs import first_versions
from home.manifesto.subject import CommitmentSubject
from home.manifesto.tiles import ProvingCluster, Tile, as_proofs, manifesto_tiles, tile_groups
from home.models import ManifestoPage, StandardPage


class ProofsForm(forms.Form):
    """The parameters of a commitment's page; invalid values are ignored: old links lead somewhere."""

    cluster = forms.ChoiceField(required=False)
    page = forms.IntegerField(required=False, min_value=1)

    def __init__(self, data: QueryDict, tile: Tile) -> None:
        """Offers the clusters that prove the commitment."""
        super().__init__(data)
        self.proving = {each.slug: each for each in tile.clusters}
        self.fields["cluster"].choices = [(slug, slug) for slug in self.proving]  # type: ignore[attr-defined]  # a ChoiceField
        self.is_valid()

    @property
    def chosen(self) -> ProvingCluster | None:
        """The cluster that the proofs are limited to."""
        return self.proving.get(str(self.cleaned_data.get("cluster") or ""))

    @property
    def number(self) -> int:
        """The number of the page."""
        return int(self.cleaned_data.get("page") or 1)


def manifesto(page: ManifestoPage, request: HttpRequest) -> HttpResponse:
    """Shows all commitments, each with what proves it now."""
    tiles = manifesto_tiles(page.locale_id)
    response: HttpResponse = page.render(
        request,
        context_overrides={"groups": tile_groups(tiles), "full_text_url": _full_text_url(page)},
    )
    return response


def commitment(page: ManifestoPage, request: HttpRequest, slug: str) -> HttpResponse:
    """Shows one commitment with its people and all that proves it. Raises `Http404` if there is none."""
    tiles = manifesto_tiles(page.locale_id)
    places = [number for number, tile in enumerate(tiles) if tile.commitment.slug == slug]
    if not places:
        raise Http404
    place = places[0]
    tile = tiles[place]
    form = ProofsForm(request.GET, tile)
    response: HttpResponse = page.render(
        request,
        template="home/commitment.html",
        context_overrides={
            "tile": tile,
            "chosen": form.chosen,
            "recent": (form.chosen or tile).recent,
            "head_subject": CommitmentSubject(page, tile),
            "previous": tiles[place - 1] if place else None,
            "next": tiles[place + 1] if place + 1 < len(tiles) else None,
            **proofs_context(tile, form),
        },
    )
    return response


def proofs_context(tile: Tile, form: ProofsForm) -> dict[str, object]:
    """Returns one page of what proves a commitment (`proofs`), the newest first, with its paginator's page."""
    now, chosen = timezone.now(), form.chosen
    rows = first_versions(now, tile.commitment.pk).values_list("translation_key")
    if chosen is not None:
        rows = rows.filter(cluster=chosen.cluster)

    def read(first: int, last: int) -> list[Values]:
        return list(rows[first:last])

    total = tile.total if chosen is None else chosen.total
    shown: PaginatorPage[Values] = CountedPaginator(read, PAGE_SIZE, total).get_page(form.number)
    keys = [key for (key,) in shown.object_list]
    found = as_proofs(keys, now, signatories())  # type: ignore[arg-type]  # the column is a key
    return {"proofs": [found[key] for key in keys if key in found], "shown": shown}  # type: ignore[index]  # as above


def _full_text_url(page: ManifestoPage) -> str:
    """Returns the address of the page with the whole text, "" while none is public."""
    if page.full_text_id is None:
        return ""
    found = StandardPage.objects.visible().filter(pk=page.full_text_id).values_list("url_path", flat=True)
    return quote(found.first() or "")
