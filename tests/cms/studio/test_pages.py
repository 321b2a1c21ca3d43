"""The pages of the Studio as an editor meets them, with and without script."""

import datetime as dt
import html as markup
import json
import re
import sys
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Comment, Page

from cms.content import Scene
from cms.content.plain import from_plain, to_plain
from cms.courses.models import ModulePage, ScenarioLessonPage
from cms.studio import comments, edits, graph
from cms.studio.drafts import open_draft
from cms.studio.forms import bound
from cms.studio.forms.lists import OptionLists
from cms.studio.forms.reading import build_tree, read_form
from cms.studio.forms.sheets import SCENE_SHEET
from cms.studio.models import SceneChange
from lms.core import clock
from tests.architecture.source import ROOT
from tests.cms.studio.conftest import case_of, save_facts, save_scene, scene_of

pytestmark = pytest.mark.django_db

KB = 1024


def url(page, *parts: str) -> str:
    return "/".join(["/quan-tri/tinh-huong", str(page.pk), *parts, ""])


def form_of(page, key: str, **changed) -> dict:
    """What a browser would send of a scene's form as it stands."""
    scene = scene_of(page, key)
    flat = names(bound.form_tree(SCENE_SHEET, scene))
    return flat | {"base": graph.digest_of(scene)} | changed


def names(fields: dict, path: str = "") -> dict:
    flat = {}
    for name, content in fields.items():
        flat |= (
            names(content, f"{path}{name}.")
            if isinstance(content, dict)
            else {path + name: content}
        )
    return flat


def demo() -> list[dict]:
    """All cases of the demo, as plain data."""
    folder = ROOT / "lms/portals/console/demo/content/cases"
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    assert len(files) > 5
    return [content.get("scenario", content) for content in files]


def test_the_studio_opens_at_the_first_scene_with_everything_at_hand(desk, page):
    answer = desk.get(url(page), follow=True)
    assert answer.redirect_chain == [(url(page, "canh", "canh-1"), 302)]
    text = answer.content.decode()
    for words in ("Dàn ý", "Sơ đồ", "Xem thử từ đây", "Thông tin chung", "Ngăn kéo", "Lưu cảnh"):
        assert words in text, words
    assert 'name="choices.1.consequence"' in text
    assert re.search(r'<option value="canh-2" selected>', text)
    assert f'src="{url(page, "xem-thu", "may")}?canh=canh-1"' in text


def test_every_field_of_a_scene_survives_the_form():
    """What is read back from the form as drawn is what the scene said: nothing that the types
    know is lost.
    """
    lost = []
    for case in demo():
        for scene in case["scenes"]:
            plain = to_plain(from_plain(Scene, scene))
            plain.pop("image", None)  # asks the library
            lists = OptionLists(case)
            lists.laws = {b["document"]: "" for b in plain.get("basis", []) if b.get("document")}
            fields = build_tree(names(bound.form_tree(SCENE_SHEET, plain)).items())
            form = read_form(SCENE_SHEET, fields, lists)
            read_back = to_plain(from_plain(Scene, {**form.data, "key": plain["key"]}))
            if form.errors or read_back != plain:
                lost.append(
                    (
                        plain["key"],
                        form.errors,
                        [k for k in {*read_back, *plain} if read_back.get(k) != plain.get(k)],
                    )
                )
    assert not lost, lost[:3]


def test_saving_without_script(desk, page):
    answer = desk.post(url(page, "canh", "canh-1"), form_of(page, "canh-1", title="Thiếu giấy"))
    assert answer.status_code == 302
    assert scene_of(page, "canh-1")["title"] == "Thiếu giấy"
    assert [row.act for row in SceneChange.objects.all()] == ["words"]


def test_a_row_is_added_moved_and_taken_away_without_script(desk, page):
    address = url(page, "canh", "canh-1")
    text = desk.post(
        address, form_of(page, "canh-1", do="add:choices", title="Đang viết")
    ).content.decode()
    assert 'name="choices.2.text"' in text
    assert 'value="Đang viết"' in text
    assert "mới chỉ ở trên trang này" in text
    text = desk.post(address, form_of(page, "canh-1", do="add:choices.0.effects")).content.decode()
    assert 'name="choices.0.effects.0.variable"' in text
    text = desk.post(address, form_of(page, "canh-1", do="gone:choices.0")).content.decode()
    assert 'name="choices.0.text"' not in text and 'name="choices.1.text"' in text
    moved = form_of(page, "canh-1", do="down:choices.0")
    text = desk.post(address, moved).content.decode()
    first = re.search(r'name="choices\.0\.text"[^>]*>([^<]*)', text)[1]
    assert markup.unescape(first) == moved["choices.1.text"]
    assert not SceneChange.objects.exists()


def test_bad_input_is_said_at_its_field_and_nothing_typed_is_lost(desk, page):
    form = form_of(page, "canh-1", title="Giữ lại nhé", **{"choices.0.trips": "nhiều"})
    answer = desk.post(url(page, "canh", "canh-1"), form)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Giữ lại nhé" in text
    assert 'value="nhiều"' in text
    assert 'href="#f-choices.0.trips"' in text
    assert "Hãy viết số nguyên." in text
    assert scene_of(page, "canh-1")["title"] != "Giữ lại nhé"


def as_script(client, page, key: str, base: str = "", **changed):
    values = {k: v for k, v in form_of(page, key, **changed).items() if v and k != "base"}
    body = {"base": base or form_of(page, key)["base"], "values": values}
    return client.post(
        url(page, "canh", key),
        body,
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


def test_saving_by_itself_answers_with_what_changed_around(desk, page):
    answer = as_script(desk, page, "canh-1", title="Tự lưu", **{"choices.0.consequence": ""}).json()
    assert scene_of(page, "canh-1")["title"] == "Tự lưu"
    assert answer["base"] == graph.digest_of(scene_of(page, "canh-1"))
    assert "Tự lưu" in answer["html"]["outline"]
    assert 'data-path="choices.0.consequence"' in answer["html"]["problems"]
    assert answer["standing"] == "nháp có sửa đổi"
    # a new choice is given its key
    words = {"choices.2.text": "Gọi cho trưởng bản hỏi.", "choices.2.target": "canh-2"}
    answer = as_script(desk, page, "canh-1", **words).json()
    assert answer["made"] == {"choices.2.key": "c"}
    assert scene_of(page, "canh-1")["choices"][2]["key"] == "c"
    answer = as_script(desk, page, "canh-1", **{"choices.2.target": "+"}).json()
    assert answer["go"].startswith(url(page, "canh", "canh-3"))


@pytest.fixture
def opened(monkeypatch) -> list[int]:
    """A list that grows by one each time the Studio opens a draft."""
    openings: list[int] = []

    def count_opening(*args, **kwargs):
        openings.append(1)
        return open_draft(*args, **kwargs)

    for name, module in list(sys.modules.items()):
        if name.startswith("cms.studio.") and hasattr(module, "open_draft"):
            monkeypatch.setattr(module, "open_draft", count_opening)
    return openings


def test_a_save_opens_the_draft_once(desk, page, opened):
    assert as_script(desk, page, "canh-1", title="Tự lưu").status_code == 200
    assert len(opened) == 1
    form = form_of(page, "canh-1", title="Lưu bằng nút")
    assert desk.post(url(page, "canh", "canh-1"), form).status_code == 302
    assert len(opened) == 2
    assert as_script(desk, page, "canh-1", "cũ", title="Bản khác").status_code == 409
    assert len(opened) == 3
    general = {"base": "cũ", "citizen": "ông Páo", "modes": "solo"}
    assert desk.post(url(page, "thong-tin"), general).status_code == 409
    assert len(opened) == 4


def test_what_saving_by_itself_refuses(desk, page):
    answer = as_script(desk, page, "canh-1", seconds="lâu")
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"seconds": "Hãy viết số nguyên."}
    broken = desk.post(url(page, "canh", "canh-1"), b"{", content_type="application/json")
    assert broken.status_code == 422
    assert not SceneChange.objects.exists()


def test_what_no_database_keeps_is_left_out(desk, page):
    unstorable = {"title": "Một\x00 cảnh\ud800", "choices.²\ud800.text": "Không ở đâu cả"}
    answer = as_script(desk, page, "canh-1", **unstorable)
    assert answer.status_code == 200
    assert scene_of(page, "canh-1")["title"] == "Một cảnh"
    assert len(scene_of(page, "canh-1")["choices"]) == 2
    deep = b'{"base": "", "values": ' + b"[" * 100_000
    assert (
        desk.post(url(page, "canh", "canh-1"), deep, content_type="application/json").status_code
        == 422
    )


@pytest.mark.parametrize("number", ["²", "9" * 5_000, "-1", "x"])
def test_numbers_that_are_none_name_nothing(desk, page, number):
    assert desk.post(url(page, "ngan-keo"), {"change": number}).status_code == 302
    comment = {"do": "close", "scene": "canh-1", "comment": number}
    assert desk.post(url(page, "gop-y"), comment).status_code == 302
    comment = {
        "do": "say",
        "scene": "canh-1",
        "path": f"choices.{number}.text",
        "text": "Nói\x00 rõ",
    }
    assert desk.post(url(page, "gop-y"), comment).status_code == 302
    assert Comment.objects.get().text == "Nói rõ"
    assert desk.get(url(page, "canh", "canh-1")).status_code == 200
    picture = form_of(page, "canh-1", image=number)
    assert desk.post(url(page, "canh", "canh-1"), picture).status_code == 422


def test_two_versions_are_shown_side_by_side_and_one_chooses(desk, page, hoa, cast):
    mine = form_of(page, "canh-1", title="Bản của Hà")
    theirs = {**scene_of(page, "canh-1"), "title": "Bản của Hòa", "question": "Hỏi gì?"}
    save_scene(actor=hoa, page_id=page.pk, key="canh-1", base=mine["base"], scene=theirs)
    for answer in (
        desk.post(url(page, "canh", "canh-1"), mine),
        as_script(desk, page, "canh-1", mine["base"], title="Bản của Hà"),
    ):
        assert answer.status_code == 409
        text = answer.content.decode()
        assert "Bản của Hà" in text and "Bản của Hòa" in text
        assert cast.hoa.full_name in text
        assert "Chưa có gì bị ghi đè" in text
        labels = [markup.unescape(label) for label in re.findall(r'<th scope="row">([^<]+)', text)]
        assert "Tên cảnh" in labels and set(labels) <= {"Tên cảnh", "Câu hỏi"}
    assert scene_of(page, "canh-1")["title"] == "Bản của Hòa"
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
    hidden = {name: markup.unescape(content) for name, content in hidden.items()}
    page_text = desk.post(url(page, "canh", "canh-1"), hidden | {"do": "edit"}).content.decode()
    assert 'value="Bản của Hà"' in page_text
    assert desk.post(url(page, "canh", "canh-1"), hidden).status_code == 302
    assert scene_of(page, "canh-1")["title"] == "Bản của Hà"


def test_a_problem_leads_into_its_field(desk, page, ha):
    scene = scene_of(page, "canh-2")
    scene["choices"][1]["target"] = "khong-co"
    save_scene(
        actor=ha, page_id=page.pk, key="canh-2", base=form_of(page, "canh-2")["base"], scene=scene
    )
    text = desk.get(url(page, "canh", "canh-1")).content.decode()
    address = re.search(r'href="([^"]+)" data-path="choices\.1\.target"', text)[1]
    target = desk.get(address.partition("#")[0]).content.decode()
    assert re.search(r'<select id="f-choices\.1\.target"[^>]* autofocus', target)
    assert "khong-co (không còn)" in target


def test_general_information(desk, page):
    base = {
        "citizen": "ông Páo",
        "role": "công chức",
        "modes": "watch guided solo",
        "start_trips": "2",
    }
    digest = re.search(
        r'name="base" value="(\w+)"', desk.get(url(page, "thong-tin")).content.decode()
    )[1]
    variables = {
        "variables.0.title": "Số lần gọi",
        "variables.0.kind": "number",
        "variables.0.start": "0",
        "variables.1.title": "Đã hẹn",
        "variables.1.kind": "flag",
        "variables.1.start": "không",
    }
    days = {"holidays": "02/9/2026\n03/9/2026", "workdays": "", "reviewed_on": "22/11/2026"}
    assert (
        desk.post(url(page, "thong-tin"), {"base": digest, **base, **variables, **days}).status_code
        == 302
    )
    case = case_of(page)
    assert case["variables"] == [
        {"key": "so-lan-goi", "title": "Số lần gọi", "kind": "number", "start": 0},
        {"key": "da-hen", "title": "Đã hẹn", "kind": "flag", "start": False},
    ]
    assert (case["holidays"], case["reviewed_on"]) == (["2026-09-02", "2026-09-03"], "2026-11-22")
    assert case["modes"] == ["watch", "guided", "solo"]
    bad = desk.post(
        url(page, "thong-tin"), {"base": digest, **base, **variables, "holidays": "mai"}
    )
    assert bad.status_code == 422
    stale = desk.post(url(page, "thong-tin"), {"base": digest, **base, "citizen": "bà Sua"})
    assert stale.status_code == 409
    assert case_of(page)["citizen"] == "ông Páo"


def test_a_condition_takes_values_of_the_sort_of_its_fact(desk, page, ha):
    facts = {k: v for k, v in case_of(page).items() if k != "scenes"}
    fact = {"key": "da-hen", "title": "Đã hẹn", "kind": "flag", "start": False}
    save_facts(
        actor=ha, page_id=page.pk, base=graph.digest_of(facts), facts={**facts, "variables": [fact]}
    )
    clause = {
        "choices.0.when.0.variable": "da-hen",
        "choices.0.when.0.op": "==",
        "choices.0.when.0.value": "có",
    }
    desk.post(url(page, "canh", "canh-1"), form_of(page, "canh-1", **clause))
    assert scene_of(page, "canh-1")["choices"][0]["when"] == [
        {"variable": "da-hen", "op": "==", "value": True}
    ]
    clause["choices.0.when.0.value"] = "nhiều"
    assert (
        desk.post(url(page, "canh", "canh-1"), form_of(page, "canh-1", **clause)).status_code == 422
    )


def test_scenes_are_added_named_copied_moved_deleted_and_taken_back(desk, page):
    desk.post(url(page, "canh-moi"), {"after": "canh-1"})
    assert graph.scene_keys(case_of(page)) == ["canh-1", "canh-3", "canh-2", "ket-thuc"]
    desk.post(url(page, "canh", "canh-3", "lam"), {"do": "rename", "name": "Phụ"})
    desk.post(url(page, "canh", "phu", "lam"), {"do": "up"})
    desk.post(url(page, "canh", "phu", "lam"), {"do": "duplicate"})
    assert graph.scene_keys(case_of(page)) == ["phu", "phu-1", "canh-1", "canh-2", "ket-thuc"]
    desk.post(url(page, "canh", "phu", "lam"), {"do": "delete"})
    drawer = desk.get(url(page, "ngan-keo")).content.decode()
    change = re.search(r'name="change" value="(\d+)"', drawer)[1]
    desk.post(url(page, "ngan-keo"), {"change": change})
    assert graph.scene_keys(case_of(page))[0] == "phu"
    second_answer = desk.post(
        url(page, "ngan-keo"), {"change": change}, follow=True
    ).content.decode()
    assert "không còn trong ngăn kéo" in second_answer
    desk.post(url(page, "lich-su"), {"do": "undo"})
    assert "phu" not in graph.scene_keys(case_of(page))
    log = desk.get(url(page, "lich-su")).content.decode()
    for words in ("thêm cảnh", "đổi mã", "nhân đôi cảnh", "xóa cảnh", "lấy lại cảnh", "hoàn tác"):
        assert words in log


def test_who_else_is_here_is_said_here_and_in_the_page_editor(desk, page, cast):
    other = Client()
    other.force_login(cast.hoa)
    assert desk.post(url(page, "co-mat")).json() == {"others": []}
    assert other.post(url(page, "co-mat")).json() == {"others": [cast.editor.full_name]}
    text = desk.get(url(page, "canh", "canh-1")).content.decode()
    assert f"{cast.hoa.full_name} đang mở tình huống này" in text
    ping = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", page.pk, 0])
    assert cast.hoa.full_name in json.dumps(desk.post(ping).json(), ensure_ascii=False)
    with clock.at(clock.now() + dt.timedelta(minutes=3)):
        assert desk.post(url(page, "co-mat")).json() == {"others": []}


def test_a_new_scenario_goes_on_into_the_studio(desk, page):
    module = ModulePage.objects.get()
    form = {
        "title": "Bài mới",
        "slug": "",
        "minutes": 10,
        "summary": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    answer = desk.post(
        f"/quan-tri/pages/add/courses/scenariolessonpage/{module.pk}/", form, follow=True
    )
    lesson = ScenarioLessonPage.objects.get(title="Bài mới")
    assert answer.redirect_chain[-1][0] == url(lesson, "bat-dau")
    assert "Bắt đầu với ba cảnh" in answer.content.decode()
    desk.post(url(lesson, "bat-dau"), {"do": "skeleton"})
    assert len(case_of(lesson)["scenes"]) == 3
    text = desk.get(url(lesson, "canh", "canh-1")).content.decode()
    assert "phải sửa trước khi xuất bản" in text
    desk.post(url(lesson, "bat-dau"), {"do": "skeleton"})
    assert len(case_of(lesson)["scenes"]) == 3


def test_the_page_editor_leads_into_the_studio(desk, page):
    studio = url(page)
    for path in (f"pages/{page.pk}/edit/", f"pages/{page.get_parent().pk}/"):
        assert studio in desk.get(f"/quan-tri/{path}").content.decode(), path


def test_saving_in_the_page_editor_keeps_the_case_and_the_comments(desk, page, ha):
    case = case_of(page)
    Comment.objects.create(
        page_id=page.pk, user_id=ha.user_id, text="Rõ hơn", contentpath="case.canh-1.title"
    )
    form = {
        "title": "Tên khác",
        "slug": page.slug,
        "minutes": 12,
        "summary": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    desk.post(f"/quan-tri/pages/{page.pk}/edit/", {**form, "action-publish": "1"})
    page = ScenarioLessonPage.objects.get()
    assert (page.title, page.case) == ("Tên khác", case)
    assert Comment.objects.filter(page_id=page.pk, resolved_at=None).count() == 1


def test_the_page_editor_does_not_publish_what_is_broken(desk, page, ha):
    scene = {**scene_of(page, "canh-1"), "choices": []}
    save_scene(
        actor=ha, page_id=page.pk, key="canh-1", base=form_of(page, "canh-1")["base"], scene=scene
    )
    form = {
        "title": "Tên khác",
        "slug": page.slug,
        "minutes": 12,
        "summary": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    answer = desk.post(
        f"/quan-tri/pages/{page.pk}/edit/", {**form, "action-publish": "1"}, follow=True
    )
    assert "phải sửa trước" in answer.content.decode()
    page = ScenarioLessonPage.objects.get()
    assert page.case["scenes"][0]["choices"]
    assert page.get_latest_revision_as_object().title == "Tên khác"


def test_my_work_shows_what_must_be_mended_and_what_waits_for_review(desk, page, ha):
    assert "còn vấn đề phải sửa" not in desk.get("/quan-tri/").content.decode()
    scene = {**scene_of(page, "canh-1"), "choices": []}
    save_scene(
        actor=ha, page_id=page.pk, key="canh-1", base=form_of(page, "canh-1")["base"], scene=scene
    )
    assert "còn vấn đề phải sửa" in desk.get("/quan-tri/").content.decode()


def test_the_map_draws_every_scene_and_says_the_same_as_a_list(desk, page):
    text = desk.get(url(page, "so-do")).content.decode()
    svg = text[text.index("<svg viewBox") : text.index("</svg></div>")]
    assert svg.count("<rect") == 3
    assert svg.count('<a href="') == 3
    assert "kết thúc tốt" in svg
    assert svg.count('class="edge best"') == 2
    assert text.count('class="scene-link"') == 3


def test_a_map_of_forty_scenes_has_no_two_boxes_in_one_place(desk, page, ha):
    for number in range(37):
        after = graph.scene_keys(case_of(page))[-2]
        scene = {**scene_of(page, after)}
        save_scene(
            actor=ha,
            page_id=page.pk,
            key=after,
            base=graph.digest_of(scene),
            scene={
                **scene,
                "choices": (
                    [
                        {**scene["choices"][0], "target": "+", "text": f"Cách {number}"},
                        *scene["choices"][1:],
                    ]
                    if scene.get("choices")
                    else [{"key": "a", "text": f"Cách {number}", "consequence": "x", "target": "+"}]
                ),
            },
        )
    text = desk.get(url(page, "so-do")).content.decode()
    corners = re.findall(r'<rect x="(\d+)" y="(\d+)"', text)
    assert len(corners) == 40
    assert len(set(corners)) == 40


def test_trying_out_draws_the_learners_own_pages_from_the_draft(desk, page, ha):
    save_scene(
        actor=ha,
        page_id=page.pk,
        key="canh-2",
        base=form_of(page, "canh-2")["base"],
        scene={**scene_of(page, "canh-2"), "title": "Chỉ trong nháp"},
    )
    answer = desk.get(url(page, "xem-thu", "may") + "?canh=canh-2&che-do=solo")
    text = answer.content.decode()
    assert "Chỉ trong nháp" in text
    assert 'data-start="canh-2"' in text and "data-preview" in text
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    watched = desk.get(url(page, "xem-thu", "may") + "?canh=canh-2&che-do=watch").content.decode()
    assert "Chỉ trong nháp" in watched and "Bà nhận giấy khai sinh." in watched
    assert "Bà Mẩy ra về" in watched and "Thiếu giấy chứng sinh" not in watched
    switches = desk.get(url(page, "xem-thu") + "?canh=canh-2&mat-mang=1").content.decode()
    assert '<option value="canh-2" selected>' in switches
    assert "canh=canh-2&amp;che-do=guided" in switches


@pytest.mark.parametrize("member", ["lan", "minh", "stranger", "other_hoa", "son"])
def test_nobody_else_opens_the_studio(page, cast, member):
    client = Client()
    client.force_login(getattr(cast, member))
    for path in ((), ("canh", "canh-1"), ("so-do",), ("xem-thu", "may"), ("ngan-keo",)):
        assert client.get(url(page, *path)).status_code in {302, 404}
        assert "Thiếu giấy chứng sinh" not in client.get(url(page, *path)).content.decode()


def test_weights(desk, page, ha):
    """Studio ≤ 40 KB, a scene's form ≤ 15 KB, one save ≤ 15 KB, our scripts ≤ 30 KB, our styles
    ≤ 8 KB (brotli; a save as it is sent).
    """
    heaviest = max(demo(), key=lambda case: max(len(json.dumps(scene)) for scene in case["scenes"]))
    page = Page.objects.get(pk=page.pk).specific
    page.case = heaviest
    page.save_revision()
    scene = max(heaviest["scenes"], key=lambda scene: len(json.dumps(scene)))
    text = desk.get(url(page, "canh", scene["key"])).content.decode()
    form = text[
        text.index(
            '<form method="post" action="' + url(page, "canh", scene["key"]) + '" id="form"'
        ) : text.index("</main>")
    ]
    sent = json.dumps(
        {"base": "0" * 16, "values": names(bound.form_tree(SCENE_SHEET, scene))}, ensure_ascii=False
    )

    def size(words):
        return len(brotli.compress(words.encode()))

    scripts = sum(
        size(Path(finders.find(f"js/{name}.js")).read_text())
        for name in ("studio", "studio_form", "studio_save")
    )
    styles = size(Path(finders.find("css/studio.css")).read_text())
    sizes = (size(text), size(form), len(sent.encode()), scripts, styles)
    assert all(
        weight <= most * KB for weight, most in zip(sizes, (40, 15, 15, 30, 8), strict=True)
    ), sizes


def test_pages_ask_as_often_for_three_scenes_as_for_thirty(desk, page, ha, hoa):
    counts = []
    for more in (1, 27):
        for number in range(more):
            edits.add_scene(actor=ha if number % 2 else hoa, page_id=page.pk)
            edits.delete_scene(
                actor=ha,
                page_id=page.pk,
                key=edits.duplicate_scene(actor=ha, page_id=page.pk, key="canh-2"),
            )
            comments.comment_on(
                actor=hoa, page_id=page.pk, scene="canh-1", path="title", text="Rõ hơn"
            )
        query_counts = []
        for path in (("canh", "canh-1"), ("so-do",), ("ngan-keo",), ("lich-su",), ("thong-tin",)):
            desk.get(url(page, *path))
            with CaptureQueriesContext(connection) as caught:
                desk.get(url(page, *path))
            query_counts.append(len(caught))
        counts.append(query_counts)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("number", range(len(demo())))
def test_every_case_of_the_demo_opens_can_be_tried_and_watched(desk, page, number):
    page.case = demo()[number]
    page.save_revision()
    heaviest = max(page.case["scenes"], key=lambda scene: len(json.dumps(scene)))
    assert desk.get(url(page, "canh", heaviest["key"])).status_code == 200
    for mode in ("watch", "guided", "solo"):
        assert desk.get(url(page, "xem-thu", "may") + f"?che-do={mode}").status_code == 200
    drawn = re.findall(r'rx="10" ?/>', desk.get(url(page, "so-do")).content.decode())
    assert len(drawn) == len(page.case["scenes"])
