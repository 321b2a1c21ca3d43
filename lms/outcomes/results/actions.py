"""Computing, sending back and approving the results of a class. Approval closes the class."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.outcomes.results.models import Result, ResultSheet, ResultVerdict
from lms.outcomes.results.policies import may_approve, may_compute
from lms.outcomes.results.queries import (
    MIN_SHARE,
    PASS_SCORE,
    JudgedLearner,
    judge_class,
    open_registers,
    rules_of_class,
    unmarked_work,
)
from lms.outcomes.results.states import SHEET, SheetState
from lms.people.organisation.reshaping import require_decision
from lms.people.rulebook.queries import AppliedRule, refuse_missing_rule
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.states import CLASS, ClassState

_NAMED = 5


@transaction.atomic
def compute_results(*, actor: Actor, group: ClassGroup) -> ResultSheet:
    """Compute a new result sheet by the rules of the class; an older unapproved one is replaced.

    RuleBroken while a register is open or handed-in work is unmarked (each named): a blank is not a
    zero.
    """
    if actor.user_id is None or not may_compute(actor, group):
        raise NotAllowed(
            _("Results are computed by the office of the school that holds the class.")
        )
    group = _lock_class(group)
    if group.state not in (ClassState.RUNNING, ClassState.ASSESSING):
        raise RuleBroken(_("Results are computed for a class that has run and is not closed."))
    _check_complete(group)
    rules = _require_rules(group)
    with translation.override(settings.LANGUAGE_CODE):
        lines = judge_class(group, rules)
    if not lines:
        raise RuleBroken(_("The class has no learners. Enrol them or cancel the class."))
    _replace_older(group)
    if group.state == ClassState.RUNNING:
        CLASS.move(group, ClassState.ASSESSING)
        group.save(update_fields=["state"])
    sheet = ResultSheet.objects.create(
        group=group,
        number=group.sheets.count() + 1,
        rules=[applied.as_json() for applied in rules.values()],
        computed_at=clock.now(),
        computed_by_id=actor.user_id,
    )
    results = Result.objects.bulk_create(_build_result(sheet, line) for line in lines)
    record(
        "results.computed",
        actor,
        sheet,
        rules=sheet.rules,
        learners=len(results),
        passed=sum(result.verdict == ResultVerdict.PASSED for result in results),
    )
    return sheet


@transaction.atomic
def approve_results(
    *, actor: Actor, sheet: ResultSheet, decision: str, decided_on: dt.date
) -> ResultSheet:
    """Approve by a decision (number and day) and close the class.

    NotAllowed for who taught, graded or learned in the class. RuleBroken for a sheet that no longer
    equals the records, IllegalMove for one that was replaced or approved.
    """
    group = sheet.group
    if actor.user_id is None or not may_compute(actor, group):
        raise NotAllowed(
            _("Results are approved by the office of the school that holds the class.")
        )
    if not may_approve(actor, group):
        raise NotAllowed(
            _(
                "Who taught, graded or learned in a class does not approve its results. Ask a"
                " colleague."
            )
        )
    # The class before its sheet, as in `compute_results`: in one order two never block each other.
    group = _lock_class(group)
    sheet = ResultSheet.objects.select_for_update().get(pk=sheet.pk)
    _check_decision(group, decision, decided_on)
    _check_complete(group)
    _check_unchanged(group, sheet)
    SHEET.move(sheet, SheetState.APPROVED)
    CLASS.move(group, ClassState.CLOSED)
    sheet.approved_at, sheet.approved_by_id = clock.now(), actor.user_id
    sheet.decision, sheet.decided_on = decision.strip(), decided_on
    sheet.save()
    group.save(update_fields=["state"])
    record(
        "results.approved",
        actor,
        sheet,
        decision=sheet.decision,
        decided_on=decided_on.isoformat(),
        group=group.code,
    )
    return sheet


@transaction.atomic
def send_results_back(*, actor: Actor, group: ClassGroup, reason: str) -> ClassGroup:
    """Open the class again, so that registers or marks are corrected; its sheet is replaced."""
    if not may_compute(actor, group):
        raise NotAllowed(_("Only the office of the school may open the class again."))
    group = _lock_class(group)
    if not reason.strip():
        raise BadInput(_("Say what is to be corrected."), field="reason")
    CLASS.move(group, ClassState.RUNNING)
    _replace_older(group)
    group.save(update_fields=["state"])
    record("results.sent_back", actor, group, reason=reason.strip())
    return group


def _lock_class(group: ClassGroup) -> ClassGroup:
    return (
        ClassGroup.objects.select_for_update(of=("self",))
        .select_related("school", "edition")
        .get(pk=group.pk)
    )


def _check_complete(group: ClassGroup) -> None:
    """RuleBroken while a register is open or work is unmarked, naming the first ones."""
    unclosed = open_registers(group)
    if unclosed:
        meetings = ", ".join(
            f"{meeting.number} ({clock.local(meeting.starts_at):%d/%m/%Y})"
            for meeting in unclosed[:_NAMED]
        )
        if len(unclosed) > _NAMED:
            meetings += "…"
        raise RuleBroken(
            _("The register is still open for meeting %(meetings)s. Close it first.")
            % {"meetings": meetings}
        )
    unmarked = unmarked_work(group)
    if unmarked:
        learners = [str(submission.enrolment.official) for submission in unmarked[:_NAMED]]
        raise RuleBroken(
            _(
                "%(count)s pieces of work are handed in and not marked yet (%(names)s). Have them"
                " marked first."
            )
            % {"count": len(unmarked), "names": ", ".join(dict.fromkeys(learners))}
        )


def _require_rules(group: ClassGroup) -> dict[str, AppliedRule]:
    rules = rules_of_class(group)
    for key in (MIN_SHARE, PASS_SCORE):
        if key not in rules:
            refuse_missing_rule(key, group.starts_on)
    return rules


def _replace_older(group: ClassGroup) -> None:
    for older in group.sheets.select_for_update().filter(state=SheetState.COMPUTED):
        SHEET.move(older, SheetState.REPLACED)
        older.save(update_fields=["state"])


def _check_decision(group: ClassGroup, decision: str, decided_on: dt.date) -> None:
    require_decision(decision)
    if decided_on < group.ends_on:
        raise BadInput(
            _("The class ends on %(day)s; results are not approved before that day.")
            % {"day": group.ends_on.strftime("%d/%m/%Y")},
            field="decided_on",
        )
    if decided_on > clock.today():
        raise BadInput(_("The day of the decision lies in the future."), field="decided_on")


def _check_unchanged(group: ClassGroup, sheet: ResultSheet) -> None:
    """RuleBroken where the records would give another explanation for any learner today."""
    # Explanations are stored in the language of the installation and compared in it.
    with translation.override(settings.LANGUAGE_CODE):
        lines = judge_class(group, _require_rules(group))
    explanations = {line.enrolment.pk: line.judged.explanation for line in lines}
    if explanations != dict(sheet.results.values_list("enrolment", "explanation")):
        raise RuleBroken(
            _("Attendance or marks have changed since this sheet was computed. Compute it anew.")
        )


def _build_result(sheet: ResultSheet, line: JudgedLearner) -> Result:
    return Result(
        sheet=sheet,
        enrolment=line.enrolment,
        periods_attended=line.figures.attended,
        periods_total=line.figures.total,
        lessons_done=line.lessons_done,
        lessons_total=line.lessons_total,
        score=line.judged.score,
        verdict=ResultVerdict.PASSED if line.judged.passed else ResultVerdict.FAILED,
        explanation=line.judged.explanation,
        reasons=list(line.judged.reasons),
    )
