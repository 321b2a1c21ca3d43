"""Ranks, qualifications, ratings, training, sensitive fields: who writes them, and what is
refused.
"""

import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings
from PIL import Image

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, IllegalMove, NotAllowed, NotFound, RuleBroken
from lms.core.notices.models import Notice
from lms.people.organisation.models import Role
from lms.people.personnel import queries
from lms.people.personnel.actions import (
    QualificationDraft,
    RankDraft,
    RatingDraft,
    TrainingDraft,
    add_external_training,
    add_qualification,
    correct_official,
    correct_sensitive,
    decide_qualification,
    declare_qualification,
    end_rank,
    give_rank,
    rate_official,
)
from lms.people.personnel.models import (
    Dimension,
    Qualification,
    QualificationLevel,
    Rank,
    RankHeld,
    Rating,
    Sensitive,
    SensitiveAccess,
    TrainingRecord,
)
from lms.people.rulebook.models import Basis, Rule
from lms.project.sweep import drain
from tests.factories import people

D = dt.date
THEORY = QualificationDraft(
    Dimension.THEORY, QualificationLevel.ADVANCED, D(2024, 6, 1), institution="Học viện I"
)
RATED = RatingDraft("2025", "2020", "good", D(2025, 12, 20), "QĐ 5")
COURSE = TrainingDraft(
    "", "Quốc phòng đối tượng 4", "Ban CHQS huyện", "bồi dưỡng", 32, D(2025, 3, 3), D(2025, 3, 6)
)
SECRET = {
    "ethnicity": "Khơ Mú",
    "is_ethnic_minority": True,
    "is_party_member": True,
    "id_number": "011092001234",
}


@pytest.fixture
def pao(cast):
    return cast.actor(cast.pao)


@pytest.fixture(autouse=True)
def _media(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def scales(db):
    Rule.objects.filter(key="rating.scale").delete()
    for key, first, last, levels in (
        ("2015-2020", D(2015, 1, 1), D(2019, 12, 31), ("excellent", "limited")),
        ("2020", D(2020, 1, 1), None, ("excellent", "good")),
    ):
        Rule.objects.create(
            key="rating.scale",
            title="Thang",
            valid_from=first,
            valid_to=last,
            basis=Basis.LAW,
            source="NĐ 90",
            value={"key": key, "levels": [{"key": one, "title": f"Mức {one}"} for one in levels]},
        )


def picture(kind: str) -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (4, 4)).save(body, kind)
    return body.getvalue()


WRITES = {
    "rank": lambda a, o: give_rank(
        actor=a, official=o, draft=RankDraft(Rank.EXPERT, D(2025, 1, 1))
    ),
    "qualification": lambda a, o: add_qualification(actor=a, official=o, draft=THEORY),
    "rating": lambda a, o: rate_official(actor=a, official=o, draft=RATED),
    "training": lambda a, o: add_external_training(actor=a, official=o, draft=COURSE),
    "sensitive": lambda a, o: correct_sensitive(actor=a, official=o, values=SECRET, purpose="x"),
    "entry": lambda a, o: correct_official(
        actor=a, official=o, full_name="Lò Thị Mới", birth_date=D(1990, 1, 1), reason="x"
    ),
}


def counts() -> list[int]:
    tables = (RankHeld, Qualification, Rating, TrainingRecord, Sensitive, SensitiveAccess, Event)
    return [table.objects.count() for table in tables]


@pytest.mark.parametrize("act", WRITES)
@pytest.mark.parametrize(
    "who", ["lan", "hoa", "son", "stranger", "other_hoa", "sibling", "auditor", "ended"]
)
def test_others_write_nothing_into_a_file(cast, scales, act, who):
    sibling = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
    extra = {
        "sibling": (sibling, Role.UNIT_MANAGER, {}),
        "auditor": (cast.province, Role.AUDITOR, {}),
        "ended": (
            cast.commune,
            Role.UNIT_MANAGER,
            {"valid_to": clock.today() - dt.timedelta(days=1)},
        ),
    }
    user = people.user("Người ngoài") if who in extra else getattr(cast, who)
    if who in extra:
        unit, role, fields = extra[who]
        people.role(user, unit, role, **fields)
    before = counts()
    with pytest.raises(NotAllowed):
        WRITES[act](cast.actor(user), cast.lan_official)
    assert counts() == before
    cast.lan_official.refresh_from_db()
    assert cast.lan_official.full_name == "Lò Thị Lan"


@pytest.mark.parametrize("act", WRITES)
def test_a_manager_writes_nothing_into_their_own_file(cast, scales, pao, act):
    own = people.official("Hờ A Páo", cast.commune, cast.pao)
    before = counts()
    with pytest.raises(RuleBroken):
        WRITES[act](pao, own)
    assert counts() == before
    WRITES[act](cast.actor(cast.tu), own)
    assert counts() != before


def test_a_rank_follows_the_one_before(cast, pao):
    lan = cast.lan_official
    give_rank(actor=pao, official=lan, draft=RankDraft(Rank.CLERK, D(2015, 1, 1)))
    give_rank(actor=pao, official=lan, draft=RankDraft(Rank.EXPERT, D(2022, 5, 1), "Chuyên viên"))
    assert people.rank_on(lan, D(2014, 12, 31)) is None
    assert people.rank_on(lan, D(2022, 4, 30)).rank == Rank.CLERK
    assert people.rank_on(lan).rank == Rank.EXPERT
    with pytest.raises(BadInput, match="01/05/2022"):
        give_rank(actor=pao, official=lan, draft=RankDraft(Rank.SENIOR, D(2020, 1, 1)))
    rank = people.rank_on(lan)
    with pytest.raises(BadInput):
        end_rank(actor=pao, rank=rank, on=D(2022, 4, 30), reason="x")
    with pytest.raises(BadInput):
        end_rank(actor=pao, rank=rank, on=D(2026, 1, 31), reason="")
    end_rank(actor=pao, rank=rank, on=D(2026, 1, 31), reason="Chuyển viên chức")
    assert people.rank_on(lan, D(2026, 1, 31)) == rank
    assert people.rank_on(lan, D(2026, 2, 1)) is None


def test_a_declared_level_counts_once_it_is_confirmed(cast, pao):
    lan = cast.lan_official
    row = declare_qualification(actor=cast.actor(cast.lan), official=lan, draft=THEORY)
    assert queries.held_levels(lan) == {}
    with pytest.raises(NotAllowed):
        decide_qualification(actor=cast.actor(cast.lan), qualification=row, confirmed=True)
    row = decide_qualification(actor=pao, qualification=row, confirmed=True)
    assert (row.decided_by, row.decided_at is not None) == (cast.pao, True)
    assert queries.held_levels(lan)[Dimension.THEORY].level == QualificationLevel.ADVANCED
    drain()
    assert Notice.objects.filter(user=cast.lan).count() == 1
    with pytest.raises(BadInput):
        decide_qualification(actor=pao, qualification=row, confirmed=False)
    decide_qualification(actor=pao, qualification=row, confirmed=False, reason="Bằng giả")
    assert queries.held_levels(lan) == {}
    with pytest.raises(IllegalMove):
        decide_qualification(actor=pao, qualification=row, confirmed=True)


def test_a_manager_does_not_confirm_what_they_declared_themselves(cast, pao):
    own = people.official("Hờ A Páo", cast.commune, cast.pao)
    row = declare_qualification(actor=pao, official=own, draft=THEORY)
    with pytest.raises(RuleBroken):
        decide_qualification(actor=pao, qualification=row, confirmed=True)
    row.refresh_from_db()
    assert row.state == "declared"
    decide_qualification(actor=cast.actor(cast.tu), qualification=row, confirmed=True)
    assert queries.held_levels(own)


@pytest.mark.parametrize(
    "name, body", [("a.pdf", b"%PDF-1.7 x"), ("a.JPG", picture("JPEG")), ("a", picture("PNG"))]
)
def test_a_paper_is_kept_and_opened_by_the_unit_and_the_person(cast, pao, name, body):
    row = add_qualification(
        actor=pao, official=cast.lan_official, draft=THEORY, evidence=ContentFile(body, name)
    )
    stored = row.evidence.name.rpartition("/")[2]
    assert stored.startswith("minh-chung.")
    sibling = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
    other_manager, auditor = people.user("Lầu A Sử"), people.user("Kiểm tra")
    people.role(other_manager, sibling, Role.UNIT_MANAGER)
    people.role(auditor, cast.province, Role.AUDITOR)
    for user in (cast.pao, cast.tu, cast.lan):
        qualification = queries.evidence_of(cast.actor(user), cast.lan_official.uid, row.uid)
        assert qualification.evidence.open("rb").read() == body
    for user in (other_manager, auditor, cast.hoa, cast.stranger):
        with pytest.raises(NotFound):
            queries.evidence_of(cast.actor(user), cast.lan_official.uid, row.uid)


@pytest.mark.parametrize(
    "name, body",
    [
        ("a.pdf", b"<html><script>"),
        ("a.png", b"%!PS"),
        ("a.svg", b"<svg/>"),
        ("a.pdf", b"PK\x03\x04"),
        ("a.jpg", b"\xff\xd8\xff tail"),
    ],
)
def test_what_is_no_paper_is_refused_by_its_content(cast, pao, name, body):
    with pytest.raises(BadInput) as refused:
        add_qualification(
            actor=pao, official=cast.lan_official, draft=THEORY, evidence=ContentFile(body, name)
        )
    assert refused.value.field == "evidence"
    assert not Qualification.objects.exists()


@pytest.mark.parametrize(
    "draft, at",
    [
        (QualificationDraft(Dimension.THEORY, QualificationLevel.MASTER, D(2020, 1, 1)), "level"),
        (
            QualificationDraft(Dimension.THEORY, QualificationLevel.ADVANCED, D(1990, 5, 17)),
            "held_from",
        ),
        (
            QualificationDraft(Dimension.THEORY, QualificationLevel.ADVANCED, D(2999, 1, 1)),
            "held_from",
        ),
    ],
)
def test_a_qualification_that_cannot_be_is_refused(cast, pao, draft, at):
    with pytest.raises(BadInput) as refused:
        add_qualification(actor=pao, official=cast.lan_official, draft=draft)
    assert refused.value.field == at


def test_a_rating_stands_on_the_scale_of_its_period(cast, scales, pao):
    lan = cast.lan_official
    rate_official(actor=pao, official=lan, draft=RATED)
    rate_official(
        actor=pao, official=lan, draft=RatingDraft("2019-H1", "2015-2020", "limited", D(2019, 7, 1))
    )
    rate_official(
        actor=pao, official=lan, draft=RatingDraft("2025", "2020", "excellent", D(2026, 1, 5))
    )
    shown = [(row.period, words) for row, words in queries.career_of(lan).ratings]
    assert shown == [("2025", "Mức excellent"), ("2025", "Mức good"), ("2019-H1", "Mức limited")]


@pytest.mark.parametrize(
    "draft, at",
    [
        (RatingDraft("2025", "2020", "limited", D(2025, 12, 20)), "value"),
        (RatingDraft("2019", "2020", "good", D(2019, 12, 20)), "value"),
        (RatingDraft("năm 2025", "2020", "good", D(2025, 12, 20)), "period"),
        (RatingDraft("2025", "2020", "good", D(2999, 1, 1)), "decided_on"),
    ],
)
def test_a_rating_off_the_scale_is_refused(cast, scales, pao, draft, at):
    with pytest.raises(BadInput) as refused:
        rate_official(actor=pao, official=cast.lan_official, draft=draft)
    assert refused.value.field == at
    assert not Rating.objects.exists()


def test_without_a_scale_in_the_rulebook_nothing_is_rated(cast, pao):
    Rule.objects.filter(key="rating.scale").delete()
    with pytest.raises(RuleBroken, match="2025"):
        rate_official(actor=pao, official=cast.lan_official, draft=RATED)
    assert not Rating.objects.exists()


def test_external_training_says_where_it_comes_from(cast, pao):
    for _ in range(2):
        add_external_training(actor=pao, official=cast.lan_official, draft=COURSE)
    rows = TrainingRecord.objects.all()
    assert {row.origin for row in rows} == {"external"}
    assert len({row.source for row in rows}) == 2
    for wrong in ({"ends_on": D(2025, 3, 2)}, {"ends_on": D(2999, 1, 1)}):
        with pytest.raises(BadInput):
            fields = COURSE.__dict__ | wrong
            add_external_training(
                actor=pao, official=cast.lan_official, draft=TrainingDraft(**fields)
            )


def test_sensitive_fields_are_corrected_for_a_purpose_and_their_values_stay_out_of_the_audit_log(
    cast, pao
):
    lan = cast.lan_official
    with pytest.raises(BadInput):
        correct_sensitive(actor=pao, official=lan, values=SECRET, purpose="")
    correct_sensitive(actor=pao, official=lan, values=SECRET, purpose="Bổ sung hồ sơ")
    assert Sensitive.objects.get().id_number == "011092001234"
    assert SensitiveAccess.objects.get().purpose == "Bổ sung hồ sơ"
    event = Event.objects.get(kind="official.sensitive_corrected")
    assert event.data["fields"] == [
        "ethnicity",
        "id_number",
        "is_ethnic_minority",
        "is_party_member",
    ]
    audit_log = " ".join(str(logged.data) for logged in Event.objects.all())
    assert "Khơ Mú" not in audit_log
    assert "011092001234" not in audit_log


@pytest.mark.parametrize(
    "number", ["12345", "01109200123a", "0110920012345", "０１１０９２００１２３４"]
)
def test_an_id_number_has_twelve_digits(cast, pao, number):
    with pytest.raises(BadInput) as refused:
        values = {"id_number": number}
        correct_sensitive(actor=pao, official=cast.lan_official, values=values, purpose="x")
    assert refused.value.field == "id_number"
    assert not Sensitive.objects.exists()
    assert not SensitiveAccess.objects.exists()


def test_an_id_number_stands_at_one_person_and_the_other_is_not_named(cast, pao):
    sibling = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
    holder = people.official("Canary Thị Kín", sibling)
    Sensitive.objects.create(official=holder, id_number=SECRET["id_number"])
    with pytest.raises(BadInput) as refused:
        correct_sensitive(actor=pao, official=cast.lan_official, values=SECRET, purpose="x")
    assert refused.value.field == "id_number"
    assert "Canary" not in refused.value.message
    assert "Pu Nhi" not in refused.value.message


def test_a_corrected_code_goes_with_the_account_and_is_nobody_elses(cast, pao):
    lan = cast.lan_official
    people.official("Vừ A Dia", cast.commune, code="CB-DIA")
    cast.lan.staff_code = lan.code
    cast.lan.save()
    fields = {"full_name": lan.full_name, "birth_date": lan.birth_date, "reason": "x"}
    with pytest.raises(BadInput) as refused:
        correct_official(actor=pao, official=lan, code="CB-DIA", **fields)
    assert refused.value.field == "code"
    correct_official(actor=pao, official=lan, code="CB-LAN", further={"sex": "m"}, **fields)
    lan.refresh_from_db()
    cast.lan.refresh_from_db()
    assert (lan.code, lan.sex, cast.lan.staff_code) == ("CB-LAN", "m", "CB-LAN")
    event = Event.objects.get(kind="official.corrected")
    assert set(event.data["after"]) == {"code", "sex"}
