"""Looking at the names behind a count. It shows activity of people, so every look is recorded."""

from django.db import transaction
from django.utils.translation import gettext as _

from cms.content import PlayMode
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotAllowed, NotFound
from lms.outcomes.evaluation.policies import may_analyse
from lms.outcomes.evaluation.queries import enrolments_by_name, scenario_lesson, scenario_report
from lms.people.personnel.actions import note_activity_seen
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.models import Enrolment


@transaction.atomic
def look_at_takers(
    *, actor: Actor, group: ClassGroup, slug: str, mode: PlayMode, scene: str, choice: str
) -> list[Enrolment]:
    """The enrolments that took a choice of a scene, by name.

    The look is recorded with what was looked at and how many names were shown, and for each person
    shown, who can read it. NotAllowed; NotFound where the scenario has no such choice.
    """
    if not may_analyse(actor, group):
        raise NotAllowed(
            _("Only those who teach the class, and its school's office, see these names.")
        )
    report = scenario_report(group, slug, mode).choice_report(scene, choice)
    if report is None:
        raise NotFound
    enrolments = enrolments_by_name(group, report.learners)
    lesson = scenario_lesson(group, slug)
    note_activity_seen(
        actor=actor,
        officials=[enrolment.official for enrolment in enrolments],
        purpose=_("To help learners: names behind an answer in “%(case)s”, class “%(class)s”")
        % {
            "case": lesson.title,
            "class": group.title,
        },
    )
    record(
        "case.names_seen",
        actor,
        group,
        lesson=slug,
        mode=mode.value,
        scene=scene,
        choice=choice,
        count=len(enrolments),
    )
    return enrolments
