"""Proposing certificates for those who passed, once the results are approved."""

from django.db import transaction
from django.utils.translation import gettext as _

from cms import api
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotAllowed, RuleBroken
from lms.core.ids import secret_code
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.policies import may_sign
from lms.outcomes.results.models import Result, ResultSheet, ResultVerdict
from lms.outcomes.results.queries import results_of
from lms.outcomes.results.states import SheetState


@transaction.atomic
def propose_certificates(*, actor: Actor, sheet: ResultSheet) -> list[Certificate]:
    """Propose a certificate for each learner who passed, in the order of Vietnamese names.

    Returns the new ones; a second call proposes nothing. RuleBroken before the approval.
    """
    if not (actor.is_system or may_sign(actor, sheet.group)):
        raise NotAllowed(_("Certificates are proposed by the approval of the results."))
    sheet = (
        ResultSheet.objects.select_for_update(of=("self",))
        .select_related("group__school")
        .get(pk=sheet.pk)
    )
    if sheet.state != SheetState.APPROVED:
        raise RuleBroken(_("Certificates follow approved results only."))
    # Cancelled ones count too: what was cancelled is not proposed again.
    existing = Certificate.objects.filter(result__sheet=sheet)
    with_certificate = set(existing.values_list("result_id", flat=True))
    passed = results_of(sheet).filter(verdict=ResultVerdict.PASSED)
    proposed = [draft_of(result, sheet) for result in passed if result.pk not in with_certificate]
    Certificate.objects.bulk_create(proposed)
    if proposed:
        record(
            "certificates.proposed",
            actor,
            sheet,
            group=sheet.group.code,
            holders=[certificate.holder_name for certificate in proposed],
        )
    return proposed


def draft_of(result: Result, sheet: ResultSheet) -> Certificate:
    """A certificate for `result`, not saved, with a copy of everything that will be printed."""
    group, official = sheet.group, result.enrolment.official
    outline = api.read_edition(group.edition_id)
    return Certificate(
        code=secret_code(),
        result=result,
        holder_name=official.full_name,
        holder_birth_date=official.birth_date,
        holder_birth_precision=official.birth_precision,
        course_title=outline.title,
        school_name=group.school.name,
        periods=outline.periods or result.periods_total,
        starts_on=group.starts_on,
        ends_on=group.ends_on,
    )
