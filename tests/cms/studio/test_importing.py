"""Cases out of files: looked at first, written once confirmed, never at the cost of what was
there.
"""

import datetime as dt
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Revision

from cms import api
from cms.content import Scenario
from cms.content.plain import from_plain, to_plain
from cms.courses.models import ScenarioLessonPage
from cms.scenarios.exchange import read_scenario, sample_docx, template_docx, write_scenario
from cms.studio import edits, graph
from cms.studio.drafts import open_draft
from cms.studio.edits.importing import FILE_PERIOD, file_of, read_file, write_file
from cms.studio.models import ImportedFile, SceneChange
from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotFound, RuleBroken
from tests.cms.studio.conftest import case_of
from tests.factories import people

pytestmark = pytest.mark.django_db

TWEE = """:: StoryTitle
Đi chợ

:: Start
Bà Mẩy đến quầy.
[[Nhận hồ sơ->Xong]]

:: Xong
Bà ra về.
"""


def url(page, *parts: str) -> str:
    return "/".join(["/quan-tri/tinh-huong", str(page.pk), *parts, ""])


def upload(desk, page, name: str, data: bytes):
    return desk.post(url(page, "nhap-tep"), {"file": SimpleUploadedFile(name, data)})


def confirm(desk, page, **changed):
    file = ImportedFile.objects.get(page=page)
    form = {"file": file.pk, "base": graph.digest_of(case_of(page))} | changed
    return desk.post(url(page, "nhap-tep", "xem"), form, follow=True)


def untouched(page, before) -> bool:
    return case_of(page) == before and not SceneChange.objects.exists()


def own_json(**changed) -> bytes:
    scenes = [
        {
            "key": "mot",
            "title": "Một",
            "choices": [{"key": "a", "text": "Đi tiếp", "consequence": "Xong", "target": "hai"}],
        },
        {"key": "hai", "title": "Hai", "ending": "good"},
    ]
    blank = dict.fromkeys(("place", "picture", "picture_alt"), "")
    case = {
        "citizen": "bà Mẩy",
        "role": "công chức",
        "scenes": [{**blank, **scene, **changed.get(scene["key"], {})} for scene in scenes],
    }
    return json.dumps(
        {"format": "vung-viec-scenario", "version": 1, "title": "Thử", "scenario": case}
    ).encode()


def test_a_file_is_looked_at_before_anything_is_written(desk, page):
    before = case_of(page)
    answer = upload(desk, page, "tinh-huong.docx", template_docx())
    assert answer.status_code == 302 and answer["Location"] == url(page, "nhap-tep", "xem")
    text = desk.get(answer["Location"]).content.decode()
    for words in (
        "<b>5</b><span>cảnh",
        "<b>4</b><span>lựa chọn",
        "<b>3</b><span>kết thúc",
        "<b>0</b><span>biến",
        "Bà quay lại",
        "Mọi chỗ trong tệp đều đọc được",
        "Ghi tệp sẽ thay 3 cảnh",
        "Hoàn tác",
    ):
        assert words in text, words
    assert untouched(page, before)


def test_what_was_not_understood_and_what_must_be_mended_are_listed(desk, page):
    text = TWEE.replace("->Xong", "->Đâu đó") + "\n:: Thừa\n(animate: chữ)\n"
    upload(desk, page, "chuyen.tw", text.encode())
    file = ImportedFile.objects.get()
    assert file.warnings
    page_text = desk.get(url(page, "nhap-tep", "xem")).content.decode()
    assert "B1" in page_text and "Chọn cảnh tiếp theo" in page_text
    for warning in file.warnings:
        assert warning["where"] in page_text


def test_confirmed_it_is_the_draft_and_undo_brings_back_what_was_there(desk, page):
    before, live = case_of(page), ScenarioLessonPage.objects.get().case
    upload(desk, page, "tinh-huong.docx", sample_docx())
    answer = confirm(desk, page)
    assert answer.redirect_chain[-1][0] == url(page, "canh", "canh-1")
    assert "Đã ghi 7 cảnh của tệp vào bản nháp" in answer.content.decode()
    assert case_of(page) == to_plain(read_scenario(sample_docx(), "docx").scenario)
    assert ScenarioLessonPage.objects.get().case == live
    assert [row.act for row in SceneChange.objects.all()] == ["import"]
    event_data = Event.objects.get(kind="scenario.imported").data
    assert event_data == {"file": "tinh-huong.docx", "scenes": 7, "warnings": 0}
    answer = desk.post(url(page, "lich-su"), {"do": "undo"}, follow=True)
    assert answer.redirect_chain[-1][0] == url(page, "canh", "canh-1")
    assert case_of(page) == before


def test_the_history_of_the_page_keeps_what_a_file_replaced(desk, page, ha):
    edits.add_scene(actor=ha, page_id=page.pk, title="Vừa viết xong")
    before = case_of(page)
    upload(desk, page, "tinh-huong.docx", sample_docx())
    confirm(desk, page)
    revision_cases = [row.content["case"] for row in Revision.objects.for_instance(page)]
    assert before in revision_cases


def test_the_list_of_what_was_not_understood_stays_after_writing(desk, page):
    upload(desk, page, "chuyen.twee", TWEE.replace("->Xong", "->Đâu đó").encode())
    confirm(desk, page)
    text = desk.get(url(page, "nhap-tep")).content.decode()
    assert "Xem lại những chỗ chưa đọc được" in text
    text = desk.get(url(page, "nhap-tep", "xem")).content.decode()
    assert "Ghi vào bản nháp</button>" not in text
    assert ImportedFile.objects.get().warnings[0]["where"] in text


@pytest.mark.parametrize(
    "name, data, words",
    [
        ("cu.doc", b"\xd0\xcf\x11\xe0", "lưu thành Word (.docx)"),
        ("may.xlsm", b"PK\x03\x04", "không kèm macro"),
        ("anh.png", b"\x89PNG", "không thuộc loại đọc được"),
        ("khong-duoi", b"abc", "không thuộc loại đọc được"),
        ("rong.docx", b"", "Tệp"),
        ("hong.docx", b"PK\x03\x04 khong phai tep Word", "Tệp"),
        ("khac.json", b'{"a": 1}', "JSON"),
        ("trong.twee", b":: StoryTitle\nA\n", "cảnh"),
        ("to.twee", b"x" * (5 * 1024 * 1024 + 1), "lớn hơn 5 MB"),
    ],
)
def test_wrong_files_are_refused_at_the_field_and_nothing_is_kept(desk, page, name, data, words):
    before = case_of(page)
    answer = upload(desk, page, name, data)
    text = answer.content.decode()
    assert answer.status_code == 422
    field_text = (
        text.partition('class="field bad"')[2].partition("</form>")[0].partition("<input")[0]
    )
    assert words in field_text
    assert "The " not in field_text and "file" not in field_text.replace("id_file", "")
    assert not ImportedFile.objects.exists() and untouched(page, before)


def test_a_wrong_file_leaves_the_one_read_before(desk, page):
    upload(desk, page, "tot.docx", sample_docx())
    upload(desk, page, "hong.docx", b"PK\x03\x04")
    assert ImportedFile.objects.get().name == "tot.docx"
    assert "Tiếp tục với tệp này" in desk.get(url(page, "nhap-tep")).content.decode()


def test_without_a_file_the_field_says_so(desk, page):
    answer = desk.post(url(page, "nhap-tep"), {})
    assert answer.status_code == 422
    assert "Hãy chọn tệp trước." in answer.content.decode()


def test_what_is_written_is_what_was_read_whatever_the_second_post_says(desk, page):
    upload(desk, page, "tinh-huong.docx", sample_docx())
    confirm(desk, page, case='{"scenes": []}', warnings="[]", name="khac.docx")
    assert len(case_of(page)["scenes"]) == 7


def test_another_file_chosen_in_another_window_is_looked_at_first(desk, page):
    before = case_of(page)
    upload(desk, page, "mot.docx", sample_docx())
    first = ImportedFile.objects.get().pk
    upload(desk, page, "hai.docx", template_docx())
    for file_id in (first, "9" * 5000, "²", ""):
        answer = confirm(desk, page, file=file_id)
        assert "Bạn vừa chọn một tệp khác" in answer.content.decode()
    assert untouched(page, before)


def test_what_somebody_wrote_meanwhile_is_not_replaced_unseen(page, ha, hoa):
    file = read_file(actor=ha, page_id=page.pk, name="a.docx", data=sample_docx())
    base = graph.digest_of(case_of(page))
    edits.add_scene(actor=hoa, page_id=page.pk, title="Của chị Hoa")
    before = case_of(page)
    with pytest.raises(edits.EditConflict):
        write_file(actor=ha, page_id=page.pk, file_id=str(file.pk), base=base)
    assert case_of(page) == before


def test_a_file_is_written_once(page, ha):
    file = read_file(actor=ha, page_id=page.pk, name="a.docx", data=sample_docx())
    target = {"actor": ha, "page_id": page.pk, "file_id": str(file.pk)}
    write_file(**target, base=graph.digest_of(case_of(page)))
    edits.undo_change(actor=ha, page_id=page.pk)
    with pytest.raises(RuleBroken):
        write_file(**target, base=graph.digest_of(case_of(page)))
    assert len(case_of(page)["scenes"]) == 3


def test_nobody_writes_or_sees_anothers_file(desk, page, ha, hoa, cast):
    file = read_file(actor=hoa, page_id=page.pk, name="cua-hoa.docx", data=sample_docx())
    with pytest.raises(NotFound):
        write_file(
            actor=ha, page_id=page.pk, file_id=str(file.pk), base=graph.digest_of(case_of(page))
        )
    assert desk.get(url(page, "nhap-tep", "xem"))["Location"] == url(page, "nhap-tep")
    assert "cua-hoa" not in desk.get(url(page, "nhap-tep")).content.decode()
    with pytest.raises(NotFound):
        read_file(actor=cast.actor(cast.lan), page_id=page.pk, name="a.docx", data=sample_docx())
    assert ImportedFile.objects.count() == 1


def test_a_locked_page_is_not_written(page, ha, hoa, cast):
    file = read_file(actor=ha, page_id=page.pk, name="a.docx", data=sample_docx())
    ScenarioLessonPage.objects.update(locked=True, locked_by=cast.hoa, locked_at=clock.now())
    before = case_of(page)
    with pytest.raises(RuleBroken):
        write_file(actor=ha, page_id=page.pk, file_id=str(file.pk), base=graph.digest_of(before))
    assert case_of(page) == before
    assert ImportedFile.objects.get().written_at is None


def test_files_are_forgotten_after_their_time(page, ha, hoa):
    read_file(actor=hoa, page_id=page.pk, name="cu.docx", data=sample_docx())
    ImportedFile.objects.update(at=clock.now() - FILE_PERIOD - dt.timedelta(minutes=1))
    assert file_of(open_draft(hoa, page.pk)) is None
    read_file(actor=ha, page_id=page.pk, name="moi.docx", data=sample_docx())
    assert [row.name for row in ImportedFile.objects.all()] == ["moi.docx"]


def test_keys_that_no_address_can_bear_are_mended_with_their_links(desk, page):
    odd_json = own_json(
        mot={
            "key": "mot/ba",
            "choices": [{"key": "a", "text": "Đi", "consequence": "Ừ", "target": "hai"}],
        },
        hai={"key": "hai"},
    )
    data = json.loads(odd_json)
    scenes = data["scenario"]["scenes"]
    scenes[1]["choices"] = [{"key": "a", "text": "Lại", "consequence": "Ừ", "target": "mot/ba"}]
    scenes.append({**scenes[1], "title": "Hai lần nữa", "choices": []})
    scenes.append({**scenes[1], "key": "", "title": "Không mã", "choices": []})
    upload(desk, page, "la.json", json.dumps(data).encode())
    confirm(desk, page)
    case = case_of(page)
    keys = [scene["key"] for scene in case["scenes"]]
    assert len(set(keys)) == 4 and all(re.fullmatch("[a-z0-9-]+", key) for key in keys)
    assert case["scenes"][1]["choices"][0]["target"] == keys[0]
    assert case["scenes"][0]["choices"][0]["target"] == "hai" == keys[1]
    assert len(ImportedFile.objects.get().warnings) == 3
    for key in keys:
        assert desk.get(url(page, "canh", key)).status_code == 200


def test_a_picture_that_is_not_ours_is_taken_out_and_listed(desk, page):
    image = {
        "image": 10**30,
        "url": "https://example.org/a.png",
        "width": 1,
        "height": 1,
        "size": 1,
    }
    upload(desk, page, "anh.json", own_json(mot={"image": image}))
    assert "image" not in ImportedFile.objects.get().case["scenes"][0]
    page_text = desk.get(url(page, "nhap-tep", "xem")).content.decode()
    assert "Ảnh không có trong thư viện ở đây: https://example.org/a.png" in page_text


def test_an_empty_case_offers_the_file_and_begins_with_it(desk, page, ha):
    for key in [scene["key"] for scene in case_of(page)["scenes"]]:
        edits.delete_scene(actor=ha, page_id=page.pk, key=key)
    text = desk.get(url(page), follow=True).content.decode()
    assert f'href="{url(page, "nhap-tep")}"' in text and "/tro-giup/tinh-huong-tu-word/" in text
    upload(desk, page, "tinh-huong.docx", sample_docx())
    assert "Tình huống còn trống" in desk.get(url(page, "nhap-tep", "xem")).content.decode()
    confirm(desk, page)
    assert len(case_of(page)["scenes"]) == 7


def test_the_draft_goes_out_and_comes_back_the_same(desk, page):
    scenario = from_plain(Scenario, case_of(page))
    for kind, ending in (("json", "json"), ("xlsx", "xlsx"), ("twee", "twee")):
        answer = desk.get(url(page, "tai-ve"), {"dang": kind})
        assert answer["Content-Disposition"] == f'attachment; filename="{page.slug}.{ending}"'
        assert (
            answer.content[:200] == write_scenario(scenario, page.title, kind).data[:200]
            or kind == "xlsx"
        )
        exported = read_scenario(answer.content, kind).scenario
        assert [scene.title for scene in exported.scenes] == [s.title for s in scenario.scenes]
    assert desk.get(url(page, "tai-ve"), {"dang": "exe"}).status_code == 404


def test_what_a_format_cannot_show_is_said_before_the_download_in_the_studios_words(desk, page):
    text = desk.get(url(page, "tai-ve")).content.decode()
    lost = write_scenario(from_plain(Scenario, case_of(page)), page.title, "twee").lost
    assert lost and {loss.where for loss in lost} <= set(re.findall(r"<li><b>([^<]+)</b>", text))
    assert "Những gì tệp này không hiện được" in text
    assert "Giấy tờ: Tờ khai; " in text
    assert "Giữ trọn vẹn tình huống" in text
    assert not re.search(r"<br>[a-z_]+: ", text)


def test_the_menu_of_the_studio_and_my_work_lead_there(desk, page):
    text = desk.get(url(page, "canh", "canh-1")).content.decode()
    for part in ("nhap-tep", "tai-ve"):
        assert f'href="{url(page, part)}"' in text
    assert "/tro-giup/tinh-huong-tu-word/" in desk.get("/quan-tri/").content.decode()


@pytest.mark.parametrize("name, scenes", [("mau-tinh-huong", 5), ("tinh-huong-bay-canh", 7)])
def test_the_help_page_gives_word_files_that_are_read_without_a_question(client, name, scenes):
    page = client.get("/tro-giup/tinh-huong-tu-word/").content.decode()
    address = f"/tro-giup/tinh-huong-tu-word/{name}.docx"
    assert f'href="{address}"' in page
    sample = read_scenario(client.get(address).content, "docx")
    assert sample.scenario and len(sample.scenario.scenes) == scenes
    assert not sample.warnings
    assert not api.check_scenario(sample.scenario)


def test_strangers_learn_nothing(page, cast):
    stranger = Client()
    stranger.force_login(cast.lan)
    for part in ("nhap-tep", "tai-ve"):
        assert stranger.get(url(page, part)).status_code in {302, 404}
    assert upload(stranger, page, "a.docx", sample_docx()).status_code in {302, 404}
    assert not ImportedFile.objects.exists()


def test_a_file_of_another_kind_than_its_name_is_refused(page, ha):
    with pytest.raises(BadInput):
        read_file(actor=ha, page_id=page.pk, name="a.json", data=sample_docx())
    assert not ImportedFile.objects.exists()


def test_the_command_mends_keys_as_the_page_does(desk, page):
    odd_json = own_json(mot={"key": "a/b ?"})
    imported = api.import_scenario(
        actor=people.SYSTEM, lesson_slug=page.slug, data=odd_json, fmt="json"
    )
    assert [note.text for note in imported.read.warnings] == ["Mã “a/b ?” được đổi thành “a-b”."]
    assert desk.get(url(page), follow=True).redirect_chain[-1][0] == url(page, "canh", "a-b")
