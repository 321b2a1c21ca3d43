"""What newspapers printed about units that ended on 30/06/2025: their officials and figures."""

from lms.core.actor import Actor
from lms.portals.console.demo.historic import binhtrung, figures
from lms.portals.console.demo.historic.districts import (
    COMMUNES_OF_DIENBIENDONG,
    LAST_DAY_OF_DISTRICTS,
    WARDS_OF_LANGSON,
    DraftedOfficial,
    officials_of_dienbiendong,
    officials_of_langson_city,
)

__all__ = [
    "COMMUNES_OF_DIENBIENDONG",
    "LAST_DAY_OF_DISTRICTS",
    "WARDS_OF_LANGSON",
    "DraftedOfficial",
    "build_historic",
    "officials_of_dienbiendong",
    "officials_of_langson_city",
]


def build_historic(actor: Actor) -> None:
    """Build the commune of Bình Trung and the printed figures; provinces and districts exist."""
    binhtrung.build_binhtrung(actor)
    figures.build_figures(actor)
