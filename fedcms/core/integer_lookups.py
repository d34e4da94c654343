"""Lookups of numbers: what no column can hold matches nothing, in a list as alone."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import ForeignObject, IntegerField
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In


class _HeldNumbers(In[object]):
    """Leaves numbers that the database's type cannot hold out of a list.

    Django does so for `field=` (`IntegerFieldOverflow`), but not for a list: an address with a key of twenty digits is
    an `OverflowError` on SQLite.
    """

    def process_rhs(
        self, compiler: object, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Compiles the list of what the column can hold. Raises `EmptyResultSet` when nothing is left."""
        field = self.lhs.output_field
        while isinstance(field, ForeignObject):
            field = field.target_field
        if self.rhs_is_direct_value() and isinstance(field, IntegerField):
            lowest, highest = connection.ops.integer_field_range(field.get_internal_type())
            self.rhs = [each for each in self.rhs if not _is_beyond(each, lowest, highest)]
        return super().process_rhs(compiler, connection)  # type: ignore[arg-type]  # typed for a compiler


def _is_beyond(value: object, lowest: int | None, highest: int | None) -> bool:
    return isinstance(value, int) and (
        (lowest is not None and value < lowest) or (highest is not None and value > highest)
    )


class IntegerIn(_HeldNumbers):
    """`field__in` of numbers, keys among them."""


class RelatedIntegerIn(RelatedIn, _HeldNumbers):
    """`relation__in` of keys: Django prepares them, and compiles them as those of a field."""


def register() -> None:
    """Registers the lookups for every field that holds numbers, and every relation."""
    IntegerField.register_lookup(IntegerIn)
    ForeignObject.register_lookup(RelatedIntegerIn)
