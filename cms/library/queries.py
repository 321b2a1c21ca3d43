"""Reading the library."""

from collections.abc import Iterable

from cms.content import Law
from cms.library.models import LegalDocument


def laws(numbers: Iterable[str]) -> list[Law]:
    """The legal documents with these numbers, by number; unknown ones are left out."""
    rows = LegalDocument.objects.filter(number__in=set(numbers)).order_by("number")
    return [
        Law(
            number=row.number,
            title=row.title,
            issuer=row.issuer,
            valid_from=row.valid_from.isoformat() if row.valid_from else "",
            valid_to=row.valid_to.isoformat() if row.valid_to else "",
            is_verified=row.is_verified,
        )
        for row in rows
    ]
