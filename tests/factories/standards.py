"""Standards, levels that officials hold, and decisions about them."""

import datetime as dt

from lms.core import clock, text
from lms.people.organisation.models import Unit
from lms.people.personnel.models import Dimension, Official, Qualification, QualificationLevel
from lms.people.rulebook.models import Basis
from lms.people.standards.models import Standard, StandardDecision
from tests.factories.people import LONG_AGO


def standard(
    dimension: str = Dimension.PROFESSIONAL,
    least: str = QualificationLevel.UNIVERSITY,
    unit: Unit | None = None,
    **fields,
) -> Standard:
    fields = {"valid_from": LONG_AGO, "source": "Thông lệ", "basis": Basis.PRACTICE, **fields}
    fields.setdefault("title_fold", text.fold_marks(fields.get("title", "")))
    return Standard.objects.create(dimension=dimension, least=least, unit=unit, **fields)


def level(
    official: Official, level: str, dimension: str = Dimension.PROFESSIONAL, **fields
) -> Qualification:
    fields = {"held_from": LONG_AGO, **fields}
    return Qualification.objects.create(
        official=official, dimension=dimension, level=level, **fields
    )


def decision(
    official: Official, basis: str, dimension: str = Dimension.PROFESSIONAL, **fields
) -> StandardDecision:
    fields = {"decided_on": clock.today() - dt.timedelta(days=400), **fields}
    return StandardDecision.objects.create(
        official=official,
        dimension=dimension,
        basis=basis,
        met=basis in {"level", "exception"},
        **fields,
    )
