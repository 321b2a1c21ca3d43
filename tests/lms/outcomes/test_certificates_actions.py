"""From proposal to issue: who confirms, who signs, which number, which file."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.core.ids import is_code
from lms.core.notices.models import Notice
from lms.core.states import Machine
from lms.learning.assessment.models import Review
from lms.outcomes.certificates import actions, policies, queries
from lms.outcomes.certificates.models import Certificate, Register
from lms.outcomes.certificates.rendering import RenderFailed
from lms.outcomes.certificates.states import CERTIFICATE, CertificateState
from lms.outcomes.results.models import ResultSheet
from lms.people.organisation.models import Role, RoleAssignment
from lms.people.personnel.models import TrainingRecord
from lms.people.rulebook.models import Rule
from lms.project.sweep import drain
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState
from tests.factories import outcomes, people

pytestmark = pytest.mark.django_db


def test_an_approval_proposes_certificates_in_the_order_of_names(cast):
    group = outcomes.ended_class(cast)
    for name in ("Lường Thị Đức", "Vàng A Ẩn", "Cà Văn Dơ"):
        outcomes.add_learner(cast, group, name)
    outcomes.add_learner(cast, group, "Tòng Văn Trượt", score="3")
    outcomes.approved_sheet(cast, group)
    drain()
    drain()
    names = [c.holder_name for c in queries.certificates_of_class(group)]
    assert names == ["Vàng A Ẩn", "Cà Văn Dơ", "Lường Thị Đức"]
    assert all(is_code(code) for code in Certificate.objects.values_list("code", flat=True))
    assert Notice.objects.filter(url__startswith="/ho-so/chung-chi/").count() == 3


def test_proposing_again_proposes_nothing_new(cast):
    proposed = outcomes.proposed_certificates(cast)
    assert actions.propose_certificates(actor=people.SYSTEM, sheet=proposed[0].result.sheet) == []
    assert Certificate.objects.count() == 1


def test_nothing_is_proposed_before_the_approval(cast):
    group = outcomes.ended_class(cast)
    outcomes.add_learner(cast, group, cast.lan_official)
    sheet = outcomes.computed_sheet(cast, group)
    with pytest.raises(RuleBroken):
        actions.propose_certificates(actor=people.SYSTEM, sheet=sheet)
    assert not Certificate.objects.exists()


def test_issuing_numbers_freezes_and_writes_down(cast):
    certificate = outcomes.issued_certificate(cast)
    year = clock.today().year
    assert certificate.serial == f"TCT-DB/{year}/00001"
    assert certificate.state == CertificateState.ISSUED
    assert (certificate.signatory_name, certificate.signatory_title) == (
        "Trần Hồng Sơn",
        "Hiệu trưởng",
    )
    body = (Path(settings.MEDIA_ROOT) / certificate.pdf.name).read_bytes()
    assert body.startswith(b"%PDF") and hashlib.sha256(body).hexdigest() == certificate.pdf_sha256
    record = TrainingRecord.objects.get(source=f"certificate:{certificate.pk}")
    assert (record.official, record.document, record.periods) == (
        cast.lan_official,
        certificate.serial,
        8,
    )
    assert Event.objects.get(kind="certificate.issued").actor_name == "Trần Hồng Sơn"
    drain()
    assert Notice.objects.filter(user=cast.lan, key__endswith=":issued").count() == 1


def test_ten_clicks_give_one_number(cast):
    certificate = outcomes.confirmed_certificates(cast)[0]
    for _ in range(10):
        actions.issue_certificate(actor=cast.actor(cast.son), certificate=certificate)
    assert Register.objects.get().last_number == 1
    assert Event.objects.filter(kind="certificate.issued").count() == 1
    assert TrainingRecord.objects.count() == 1


def _refused(cast, certificate, actor, error):
    with pytest.raises(error):
        actions.issue_certificate(actor=actor, certificate=certificate)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.number) == (CertificateState.PROPOSED, None)
    assert not Register.objects.filter(last_number__gt=0).exists()
    assert not TrainingRecord.objects.exists()


@pytest.mark.parametrize(
    "user", ["lan", "minh", "hoa", "tu", "editor", "pao", "stranger", "other_hoa"]
)
def test_only_the_head_of_the_school_signs(cast, user):
    _refused(
        cast, outcomes.confirmed_certificates(cast)[0], cast.actor(getattr(cast, user)), NotAllowed
    )


def test_the_system_signs_nothing(cast):
    _refused(cast, outcomes.confirmed_certificates(cast)[0], people.SYSTEM, NotAllowed)


def test_the_head_of_another_school_does_not_sign(cast):
    people.role(cast.stranger, cast.other_school, Role.SCHOOL_HEAD)
    _refused(cast, outcomes.confirmed_certificates(cast)[0], cast.actor(cast.stranger), NotAllowed)


def test_the_approver_does_not_sign(cast):
    certificate = outcomes.confirmed_certificates(cast)[0]
    people.role(cast.hoa, cast.school, Role.SCHOOL_HEAD)
    _refused(cast, certificate, cast.actor(cast.hoa), NotAllowed)


def test_who_graded_does_not_sign(cast):
    certificate = outcomes.confirmed_certificates(cast)[0]
    Review.objects.update(by=cast.son)
    _refused(cast, certificate, cast.actor(cast.son), NotAllowed)


def test_nobody_signs_their_own(cast):
    certificate = outcomes.confirmed_certificates(cast)[0]
    people.role(cast.lan, cast.school, Role.SCHOOL_HEAD)
    _refused(cast, certificate, cast.actor(cast.lan), NotAllowed)


def test_a_role_that_ended_signs_nothing(cast):
    certificate = outcomes.confirmed_certificates(cast)[0]
    actor = cast.actor(cast.son)
    assert policies.may_sign(actor, certificate.result.enrolment.group)  # and remembers it
    RoleAssignment.objects.filter(user=cast.son).update(valid_to=people.LONG_AGO)
    _refused(cast, certificate, actor, NotAllowed)


def test_unconfirmed_is_not_printed(cast):
    _refused(cast, outcomes.proposed_certificates(cast)[0], cast.actor(cast.son), RuleBroken)


def test_conditions_are_checked_again(cast):
    certificate = outcomes.confirmed_certificates(cast)[0]
    certificate.result.enrolment.state = "withdrawn"
    certificate.result.enrolment.save()
    _refused(cast, certificate, cast.actor(cast.son), RuleBroken)


def test_the_issue_is_not_before_the_approval(cast, at):
    certificate = outcomes.confirmed_certificates(cast)[0]
    ResultSheet.objects.update(decided_on=clock.today().replace(year=clock.today().year + 1))
    _refused(cast, certificate, cast.actor(cast.son), RuleBroken)


@pytest.mark.parametrize("pattern", ["{school}", "{nobody}", "{number", ""])
def test_a_bad_pattern_gives_no_number(cast, pattern):
    group = outcomes.ended_class(cast)
    outcomes.add_learner(cast, group, cast.lan_official)
    outcomes.add_learner(cast, group, "Vàng A Ẩn")
    first, second = outcomes.confirmed_certificates(cast, group)
    if pattern == "{school}":
        Rule.objects.filter(key="certificate.number_pattern").update(value=pattern)
        actions.issue_certificate(actor=cast.actor(cast.son), certificate=first)
    else:
        Rule.objects.filter(key="certificate.number_pattern").update(value=pattern)
    with pytest.raises(RuleBroken):
        actions.issue_certificate(actor=cast.actor(cast.son), certificate=second)
    second.refresh_from_db()
    assert second.number is None


@pytest.mark.parametrize("broken", ["confirmation", "enrolment", "role", "pattern"])
def test_a_broken_rule_moves_no_state(cast, monkeypatch, broken):
    certificate = outcomes.confirmed_certificates(cast)[0]
    actor = cast.actor(cast.son)
    assert policies.may_sign(actor, certificate.result.enrolment.group)  # remembers the role
    if broken == "confirmation":
        Certificate.objects.update(confirmed_at=None)
    if broken == "enrolment":
        Enrolment.objects.update(state=EnrolmentState.WITHDRAWN)
    if broken == "role":
        RoleAssignment.objects.filter(user=cast.son).update(valid_to=people.LONG_AGO)
    if broken == "pattern":
        Rule.objects.filter(key="certificate.number_pattern").update(value="{number")
    moves = []
    monkeypatch.setattr(Machine, "move", lambda *move: moves.append(move))
    _refused(cast, certificate, actor, (NotAllowed, RuleBroken))
    assert moves == [], "rules are checked before any state object is moved"
    assert not Event.objects.filter(kind="certificate.issued").exists()


def test_each_year_has_its_own_register(cast, at):
    group = outcomes.ended_class(cast)
    outcomes.add_learner(cast, group, cast.lan_official)
    outcomes.add_learner(cast, group, "Vàng A Ẩn")
    first, second = outcomes.confirmed_certificates(cast, group)
    year = clock.today().year
    actions.issue_certificate(actor=cast.actor(cast.son), certificate=first)
    with at(year + 1, 1, 2, 9, 0):
        later = actions.issue_certificate(actor=cast.actor(cast.son), certificate=second)
    assert later.serial == f"TCT-DB/{year + 1}/00001"


def test_a_failing_print_gives_the_number_back(cast, monkeypatch, tmp_path):
    certificate = outcomes.confirmed_certificates(cast)[0]
    broken = tmp_path / "broken.typ"
    broken.write_text('#panic("hết mực")')
    monkeypatch.setattr("lms.outcomes.certificates.rendering._template_path", lambda: str(broken))
    with pytest.raises(RenderFailed, match="Lò Thị Lan"):
        actions.issue_certificate(actor=cast.actor(cast.son), certificate=certificate)
    certificate.refresh_from_db()
    assert certificate.number is None
    monkeypatch.undo()
    assert (
        actions.issue_certificate(actor=cast.actor(cast.son), certificate=certificate).number == 1
    )


def test_one_living_certificate_a_result(cast):
    certificate = outcomes.issued_certificate(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(number=None)
    certificate.pk, certificate.code, certificate.serial, certificate.number = None, "X", "", 9
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.bulk_create([certificate])


# --- the holder


def test_only_the_holder_confirms(cast):
    certificate = outcomes.proposed_certificates(cast)[0]
    for user in (cast.hoa, cast.son, cast.minh, cast.stranger, cast.pao):
        with pytest.raises(NotAllowed):
            actions.confirm_certificate(actor=cast.actor(user), certificate=certificate)
        with pytest.raises(NotAllowed):
            actions.ask_correction(actor=cast.actor(user), certificate=certificate, text="x")
    certificate.refresh_from_db()
    assert certificate.confirmed_at is None


def test_for_who_has_no_account_the_office_confirms_on_paper(cast):
    group = outcomes.ended_class(cast)
    outcomes.add_learner(cast, group, people.official("Mùa A Sua", cast.commune))
    certificate = outcomes.proposed_certificates(cast, group)[0]
    with pytest.raises(NotAllowed):
        actions.confirm_certificate(actor=cast.actor(cast.other_hoa), certificate=certificate)
    actions.confirm_certificate(actor=cast.actor(cast.hoa), certificate=certificate)
    event = Event.objects.get(kind="certificate.confirmed")
    assert event.data["by_holder"] is False
    assert (
        actions.issue_certificate(actor=cast.actor(cast.son), certificate=certificate).number == 1
    )


def test_a_correction_goes_to_the_official_and_comes_back_for_confirmation(cast, at):
    certificate = outcomes.confirmed_certificates(cast)[0]
    actions.ask_correction(
        actor=cast.actor(cast.lan), certificate=certificate, text="Tên đúng: Lò Thị Lán"
    )
    with pytest.raises(RuleBroken):
        actions.issue_certificate(actor=cast.actor(cast.son), certificate=certificate)
    actions.correct_holder(
        actor=cast.actor(cast.hoa),
        certificate=certificate,
        full_name="Lò Thị Lán",
        birth_date=cast.lan_official.birth_date,
        reason="Căn cước xem ngày 20/11/2026",
    )
    certificate.refresh_from_db()
    cast.lan_official.refresh_from_db()
    assert certificate.holder_name == cast.lan_official.full_name == "Lò Thị Lán"
    assert certificate.confirmed_at is None and certificate.correction_wanted == ""
    drain()
    assert Notice.objects.filter(user=cast.lan, key__contains=":answered:").count() == 1
    actions.confirm_certificate(actor=cast.actor(cast.lan), certificate=certificate)
    assert (
        actions.issue_certificate(actor=cast.actor(cast.son), certificate=certificate).holder_name
        == "Lò Thị Lán"
    )


def test_a_correction_may_be_declined_with_an_answer(cast):
    certificate = outcomes.proposed_certificates(cast)[0]
    with pytest.raises(RuleBroken):
        actions.decline_correction(
            actor=cast.actor(cast.hoa), certificate=certificate, answer="Không"
        )
    actions.ask_correction(
        actor=cast.actor(cast.lan), certificate=certificate, text="Sinh năm 1991"
    )
    with pytest.raises(BadInput):
        actions.decline_correction(actor=cast.actor(cast.hoa), certificate=certificate, answer="")
    for user in (cast.lan, cast.son, cast.other_hoa, cast.stranger):
        with pytest.raises(NotAllowed):
            actions.decline_correction(actor=cast.actor(user), certificate=certificate, answer="x")
        with pytest.raises(NotAllowed):
            actions.correct_holder(
                actor=cast.actor(user),
                certificate=certificate,
                full_name="A B",
                birth_date=cast.lan_official.birth_date,
                reason="x",
            )
    actions.decline_correction(
        actor=cast.actor(cast.hoa), certificate=certificate, answer="Căn cước ghi 1990"
    )
    certificate.refresh_from_db()
    assert (certificate.correction_wanted, certificate.correction_answer) == (
        "",
        "Căn cước ghi 1990",
    )
    cast.lan_official.refresh_from_db()
    assert cast.lan_official.full_name == "Lò Thị Lan"


def test_what_is_issued_is_not_corrected_in_place(cast):
    certificate = outcomes.issued_certificate(cast)
    for act in (
        lambda: actions.confirm_certificate(actor=cast.actor(cast.lan), certificate=certificate),
        lambda: actions.ask_correction(
            actor=cast.actor(cast.lan), certificate=certificate, text="x"
        ),
    ):
        with pytest.raises(RuleBroken):
            act()


# --- policies


def test_both_faces_of_each_policy_agree(cast):
    certificate = outcomes.proposed_certificates(cast)[0]
    group = certificate.result.enrolment.group
    actors = [
        cast.actor(u) for u in (cast.lan, cast.hoa, cast.son, cast.minh, cast.tu, cast.other_hoa)
    ]
    actors.append(people.SYSTEM)
    for actor in actors:
        rows = Certificate.objects.filter
        keeps = policies.may_keep(actor, cast.school)
        seen = rows(policies.seen_by(actor)).exists()
        assert seen == (keeps or policies.may_revoke(actor, certificate))
        is_own = rows(policies.held_by(actor)).exists()
        assert policies.is_holder(actor, certificate) == is_own
        assert policies.may_confirm(actor, certificate) == is_own, "the holder has an account"
        answerable = rows(policies.answerable_by(actor)).exists()
        assert policies.may_answer(actor, certificate) == answerable
        signable = type(group).objects.filter(policies.signable_by(actor)).exists()
        assert policies.may_sign(actor, group) == signable
        kept = type(cast.school).objects.filter(policies.kept_by(actor), pk=cast.school.pk).exists()
        assert policies.may_keep(actor, cast.school) == kept


def test_every_state_can_be_reached():
    assert not CERTIFICATE.unreachable()


def test_the_school_sees_its_own_only(cast):
    certificate = outcomes.issued_certificate(cast)
    assert queries.school_certificates(cast.actor(cast.hoa)).get() == certificate
    assert not queries.school_certificates(cast.actor(cast.other_hoa)).exists()
    assert not queries.my_certificates(cast.actor(cast.stranger)).exists()
    assert not queries.kept_registers(cast.actor(cast.other_hoa)).exists()
