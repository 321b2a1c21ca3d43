"""Cancelled, revoked, replaced; the batch; the race for numbers."""

import pytest

from lms.core import clock
from lms.core.errors import BadInput, IllegalMove, NotAllowed, RuleBroken
from lms.core.jobs.models import Job
from lms.outcomes.certificates import actions, queries, rendering
from lms.outcomes.certificates.models import Certificate, Register
from lms.outcomes.certificates.states import CertificateState, RevocationGround
from lms.people.personnel.models import TrainingRecord
from lms.project.sweep import drain
from tests.factories import outcomes, people

pytestmark = pytest.mark.django_db


def test_revoking_needs_ground_and_decision(cast):
    certificate = outcomes.issued_certificate(cast)
    son = cast.actor(cast.son)
    with pytest.raises(BadInput):
        actions.revoke_certificate(
            actor=son, certificate=certificate, ground="dislike", decision="1"
        )
    with pytest.raises(BadInput):
        actions.revoke_certificate(
            actor=son, certificate=certificate, ground=RevocationGround.FRAUD, decision=" "
        )
    for user in (cast.hoa, cast.minh, cast.lan, cast.tu, cast.stranger):
        with pytest.raises(NotAllowed):
            actions.revoke_certificate(
                actor=cast.actor(user),
                certificate=certificate,
                ground=RevocationGround.FRAUD,
                decision="1",
            )
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.ISSUED
    actions.revoke_certificate(
        actor=son, certificate=certificate, ground=RevocationGround.FRAUD, decision="QĐ 9/QĐ-TCT"
    )
    assert TrainingRecord.objects.get().revoked_on == clock.today()
    checked = queries.verify_by_code(certificate.code)
    assert (checked.is_valid, checked.state, checked.ended_on) == (False, "revoked", clock.today())
    with pytest.raises(IllegalMove):
        actions.revoke_certificate(
            actor=son, certificate=certificate, ground=RevocationGround.FRAUD, decision="again"
        )


def test_replacing_links_old_and_new_and_uses_no_number_twice(cast):
    old = outcomes.issued_certificate(cast)
    son = cast.actor(cast.son)
    cast.lan_official.full_name = "Lò Thị Lán"
    cast.lan_official.save()
    new = actions.replace_certificate(
        actor=son, certificate=old, decision="QĐ 10/QĐ-TCT", reason="Sai dấu trong tên"
    )
    old.refresh_from_db()
    assert (old.state, new.replaces, new.holder_name) == (
        CertificateState.REPLACED,
        old,
        "Lò Thị Lán",
    )
    assert new.state == CertificateState.PROPOSED and new.code != old.code
    with pytest.raises(RuleBroken):
        actions.issue_certificate(actor=son, certificate=new)
    actions.confirm_certificate(actor=cast.actor(cast.lan), certificate=new)
    new = actions.issue_certificate(actor=son, certificate=new)
    assert (old.number, new.number) == (1, 2)
    assert queries.verify_by_code(old.code).state == "replaced"
    assert queries.verify_by_code(new.code).is_valid
    assert TrainingRecord.objects.filter(revoked_on=None).get().document == new.serial
    register = Register.objects.get()
    assert [certificate.number for certificate in queries.register_entries(register)] == [1, 2]
    assert queries.register_entries(register)[0].remark


def test_replacing_is_for_the_impartial_head(cast):
    old = outcomes.issued_certificate(cast)
    for user in (cast.hoa, cast.lan, cast.minh, cast.stranger):
        with pytest.raises(NotAllowed):
            actions.replace_certificate(
                actor=cast.actor(user), certificate=old, decision="1", reason="x"
            )
    with pytest.raises(BadInput):
        actions.replace_certificate(
            actor=cast.actor(cast.son), certificate=old, decision="", reason="x"
        )
    assert Certificate.objects.get().state == CertificateState.ISSUED


def test_a_cancelled_proposal_is_not_proposed_again(cast):
    certificate = outcomes.confirmed_certificates(cast)[0]
    with pytest.raises(NotAllowed):
        actions.cancel_certificate(actor=cast.actor(cast.hoa), certificate=certificate, reason="x")
    actions.cancel_certificate(
        actor=cast.actor(cast.son), certificate=certificate, reason="Đã có chứng chỉ khác"
    )
    assert actions.propose_certificates(actor=people.SYSTEM, sheet=certificate.result.sheet) == []
    with pytest.raises(IllegalMove):
        actions.issue_certificate(actor=cast.actor(cast.son), certificate=certificate)
    assert queries.verify_by_code(certificate.code) is None


# --- the whole class


@pytest.fixture
def group(cast):
    group = outcomes.ended_class(cast)
    for name in ("Lường Thị Đức", "Vàng A Ẩn", "Cà Văn Dơ", "Bạc Thị Ngân"):
        outcomes.add_learner(cast, group, name)
    outcomes.confirmed_certificates(cast, group)
    return group


def test_the_class_is_numbered_in_the_order_of_names(cast, group):
    job = actions.issue_class(actor=cast.actor(cast.son), group=group)
    assert actions.issue_class(actor=cast.actor(cast.son), group=group) == job
    drain()
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result["failed"]) == ("done", 4, 4, [])
    in_order = [(c.number, c.holder_name) for c in queries.certificates_of_class(group)]
    assert in_order == [
        (1, "Vàng A Ẩn"),
        (2, "Cà Văn Dơ"),
        (3, "Lường Thị Đức"),
        (4, "Bạc Thị Ngân"),
    ]
    with pytest.raises(RuleBroken):
        actions.issue_class(actor=cast.actor(cast.son), group=group)


def test_one_that_fails_stops_nobody_and_is_listed(cast, group, monkeypatch):
    real = rendering.render_certificate

    def poisoned(certificate, school):
        if certificate.holder_name == "Cà Văn Dơ":
            raise rendering.RenderFailed("không in được")
        return real(certificate, school)

    monkeypatch.setattr("lms.outcomes.certificates.rendering.render_certificate", poisoned)
    job = actions.issue_class(actor=cast.actor(cast.son), group=group)
    drain()
    job.refresh_from_db()
    assert job.result["failed"] == [{"name": "Cà Văn Dơ", "why": "không in được"}]
    assert "Cà Văn Dơ" in job.message
    assert [
        certificate.number
        for certificate in Certificate.objects.filter(state="issued").order_by("number")
    ] == [
        1,
        2,
        3,
    ]
    monkeypatch.undo()
    again = actions.issue_class(actor=cast.actor(cast.son), group=group)
    assert again != job
    drain()
    assert Certificate.objects.get(holder_name="Cà Văn Dơ").number == 4


def test_a_batch_that_was_interrupted_goes_on(cast, group):
    job = actions.issue_class(actor=cast.actor(cast.son), group=group)
    actions.issue_certificate(
        actor=cast.actor(cast.son), certificate=queries.certificates_to_issue(group)[0]
    )
    drain()
    job.refresh_from_db()
    assert job.result["issued"] == 3
    assert Register.objects.get().last_number == 4


def test_only_the_head_starts_the_batch(cast, group):
    for user in (cast.hoa, cast.minh, cast.stranger):
        with pytest.raises(NotAllowed):
            actions.issue_class(actor=cast.actor(user), group=group)
    assert not Job.objects.exists()


def test_the_register_goes_to_excel_as_text(cast, group):
    import io

    import openpyxl

    Certificate.objects.filter(holder_name="Vàng A Ẩn").update(holder_name="=HYPERLINK(1)")
    actions.issue_class(actor=cast.actor(cast.son), group=group)
    drain()
    register = Register.objects.get()
    with pytest.raises(NotAllowed):
        actions.export_register(actor=cast.actor(cast.other_hoa), register=register)
    job = actions.export_register(actor=cast.actor(cast.hoa), register=register)
    drain()
    job.refresh_from_db()
    sheet = openpyxl.load_workbook(io.BytesIO(job.file.read())).active
    rows = list(sheet.iter_rows(min_row=5))
    assert [row[0].value for row in rows] == [1, 2, 3, 4]
    assert rows[0][1].data_type == "s" and rows[0][1].value == "'=HYPERLINK(1)"
    assert rows[1][2].value.date() == people.Official.objects.get(full_name="Cà Văn Dơ").birth_date
