"""The Studio by keyboard alone: a scene made from a choice, filled in, a problem mended, undone,
tried out.
"""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Person

pytestmark = [pytest.mark.browser, pytest.mark.once]

WIDE = {"viewport": {"width": 1366, "height": 768}}
SAVE = 15 * 1024


@pytest.fixture(scope="module")
def lesson(browser, server) -> str:
    """A new lesson of cô Hà, begun from the skeleton; its address in the Studio."""
    context = browser.new_context(locale="vi-VN", **WIDE)
    ha = Person(context.new_page(), context, server).come("ha")
    ha.go("/quan-tri/")
    ha.go(_add_page(ha.page))
    ha.page.locator("#id_title").fill("Cấp lại bằng lái cho bà con bản xa")
    ha.page.get_by_role("button", name="Lưu nháp").click()
    ha.page.wait_for_url("**/bat-dau/")
    ha.page.get_by_role("button", name="Bắt đầu với ba cảnh").press("Enter")
    ha.page.wait_for_url("**/canh/canh-1/")
    address = ha.page.url.removeprefix(server.url)
    context.close()
    return address


def _add_page(page: Page) -> str:
    """Where a scenario is added below the first module that can hold one."""
    return page.evaluate("""async () => {
          const seen = new Set(), queue = ["/quan-tri/pages/"];
          while (queue.length) {
            const html = await (await fetch(queue.shift())).text();
            const add = html.match(/\\/quan-tri\\/pages\\/(\\d+)\\/add_subpage\\//);
            for (const [, id] of html.matchAll(/\\/quan-tri\\/pages\\/(\\d+)\\//g)) {
              if (seen.has(id)) continue;
              seen.add(id);
              queue.push(`/quan-tri/pages/${id}/`);
              const kinds = await (await fetch(`/quan-tri/pages/${id}/add_subpage/`)).text();
              const add_lesson = "/quan-tri/pages/add/courses/scenariolessonpage/";
              const link = kinds.match(new RegExp(add_lesson + "[0-9]+/"));
              if (link) return link[0];
            }
          }
        }""")


@pytest.fixture
def ha(open_device) -> Person:
    return open_device(**WIDE).come("ha")


def saved(page: Page) -> None:
    expect(page.locator("#save")).to_have_class("saved", timeout=20_000)


def opened(page: Page, key: str) -> None:
    """The scene with that key is the one that is open."""
    expect(page.locator("#tree a[aria-current]")).to_have_attribute("data-key", key)


def write(page: Page, name: str, words: str) -> None:
    """Into a field, by its name, as somebody does who came there with the Tab key."""
    field = page.locator(f'[name="{name}"]')
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def test_by_keyboard_alone(ha, lesson):
    page = ha.go(lesson)
    sizes: list[int] = []
    page.on(
        "request",
        lambda request: (
            sizes.append(len(request.post_data_buffer or b""))
            if request.method == "POST"
            and request.headers.get("content-type") == "application/json"
            else None
        ),
    )
    # the outline: arrows go, Enter opens
    page.locator("#tree a[aria-current]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator('#tree a[data-key="canh-2"]')).to_be_focused()
    page.keyboard.press("Enter")
    opened(page, "canh-2")

    # a scene of its own for what the wrong choice leads to
    target = page.locator('[name="choices.0.target"]')
    target.focus()
    page.keyboard.press("End")
    opened(page, "canh-3")
    expect(page.locator("#tree li")).to_have_count(4)
    expect(page.locator('[name="title"]')).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Bà con về tay không")
    write(page, "narration", "Bà ra bến xe lúc trời sắp tối.")
    page.keyboard.press("Control+s")
    saved(page)
    expect(page.locator("#tree .on .title")).to_have_text("Bà con về tay không")
    ha.shot("xuong-1-canh-moi")

    # a problem leads into its field: the scene has no choice and is no ending
    problem = page.locator('#problems a[href*="canh-3"]').first
    problem.focus()
    page.keyboard.press("Enter")
    field = page.locator(":focus")
    expect(field).to_have_attribute("name", "ending")
    before = page.locator("#problems li").count()
    page.keyboard.press("End")
    page.keyboard.press("Control+s")
    saved(page)
    expect(page.locator('#problems a[href*="canh-3"][href*="ending"]')).to_have_count(0)
    assert page.locator("#problems li").count() < before

    # undone and done again
    page.get_by_role("button", name="Hoàn tác").focus()
    page.keyboard.press("Enter")
    expect(page.locator('[name="ending"]')).to_have_value("")
    page.get_by_role("button", name="Làm lại").focus()
    page.keyboard.press("Enter")
    expect(page.locator('[name="ending"]')).to_have_value("poor")

    # Alt and an arrow move the scene
    page.locator("#tree a[aria-current]").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#tree li").nth(1)).to_contain_text("Bà con về tay không")
    expect(page.locator('#tree a[data-key="canh-3"]')).to_be_focused()

    # tried out from here
    page.locator("#try").focus()
    page.keyboard.press("Enter")
    phone = page.frame_locator("#phone")
    expect(phone.locator("h1")).to_contain_text("Bà con về tay không")
    assert sizes and max(sizes) <= SAVE, sizes


def test_the_network_is_cut_in_the_preview_alone(ha, lesson):
    page = ha.go(f"{lesson}../../xem-thu/")
    phone = page.frame_locator("#phone")
    phone.locator("input[name=choice]").first.wait_for()
    before = phone.locator("#outbox").inner_text()
    page.get_by_label("Mất mạng").press("Space")
    expect(phone.locator("#outbox")).not_to_have_text(before)
    page.get_by_label("Chữ to").press("Space")
    assert phone.locator("html").evaluate("one => getComputedStyle(one).fontSize") == "24px"


def test_what_is_typed_is_saved_by_itself(ha, lesson):
    page = ha.go(lesson)
    write(page, "choices.0.consequence", "Bà được mời ngồi, nói chuyện thong thả.")
    expect(page.locator("#save")).to_have_class("dirty")
    saved(page)
    page.reload()
    expect(page.locator('[name="choices.0.consequence"]')).to_have_value(
        "Bà được mời ngồi, nói chuyện thong thả."
    )
    # a row more, filled in, is saved with a key of its own when another scene is opened
    page.get_by_role("button", name="Thêm lựa chọn").press("Enter")
    page.keyboard.type("Gọi điện cho trưởng bản.")
    expect(page.locator("legend", has_text="Lựa chọn C")).to_be_visible()
    page.locator('#tree a[data-key="canh-2"]').focus()
    page.keyboard.press("Enter")
    opened(page, "canh-2")
    page.go_back()
    expect(page.locator('[name="choices.2.text"]')).to_have_value("Gọi điện cho trưởng bản.")
    expect(page.locator('[name="choices.2.key"]')).to_have_value("c")


def test_bad_input_keeps_one_on_the_page(ha, lesson):
    page = ha.go(lesson)
    write(page, "choices.0.trips", "nhiều")
    page.locator('#tree a[data-key="canh-2"]').focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hãy viết số nguyên.").first).to_be_visible()
    opened(page, "canh-1")
    expect(page.locator('[name="choices.0.trips"]')).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("1")
    page.keyboard.press("Control+s")
    saved(page)


def test_two_editors_are_told_of_each_other_and_nothing_is_lost(ha, open_device, lesson):
    other = open_device(**WIDE).come("ha")
    first, second = ha.go(lesson), other.go(lesson)
    write(first, "speech", "Cháu ơi, giúp bác với.")
    first.keyboard.press("Control+s")
    saved(first)
    write(second, "speech", "Em cần cấp lại bằng.")
    second.keyboard.press("Control+s")
    expect(second.get_by_role("heading", name="Hai bản khác nhau")).to_be_visible()
    expect(second.get_by_text("Em cần cấp lại bằng.")).to_be_visible()
    expect(second.get_by_text("Cháu ơi, giúp bác với.")).to_be_visible()
    second.get_by_role("button", name="Sửa tiếp bản của tôi").press("Enter")
    expect(second.locator('[name="speech"]')).to_have_value("Em cần cấp lại bằng.")


def test_how_it_looks(ha, lesson):
    """Pictures for people to look at; axe, the dark, 320 px."""
    for name, path in (
        ("canh", lesson),
        ("so-do", f"{lesson}../../so-do/"),
        ("xem-thu", f"{lesson}../../xem-thu/"),
    ):
        ha.go(path)
        ha.page.wait_for_timeout(500)
        ha.station(f"xuong-{name}")


def test_the_map_by_keyboard(ha, lesson):
    page = ha.go(f"{lesson}../../so-do/")
    boxes = page.locator(".studio-drawing a")
    boxes.nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#form")).to_be_visible()
    assert json.loads(page.evaluate("JSON.stringify(location.pathname)")).count("/canh/") == 1


def test_a_comment_on_the_field_where_the_cursor_stands(ha, lesson):
    page = ha.go(lesson)
    page.get_by_text("Góp ý cho một ô").press("Enter")
    page.locator('[name="question"]').focus()
    page.locator("#say-text").focus()
    page.keyboard.type("Hỏi ngắn hơn.")
    page.get_by_role("button", name="Gửi góp ý").press("Enter")
    comment = page.locator(".studio-comment")
    expect(comment).to_contain_text("Hỏi ngắn hơn.")
    expect(page.locator("#tree .on .comment-count")).to_contain_text("1")
    comment.get_by_role("link", name="Câu hỏi").press("Enter")
    expect(page.locator('[name="question"]')).to_be_focused()
    comment.get_by_role("button", name="Đã xong").press("Enter")
    expect(page.locator(".studio-comment")).to_have_count(0)
