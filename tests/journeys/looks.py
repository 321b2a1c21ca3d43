"""What every page must bear: axe in light and dark, 320 px, room for Vietnamese marks in
headings.
"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Ink of Vietnamese capitals with two marks, from top to bottom, in a heading font.
HEADING_LINE = 1.36
_TIGHT = """least => [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")]
  .filter(each => each.getClientRects().length)
  .map(each => [each.textContent.trim().slice(0, 40), getComputedStyle(each)])
  .map(([words, css]) => [words, parseFloat(css.lineHeight) / parseFloat(css.fontSize)])
  .filter(([, line]) => !(line >= least - 0.005))"""
_AXE = """async only => {
  const results = await axe.run({ runOnly: only, resultTypes: ["violations"] })
  const messages = node => node.any.map(check => check.message).join("; ")
  return results.violations.flatMap(violation => violation.nodes.map(node =>
    `${violation.id}: ${node.html.slice(0, 160)} ${messages(node).slice(0, 200)}`))
}"""
_WIDE = """() => { const wide = document.documentElement.scrollWidth
  return wide <= 320 ? [] : [`${wide} px wide`, ...[...document.querySelectorAll("body *")]
    .filter(each => each.getBoundingClientRect().right > 320.5)
    .slice(-3).map(each => each.outerHTML.slice(0, 120))] }"""


def check(page: Page) -> None:
    """All rules in the light, the colours once more in the dark."""
    before = page.viewport_size
    assert before is not None
    # As tall as the page: what a bar that stays at the edge covers depends on where one has
    # scrolled to.
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": before["width"], "height": max(before["height"], tall)})
    page.evaluate(Axe().axe_script)
    troubles = page.evaluate(_AXE, {"type": "tag", "values": RULES})
    page.emulate_media(color_scheme="dark")
    colours = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
    troubles += [f"dark: {one}" for one in page.evaluate(_AXE, colours)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)
    troubles += [f"heading too tight: {one}" for one in page.evaluate(_TIGHT, HEADING_LINE)]
    assert not troubles, f"{page.url}\n" + "\n".join(troubles)


def check_narrow(page: Page) -> None:
    """Nothing has to be scrolled sideways at 320 px."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    too_wide = page.evaluate(_WIDE)
    assert before is not None
    page.set_viewport_size(before)
    assert not too_wide, f"{page.url} at 320 px: {too_wide}"
