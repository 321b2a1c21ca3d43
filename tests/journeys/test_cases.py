"""Cases as they are played: on a phone, by keyboard, on two devices, without a network, alone
and against the clock.
"""

import contextlib
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from cms import api
from cms.content import Scenario, StepAnswer
from cms.content.plain import from_plain
from lms.portals.console.demo.facts import CASE
from tests.factories.content import ALL_KINDS, RIGHT
from tests.journeys.conftest import DESK, PHONE, Person
from tests.journeys.looks import check, check_narrow
from tests.journeys.playing import (
    CASES,
    ON,
    Wire,
    demo_case,
    draft,
    impacts,
    open_draft,
    played,
    put,
    stands,
    way,
)

pytestmark = [pytest.mark.browser, pytest.mark.once]
KINDS = from_plain(Scenario, ALL_KINDS)
STEPS = [scene for scene in KINDS.scenes if scene.choices]


def pack(person: Person, word: str) -> Page:
    """The pack of H1 in one way of doing it."""
    page = person.go(f"/hoc/{CASE}/")
    link = page.locator(f"a[href*='/v/'][href$='/{word}/']").first.get_attribute("href")
    if link is None:
        raise AssertionError("no such way")
    return person.go(link)


def here(page: Page, scenario, word: str):
    """Where the learner stands by what the server says; a case that is done is begun again."""
    over = page.get_by_role("button", name="Làm lại từ đầu")
    expect(page.locator("form.question").or_(over).first).to_be_visible()
    state = api.begin_play(scenario)
    if over.is_visible():
        over.click()
        expect(page.locator("form.question")).to_be_visible()
        return state
    answer = page.request.get(f"{page.url.split('/hoc/')[0]}/hoc/{CASE}/tien-do/?che-do={word}")
    for row in answer.json().get("path", []):
        state, _turn = api.take_step(scenario, state, from_plain(StepAnswer, row))
    return state


def test_h1_on_a_phone_and_half_of_it_on_another_device(open_device):
    scenario = demo_case("h1")
    phone, desk = open_device(**PHONE).come("mai"), open_device(**DESK)
    page = pack(phone, "lam-cung")
    half = played(page, scenario, here(page, scenario, "lam-cung"), 2)
    expect(page.locator("#outbox")).to_contain_text("Đã lưu")
    other = pack(desk.come("mai"), "lam-cung")
    stands(other, scenario, half)
    end = played(other, scenario, half)
    assert scenario.scene(end.scene).ending == "good"
    page.reload()
    expect(page.get_by_role("heading", name="Bạn đã làm xong tình huống này")).to_be_visible()


def test_without_a_network_guided_play_goes_on_and_is_sent_later(open_device, server):
    scenario = demo_case("h1")
    wire = Wire(urlsplit(server.url).port).join()
    with contextlib.closing(wire.listener):
        near = f"http://127.0.0.1:{wire.port}"
        mai = open_device(loses_network=True, **PHONE)
        mai.server = type(server)(near, server.env)
        page = pack(mai.come("mai"), "lam-cung")
        state = played(page, scenario, here(page, scenario, "lam-cung"), 1)
        wire.cut()
        state = played(page, scenario, state, 3)
        chip = page.locator("#outbox")
        expect(chip).to_contain_text("Chờ gửi")
        chip.click()
        expect(page.locator("#queue li").first).to_contain_text("lưu trên máy")
        mai.shot("60-queue-360")
        page.keyboard.press("Escape")
        expect(chip).to_be_focused()
        wire.join()
        chip.click()
        page.get_by_role("button", name="Gửi ngay").click()
        expect(page.locator("#queue [data-none]")).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="Đóng").click()
        expect(chip).to_contain_text("Đã lưu")
        page.reload()
        stands(page, scenario, state)
        wire.cut()


def test_alone_the_server_judges_and_an_answer_waits_for_it(open_device, server):
    scenario = demo_case("h1")
    wire = Wire(urlsplit(server.url).port).join()
    mai = open_device(loses_network=True, **PHONE)
    mai.server = type(server)(f"http://127.0.0.1:{wire.port}", server.env)
    mai.come("mai")
    word = mai.go(f"/hoc/{CASE}/").locator("a[href$='/lam-cung/']").first.get_attribute("href")
    page = mai.go(word.replace("lam-cung", "tu-lam"))
    state = played(page, scenario, here(page, scenario, "tu-lam"), 1)
    wire.cut()
    [(scene, given, after)] = way(scenario, state, 1)
    put(page, scene, given)
    expect(page.locator("[data-waits]")).to_contain_text("Câu trả lời đã lưu trên máy")
    mai.shot("61-waits-360")
    wire.join()
    happens = page.get_by_role("heading", name="Điều xảy ra")
    expect(happens).to_be_visible(timeout=30_000)
    expect(page.locator(".answer-outcome .right")).to_have_count(0)
    page.get_by_role("button", name=ON).click()
    stands(page, scenario, after)
    wire.cut()


@pytest.mark.parametrize("file", [*sorted(path.stem for path in CASES.glob("*.json")), "all"])
def test_the_pack_of_a_run_that_counts_holds_no_key(file):
    scenario = KINDS if file == "all" else demo_case(file)
    text = draft(scenario, "solo", preview=False)
    assert not re.search(
        r"is_right|at_least|consequence\"|right_way|panel|\"right\"|\"model\"", text
    )
    for scene in scenario.scenes:
        secret = [scene.hint, scene.model, *scene.right_way, *(basis.text for basis in scene.basis)]
        secret += [choice.consequence for choice in scene.choices] + [
            item.why for item in scene.items
        ]
        secret += [
            part
            for one in scene.fields
            for part in (one.why, *(check.text for check in one.checks))
        ]
        for words in filter(None, secret):
            assert words not in text, f"{scene.key}: {words}"
        if len(scene.items) > 3 and scene.step == "order":
            places = [text.index(f'data-key="{item.key}"') for item in scene.items]
            assert places != sorted(places), f"{scene.key}: the steps lie in their right order"


@pytest.mark.parametrize("scene", STEPS, ids=lambda scene: scene.step)
@pytest.mark.parametrize(("size", "name"), [(PHONE, "360"), (DESK, "1280")], ids=["360", "1280"])
def test_every_kind_of_step_is_answered_and_bears_the_looks(open_device, server, scene, size, name):
    someone = open_device(**size)
    page = someone.page
    open_draft(page, server.url, KINDS, "guided", scene.key)
    someone.station(f"70-{scene.step}-{name}")
    if scene.step != "order":  # any order is an answer
        page.locator("form.question button.btn").click()
        expect(page.get_by_role("alert")).to_be_visible()
    put(page, scene, RIGHT[scene.key])
    expect(page.get_by_role("heading", name="Điều xảy ra")).to_be_focused()
    someone.sees("Cách làm đúng")
    assert (
        impacts(page)["minutes"] == scene.choices[-1 if scene.step == "choose" else 0].minutes
        or scene.step == "choose"
    )
    if scene.step != "choose":
        expect(page.locator(".lines .bad")).to_have_count(0)
        expect(page.locator(".lines li").first).to_be_visible()
    someone.station(f"71-{scene.step}-told-{name}")


def test_a_form_is_mended_field_by_field(open_device, server):
    mai = open_device(**PHONE)
    page = mai.page
    open_draft(page, server.url, KINDS, "guided", "mau")
    wrong = {"fields": {**RIGHT["mau"]["fields"], "hen": "04/09/2026"}}
    put(page, KINDS.scene("mau"), wrong)
    expect(page.locator(".lines .bad")).to_contain_text("bỏ ngày nghỉ lễ")
    mai.shot("72-form-wrong-360")
    page.get_by_role("button", name="Sửa lại các ô").click()
    expect(page.locator("[name=field-hen]")).to_be_focused()
    expect(page.locator("[data-field=hen] .error")).to_contain_text("3 ngày làm việc")
    expect(page.locator("[name=field-ten]")).to_have_value("Vàng Thị Dơ")
    before = impacts(page)
    put(page, KINDS.scene("mau"), {"fields": {"hen": "07/09/2026"}})
    mai.sees("Câu trả lời đầu tiên được tính")
    expect(page.locator(".lines .bad")).to_have_count(0)
    assert impacts(page) == before


def reach(page: Page, selector: str, back: bool = False) -> None:
    """Tab until the thing is focused; it must be seen there."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"not to be reached by keyboard: {selector}")


def by_key(page: Page, scene, given) -> None:
    """An answer given with Tab, arrows, Space, Enter and letters alone."""
    for key in given.get("picked", []):
        reach(page, f"input[name=picked][value='{key}']")
        page.keyboard.press("Space")
    if "choice" in given:
        reach(page, "input[name=choice]")
        while not page.evaluate(
            "key => document.activeElement.value === key && document.activeElement.checked",
            given["choice"],
        ):
            page.keyboard.press("ArrowDown")
    for place, key in enumerate(given.get("order", [])):
        row = f".sort>li[data-key='{key}']"
        reach(page, f"{row} [data-move='-1']")
        while (
            page.evaluate(
                "row =>"
                " [...document.querySelectorAll('.sort>li')].indexOf(document.querySelector(row))",
                row,
            )
            > place
        ):
            page.keyboard.press("Enter")
    for key, text in given.get("fields", {}).items():
        reach(page, f"[name='field-{key}']")
        page.keyboard.type(text)
    if "text" in given:
        reach(page, "textarea")
        page.keyboard.type(given["text"])
    for name in ("best", "worst"):
        if name in given:
            reach(page, f"input[name={name}]")
            page.keyboard.press("Space")
            while not page.evaluate(
                "key => document.activeElement.value === key && document.activeElement.checked",
                given[name],
            ):
                page.keyboard.press("ArrowDown")
    reach(page, "form.question button.btn")
    page.keyboard.press("Enter")


def test_every_kind_of_step_by_keyboard_alone(open_device, server):
    page = open_device(**DESK).page
    open_draft(page, server.url, KINDS, "guided")
    state = api.begin_play(KINDS)
    while not KINDS.scene(state.scene).is_ending:
        scene = KINDS.scene(state.scene)
        stands(page, KINDS, state)
        given = RIGHT[scene.key]
        by_key(page, scene, given)
        if scene.step == "reason":
            expect(page.locator("[data-compare] summary")).to_be_focused()
            reach(page, "form.question button.btn")
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Điều xảy ra")).to_be_focused()
        answer = StepAnswer(
            scene.key, given.get("choice", ""), {k: v for k, v in given.items() if k != "choice"}
        )
        state, _turn = api.take_step(KINDS, state, answer)
        reach(page, "[data-on]")
        page.keyboard.press("Enter")
    stands(page, KINDS, state)
    expect(page.get_by_role("heading", name="Kết quả tốt cho người dân")).to_be_focused()


def test_time_runs_out_unless_more_is_asked_for(open_device, server):
    for asks in (False, True):
        mai = open_device(**PHONE)
        page = mai.page
        page.clock.install()
        open_draft(page, server.url, KINDS, "solo", "chuyen-gia")
        expect(page.locator("b[data-left]")).to_contain_text("Còn 1 phút")
        if asks:
            page.get_by_role("button", name="Tôi cần thêm thời gian").click()
        else:
            mai.station("73-clock-360")
        page.clock.fast_forward(95_000)
        if asks:
            put(page, KINDS.scene("chuyen-gia"), RIGHT["chuyen-gia"])
            mai.sees("Bà Mẩy gật đầu")
        else:
            mai.sees("Người sau bỏ về")


def test_a_paper_opens_and_escape_gives_the_focus_back(open_device, server):
    page = open_device(**PHONE).page
    open_draft(page, server.url, KINDS, "guided", "mau")
    paper = page.locator("details.paper").first
    paper.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(paper.locator("dd").first).to_have_text("Vàng Thị Dơ")
    page.keyboard.press("Escape")
    expect(paper.locator("dd").first).to_be_hidden()
    expect(paper.locator("summary")).to_be_focused()


def test_twice_the_size_of_letters_needs_no_sideways_scrolling(open_device, server):
    page = open_device(**PHONE).page
    for scene in STEPS:
        open_draft(page, server.url, KINDS, "guided", scene.key)
        page.add_style_tag(content="html{font-size:200%}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["viewport"]["width"], scene.key


def test_a_lost_network_can_be_played_in_a_preview(open_device, server):
    page = open_device(**PHONE).page
    open_draft(page, server.url, KINDS, "solo")
    page.evaluate("window.postMessage({ type: 'mat-mang', on: true }, '*')")
    expect(page.locator("#outbox")).to_contain_text("Chờ gửi")
    put(page, STEPS[0], RIGHT["chon"])
    expect(page.locator("[data-waits]")).to_be_visible()
    page.evaluate("window.postMessage({ type: 'mat-mang', on: false }, '*')")
    expect(page.get_by_role("heading", name="Điều xảy ra")).to_be_visible()
    check(page)
    check_narrow(page)


def test_what_is_missing_is_said_where_it_is_seen(open_device, server):
    """The button stands below a long form: the words that refuse it must not stay above the
    screen.
    """
    for scene in STEPS:
        if scene.step == "order":
            continue  # an order always stands
        page = open_device(**PHONE).page
        open_draft(page, server.url, KINDS, "guided", scene.key)
        page.locator("form.question button.btn").click()
        trouble = page.locator("[data-trouble]")
        expect(trouble).to_be_in_viewport(ratio=1)
        bar = page.locator(".lesson-bar").bounding_box()
        assert trouble.bounding_box()["y"] >= bar["height"], scene.key
        expect(page.locator("form.question :is(input,select,textarea):focus")).to_be_in_viewport()


def test_two_windows_of_one_device_answer_a_scene_once(open_device):
    scenario = demo_case("h1")
    mai = open_device(**PHONE).come("mai")
    page = pack(mai, "lam-cung")
    state = here(page, scenario, "lam-cung")
    other = Person(mai.context.new_page(), mai.context, mai.server)
    second = pack(other, "lam-cung")
    stands(second, scenario, state)
    [(scene, given, after)] = way(scenario, state, 1)
    put(second, scene, given)
    second.get_by_role("button", name=ON).click()
    expect(second.locator("#outbox")).to_contain_text("Đã lưu")
    put(page, scene, given)
    stands(page, scenario, after)
    if scenario.scene(after.scene).choices:  # an ending has no question to say it at
        expect(page.locator("[data-trouble]")).to_contain_text("ở một cửa sổ khác")
    expect(page.locator("#outbox")).to_contain_text("Đã lưu")
    path = page.request.get(f"{mai.server.url}/hoc/{CASE}/tien-do/?che-do=lam-cung").json()["path"]
    assert [row["scene"] for row in path].count(scene.key) == 1


def test_what_the_server_could_not_take_is_told_and_put_away(open_device):
    mai = open_device(**PHONE).come("mai")
    page = pack(mai, "lam-cung")
    chip = page.locator("#outbox")
    expect(chip).to_contain_text("Đã lưu")
    page.evaluate("""() => new Promise((yes) => {
        const opened = indexedDB.open("vv");
        opened.onsuccess = () => {
            const tx = opened.result.transaction(["events", "kv"], "readwrite");
            tx.objectStore("kv").get("who").onsuccess = ({ target }) => {
                const why = "Bước này đã có câu trả lời khác";
                const event = { id: "x", learner: target.result, state: 1, ts: 1, scene: "", why };
                tx.objectStore("events").put(event);
            };
            tx.oncomplete = yes;
        };
    })""")
    page.reload()
    expect(chip).to_contain_text("1 câu cần xem lại")
    chip.click()
    expect(page.locator("#queue li")).to_contain_text("Bước này đã có câu trả lời khác")
    expect(page.get_by_role("button", name="Gửi ngay")).to_be_hidden()
    mai.shot("62-refused-360")
    page.get_by_role("button", name="Tôi đã xem").click()
    expect(page.locator("#queue [data-none]")).to_be_visible()
    page.get_by_role("button", name="Đóng").click()
    expect(chip).to_contain_text("Đã lưu")
