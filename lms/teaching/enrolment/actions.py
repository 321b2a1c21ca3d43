"""Enrolling officials in a class and withdrawing them.

The office enrols from its list; who cannot be enrolled is returned with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.personnel.models import Official, Post
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.policies import may_manage
from lms.teaching.classes.queries import staff_ids
from lms.teaching.classes.rules import require_reason
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment import queries
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import ENROLMENT, EnrolmentState

OFFICIALS_WANTED = gettext_lazy("Choose at least one official.")
# Classes in which learners are enrolled and withdrawn.
STATES_FOR_ENROLLING = (ClassState.ENROLLING, ClassState.RUNNING)


@dataclass
class EnrolmentOutcome:
    """The result of a batch; `refused` and `warned` hold the official and the reason."""

    enrolled: list[Enrolment] = field(default_factory=list)
    refused: list[tuple[Official, str]] = field(default_factory=list)
    warned: list[tuple[Official, str]] = field(default_factory=list)


@transaction.atomic
def enrol_officials(
    *,
    actor: Actor,
    group: ClassGroup,
    official_ids: Iterable[int],
    decision: str,
    override_reason: str = "",
) -> EnrolmentOutcome:
    """Enrol officials by `decision` (number of the summons), up to the class's capacity.

    A person whose meetings in another active class overlap is refused unless `override_reason` says
    why they may be enrolled all the same; it is kept with the enrolment. Unit, post and group are
    copied as they are today.
    """
    if not may_manage(actor, group):
        raise NotAllowed(_("Only the office of the class's school enrols learners."))
    # First the class, then the people: whoever enrols here, or these people elsewhere, waits.
    group = (
        ClassGroup.objects.select_for_update(of=("self",)).select_related("school").get(pk=group.pk)
    )
    officials = list(
        Official.objects.select_for_update(of=("self",))
        .filter(pk__in=set(official_ids))
        .order_by("pk")
    )
    if group.state not in STATES_FOR_ENROLLING:
        raise RuleBroken(
            _(
                "The class is %(state)s. Learners are enrolled once enrolment is open and until the"
                " results are under review."
            )
            % {"state": ClassState(group.state).label}
        )
    decision = text.normalise(decision)
    if not decision:
        raise BadInput(_("Give the number of the decision or summons."), field="decision")
    if not officials:
        raise BadInput(str(OFFICIALS_WANTED), field="officials")
    batch = _EnrolmentBatch(actor, group, decision, text.normalise(override_reason), officials)
    for official in sorted(officials, key=lambda official: (official.name_key, official.pk)):
        batch.enrol_or_refuse(official)
    return batch.outcome


@transaction.atomic
def withdraw_learner(*, actor: Actor, enrolment: Enrolment, reason: str) -> Enrolment:
    """Withdraw a learner, with the reason. Marks and work stay; they can be enrolled again."""
    if not may_manage(actor, enrolment.group):
        raise NotAllowed(_("Only the office of the class's school takes seats back."))
    group = ClassGroup.objects.select_for_update(of=("self",)).get(pk=enrolment.group_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    reason = require_reason(reason)
    if group.state not in STATES_FOR_ENROLLING:
        raise RuleBroken(_("Seats can be taken back only while the class enrols or runs."))
    ENROLMENT.move(enrolment, EnrolmentState.WITHDRAWN)
    enrolment.withdrawn_at, enrolment.withdrawal_reason = clock.now(), reason
    enrolment.save(update_fields=["state", "withdrawn_at", "withdrawal_reason"])
    record("enrolment.withdrawn", actor, enrolment, reason=reason, code=group.code)
    return enrolment


class _EnrolmentBatch:
    """A list of officials to be enrolled in a locked class; what all of them need is read once."""

    def __init__(
        self,
        actor: Actor,
        group: ClassGroup,
        decision: str,
        override: str,
        officials: list[Official],
    ) -> None:
        ids = [official.pk for official in officials]
        self.actor, self.group, self.decision, self.override = actor, group, decision, override
        self.now = clock.now()
        self.taken = queries.count_enrolled(group)
        self.staff = staff_ids(group)
        self.posts = queries.posts_today(ids)
        self.clashes = queries.clashes_with_class(group, ids)
        self.earlier_enrolments = {
            enrolment.official_id: enrolment
            for enrolment in group.enrolments.filter(official_id__in=ids)
        }
        self.outcome = EnrolmentOutcome()

    def enrol_or_refuse(self, official: Official) -> None:
        reason = self._reason_to_refuse(official)
        if reason:
            self.outcome.refused.append((official, reason))
            return
        clash = self.clashes.get(official.pk)
        if clash is not None:
            self.outcome.warned.append((official, clash.text))
        override = self.override if clash is not None and clash.forbids else ""
        enrolment = self._save_enrolment(official, self.posts[official.pk], override)
        self.taken += 1
        self.outcome.enrolled.append(enrolment)
        record(
            "enrolment.enrolled",
            self.actor,
            enrolment,
            code=self.group.code,
            decision=self.decision,
            override=override,
        )

    def _reason_to_refuse(self, official: Official) -> str:
        enrolment = self.earlier_enrolments.get(official.pk)
        clash = self.clashes.get(official.pk)
        full = _("no seat is left (%(capacity)d of %(capacity)d taken)")
        teaches = official.user_id is not None and official.user_id in self.staff
        booked = clash is not None and clash.forbids and not self.override
        reasons = (
            (
                enrolment is not None and enrolment.state == EnrolmentState.ENROLLED,
                _("is already enrolled in this class"),
            ),
            (teaches, _("teaches or manages this class and cannot learn in it")),
            (
                official.pk not in self.posts,
                _("holds no post today; bring the staff list up to date first"),
            ),
            (booked, clash.text if clash else ""),
            (self.taken >= self.group.capacity, full % {"capacity": self.group.capacity}),
        )
        return next((reason for applies, reason in reasons if applies), "")

    def _save_enrolment(self, official: Official, post: Post, override: str) -> Enrolment:
        enrolment = self.earlier_enrolments.get(official.pk) or Enrolment(
            group=self.group, official=official
        )
        if enrolment.pk is not None:
            ENROLMENT.move(enrolment, EnrolmentState.ENROLLED)
        enrolment.group, enrolment.official = self.group, official
        enrolment.unit, enrolment.unit_name = post.unit, post.unit.name
        enrolment.post_title, enrolment.official_group = post.title, post.group
        enrolment.decision, enrolment.override_reason = self.decision, override
        enrolment.enrolled_at, enrolment.withdrawn_at, enrolment.withdrawal_reason = (
            self.now,
            None,
            "",
        )
        enrolment.save()
        return enrolment
