"""How names of people and units are spelt in a list."""

import random
import unicodedata
import zlib

from tests.lms.people.workbooks.generated.invented import Place
from tests.lms.people.workbooks.generated.layouts import UNIT_ONCE, Layout

_ADDRESS = {"m": ("Ông ", "Đồng chí ", "Đ/c ", "Anh ", "Mr. "), "f": ("Bà ", "Đồng chí ", "Chị ")}
_DEGREES = ("ThS ", "ThS. ", "TS. ", "BS ", "CN. ", "KS. ")
_OFFICES = (" (Đảng ủy viên)", "\n(Bí thư chi bộ)", " (nữ)")


def write_name(name: str, layout: Layout, sex: str, *, with_extras: bool = True) -> str:
    """The name, or a part of it, in the spelling of the list; the same each time.

    `with_extras`: address, degrees and offices belong to this part.
    """
    rng = random.Random(zlib.crc32(name.encode()))
    form = layout["spelling"]
    if form == "capitals":
        return name.upper()
    if form == "decomposed letters":
        return unicodedata.normalize("NFD", name)
    if form == "spaces":
        return f" {name.replace(' ', '  ')}\u00a0 "
    if form == "line breaks" and " " in name:
        return name.replace(" ", "\n", 1)
    if not with_extras:
        return name
    if form == "forms of address":
        return rng.choice(_ADDRESS[sex]) + name
    if form == "degrees before the name":
        return rng.choice(_DEGREES) + name
    if form == "office behind the name" and layout["names"] == "one column":
        return name + (" (nữ)" if sex == "f" else rng.choice(_OFFICES[:2]))
    return name


def write_unit(place: Place, form: str, rng: random.Random) -> str:
    """The unit as a cell of its column names it."""
    if form == "column with the commune behind" and place.commune:
        return f"{place.name}, {place.commune.lower()}"
    if form in UNIT_ONCE or place.commune:
        return place.name
    return rng.choice((place.name, place.name, place.name.upper(), _as_committee(place)))


def _as_committee(place: Place) -> str:
    """ "UBND xã Na Son"."""
    return f"UBND {place.name[:1].lower()}{place.name[1:]}"
