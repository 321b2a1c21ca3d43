"""Figures of the dashboards, each with its definition and the moment at which it was read. Nothing is kept: all is counted."""

from lms.outcomes.reporting.queries.area import (
    Area,
    Coverage,
    area,
    area_unit,
    area_units,
    coverage,
    shown_sensitive,
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
    "Area", "Coverage", "Studying", "UnitYear", "area", "area_unit", "area_units", "coverage", "learning", "seats_of", "shown_sensitive",
    "unit_year", "units_run_by",
]  # fmt: skip
