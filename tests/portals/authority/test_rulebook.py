"""The pages of the rulebook: who reads what, what is typed and kept, the history, the same
queries for one row and many.
"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.people.organisation.models import Role
from lms.people.rulebook.actions import RuleDraft, set_rule
from lms.people.rulebook.catalogue import ENTRIES
from lms.people.rulebook.models import Basis, Rule
from lms.people.rulebook.queries import rule_for
from tests.factories import people

HOME = "/to-chuc/quy-dinh/"
KEY = "attendance.min_share"
PAGE = f"{HOME}{KEY}/"
SET = f"{PAGE}dat/"
DAY = dt.timedelta(days=1)


def state(value, first, unit, key=KEY, **fields) -> Rule:
    draft = RuleDraft(key, value, first, Basis.INTERNAL, "Nội quy 2026", reason="thử", **fields)
    return set_rule(actor=Actor.system("tests"), unit=unit, draft=draft)


def typed(**fields) -> dict[str, str]:
    first = clock.today().isoformat()
    return {
        "unit": "DIENBIEN",
        "value": "75",
        "valid_from": first,
        "basis": "internal",
        "source": "Quyết định 12/QĐ-SNV",
        **fields,
    }


@pytest.mark.parametrize("who", ["tu", "pao", "hoa", "son", "editor"])
def test_whoever_holds_a_role_reads_what_applies_at_their_unit(cast, client, who):
    client.force_login(getattr(cast, who))
    body = client.get(HOME).content.decode()
    for entry in ENTRIES.values():
        assert entry.title in body
    assert "80% số tiết" in body
    assert "không áp dụng mức tối thiểu" in body
    assert "chưa đối chiếu văn bản gốc" in body
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("who", ["lan", "minh", "stranger"])
def test_others_find_no_page(cast, client, who):
    client.force_login(getattr(cast, who))
    for url in (HOME, PAGE, SET):
        assert client.get(url).status_code == 404
    assert client.post(SET, typed()).status_code == 404


def test_an_unknown_rule_is_not_there(cast, client):
    client.force_login(cast.tu)
    assert client.get(f"{HOME}no.such/").status_code == 404
    assert client.get(f"{HOME}no.such/dat/").status_code == 404


def test_a_siblings_rule_is_seen_by_nobody_else(cast, client):
    sibling = people.unit("XADUNG", "Xã Xa Dung CANARY", parent=cast.province)
    state(61, clock.today(), sibling)
    state(62, clock.today(), cast.other_province)
    state(63, clock.today(), cast.province)
    client.force_login(cast.pao)
    body = client.get(PAGE).content.decode()
    assert "63% số tiết" in body
    assert "CANARY" not in body
    assert "61%" not in body
    assert "62%" not in body
    answer = client.get(PAGE, {"don_vi": "XADUNG"})
    assert answer.status_code == 422
    assert "CANARY" not in answer.content.decode()
    client.force_login(cast.tu)
    assert "CANARY" in client.get(PAGE).content.decode()
    assert "62%" not in client.get(PAGE).content.decode()


def test_which_value_applied_there_and_then(cast, client):
    state(70, clock.today() - 10 * DAY, cast.commune)
    client.force_login(cast.tu)

    def asked(**query):
        answer = client.get(PAGE, query)
        return answer.context["line"].row

    assert asked().value == 80
    assert asked(don_vi="na son").value == 70
    people.unit("CU", cast.commune.name, parent=cast.province, valid_to=dt.date(2025, 6, 30))
    assert asked(don_vi="na son").value == 70, (
        "the commune of the same name that was merged is not meant"
    )
    assert asked(don_vi="CU").value == 80
    assert asked(don_vi="NASON", ngay=(clock.today() - 11 * DAY).isoformat()).value == 80
    url = f"{HOME}training.yearly_minimum/"
    assert client.get(url, {"ngay": "2019-06-01"}).context["line"].row.value == 40
    assert client.get(url, {"ngay": "2022-06-01"}).context["line"].row.value is None
    assert client.get(url, {"ngay": "1999-01-01"}).context["line"].row is None
    wrong = client.get(url, {"ngay": "31/31/2019"})
    assert wrong.status_code == 422
    assert "31/31/2019" in wrong.content.decode()


def test_the_list_is_of_a_day_and_filtered_by_words(cast, client):
    client.force_login(cast.pao)
    filtered = client.get(HOME, {"tim": "chung chi mau"}).content.decode()
    assert "Mẫu số hiệu chứng chỉ" in filtered
    assert "Mã điểm danh" not in filtered
    assert "Không có quy định nào" in client.get(HOME, {"tim": "xyz"}).content.decode()
    body = client.get(HOME, {"ngay": "2019-06-01"}).content.decode()
    assert "40 tiết mỗi năm" in body
    assert "chưa có giá trị cho ngày này" in body  # the clocks of the law of 2026


def test_the_authority_sets_a_value_and_the_history_tells_who_when_why(cast, client):
    client.force_login(cast.tu)
    assert client.get(SET).context["form"].initial["value"] == "80"
    answer = client.post(SET, typed(reason="Hội nghị trực tuyến nhiều"), follow=True)
    assert answer.redirect_chain[-1][0] == PAGE
    assert rule_for(KEY, unit=cast.commune).value == 75
    body = answer.content.decode()
    for words in (
        "75% số tiết",
        "đang áp dụng",
        "Lê Anh Tú",
        "Hội nghị trực tuyến nhiều",
        "Quyết định 12/QĐ-SNV",
    ):
        assert words in body
    assert Rule.objects.filter(unit=cast.province, is_verified=False).count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": "một trăm"}, "Số nguyên từ 0 đến 100"),
        ({"value": ""}, "Hãy gõ giá trị"),
        ({"source": ""}, 'class="error" id="id_'),
        ({"valid_from": "2020-01-01"}, "giữ nguyên bản sao giá trị cũ"),
        ({"unit": "LANGSON"}, "không có đơn vị nào"),
        ({"unit": "nơi nào đó"}, "không có đơn vị nào"),
        ({"unit": ""}, 'class="error" id="id_'),
        ({"valid_to": "2020-01-01"}, "Ngày cuối đứng trước"),
    ],
)
def test_what_cannot_be_set_is_kept_and_says_what_to_do(cast, client, fields, words):
    client.force_login(cast.tu)
    before = (Rule.objects.count(), Event.objects.count())
    answer = client.post(SET, typed(**fields))
    body = answer.content.decode()
    assert answer.status_code == 422
    assert words in body
    assert "Quyết định 12/QĐ-SNV" in body or "source" in fields
    for sent_value in fields.values():
        assert sent_value in body
    assert (Rule.objects.count(), Event.objects.count()) == before


def test_every_kind_of_value_is_shown_and_can_be_sent_back_as_it_is(cast, client):
    client.force_login(cast.tu)
    for key, entry in ENTRIES.items():
        url = f"{HOME}{key}/dat/"
        if not entry.scopes:
            assert client.get(url).status_code == 404
            continue
        form = client.get(url).context["form"]
        sent = typed(value=form.initial["value"], none="on" if form.initial["none"] else "")
        answer = client.post(url, {name: text for name, text in sent.items() if text})
        assert answer.status_code == 302, (key, answer.content.decode()[:2000])
        set_now = Rule.objects.get(key=key, unit=cast.province)
        before = rule_for(key, unit=cast.other_province)
        assert set_now.value == before.value, key


def test_no_minimum_is_ticked(cast, client):
    client.force_login(cast.tu)
    client.post(SET, typed(none="on", value=""))
    assert rule_for(KEY, unit=cast.province).value is None
    assert "không áp dụng mức tối thiểu" in client.get(PAGE).content.decode()


def test_a_planned_value_is_taken_back_with_a_reason(cast, client):
    planned = state(90, clock.today() + 5 * DAY, cast.commune)
    url = f"{PAGE}rut/{planned.pk}/"
    client.force_login(cast.pao)
    assert client.post(url, {"reason": "không thích"}).status_code == 403
    client.force_login(cast.hoa)
    assert client.post(url, {"reason": "không thích"}).status_code == 404
    client.force_login(cast.tu)
    assert "sẽ áp dụng" in client.get(PAGE).content.decode()
    empty = client.post(url, {"reason": ""})
    assert empty.status_code == 422
    assert "Ghi lý do rút lại" in empty.content.decode()
    planned.refresh_from_db()
    assert planned.withdrawn_at is None
    body = client.post(url, {"reason": "Chưa ban hành"}, follow=True).content.decode()
    assert "đã rút lại" in body
    assert "Chưa ban hành" in body
    assert rule_for(KEY, unit=cast.commune, day=clock.today() + 9 * DAY).value == 80
    assert client.post(url, {"reason": "Lần nữa"}).status_code == 404


def test_what_began_has_no_button_to_take_it_back(cast, client):
    begun = state(70, clock.today(), cast.commune)
    client.force_login(cast.tu)
    assert "/rut/" not in client.get(PAGE).content.decode()
    answer = client.post(f"{PAGE}rut/{begun.pk}/", {"reason": "Nhầm"})
    assert answer.status_code == 422
    assert "đã áp dụng từ ngày" in answer.content.decode()


def test_readers_get_no_button(cast, client):
    people.role(cast.stranger, cast.province, Role.AUDITOR)
    state(90, clock.today() + 5 * DAY, cast.province)
    for who in (cast.stranger, cast.pao, cast.hoa):
        client.force_login(who)
        body = client.get(PAGE).content.decode()
        assert "/dat/" not in body
        assert "/rut/" not in body


def test_a_year_without_its_list_of_holidays_is_seen(cast, client):
    client.force_login(cast.pao)
    assert "Lịch nghỉ năm" not in client.get(HOME).content.decode()
    Rule.objects.filter(key="calendar.holidays", valid_from__year=clock.today().year).delete()
    assert f"Lịch nghỉ năm {clock.today().year} chưa nhập" in client.get(HOME).content.decode()


def test_the_pages_cost_the_same_with_one_row_and_with_many(cast, client):
    client.force_login(cast.tu)

    def cost(url):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    state(70, clock.today() - 30 * DAY, cast.province)
    before = [cost(url) for url in (HOME, PAGE, SET)]
    for number in range(5):
        unit = people.unit(parent=cast.province)
        for step in range(3):
            state(60 + step, clock.today() + (7 * step - number) * DAY, unit)
        state(50 + number, clock.today() + number * DAY, cast.province)
    assert [cost(url) for url in (HOME, PAGE, SET)] == before
    assert max(before) <= 16
