"""A learner's refresher of this year: situations drawn, answers, and the panel's ratings."""

from dataclasses import dataclass

from cms import api
from cms.content import Refresher, Scene, StepItem
from lms.core import clock
from lms.core.errors import NotFound
from lms.learning.conduct import drawing
from lms.learning.conduct.models import Draw, DrawnSituation, RefresherAnswer
from lms.learning.conduct.panel import DIVIDED_POINTS, is_divided
from lms.people.personnel.models import Official
from lms.people.rulebook.queries import rule_for
from lms.teaching.enrolment.models import Enrolment


@dataclass(frozen=True)
class RatedWay:
    """One way to act with what the panel thinks of it. `mean`: 1 worst … 5 best."""

    key: str
    text: str
    why: str
    panel: tuple[int, ...]
    mean: float
    is_best: bool
    is_worst: bool
    is_divided: bool


@dataclass(frozen=True)
class RefresherSituation:
    """A drawn situation; `answer` is None until it is answered.

    `ways` must not be sent to the browser before. `items`: the ways in the order in which this
    person is asked, which is not the author's.
    """

    position: int
    scene: Scene
    items: tuple[StepItem, ...]
    answer: RefresherAnswer | None
    divided_points: int  # from how far apart on two experts do not agree

    @property
    def ways(self) -> list[RatedWay]:
        """The ways as the panel orders them, best first."""
        means = {item.key: item.rating for item in self.scene.items}
        top, bottom = max(means.values()), min(means.values())
        ways = [
            RatedWay(
                item.key,
                item.text,
                item.why,
                item.panel,
                means[item.key],
                means[item.key] == top,
                means[item.key] == bottom,
                is_divided(item.panel, self.divided_points),
            )
            for item in self.scene.items
        ]
        return sorted(ways, key=lambda way: -way.mean)


def refresher_of(edition_id: int, slug: str) -> Refresher:
    """The pool of a refresher lesson. NotFound where the lesson is of another kind."""
    refresher = api.read_lesson(edition_id, slug).refresher
    if refresher is None:
        raise NotFound
    return refresher


def situations_of_year(enrolment: Enrolment, slug: str) -> list[RefresherSituation]:
    """This year's situations of the learner, in order, from the edition in which they were drawn.

    Empty before the draw. Three queries.
    """
    yearly_draw = Draw.objects.filter(
        official=enrolment.official_id, lesson=slug, year=clock.today().year
    ).first()
    if yearly_draw is None:
        return []
    scenes = {scene.key: scene for scene in refresher_of(yearly_draw.edition_id, slug).situations}
    situations = yearly_draw.situations.select_related("answer")
    points = int(rule_for(DIVIDED_POINTS, unit=enrolment.group.school).value)
    return [
        RefresherSituation(
            drawn.position,
            scenes[drawn.key],
            drawing.mix_items(scenes[drawn.key], f"{yearly_draw.pk}:{drawn.key}"),
            getattr(drawn, "answer", None),
            points,
        )
        for drawn in situations
    ]


def had_before(official: Official, slug: str, year: int) -> tuple[set[str], set[str]]:
    """Situations of the official's last refresher: (keys in this lesson, digests of the texts)."""
    drawn = DrawnSituation.objects.filter(draw__official=official, draw__year__lt=year)
    last = drawn.order_by("-draw__year").values_list("draw__year", flat=True).first()
    if last is None:
        return set(), set()
    last_year = list(drawn.filter(draw__year=last).values_list("draw__lesson", "key", "digest"))
    keys = {key for lesson, key, _digest in last_year if lesson == slug}
    return keys, {digest for _lesson, _key, digest in last_year}
