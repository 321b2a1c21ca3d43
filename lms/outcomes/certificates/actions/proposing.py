"""Proposing certificates for those who passed, once the results are approved."""

from django.db import transaction
from django.utils.translation import gettext as _

from cms import api
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotAllowed, RuleBroken
from lms.core.ids import secret_code
from lms.outcomes.certificates.actions.shared import tell_holder
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.policies import may_sign
from lms.outcomes.results.models import Result, ResultSheet, Verdict
from lms.outcomes.results.queries import results_of
from lms.outcomes.results.states import SheetState


@transaction.atomic
def propose(*, actor: Actor, sheet: ResultSheet) -> list[Certificate]:
    """One proposed certificate for each learner who passed, in the order of Vietnamese names.

    Again: nothing new.
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
    have = set(Certificate.objects.filter(result__sheet=sheet).values_list("result_id", flat=True))
    passed = results_of(sheet).filter(verdict=Verdict.PASSED)
    made = [draft_of(result, sheet) for result in passed if result.pk not in have]
    Certificate.objects.bulk_create(made)
    if made:
        record(
            "certificates.proposed",
            actor,
            sheet,
            group=sheet.group.code,
            holders=[c.holder_name for c in made],
        )
    for certificate in made:
        ask_holder(certificate)
    return made


def draft_of(result: Result, sheet: ResultSheet) -> Certificate:
    """A certificate for `result`, not saved, with all that will be printed copied as it is now."""
    group, official = sheet.group, result.enrolment.official
    outline = api.edition(group.edition_id)
    return Certificate(
        code=secret_code(),
        result=result,
        holder_name=official.full_name,
        holder_birth_date=official.birth_date,
        course_title=outline.title,
        school_name=group.school.name,
        periods=outline.periods or result.periods_total,
        starts_on=group.starts_on,
        ends_on=group.ends_on,
    )


def ask_holder(certificate: Certificate) -> None:
    """Ask the holder to check his name and birth date."""
    tell_holder(
        certificate,
        "proposed",
        _("Check your name and birth date for the certificate “%(course)s”")
        % {"course": certificate.course_title},
        _("The certificate is printed as you confirm it. It takes one minute."),
    )
