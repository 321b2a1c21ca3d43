"""Page weight: brotli bytes of everything that a cold visit loads (media apart), and how many
requests that is.
"""

import re
from dataclasses import replace
from urllib.parse import urljoin

import brotli
import pytest

from lms.portals.console.demo import facts
from tests.journeys.playing import CASES, demo_case, draft
from tests.server import Client

pytestmark = [pytest.mark.browser, pytest.mark.once]

KB = 1024


def visit(client: Client, path: str) -> tuple[int, int, dict[str, int]]:
    """(bytes, requests, bytes by address) of a cold visit: the document, its styles and scripts,
    and what they import.
    """
    sizes: dict[str, int] = {}
    with client.opener.open(client.server.url + path) as answer:
        page, address = answer.read().decode(), answer.geturl()
    sizes[path] = len(brotli.compress(page.encode()))
    linked = re.findall(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', page)
    linked += re.findall(r'<script[^>]+src="([^"]+)"', page)
    queue = [urljoin(address, link) for link in linked]
    while queue:
        url = queue.pop()
        if url in sizes:
            continue
        with client.opener.open(url) as answer:
            body = answer.read()
        sizes[url] = len(brotli.compress(body))
        if url.endswith(".js"):
            imports = re.findall(
                r"""(?:from|import)\s*\(?["'](\.{1,2}/[^"']+|/static/[^"']+)["']""", body.decode()
            )
            queue += [urljoin(url, name) for name in imports]
    return sum(sizes.values()), len(sizes), sizes


@pytest.fixture(scope="module")
def people(server):
    return {
        key: Client.sign_in(server, f"{key}@{facts.MAIL}", facts.PASSWORD)
        for key in ("mai", "minh", "pao")
    }


@pytest.mark.parametrize(
    ("who", "path", "most", "requests"),
    [
        ("mai", "/hom-nay/", 40 * KB, 6),
        ("minh", f"/lop/{facts.RUNNING}/so/5/", 60 * KB, 8),
        ("mai", f"/lop/{facts.RUNNING}/phong/5/", 40 * KB, 7),
        ("mai", "/ho-so/ca-nhan/", 20 * KB, 4),
        ("pao", "/don-vi/nhan-su/", 20 * KB, 4),
    ],
)
def test_pages_stay_light(people, who, path, most, requests):
    total, count, sizes = visit(people[who], path)
    print(f"{path}: {total / KB:.1f} KB in {count} requests {sizes}")
    assert total <= most, sizes
    assert count <= requests, list(sizes)


@pytest.mark.parametrize("word", ["lam-cung", "tu-lam"])
def test_a_case_is_light_and_asks_few_times(people, word):
    """Cold: the document, two style sheets, the theme, one script."""
    start = people["mai"].get(f"/hoc/{facts.CASE}/")
    path = (
        re.search(r'href="(/hoc/[^"]+/v/\w+/)(?:xem-mau|lam-cung)/"', start).group(1) + f"{word}/"
    )
    total, count, sizes = visit(people["mai"], path)
    print(f"{path}: {total / KB:.1f} KB in {count} requests {sizes}")
    assert count <= 5, list(sizes)
    assert sum(size for url, size in sizes.items() if url.endswith(".js")) <= 12 * KB, sizes
    assert total <= 40 * KB, sizes


def test_packs_stay_within_the_budgets():
    """A case of seven scenes in one TCP window; every case of the demo within 60 KB of text."""
    sizes = {}
    for file in CASES.glob("*.json"):
        scenario = demo_case(file.stem)
        for mode in ("guided", "solo"):
            sizes[file.stem, mode] = len(
                brotli.compress(draft(scenario, mode, preview=False).encode())
            )
    print(sizes)
    assert max(sizes.values()) <= 60 * KB, sizes
    seven = replace(demo_case("h8"), scenes=demo_case("h8").scenes[:7])
    assert len(brotli.compress(draft(seven, "guided", preview=False).encode())) <= 14 * KB


def test_the_register_of_the_budget_has_42_learners(people):
    page = people["minh"].get(f"/lop/{facts.RUNNING}/so/5/")
    assert page.count('type="radio"') >= 42 * 4
