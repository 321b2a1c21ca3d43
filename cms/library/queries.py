"""Reading the library."""

from collections.abc import Iterable
from dataclasses import replace

from cms.content import Basis, Law, Scenario
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


def dated(scenario: Scenario) -> Scenario:
    """The case with the dates of the documents that it cites, as the library knows them; one query
    where it cites any.
    """
    cited = {b.document for scene in scenario.scenes for b in scene.basis if b.document}
    if not cited:
        return scenario
    known = {law.number: law for law in laws(cited)}

    def with_dates(basis: Basis) -> Basis:
        law = known.get(basis.document)
        if law is None:
            return basis
        return replace(basis, valid_from=law.valid_from, valid_to=law.valid_to)

    scenes = (
        replace(scene, basis=tuple(with_dates(basis) for basis in scene.basis))
        for scene in scenario.scenes
    )
    return replace(scenario, scenes=tuple(scenes))
