"""What the page of gaps shows: unit, day, filters, figures that lead to names, the people of one
page.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from lms.core import clock
from lms.people.organisation.models import Unit
from lms.people.organisation.queries import state_on
from lms.people.personnel.models import Dimension
from lms.people.standards.queries import (
    MET,
    Gap,
    GapState,
    readable_among,
    reviewed_unit,
    unit_gaps,
)
from lms.portals.kit.views import ActorRequest

# ?trang-thai= of each state; "dat" gathers both ways to meet a standard
STATES: dict[str, tuple[GapState, ...]] = {
    "dat": MET,
    "dat-trinh-do": (GapState.LEVEL,),
    "dat-ngoai-le": (GapState.EXCEPTION,),
    "co-thoi-han": (GapState.DEADLINE,),
    "chua-dat": (GapState.NOT_MET,),
    "chua-ra-soat": (GapState.NOT_REVIEWED,),
}
# the columns of the figures: one state each
COLUMNS = tuple(word for word in STATES if word != "dat")
OVERDUE = "qua-han"


class DayForm(forms.Form):
    """The day of the gaps."""

    ngay = forms.DateField(
        label=pgettext_lazy("date", "As of"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


@dataclass(frozen=True)
class Asked:
    """What the query string asks for; nonsense in a filter asks for everything."""

    unit: Unit
    day: dt.date
    dimension: str
    state: str
    form: DayForm

    @property
    def is_today(self) -> bool:
        return self.day == clock.today()

    def query(self, **changes: str) -> str:
        """The query string of the same page with other filters."""
        parameters = {
            "don-vi": self.unit.code,
            "ngay": self.day.isoformat(),
            "linh-vuc": self.dimension,
            "trang-thai": self.state,
        }
        merged = parameters | {name.replace("_", "-"): value for name, value in changes.items()}
        return urlencode({name: value for name, value in merged.items() if value})


@dataclass(frozen=True)
class Total:
    """The figures of one dimension, or of one unit: so many in each state of so many."""

    words: str
    total: int
    met: int
    links: list[tuple[int, str]]  # count and query string, in the order of COLUMNS
    query: str


@dataclass
class Found:
    """The gaps of the unit on the day, and those that the filters leave."""

    asked: Asked
    name: str
    every: list[Gap]
    seen: set[int] = field(default_factory=set)

    @property
    def shown(self) -> list[Gap]:
        """Those of the filters whose names may be seen, unit by unit in the order of names."""
        return [gap for gap in self.every if gap.official_id in self.seen and self._fits(gap)]

    @property
    def unnamed(self) -> int:
        """People in the figures whose names are not shown."""
        return len({gap.official_id for gap in self.every} - self.seen)

    def _fits(self, gap: Gap) -> bool:
        filters = self.asked
        if filters.dimension and gap.dimension != filters.dimension:
            return False
        if filters.state == OVERDUE:
            return gap.is_overdue
        return gap.state in STATES.get(filters.state, tuple(GapState))

    def by_dimension(self) -> list[Total]:
        """A row of figures for each dimension that somebody is asked."""
        counts = Counter((gap.dimension, gap.state) for gap in self.every)
        return [
            _total(
                str(dimension.label).capitalize(),
                {state: counts[dimension, state] for state in GapState},
                lambda word, key=dimension.value: self.asked.query(linh_vuc=key, trang_thai=word),
            )
            for dimension in Dimension
            if any(counts[dimension, state] for state in GapState)
        ]

    def by_unit(self) -> list[Total]:
        """A row for each unit that people work in, where there are several; of the dimension that
        is chosen.
        """
        chosen_dimension = self.asked.dimension
        names: dict[str, str] = {}
        counts: Counter[tuple[str, GapState]] = Counter()
        for gap in self.every:
            if gap.unit is not None and chosen_dimension in ("", gap.dimension):
                names[gap.unit.unit.code] = gap.unit.name
                counts[gap.unit.unit.code, gap.state] += 1
        if len(names) < 2:
            return []
        return [
            _total(
                name,
                {state: counts[code, state] for state in GapState},
                lambda word, key=code: self.asked.query(don_vi=key, trang_thai=word),
            )
            for code, name in sorted(names.items(), key=lambda pair: pair[1])
        ]

    def filters(self) -> list[tuple[str, str, int | None, bool]]:
        """For components/filters.html."""
        filters = self.asked
        states = [
            ("", pgettext("gap filter", "All")),
            *((word, words_of(word)) for word in STATES),
            (OVERDUE, _("overdue").capitalize()),
        ]
        return [
            (filters.query(trang_thai=word), label, None, filters.state == word)
            for word, label in states
        ]

    def dimensions(self) -> list[tuple[str, str, int | None, bool]]:
        """For components/filters.html."""
        filters = self.asked
        occurring = {gap.dimension for gap in self.every}
        choices = [("", pgettext("gap filter", "All"))]
        choices += [(dimension.value, str(dimension.label).capitalize()) for dimension in Dimension if dimension in occurring]
        return [
            (filters.query(linh_vuc=key), label, None, filters.dimension == key)
            for key, label in choices
        ]


def words_of(word: str) -> str:
    """A filter or a column in words."""
    if word == "dat":
        return pgettext("gap", "met").capitalize()
    return str(STATES[word][0].label).capitalize()


def day_of(data: QueryDict) -> dt.date:
    """The day of a link from the list; today where it names none."""
    form = DayForm(data)
    return form.cleaned_data["ngay"] if form.is_valid() else clock.today()


def read(request: ActorRequest, data: QueryDict) -> Asked:
    """What is asked for; today where the day is nonsense. NotFound for a unit of strangers."""
    unit = reviewed_unit(request.actor, data.get("don-vi", "")[:32])
    default_day = min(clock.today(), unit.valid_to or dt.date.max)
    form = DayForm(data if "ngay" in data else {"ngay": default_day})
    day = form.cleaned_data["ngay"] if form.is_valid() else default_day
    dimension, state = data.get("linh-vuc", ""), data.get("trang-thai", "")
    return Asked(
        unit,
        day,
        dimension if dimension in Dimension.values else "",
        state if state in {*STATES, OVERDUE} else "",
        form,
    )


def found_of(request: ActorRequest, filters: Asked) -> Found:
    """The gaps, and whose names the reader may see."""
    gaps = unit_gaps(filters.unit, filters.day)
    state = state_on(filters.unit, filters.day)
    readable = readable_among(request.actor, filters.unit, gaps)
    return Found(filters, state.name if state else filters.unit.name, gaps, readable)


def _total(label: str, counts: dict[GapState, int], query: Any) -> Total:
    total = sum(counts.values())
    links = [(counts[STATES[word][0]], query(word)) for word in COLUMNS]
    return Total(label, total, sum(counts[state] for state in MET), links, query(""))
