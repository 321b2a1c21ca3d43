"""The conduct module of a year: who has completed it, who is exempt and why, who has not yet.

Counted in persons, as of a day.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from cms import api
from cms.content import CourseKind
from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.learning.conduct.models import Exemption
from lms.learning.conduct.queries import exempt_on
from lms.learning.progress.models import LessonProgress
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.states import TRAINING_KINDS, CertificateState
from lms.outcomes.reporting.policies import area_of, run_by
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import subtree
from lms.people.personnel.models import Official, Post, TrainingRecord
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState


class State(StrEnum):
    """Every person is in exactly one of these; who has completed the module is done, exempt or
    not.
    """

    DONE = "done"
    EXEMPT = "exempt"
    MISSING = "missing"


@dataclass(frozen=True)
class Completed:
    """The first completion of the year: by a training record (`document` is its number) or by the
    last lesson.
    """

    on: dt.date
    document: str = ""


@dataclass(frozen=True)
class Person:
    """One official by his first post here, the main one before others.

    `class_title`: where he studies it now.
    """

    official: Official
    post: Post
    completed: Completed | None
    exemption: Exemption | None
    class_title: str

    @property
    def state(self) -> State:
        if self.completed is not None:
            return State.DONE
        return State.EXEMPT if self.exemption is not None else State.MISSING


@dataclass(frozen=True)
class ConductYear:
    """A unit (or all units of the reader) in the year of `day`, up to that day."""

    title: str
    code: str
    day: dt.date
    read_at: dt.datetime
    people: tuple[Person, ...]

    @property
    def year(self) -> int:
        return self.day.year

    def count(self, state: State) -> int:
        return sum(1 for person in self.people if person.state == state)

    @property
    def total(self) -> int:
        return len(self.people)

    @property
    def done(self) -> int:
        return self.count(State.DONE)

    @property
    def exempt(self) -> int:
        return self.count(State.EXEMPT)

    @property
    def missing(self) -> int:
        return self.count(State.MISSING)

    @property
    def studying(self) -> int:
        """Of those who have not yet: who sits in a class of it."""
        return sum(1 for p in self.people if p.state == State.MISSING and p.class_title)

    @property
    def owing(self) -> int:
        """Who owes the module: all but the exempt."""
        return self.total - self.exempt

    @property
    def grounds(self) -> list[tuple[str, int]]:
        """(ground, people exempt by it), the frequent first."""
        found = Counter(
            p.exemption.ground_title for p in self.people if p.state == State.EXEMPT and p.exemption
        )
        return found.most_common()


@dataclass(frozen=True)
class ConductArea:
    """`whole` counts each person once; `rows` are the units one step below the top, each with its
    subtree.

    Who has posts in two units stands in both rows: `twice` people make the rows add up to more than
    `whole`.
    """

    whole: ConductYear
    rows: tuple[ConductYear, ...]

    @property
    def twice(self) -> int:
        seen = Counter(person.official.pk for row in self.rows for person in row.people)
        return sum(1 for count in seen.values() if count > 1)


def unit_conduct(actor: Actor, day: dt.date, code: str = "") -> ConductYear:
    """The people of the units that the actor manages, or of one unit in them.

    NotFound for all others.
    """
    units = Unit.objects.filter(run_by(actor)).order_by("path")
    return _one(units, run_by(actor, "unit__"), day, code)


def area_unit_conduct(actor: Actor, day: dt.date, code: str) -> ConductYear:
    """The people of one unit of the actor's area with everything below it.

    NotFound for all others.
    """
    return _one(Unit.objects.filter(area_of(actor)), area_of(actor, "unit__"), day, code)


def area_conduct(actor: Actor, day: dt.date) -> ConductArea:
    """The actor's whole area, unit by unit, worst covered first.

    Seven queries whatever its size. NotFound without one.
    """
    units = {unit.path: unit for unit in Unit.objects.filter(area_of(actor)).order_by("path")}
    if not units:
        raise NotFound
    posts = _posts(area_of(actor, "unit__"), day)
    facts = _Facts(posts, day)
    by_unit: dict[Unit, list[Post]] = defaultdict(list)
    rows = list(posts)
    for post in rows:
        by_unit[_below_top(post.unit, units)].append(post)
    found = [_year(unit.name, unit.code, day, facts.people(here)) for unit, here in by_unit.items()]
    found.sort(key=lambda row: (row.done / row.owing if row.owing else 1, row.title))
    top = next(iter(units.values()))
    return ConductArea(_year(top.name, "", day, facts.people(rows)), tuple(found))


def conduct_of(posts: QuerySet[Post], day: dt.date) -> ConductYear:
    """The holders of `posts` (their official and unit selected) in the year of `day`.

    Six queries; the caller has asked whether they may be seen.
    """
    return _year("", "", day, _Facts(posts, day).people(posts))


def conduct_for(
    actor: Actor, scope: str, code: str, day: dt.date
) -> tuple[ConductYear, tuple[ConductYear, ...]]:
    """The figures by the name of who reads them: "unit" (his own), "area" (all of it, or one unit).

    NotFound.
    """
    if scope == "unit":
        return unit_conduct(actor, day, code), ()
    if code:
        return area_unit_conduct(actor, day, code), ()
    found = area_conduct(actor, day)
    return found.whole, found.rows


def _one(units: QuerySet[Unit], scope: Q, day: dt.date, code: str) -> ConductYear:
    unit = units.filter(code=code).first() if code else units.first()
    if unit is None:
        raise NotFound
    posts = _posts(scope & subtree(unit, "unit__") if code else scope, day)
    return _year(unit.name, code, day, _Facts(posts, day).people(posts))


def _year(title: str, code: str, day: dt.date, people: Iterable[Person]) -> ConductYear:
    return ConductYear(title, code, day, clock.now(), tuple(people))


def _posts(scope: Q, day: dt.date) -> QuerySet[Post]:
    rows = Post.objects.filter(scope, on_day(day)).select_related("official", "unit")
    return rows.order_by("official__name_key", "official", "-is_main", "pk")


def _below_top(unit: Unit, known: dict[str, Unit]) -> Unit:
    """The unit itself or its ancestor that stands one step below the top of the area."""
    steps = [unit.path[:end] for end in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
    line = [known[path] for path in steps if path in known]
    return line[1] if len(line) > 1 else line[0]


class _Facts:
    """What is known on `day` about the people behind `posts`, read in five queries."""

    def __init__(self, posts: QuerySet[Post], day: dt.date) -> None:
        officials = posts.order_by().values("official")
        self.completed = _completed(officials, day)
        self.exempt = exempt_on(day, officials)
        self.classes = _classes(officials, day)

    def people(self, posts: Iterable[Post]) -> list[Person]:
        """Each official once, in the order of the posts."""
        found: dict[int, Person] = {}
        for post in posts:
            pk = post.official_id
            if pk not in found:
                found[pk] = Person(
                    post.official,
                    post,
                    self.completed.get(pk),
                    self.exempt.get(pk),
                    self.classes.get(pk, ""),
                )
        return list(found.values())


def _completed(officials: QuerySet[Any, Any], day: dt.date) -> dict[int, Completed]:
    found = _by_lessons(officials, day)
    records = (
        TrainingRecord.objects.filter(
            Q(revoked_on=None) | Q(revoked_on__gt=day),
            official__in=officials,
            kind=TRAINING_KINDS[CourseKind.CONDUCT],
            ends_on__gte=dt.date(day.year, 1, 1),
            ends_on__lte=day,
        )
        .order_by("-ends_on", "-pk")
        .values_list("official_id", "ends_on", "document")
    )
    # the document says more than the lessons behind it
    return found | {pk: Completed(on, document) for pk, on, document in records}


def _by_lessons(officials: QuerySet[Any, Any], day: dt.date) -> dict[int, Completed]:
    """Who has finished all lessons of a conduct edition; the year is that of the last lesson.

    Where the certificate of a seat was revoked by `day`, the lessons behind it say nothing any
    more.
    """
    revoked = Certificate.objects.filter(
        state=CertificateState.REVOKED, ended_at__lt=_end_of(day)
    ).values("result__enrolment")
    done = LessonProgress.objects.filter(
        _conduct("enrolment__"),
        enrolment__official__in=officials,
        state=LessonProgress.State.DONE,
        finished_at__lt=_end_of(day),
    )
    rows = done.exclude(enrolment__in=revoked).values_list(
        "enrolment_id",
        "enrolment__official_id",
        "enrolment__group__edition_id",
        "lesson",
        "finished_at",
    )
    seats: dict[tuple[int, int, int], dict[str, dt.datetime]] = defaultdict(dict)
    for seat, official, edition, lesson, at in rows:
        if at is not None:
            seats[seat, official, edition][lesson] = at
    found: dict[int, Completed] = {}
    for (_seat, official, edition), finished in seats.items():
        wanted = {lesson.slug for lesson in api.edition(edition).lessons}
        if not wanted <= set(finished):
            continue
        on = clock.local(max(finished[slug] for slug in wanted)).date()
        if on.year == day.year and (official not in found or on < found[official].on):
            found[official] = Completed(on)
    return found


def _classes(officials: QuerySet[Any, Any], day: dt.date) -> dict[int, str]:
    """official id → title of the class of a conduct course in which he had a seat on that day."""
    rows = Enrolment.objects.filter(
        _conduct(), official__in=officials, group__ends_on__gte=day, enrolled_at__lt=_end_of(day)
    ).exclude(group__state=ClassState.CANCELLED)
    return dict(rows.order_by("-group__starts_on").values_list("official_id", "group__title"))


def _conduct(path: str = "") -> Q:
    """Standing seats in classes of conduct courses."""
    return Q(
        **{
            f"{path}group__edition__course__kind": CourseKind.CONDUCT.value,
            f"{path}state": EnrolmentState.ENROLLED,
        }
    )


def _end_of(day: dt.date) -> dt.datetime:
    """The first moment after `day` in Vietnam."""
    zone = clock.local(clock.now()).tzinfo
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
