"""What the page of gaps shows: unit, day and filters; figures with links to names; the people."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
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

# `?trang-thai=` of each state; "dat" gathers both ways to meet a standard.
STATES: dict[str, tuple[GapState, ...]] = {
    "dat": MET,
    "dat-trinh-do": (GapState.LEVEL,),
    "dat-ngoai-le": (GapState.EXCEPTION,),
    "co-thoi-han": (GapState.DEADLINE,),
    "chua-dat": (GapState.NOT_MET,),
    "chua-ra-soat": (GapState.NOT_REVIEWED,),
}
# The columns of the figures: one state each.
COLUMNS = tuple(word for word in STATES if word != "dat")
OVERDUE = "qua-han"


class GapDayForm(forms.Form):
    """The day of the gaps."""

    ngay = forms.DateField(
        label=pgettext_lazy("date", "As of"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


@dataclass(frozen=True)
class GapFilters:
    """The unit, day and filters of the query string; a filter that does not exist is empty."""

    unit: Unit
    day: dt.date
    dimension: str
    state: str
    form: GapDayForm

    @property
    def is_today(self) -> bool:
        return self.day == clock.today()

    def query(self, **changes: str) -> str:
        """The query string of the page with some filters changed (`don_vi` stands for `don-vi`)."""
        parameters = {
            "don-vi": self.unit.code,
            "ngay": self.day.isoformat(),
            "linh-vuc": self.dimension,
            "trang-thai": self.state,
        }
        merged = parameters | {name.replace("_", "-"): value for name, value in changes.items()}
        return urlencode({name: value for name, value in merged.items() if value})


@dataclass(frozen=True)
class GapTotal:
    """The figures of one dimension or one unit: people in each state, and in all."""

    label: str
    total: int
    met: int
    # (label of the column, count, query string) in the order of COLUMNS
    links: list[tuple[str, int, str]]
    query: str


@dataclass
class GapList:
    """The gaps of a unit on a day, with the filters of the page.

    `readable` holds the keys of the officials whose names the actor may read.
    """

    filters: GapFilters
    name: str
    all_gaps: list[Gap]
    readable: set[int] = field(default_factory=set)

    @property
    def shown(self) -> list[Gap]:
        """The gaps that fit the filters and whose names may be read, in the order of `all_gaps`."""
        readable = [gap for gap in self.all_gaps if gap.official_id in self.readable]
        return [gap for gap in readable if self._fits_filters(gap)]

    @property
    def unnamed(self) -> int:
        """How many people are in the figures without their names being shown."""
        return len({gap.official_id for gap in self.all_gaps} - self.readable)

    def _fits_filters(self, gap: Gap) -> bool:
        filters = self.filters
        if filters.dimension and gap.dimension != filters.dimension:
            return False
        if filters.state == OVERDUE:
            return gap.is_overdue
        return gap.state in STATES.get(filters.state, tuple(GapState))

    def by_dimension(self) -> list[GapTotal]:
        """The figures of each dimension in which a level is asked of somebody."""
        counts = Counter((gap.dimension, gap.state) for gap in self.all_gaps)
        totals = []
        for dimension in Dimension:
            of_dimension = {state: counts[dimension, state] for state in GapState}
            if not any(of_dimension.values()):
                continue
            label = str(dimension.label).capitalize()
            filters = {"linh_vuc": dimension.value}
            totals.append(self._total(label, of_dimension, filters))
        return totals

    def by_unit(self) -> list[GapTotal]:
        """The figures of each unit in the chosen dimension, by name; empty for one unit alone."""
        chosen_dimension = self.filters.dimension
        names: dict[str, str] = {}
        counts: Counter[tuple[str, GapState]] = Counter()
        for gap in self.all_gaps:
            if gap.unit is not None and chosen_dimension in ("", gap.dimension):
                names[gap.unit.unit.code] = gap.unit.name
                counts[gap.unit.unit.code, gap.state] += 1
        if len(names) < 2:
            return []
        totals = []
        for code, name in sorted(names.items(), key=lambda pair: pair[1]):
            of_unit = {state: counts[code, state] for state in GapState}
            totals.append(self._total(name, of_unit, {"don_vi": code}))
        return totals

    def _total(self, label: str, counts: dict[GapState, int], filters: dict[str, str]) -> GapTotal:
        links = []
        for word in COLUMNS:
            (state,) = STATES[word]
            query = self.filters.query(trang_thai=word, **filters)
            links.append((describe_state(word), counts[state], query))
        met = sum(counts[state] for state in MET)
        return GapTotal(label, sum(counts.values()), met, links, self.filters.query(**filters))

    def state_choices(self) -> list[tuple[str, str, int | None, bool]]:
        """The choices of states, for components/filters.html."""
        filters = self.filters
        states = [
            ("", pgettext("gap filter", "All")),
            *((word, describe_state(word)) for word in STATES),
            (OVERDUE, _("overdue").capitalize()),
        ]
        return [
            (filters.query(trang_thai=word), label, None, filters.state == word)
            for word, label in states
        ]

    def dimension_choices(self) -> list[tuple[str, str, int | None, bool]]:
        """The choices of dimensions, for components/filters.html."""
        filters = self.filters
        occurring = {gap.dimension for gap in self.all_gaps}
        choices = [("", pgettext("gap filter", "All"))]
        choices += [
            (dimension.value, str(dimension.label).capitalize())
            for dimension in Dimension
            if dimension in occurring
        ]
        return [
            (filters.query(linh_vuc=key), label, None, filters.dimension == key)
            for key, label in choices
        ]


def describe_state(word: str) -> str:
    """The label of a filter or a column."""
    if word == "dat":
        return pgettext("gap", "met").capitalize()
    return str(STATES[word][0].label).capitalize()


def read_day(data: QueryDict) -> dt.date:
    """The day of `?ngay=`; today where it is missing or no date."""
    form = GapDayForm(data)
    return form.cleaned_data["ngay"] if form.is_valid() else clock.today()


def read_filters(request: ActorRequest, data: QueryDict) -> GapFilters:
    """The filters of the page; today where the day is no date.

    NotFound for a unit whose standards the actor does not review.
    """
    unit = reviewed_unit(request.actor, data.get("don-vi", "")[:32])
    default_day = min(clock.today(), unit.valid_to or dt.date.max)
    form = GapDayForm(data if "ngay" in data else {"ngay": default_day})
    day = form.cleaned_data["ngay"] if form.is_valid() else default_day
    dimension, state = data.get("linh-vuc", ""), data.get("trang-thai", "")
    return GapFilters(
        unit,
        day,
        dimension if dimension in Dimension.values else "",
        state if state in {*STATES, OVERDUE} else "",
        form,
    )


def list_gaps(request: ActorRequest, filters: GapFilters) -> GapList:
    """The gaps of the unit on the day, and whose names the actor may read."""
    gaps = unit_gaps(filters.unit, filters.day)
    state = state_on(filters.unit, filters.day)
    readable = readable_among(request.actor, filters.unit, gaps)
    return GapList(filters, state.name if state else filters.unit.name, gaps, readable)
