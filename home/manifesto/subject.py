"""What the head of a commitment's page says: title, description and schema.org data."""

from collections.abc import Mapping
from dataclasses import dataclass

from fedcms.core.pages.addresses import page_address
from fedcms.core.seo.head_types import HeadContext, HeadMetadata
from fedcms.core.seo.schema_org import CollectionPage, Reference, Thing
from home.manifesto.tiles import Tile
from home.models import ManifestoPage


@dataclass(frozen=True)
class CommitmentSubject:
    """A commitment as the subject of its page, which is a route of the manifesto's."""

    page: ManifestoPage
    tile: Tile

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Returns the metadata: its name and words, with the manifesto's card."""
        commitment = self.tile.commitment
        return HeadMetadata(
            title=str(commitment),
            description=str(commitment.text),
            languages=tuple(code for code, text in commitment.text.items() if text),
            filters=self.page.filter_parameters,
            social_card=self.page.social_card_text(),
        )

    def structured_data(self, head_context: HeadContext) -> Thing:
        """Returns the page as a collection of what proves the commitment."""
        return CollectionPage(
            id=head_context.url,
            name=str(self.tile.commitment),
            description=head_context.description,
            url=head_context.url,
            image=head_context.images,
            in_language=head_context.language,
            publisher=head_context.publisher,
            is_part_of=Reference(id=head_context.absolute(page_address(self.page))),
        )
