"""Figures of the dashboards, each with its definition and the moment at which it was read.

Nothing is stored: everything is counted anew.
"""

from lms.outcomes.reporting.queries.area import (
    AreaYear,
    area_units,
    area_year,
)
from lms.outcomes.reporting.queries.conduct import (
    ConductArea,
    ConductPerson,
    ConductState,
    ConductYear,
    area_conduct,
    area_unit_conduct,
    conduct_for,
    unit_conduct,
)
from lms.outcomes.reporting.queries.unit import (
    CurrentStudy,
    UnitYear,
    current_studies,
    studies_of_official,
    unit_year,
    units_run_by,
)

__all__ = [
    "AreaYear",
    "ConductArea",
    "ConductPerson",
    "ConductState",
    "ConductYear",
    "CurrentStudy",
    "UnitYear",
    "area_conduct",
    "area_unit_conduct",
    "area_units",
    "area_year",
    "conduct_for",
    "current_studies",
    "studies_of_official",
    "unit_conduct",
    "unit_year",
    "units_run_by",
]
