"""The conduct module in a year, as of a day: who has completed it, who is exempt, who has not yet.

Counted in people.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from cms import api
from cms.content import CourseKind
from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.core.figures import Share
from lms.learning.conduct.models import Exemption
from lms.learning.conduct.queries import exempt_on
from lms.learning.progress.models import LessonProgress
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.states import TRAINING_KINDS, CertificateState
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import area_of, on_day, run_by
from lms.people.organisation.queries import in_subtree_of
from lms.people.personnel.models import Official, Post, TrainingRecord
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState


class ConductState(StrEnum):
    """The state of a person: exactly one. Who has completed the module is done, even if exempt."""

    DONE = "done"
    EXEMPT = "exempt"
    MISSING = "missing"


@dataclass(frozen=True)
class ConductCompletion:
    """The first completion of the year, by a training record or by the last lesson."""

    on: dt.date
    document: str = ""  # number of the training record


@dataclass(frozen=True)
class ConductPerson:
    """An official and their conduct module."""

    official: Official
    post: Post  # the first in the units concerned, the main one before others
    completed: ConductCompletion | None
    exemption: Exemption | None
    class_title: str  # of the conduct class that they attend now, or empty

    @property
    def state(self) -> ConductState:
        if self.completed is not None:
            return ConductState.DONE
        return ConductState.EXEMPT if self.exemption is not None else ConductState.MISSING


@dataclass(frozen=True)
class ConductYear:
    """The people of a unit (or of all units of the reader) in the year of `day`, up to that day."""

    title: str
    code: str
    day: dt.date
    read_at: dt.datetime
    people: tuple[ConductPerson, ...]

    @property
    def year(self) -> int:
        return self.day.year

    def count(self, state: ConductState) -> int:
        return sum(person.state == state for person in self.people)

    @property
    def total(self) -> int:
        return len(self.people)

    @property
    def done(self) -> int:
        return self.count(ConductState.DONE)

    @property
    def exempt(self) -> int:
        return self.count(ConductState.EXEMPT)

    @property
    def missing(self) -> int:
        return self.count(ConductState.MISSING)

    @property
    def studying(self) -> int:
        """Of those who have not completed it yet: who is enrolled in a conduct class."""
        return sum(
            person.state == ConductState.MISSING and bool(person.class_title)
            for person in self.people
        )

    @property
    def owing(self) -> int:
        """Who owes the module: all but the exempt."""
        return self.total - self.exempt

    @property
    def share(self) -> Share:
        """Completed of those who owe the module."""
        return Share(self.done, self.owing)

    @property
    def grounds(self) -> list[tuple[str, int]]:
        """(ground, people exempt by it), the most frequent first."""
        titles = Counter(
            person.exemption.ground_title
            for person in self.people
            if person.state == ConductState.EXEMPT and person.exemption
        )
        return titles.most_common()


@dataclass(frozen=True)
class ConductArea:
    """An area: `whole` counts each person once; `rows` are the units one step below its top.

    Who has posts in two units is in both rows: `twice` people make the rows add up to more than
    `whole`.
    """

    whole: ConductYear
    rows: tuple[ConductYear, ...]

    @property
    def twice(self) -> int:
        rows = Counter(person.official.pk for row in self.rows for person in row.people)
        return sum(count > 1 for count in rows.values())


def unit_conduct(actor: Actor, day: dt.date, code: str = "") -> ConductYear:
    """The people of the units that the actor manages, or of one unit in them.

    NotFound for all others.
    """
    units = Unit.objects.filter(run_by(actor)).order_by("path")
    return _conduct_of_unit(units, run_by(actor, "unit__"), day, code)


def area_unit_conduct(actor: Actor, day: dt.date, code: str) -> ConductYear:
    """The people of one unit of the actor's area with everything below it.

    NotFound for all others.
    """
    return _conduct_of_unit(
        Unit.objects.filter(area_of(actor)), area_of(actor, "unit__"), day, code
    )


def area_conduct(actor: Actor, day: dt.date) -> ConductArea:
    """The actor's whole area, unit by unit, the lowest share of completed people first.

    Seven queries whatever its size. NotFound without an area.
    """
    units = {unit.path: unit for unit in Unit.objects.filter(area_of(actor)).order_by("path")}
    if not units:
        raise NotFound
    posts = _posts_on_day(area_of(actor, "unit__"), day)
    facts = _ConductFacts(posts, day)
    by_unit: dict[Unit, list[Post]] = defaultdict(list)
    for post in posts:
        by_unit[_below_top(post.unit, units)].append(post)
    rows = [
        _conduct_year(unit.name, unit.code, day, facts.people(of_unit))
        for unit, of_unit in by_unit.items()
    ]
    rows.sort(key=_lowest_share_first)
    top = next(iter(units.values()))
    return ConductArea(_conduct_year(top.name, "", day, facts.people(posts)), tuple(rows))


def conduct_of(posts: QuerySet[Post], day: dt.date) -> ConductYear:
    """The holders of `posts` in the year of `day`; `posts` select their official and unit.

    Six queries; the caller has asked whether these people may be seen.
    """
    return _conduct_year("", "", day, _ConductFacts(posts, day).people(posts))


def conduct_for(
    actor: Actor, scope: str, code: str, day: dt.date
) -> tuple[ConductYear, tuple[ConductYear, ...]]:
    """The figures and, for a whole area, its rows.

    `scope` is "unit" (units that the actor manages) or "area" (the whole area, or the unit with
    `code` in it). NotFound outside of them.
    """
    if scope == "unit":
        return unit_conduct(actor, day, code), ()
    if code:
        return area_unit_conduct(actor, day, code), ()
    area = area_conduct(actor, day)
    return area.whole, area.rows


def _conduct_of_unit(units: QuerySet[Unit], scope: Q, day: dt.date, code: str) -> ConductYear:
    unit = units.filter(code=code).first() if code else units.first()
    if unit is None:
        raise NotFound
    posts = _posts_on_day(scope & in_subtree_of(unit, "unit__") if code else scope, day)
    return _conduct_year(unit.name, code, day, _ConductFacts(posts, day).people(posts))


def _conduct_year(
    title: str, code: str, day: dt.date, people: Iterable[ConductPerson]
) -> ConductYear:
    return ConductYear(title, code, day, clock.now(), tuple(people))


def _posts_on_day(scope: Q, day: dt.date) -> QuerySet[Post]:
    posts = Post.objects.filter(scope, on_day(day)).select_related("official", "unit")
    return posts.order_by("official__name_key", "official", "-is_main", "pk")


def _below_top(unit: Unit, area: dict[str, Unit]) -> Unit:
    """The unit or that ancestor of it which is one step below the top of the area (by path)."""
    steps = [unit.path[:end] for end in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
    from_top = [area[path] for path in steps if path in area]
    return from_top[1] if len(from_top) > 1 else from_top[0]


class _ConductFacts:
    """What is known on `day` about the people behind `posts`, read in five queries."""

    def __init__(self, posts: QuerySet[Post], day: dt.date) -> None:
        officials = posts.order_by().values("official")
        self.completed = _completions(officials, day)
        self.exempt = exempt_on(day, officials)
        self.classes = _class_titles(officials, day)

    def people(self, posts: Iterable[Post]) -> list[ConductPerson]:
        """Each official once, in the order of the posts."""
        people: dict[int, ConductPerson] = {}
        for post in posts:
            pk = post.official_id
            if pk not in people:
                people[pk] = ConductPerson(
                    official=post.official,
                    post=post,
                    completed=self.completed.get(pk),
                    exemption=self.exempt.get(pk),
                    class_title=self.classes.get(pk, ""),
                )
        return list(people.values())


def _completions(officials: QuerySet[Any, Any], day: dt.date) -> dict[int, ConductCompletion]:
    """The completion of the year by official id."""
    by_lessons = _completions_by_lessons(officials, day)
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
    # A record comes before the lessons: it has a document.
    return by_lessons | {pk: ConductCompletion(on, document) for pk, on, document in records}


def _completions_by_lessons(
    officials: QuerySet[Any, Any], day: dt.date
) -> dict[int, ConductCompletion]:
    """Who has finished all lessons of a conduct edition, by official id.

    The year is that of the last lesson. Lessons of an enrolment whose certificate was revoked by
    `day` do not count.
    """
    revoked = Certificate.objects.filter(
        state=CertificateState.REVOKED, ended_at__lt=_end_of(day)
    ).values("result__enrolment")
    done = LessonProgress.objects.filter(
        _in_conduct_class("enrolment__"),
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
    finished: dict[tuple[int, int, int], dict[str, dt.datetime]] = defaultdict(dict)
    for enrolment, official, edition, lesson, finished_at in rows:
        if finished_at is not None:
            finished[enrolment, official, edition][lesson] = finished_at
    completed: dict[int, ConductCompletion] = {}
    for (_enrolment, official, edition), moments in finished.items():
        on = _last_day(edition, moments)
        if on is None or on.year != day.year:
            continue
        if official not in completed or on < completed[official].on:
            completed[official] = ConductCompletion(on)
    return completed


def _last_day(edition: int, finished: dict[str, dt.datetime]) -> dt.date | None:
    """The day of the last lesson; None while a lesson of the edition is unfinished."""
    slugs = {lesson.slug for lesson in api.read_edition(edition).lessons}
    if not slugs <= finished.keys():
        return None
    return clock.local(max(finished[slug] for slug in slugs)).date()


def _class_titles(officials: QuerySet[Any, Any], day: dt.date) -> dict[int, str]:
    """The title of the conduct class in which an official was enrolled on `day`, by official id."""
    enrolments = Enrolment.objects.filter(
        _in_conduct_class(),
        official__in=officials,
        group__ends_on__gte=day,
        enrolled_at__lt=_end_of(day),
    ).exclude(group__state=ClassState.CANCELLED)
    return dict(enrolments.order_by("-group__starts_on").values_list("official_id", "group__title"))


def _in_conduct_class(path: str = "") -> Q:
    """Active enrolments in classes of conduct courses; `path` leads to the enrolment."""
    return Q(
        **{
            f"{path}group__edition__course__kind": CourseKind.CONDUCT.value,
            f"{path}state": EnrolmentState.ENROLLED,
        }
    )


def _lowest_share_first(row: ConductYear) -> tuple[bool, Fraction, str]:
    """Units where nobody owes the module have no share and come last."""
    return not row.owing, Fraction(row.done, row.owing or 1), row.title


def _end_of(day: dt.date) -> dt.datetime:
    """The first moment after `day` in Vietnam."""
    zone = clock.local(clock.now()).tzinfo
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
