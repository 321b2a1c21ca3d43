"""The demo's conduct class: told through the actions, most learners to the end, two people
exempt.
"""

import datetime as dt
from types import SimpleNamespace

import pytest

from lms.core import clock
from lms.learning.conduct.models import Commitment, Exemption, Reflection, SelfAssessment
from lms.learning.progress.models import LessonProgress
from lms.outcomes.reporting.queries import unit_conduct
from lms.portals.console.demo.conduct import play_conduct_lessons
from lms.portals.console.demo.story import Story
from lms.portals.console.demo.texts import DemoTexts, load_json
from tests.factories import conduct

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _june():
    with clock.at(dt.datetime(2026, 6, 15, 3, tzinfo=dt.UTC)):
        yield


def test_most_learners_come_to_the_end_one_in_eight_only_begins_and_two_are_exempt(cast):
    group = conduct.conduct_class(cast)
    for name in (
        "Giàng A Dế",
        "Thào A Chu",
        "Vàng A Sua",
        "Lầu Thị Mái",
        "Mùa A Dơ",
        "Cà Thị Tiện",
        "Hờ A Sình",
    ):
        conduct.learner(cast, group, name)
    exempt = [conduct.colleague(cast, name) for name in ("Quàng Thị Ngân", "Lò Văn Tướng")]
    story = Story(SimpleNamespace(users={"tu": cast.tu}), DemoTexts(**load_json("demo_texts")))
    play_conduct_lessons(story, group, exempt)
    assert LessonProgress.objects.filter(state="done").count() == 7 * 5 + 1
    assert (Commitment.objects.count(), Reflection.objects.count()) == (7, 7)
    assert SelfAssessment.objects.filter(phase="before").count() == 8
    assert {one.ground for one in Exemption.objects.all()} == {"thai-san", "om-dai-ngay"}
    day = group.ends_on
    found = unit_conduct(cast.actor(cast.pao), day)
    assert (found.total, found.done, found.exempt, found.missing) == (10, 7, 2, 1)
