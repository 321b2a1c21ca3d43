"""Questions about legal documents."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from cms.content import AnswerBasis, Law, Scenario
from cms.library.models import LegalDocument
from lms.core.errors import BadInput


def find_laws(numbers: Iterable[str]) -> list[Law]:
    """The legal documents with these numbers, by number; unknown ones are left out."""
    documents = LegalDocument.objects.filter(number__in=set(numbers)).order_by("number")
    return [
        Law(
            number=document.number,
            title=document.title,
            issuer=document.issuer,
            valid_from=_iso_date(document.valid_from),
            valid_to=_iso_date(document.valid_to),
            is_verified=document.is_verified,
        )
        for document in documents
    ]


def find_document(number: str) -> LegalDocument:
    """A legal document by its number. BadInput where the library has none."""
    legal_document = LegalDocument.objects.filter(number=number).first()
    if legal_document is None:
        message = _("The library has no legal document %(number)s. Enter it first.")
        raise BadInput(message % {"number": number}, field="document")
    return legal_document


def _iso_date(day: date | None) -> str:
    return day.isoformat() if day else ""


def with_legal_dates(scenario: Scenario) -> Scenario:
    """The scenario with the dates of the documents that it cites, as the library knows them.

    One query where it cites any, none where it does not.
    """
    cited_numbers = {
        basis.document for scene in scenario.scenes for basis in scene.basis if basis.document
    }
    if not cited_numbers:
        return scenario
    laws_by_number = {law.number: law for law in find_laws(cited_numbers)}

    def with_dates(basis: AnswerBasis) -> AnswerBasis:
        law = laws_by_number.get(basis.document)
        if law is None:
            return basis
        return replace(basis, valid_from=law.valid_from, valid_to=law.valid_to)

    scenes = (
        replace(scene, basis=tuple(with_dates(basis) for basis in scene.basis))
        for scene in scenario.scenes
    )
    return replace(scenario, scenes=tuple(scenes))
