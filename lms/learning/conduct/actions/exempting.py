"""Exemptions from the yearly conduct module: a ground, a decision, a period; their withdrawal."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.learning.conduct.models import Exemption, ExemptionWithdrawal
from lms.learning.conduct.policies import may_exempt
from lms.learning.conduct.queries.exemptions import ExemptionGround, exemption_grounds
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.personnel.models import Official

GROUND_WANTED = gettext_lazy("Choose one of the grounds.")


@dataclass(frozen=True)
class ExemptionDraft:
    """`ground` is a key of the rule conduct.exempt_grounds; the period includes both days."""

    ground: str
    decision: str
    decided_on: dt.date
    valid_from: dt.date
    valid_to: dt.date


@transaction.atomic
def exempt_official(*, actor: Actor, official: Official, draft: ExemptionDraft) -> Exemption:
    """Exempt an official.

    BadInput names the field; RuleBroken where another exemption stands in these days.
    """
    if not may_exempt(actor, official):
        raise NotAllowed(
            _(
                "Exemptions are decided by the official's unit or the training authority, never by"
                " the official."
            )
        )
    Official.objects.select_for_update().get(pk=official.pk)
    unit = _unit_of(official)
    ground = _check_exemption(draft, exemption_grounds(unit))
    overlapping = (
        Exemption.objects.filter(official=official, withdrawal=None)
        .filter(valid_from__lte=draft.valid_to, valid_to__gte=draft.valid_from)
        .first()
    )
    if overlapping is not None:
        raise RuleBroken(
            _(
                "%(name)s is exempt from %(first)s to %(last)s already (%(decision)s). Take that"
                " back first, or choose other days."
            )
            % {
                "name": official,
                "first": f"{overlapping.valid_from:%d/%m/%Y}",
                "last": f"{overlapping.valid_to:%d/%m/%Y}",
                "decision": overlapping.decision,
            }
        )
    exemption = Exemption.objects.create(
        official=official,
        unit=unit,
        ground=ground.key,
        ground_title=ground.title,
        ground_source=ground.source,
        decision=text.normalise(draft.decision),
        decided_on=draft.decided_on,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        by_id=actor.user_id,
        by_name=actor.name,
        at=clock.now(),
    )
    # The ground may be an illness: it stays in the file and is not written to the audit log.
    record(
        "conduct.exempted",
        actor,
        exemption,
        decision=exemption.decision,
        valid_from=exemption.valid_from.isoformat(),
        valid_to=exemption.valid_to.isoformat(),
    )
    return exemption


@transaction.atomic
def withdraw_exemption(*, actor: Actor, exemption: Exemption, reason: str) -> ExemptionWithdrawal:
    """Take an exemption back from today on, with the reason; what was counted by it before today
    stays true.
    """
    if not may_exempt(actor, exemption.official):
        raise NotAllowed(
            _(
                "Exemptions are decided by the official's unit or the training authority, never by"
                " the official."
            )
        )
    locked = Exemption.objects.select_for_update().get(pk=exemption.pk)
    if ExemptionWithdrawal.objects.filter(exemption=locked).exists():
        raise RuleBroken(_("This exemption was taken back already."))
    if not reason.strip():
        raise BadInput(_("Say in one sentence why it is taken back."), field="reason")
    withdrawal = ExemptionWithdrawal.objects.create(
        exemption=locked,
        on=clock.today(),
        reason=text.normalise(reason)[:300],
        by_id=actor.user_id,
        by_name=actor.name,
        at=clock.now(),
    )
    record("conduct.exemption_withdrawn", actor, locked, reason=withdrawal.reason)
    return withdrawal


def _unit_of(official: Official) -> Unit:
    post = official.posts.filter(on_day()).select_related("unit").order_by("-is_main", "pk").first()
    if post is None:
        raise RuleBroken(
            _("%(name)s has no post today. Enter the post first.") % {"name": official}
        )
    return post.unit


def _check_exemption(
    draft: ExemptionDraft, valid_grounds: tuple[ExemptionGround, ...]
) -> ExemptionGround:
    ground = next(
        (valid_ground for valid_ground in valid_grounds if valid_ground.key == draft.ground), None
    )
    if ground is None:
        raise BadInput(str(GROUND_WANTED), field="ground")
    if not draft.decision.strip():
        raise BadInput(_("Write the number of the decision."), field="decision")
    if draft.decided_on > clock.today():
        raise BadInput(_("The decision cannot be of a day to come."), field="decided_on")
    clock.check_order(draft.valid_from, draft.valid_to, field="valid_to")
    return ground
