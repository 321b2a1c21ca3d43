"""Pages as a later release must still answer them: status, and the figures and names that stand in
them.

No wording, no layout: a sentence may be written anew and a page rebuilt, but what it says of people
must not be lost.
"""

import contextlib
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from cms.courses.models import CoursePage
from lms.core import clock
from lms.outcomes.certificates.models import Certificate
from lms.people.accounts.models import User
from lms.people.organisation.models import Unit
from lms.people.personnel.models import Official
from lms.portals.console.demo.facts import GUIDE, MAIL
from lms.teaching.classes.models import ClassGroup

# Nobody signed in, and the cast; hanh teaches the class that is in the middle of its cases.
ROLES = ("", *GUIDE, "hanh")
ADMIN = "/quan-tri/"
# An address is asked for by at most so many roles; a role asks for so many pages.
_ROLES_EACH, _PAGES_EACH = 2, 20
# Codes that change with the minute and the server, signing in and out, and what is the same for
# everybody.
_LEFT_OUT = re.compile(
    r"/(ma-qr|ve|static|tai-khoan|ngon-ngu|tro-giup|tro-nang)/"
    r"|^/quan-tri/.*/(multiple|usage|delete|add_subpage)/|^/quan-tri/account/"
)
_FIGURE = re.compile(r"(?<![\w./:,-])\d+(?:[.,/:]\d+)*(?:\s?%)?(?![\w-])")
_TAGS = re.compile(r"<(script|style|template|nav|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)
_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)


@contextlib.contextmanager
def standing_still(moment: Any) -> Iterator[None]:
    """Our clock and Django's stand at `moment`."""
    with clock.at(moment), patch.object(timezone, "now", clock.now):
        yield


def signed_in(role: str) -> Client:
    client = Client()
    if role:
        client.force_login(User.objects.get(email=f"{role}@{MAIL}"))
    return client


def known_names() -> list[str]:
    """What a page may name: people, units, classes, courses, certificates."""
    names = {*Official.objects.values_list("full_name", flat=True)}
    names |= {*Official.objects.values_list("code", flat=True)}
    names |= {*Unit.objects.values_list("name", flat=True)}
    names |= {*ClassGroup.objects.values_list("title", flat=True)}
    names |= {*CoursePage.objects.values_list("title", flat=True)}
    names |= {*Certificate.objects.values_list("serial", flat=True)}
    return sorted(names - {""})


def told(answer: Any, names: list[str], *, is_admin: bool = False) -> dict[str, Any]:
    """Status, where it sends to, its kind; of a page the names and figures, of a PDF or a
    picture the digest.
    """
    kind = answer.get("Content-Type", "").split(";")[0]
    facts: dict[str, Any] = {"status": answer.status_code}
    if 300 <= answer.status_code < 400:
        return facts | {"to": urlsplit(answer["Location"]).path}
    body = answer.getvalue()
    if answer.status_code >= 400:
        return facts
    if kind != "text/html":
        is_stored = kind == "application/pdf" or kind.startswith("image/")
        return facts | {"kind": kind} | ({"digest": _digest(body)} if is_stored else {})
    text = text_of(body.decode())
    facts["names"] = [name for name in names if name in text]
    # the administration is Wagtail's: its figures are its own
    facts["figures"] = [] if is_admin else sorted(figures_of(text))
    return facts


def text_of(page: str) -> str:
    """The visible text of the main part."""
    main = _MAIN.search(page)
    return " ".join(unescape(_TAGS.sub(" ", main[0] if main else page)).split())


def figures_of(text: str) -> set[str]:
    """Numbers of two digits and more, and all percentages; a single digit may as well belong to
    a sentence.
    """
    figures = {hit.replace(" ", "").replace("\xa0", "") for hit in _FIGURE.findall(text)}
    return {hit for hit in figures if hit.endswith("%") or len(hit) > 1}


def ask(moment: Any, addresses: list[tuple[str, str]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(role, address, what is told), in the order given: some pages note that they were seen."""
    with standing_still(moment):
        names = known_names()
        clients = {role: signed_in(role) for role in {role for role, _address in addresses}}
        for role, address in addresses:
            answer = clients[role].get(address)
            yield role, address, told(answer, names, is_admin=address.startswith(ADMIN))


def found_pages(moment: Any) -> list[tuple[str, str]]:
    """Addresses for `ask`: one of each kind that a role comes to by following links from its
    first page.
    """
    asked: Counter[str] = Counter()
    with standing_still(moment):
        return [pair for role in ROLES for pair in _followed(role, asked)]


def _followed(role: str, asked: Counter[str]) -> Iterator[tuple[str, str]]:
    client, queue, own = signed_in(role), _first(role), set[str]()
    while queue and len(own) < _PAGES_EACH:
        address = queue.pop(0)
        kind = _kind(address)
        if kind in own or (own and asked[kind] >= _ROLES_EACH):
            continue
        answer = client.get(address)
        body = answer.getvalue()
        if answer.status_code >= 400:
            continue
        own.add(kind)
        asked[kind] += 1
        yield role, address
        if answer.get("Content-Type", "").startswith("text/html"):
            links = re.findall(r'(?:href|hx-get)="(/[^"#]*)', body.decode())
            queue += [unescape(link) for link in links if not _LEFT_OUT.search(link)]


def _first(role: str) -> list[str]:
    if role:
        return ["/hom-nay/"]
    by_state = {one.state: one for one in Certificate.objects.exclude(serial="").order_by("number")}
    codes = [reverse("public_verify_code", args=[one.code]) for one in by_state.values()]
    return ["/", *codes]


def _kind(address: str) -> str:
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return "nowhere"
    # Wagtail's pages share one route
    return address if match.url_name == "wagtail_serve" else match.route


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
