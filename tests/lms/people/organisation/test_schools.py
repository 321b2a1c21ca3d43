"""A school goes over into another one: its certificates stay what they are, and somebody answers
for them.
"""

import datetime as dt

import pytest

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import NotAllowed
from lms.outcomes.certificates import actions, policies, queries
from lms.outcomes.certificates.models import Certificate, Register
from lms.outcomes.certificates.states import CertificateState, RevocationGround
from lms.people.organisation.actions import UnitDraft
from lms.people.organisation.models import Role, Succession, Unit, UnitLevel
from lms.people.personnel.actions.reorganising import Reorganisation, reorganise_units
from lms.people.personnel.models import TrainingRecord
from tests.factories import outcomes, people
from tests.lms.outcomes.faces import may_see_certificate

pytestmark = pytest.mark.django_db

Kind = Succession.Kind


@pytest.fixture
def certificate(cast):
    return outcomes.issued_certificate(cast)


@pytest.fixture
def head(cast):
    """The head of the school that is there afterwards."""
    return people.user("Quàng Văn Hặc")


def ends(cast, kind, *successors):
    plan = Reorganisation(kind, clock.today(), "QĐ 77/QĐ-TTg", (cast.school,), successors)
    return reorganise_units(actor=Actor.system("tests"), plan=plan)


def draft(code, name="Trường Chính trị mới"):
    return UnitDraft(code, name, UnitLevel.SCHOOL)


def revoke(user, cast, certificate):
    return actions.revoke_certificate(
        actor=cast.actor(user),
        certificate=Certificate.objects.get(pk=certificate.pk),
        ground=RevocationGround.FRAUD,
        decision="QĐ 9",
    )


def faces(cast, certificate):
    """Both faces of each permission, for everybody; returns who may revoke."""
    stored = Certificate.objects.get(pk=certificate.pk)
    school = Unit.objects.get(pk=cast.school.pk)
    may = []
    for user in type(cast.lan).objects.all():
        for is_allowed, rows in (
            (policies.may_revoke, policies.revocable_by),
            (may_see_certificate, policies.seen_by),
        ):
            listed = Certificate.objects.filter(rows(cast.actor(user))).exists()
            assert is_allowed(cast.actor(user), stored) == listed, (user, is_allowed)
        kept = Unit.objects.filter(policies.kept_by(cast.actor(user)), pk=school.pk).exists()
        assert policies.may_keep(cast.actor(user), school) == kept
        if policies.may_revoke(cast.actor(user), stored):
            may.append(user)
    return may


def test_while_the_school_lives_only_its_head_revokes(cast, certificate):
    assert faces(cast, certificate) == [cast.son]


def test_the_head_of_the_successor_revokes_and_the_old_one_no_longer(cast, certificate, head):
    name = certificate.school_name
    [new] = ends(cast, Kind.CONVERT, draft("TCT-MOI"))
    people.role(head, new, Role.SCHOOL_HEAD)
    checked = queries.verify_by_code(certificate.code)
    assert (checked.is_valid, checked.school) == (True, name)
    assert faces(cast, certificate) == [head]
    for user in (cast.son, cast.tu, cast.hoa, cast.stranger):
        with pytest.raises(NotAllowed):
            revoke(user, cast, certificate)
    assert queries.verify_by_code(certificate.code).is_valid
    assert queries.kept_registers(cast.actor(head)).get().school == cast.school
    revoke(head, cast, certificate)
    assert queries.verify_by_code(certificate.code).state == CertificateState.REVOKED
    assert TrainingRecord.objects.get().revoked_on == clock.today()


def test_the_signature_of_the_last_head_stays(cast, certificate):
    before = Certificate.objects.values().get()
    ends(cast, Kind.CONVERT, draft("TCT-MOI"))
    assert Certificate.objects.values().get() == before
    assert before["signatory_name"] == cast.son.full_name


def test_after_two_steps_the_last_of_them_answers(cast, certificate, head):
    [new] = ends(cast, Kind.CONVERT, draft("TCT-MOI"))
    plan = Reorganisation(
        Kind.MERGE,
        clock.today() + dt.timedelta(days=1),
        "QĐ 78",
        (new, cast.other_school),
        (cast.other_school,),
    )
    people.role(head, new, Role.SCHOOL_HEAD)
    reorganise_units(actor=Actor.system("tests"), plan=plan)
    other = people.user("Hứa Văn Trưởng")
    people.role(other, cast.other_school, Role.SCHOOL_HEAD)
    assert faces(cast, certificate) == [head]
    tomorrow = clock.now() + dt.timedelta(days=2)
    with clock.at(tomorrow):
        assert faces(cast, certificate) == [other]


def test_of_two_successors_either_head_answers(cast, certificate, head):
    first, second = ends(cast, Kind.SPLIT, draft("T1"), draft("T2"))
    other = people.user("Hứa Văn Trưởng")
    people.role(head, first, Role.SCHOOL_HEAD)
    people.role(other, second, Role.SCHOOL_HEAD)
    assert faces(cast, certificate) == [head, other]


def test_where_nothing_followed_the_authority_above_revokes(cast, certificate):
    ends(cast, Kind.DISSOLVE)
    assert faces(cast, certificate) == [cast.tu]
    tu = cast.actor(cast.tu)
    assert policies.keeps_any(tu) and queries.kept_registers(tu).get() == Register.objects.get()
    assert queries.school_certificate(tu, certificate.pk) == certificate
    with pytest.raises(NotAllowed):
        revoke(cast.son, cast, certificate)
    revoke(cast.tu, cast, certificate)
    assert queries.verify_by_code(certificate.code).state == CertificateState.REVOKED
