"""Figures of the dashboards, each with its definition and the moment at which it was read.

Nothing is stored: everything is counted anew.
"""

from lms.outcomes.reporting.queries.area import (
    Area,
    area,
    area_units,
)
from lms.outcomes.reporting.queries.conduct import (
    ConductArea,
    ConductYear,
    Person,
    State,
    area_conduct,
    area_unit_conduct,
    conduct_for,
    unit_conduct,
)
from lms.outcomes.reporting.queries.unit import (
    Studying,
    UnitYear,
    learning,
    seats_of,
    unit_year,
    units_run_by,
)

__all__ = [
    "Area",
    "ConductArea",
    "ConductYear",
    "Person",
    "State",
    "Studying",
    "UnitYear",
    "area",
    "area_conduct",
    "area_unit_conduct",
    "area_units",
    "conduct_for",
    "learning",
    "seats_of",
    "unit_conduct",
    "unit_year",
    "units_run_by",
]
