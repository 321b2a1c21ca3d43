"""/to-chuc/sap-xep/: the whole way of a merger and a split, refusals at their fields, nothing
lost, nothing written early.
"""

import datetime as dt
import re

import pytest

from lms.core import clock
from lms.people.organisation.models import Succession, Unit, UnitState
from lms.people.organisation.queries import state_on
from lms.people.personnel.models import Post
from tests.factories import people

URL = "/to-chuc/sap-xep/"


@pytest.fixture
def tu(cast, client):
    client.force_login(cast.tu)
    return client


@pytest.fixture
def pu_nhi(cast):
    unit = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
    people.official("Giàng A Chủ", unit, is_key=True, title="Chủ tịch UBND xã")
    people.official("Vàng Thị Dơ", unit, title="Văn phòng")
    people.official("Vàng A Sò", unit, title="Văn phòng")
    return unit


def soon() -> dt.date:
    return clock.today() + dt.timedelta(days=60)


def token(answer) -> str:
    return re.search(r'name="plan" value="([^"]+)"', answer.content.decode()).group(1)


def step1(client, **changed):
    data = {
        "step": "units",
        "do": "next",
        "kind": "merge",
        "units": ["NASON", "PUNHI"],
        "on": soon().isoformat(),
        "decision": "12/QĐ-UBND",
        "plan": "",
    } | changed
    return client.post(URL, data)


def step2(client, plan: str, *followers: dict, **changed):
    data = {"step": "successors", "do": "next", "plan": plan, "rows": len(followers)}
    for index, follower in enumerate(followers):
        usual = {
            "how": "new",
            "unit": "",
            "name": "Xã Điện Biên Đông",
            "code": "DBD",
            "level": "commune",
            "sector": "government",
        }
        data |= {f"s{index}-{name}": value for name, value in (usual | follower).items()}
    return client.post(URL, data | changed)


def untouched() -> bool:
    return not Succession.objects.exists() and not Unit.objects.filter(code="DBD").exists()


def test_a_merger_from_the_first_step_to_the_unit(cast, tu, pu_nhi):
    search = tu.post(
        URL,
        {
            "step": "units",
            "do": "find",
            "kind": "merge",
            "tim": "pu nhi",
            "units": ["NASON"],
            "decision": "12/QĐ-UBND",
            "plan": "",
        },
    )
    page = search.content.decode()
    assert 'value="PUNHI"' in page and 'value="NASON"' in page and "12/QĐ-UBND" in page
    effects = step2(tu, token(step1(tu)), {})
    page = effects.content.decode()
    assert effects.status_code == 200
    assert "Hờ A Páo" in page and "Giàng A Chủ" in page and "Xã Điện Biên Đông" in page
    assert untouched()
    not_read = tu.post(URL, {"step": "confirm", "do": "go", "plan": token(effects)})
    assert not_read.status_code == 422 and untouched()
    redirection = tu.post(
        URL, {"step": "confirm", "do": "go", "plan": token(effects), "read": "on"}
    )
    assert redirection["Location"] == "/to-chuc/don-vi/DBD/"
    successor = Unit.objects.get(code="DBD")
    assert Post.objects.filter(unit=successor).count() == 4
    assert state_on(pu_nhi, soon()) is None and state_on(pu_nhi, soon() - dt.timedelta(days=1))
    before = tu.get("/to-chuc/", {"ngay": soon() - dt.timedelta(days=1)}).content.decode()
    after = tu.get("/to-chuc/", {"ngay": soon()}).content.decode()
    assert ">PUNHI</td>" in before and ">DBD</td>" not in before
    assert ">DBD</td>" in after and ">Xã Pu Nhi</a>" not in after


def test_the_way_back_keeps_what_was_typed(cast, tu, pu_nhi):
    effects = step2(tu, token(step1(tu)), {"name": "Xã Tên Dài"})
    back = tu.post(URL, {"step": "confirm", "do": "back", "plan": token(effects)})
    assert 'value="Xã Tên Dài"' in back.content.decode()
    first = tu.post(URL, {"step": "successors", "do": "back", "plan": token(back), "rows": "1"})
    page = first.content.decode()
    assert 'value="12/QĐ-UBND"' in page and page.count("checked") == 3, "the kind and both units"


@pytest.mark.parametrize(
    "wrong",
    [{"units": []}, {"on": ""}, {"decision": ""}, {"kind": "x"}, {"units": ["KYLUA", "NASON"]}],
)
def test_the_first_step_refuses_and_keeps(cast, tu, pu_nhi, wrong):
    people.unit("KYLUA", "Phường Kỳ Lừa", parent=cast.other_province)
    answer = step1(tu, **wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Kỳ Lừa" not in page
    assert wrong.get("units") == [] or 'value="NASON"' in page
    assert untouched()


def test_a_refusal_of_the_rule_stands_at_its_field(cast, tu, pu_nhi):
    taken = step2(tu, token(step1(tu)), {"code": "TCT-DB"})
    page = taken.content.decode()
    assert taken.status_code == 422
    assert 'id="id_s0-code_error"' in page and 'value="TCT-DB"' in page
    answer_of_one_unit = step2(tu, token(step1(tu, units=["NASON"])), {})
    assert answer_of_one_unit.status_code == 422 and "DBD" in answer_of_one_unit.content.decode()
    too_early = step2(tu, token(step1(tu, on="1900-01-01")), {})
    assert too_early.status_code == 422
    assert 'id="id_on_error"' in too_early.content.decode()
    assert untouched()


def test_what_follows_must_be_named(cast, tu, pu_nhi):
    for follower in (
        {"name": ""},
        {"code": ""},
        {"how": "there"},
        {"how": "there", "unit": "TCT-LS"},
        {"how": "none"},
    ):
        assert step2(tu, token(step1(tu)), follower).status_code == 422
    assert untouched()


def test_a_unit_may_take_over_another_one(cast, tu, pu_nhi):
    effects = step2(tu, token(step1(tu, units=["PUNHI"])), {"how": "there", "unit": "na son"})
    redirection = tu.post(
        URL, {"step": "confirm", "do": "go", "plan": token(effects), "read": "on"}
    )
    assert redirection["Location"] == "/to-chuc/don-vi/NASON/"
    assert Post.objects.filter(unit=cast.commune, valid_from=soon()).count() == 3
    assert UnitState.objects.filter(unit=cast.commune, valid_to=None).exists()


def test_a_split_sends_people_by_title_and_one_by_one(cast, tu, pu_nhi):
    first = token(step1(tu, kind="split", units=["PUNHI"]))
    new = {"name": "Xã Pu Nhi Hai", "code": "PUNHI-2"}
    more = step2(tu, first, {}, new, do="add").content.decode()
    assert 'name="s2-name"' in more and 'value="PUNHI-2"' in more
    people_page = step2(tu, first, {"how": "there", "unit": "PUNHI"}, new)
    titles = re.findall(r'for="id_(t\d)">([^<(]+) \(', people_page.content.decode())
    office = next(name for name, words in titles if words == "Văn phòng")
    so = Post.objects.get(official__full_name="Vàng A Sò").official_id
    everybody = Post.objects.filter(unit=pu_nhi).values_list("official_id", flat=True)
    data = (
        {name: "0" for name, _ in titles}
        | {f"p{pk}": "" for pk in everybody}
        | {office: "1", f"p{so}": "0"}
    )
    effects = tu.post(URL, {"step": "people", "do": "next", "plan": token(people_page)} | data)
    assert effects.status_code == 200 and untouched()
    tu.post(URL, {"step": "confirm", "do": "go", "plan": token(effects), "read": "on"})
    moved_posts = Post.objects.filter(unit__code="PUNHI-2")
    assert [post.official.full_name for post in moved_posts] == ["Vàng Thị Dơ"]
    assert Post.objects.filter(unit=pu_nhi, valid_to=None).count() == 2


@pytest.mark.parametrize("step", ["successors", "people", "confirm", "nonsense", ""])
def test_a_plan_that_somebody_changed_begins_anew(cast, tu, step):
    answer = tu.post(URL, {"step": step, "do": "go", "plan": "abc:def", "read": "on"})
    assert answer.status_code == 200
    assert 'name="kind"' in answer.content.decode()
    assert untouched()


def test_what_is_gone_meanwhile_is_refused_at_the_end(cast, tu, pu_nhi):
    effects = step2(tu, token(step1(tu)), {})
    people.unit("DBD", "Xã khác", parent=cast.province)
    late = tu.post(URL, {"step": "confirm", "do": "go", "plan": token(effects), "read": "on"})
    assert late.status_code == 422 and 'value="DBD"' in late.content.decode()
    assert not Succession.objects.exists()


def test_the_plan_of_one_area_opens_nothing_in_another(cast, tu, client, pu_nhi):
    plan = token(step2(tu, token(step1(tu)), {}))
    other_tu = people.user("Lê Thị Khác")
    people.role(other_tu, cast.other_province, "authority")
    client.force_login(other_tu)
    answer = client.post(URL, {"step": "confirm", "do": "go", "plan": plan, "read": "on"})
    assert answer.status_code in (403, 422)
    assert "Pu Nhi" not in answer.content.decode() and untouched()
