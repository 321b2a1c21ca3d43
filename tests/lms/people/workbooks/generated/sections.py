"""Sections of a list: headings for units, for groups or for both, and whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tests.lms.people.workbooks.generated.columns import GROUP_WORDS
from tests.lms.people.workbooks.generated.invented import InventedPerson
from tests.lms.people.workbooks.generated.layouts import UNIT_ONCE, Layout


@dataclass(frozen=True)
class Heading:
    """`depth`: 0 for the outer one; `number`: among its sisters, from 1; `count`: its people."""

    depth: int
    number: int
    text: str
    count: int


@dataclass(frozen=True)
class Section:
    """`headings`: those that are new above these people."""

    headings: tuple[Heading, ...]
    people: tuple[InventedPerson, ...]


def split_sections(layout: Layout, people: Sequence[InventedPerson]) -> list[Section]:
    """The people in the order of the list, section by section."""
    sections: list[Section] = []
    former: tuple[str, ...] = ()
    numbers: list[int] = []
    for texts, members in groupby(_in_order(layout, people), lambda p: _headings_of(layout, p)):
        headings = []
        for depth, text in enumerate(texts):
            if texts[: depth + 1] == former[: depth + 1]:
                continue
            numbers = [*numbers[: depth + 1], *[0] * (depth + 1 - len(numbers))]
            numbers[depth] += 1
            count = sum(_headings_of(layout, p)[: depth + 1] == texts[: depth + 1] for p in people)
            headings.append(Heading(depth, numbers[depth], text, count))
        former = texts
        sections.append(Section(tuple(headings), tuple(members)))
    return sections


def _in_order(layout: Layout, people: Sequence[InventedPerson]) -> list[InventedPerson]:
    """People of one heading, or of one cell of a unit, together."""
    if layout["units"] in UNIT_ONCE:
        people = sorted(people, key=lambda person: person.place.code)
    return sorted(people, key=lambda person: _headings_of(layout, person))


def _headings_of(layout: Layout, person: InventedPerson) -> tuple[str, ...]:
    place = person.place
    units = {
        "headings": (place.name,),
        "headings of two levels": (place.commune, place.name),
    }.get(layout["units"], ())
    groups = (GROUP_WORDS[person.group],) if layout["groups"] == "headings" else ()
    return (*groups, *units) if layout["outer headings"] == "groups" else (*units, *groups)
