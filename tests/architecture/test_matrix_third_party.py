"""Addresses of Wagtail and allauth by namespace and role: each falls under a declared rule; the
longest prefix counts.

`desk`: editors and nobody else. `closed`: not even editors. `guest`: for signing in. `mine`:
whoever is signed in, about themselves. `public`: words and drawings that tell nothing. `site`:
pages and papers that anybody may read.
"""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from cms.courses.models import CoursePage
from cms.library.models import File
from lms.core import clock
from lms.people.accounts.models import User
from lms.people.organisation.actions import match_editors
from lms.people.organisation.models import Role
from tests.architecture.world import routes
from tests.factories import content, people

pytestmark = pytest.mark.django_db

RULES = {
    "quan-tri/": "desk",
    "quan-tri/jsi18n/": "public",
    "quan-tri/sprite/": "public",
    "quan-tri/login/": "guest",
    "quan-tri/account/": "mine",
    "quan-tri/password_reset/": "closed",
    "quan-tri/users/": "closed",
    "quan-tri/groups/": "closed",
    "quan-tri/sites/": "closed",
    "quan-tri/settings/": "closed",
    "quan-tri/collections/": "closed",
    "quan-tri/workflows/": "closed",
    "quan-tri/workflows/task_chooser/": "desk",
    "quan-tri/reports/locked/": "closed",
    "tai-lieu/": "site",
    "_util/login/": "guest",
    "_util/authenticate_with_password/": "site",
    r"^((?:[\w\-]+/)*)$": "site",
    "tai-khoan/": "mine",
    **dict.fromkeys(
        [
            "tai-khoan/dang-nhap/",
            "tai-khoan/dang-xuat/",
            "tai-khoan/gui-ma/",
            "tai-khoan/nhap-ma/",
            "tai-khoan/quen-mat-khau/",
            "tai-khoan/login/",
            "tai-khoan/logout/",
            "tai-khoan/password/reset/",
            "tai-khoan/^password/reset/key/",
            "tai-khoan/bao-ve/nhap-ma/",
            "tai-khoan/2fa/authenticate/",
            "tai-khoan/oidc/",
            "tai-khoan/social/",
            "tai-khoan/3rdparty/login/",
            "tai-khoan/3rdparty/signup/",
            "tai-khoan/inactive/",
            "tai-khoan/signup/",
            "tai-khoan/confirm-email/",
            "tai-khoan/^confirm-email/",
        ],
        "guest",
    ),
}
SIGN_IN = "/tai-khoan/dang-nhap/"
OUTSIDERS = ("anon", "lan", "minh", "hoa", "tu", "was_editor")


def rule(path: str) -> str | None:
    fitting = [prefix for prefix in RULES if path.startswith(prefix)]
    return RULES[max(fitting, key=len)] if fitting else None


def theirs() -> list[str]:
    return sorted({path for _, path, module in routes() if not module.startswith(("lms.", "cms."))})


def filled(path: str, pk: int) -> str:
    """An address with something plausible in each part."""
    path = path.replace("^", "").replace("$", "")
    path = re.sub(r"\(\?P<provider_id>[^)]*\)", "vneid", path)
    path = re.sub(r"\(\?P<uidb36>[^)]*\)", "1", re.sub(r"\(\?P<key>[^)]*\)", "abc", path))
    path = path.replace(r"(live|earliest|\d+)\.\.\.(live|latest|\d+)", "live...latest")
    path = path.replace(r"(\d+)", str(pk)).replace("(.*)", "bai.pdf").replace(".*/", "khong-co/")
    path = re.sub(r"<(?:slug|str|path):\w+>|<token>|<uidb64>", "library", path)
    return "/" + re.sub(r"<int:\w+>", str(pk), path)


@pytest.fixture
def desk(cast):
    """Two schools with a course each; cô Hà writes for the first one."""
    content.edition(cast.school.code)
    content.edition(cast.other_school.code)
    cast.was_editor = people.user("Người từng là biên tập")
    people.role(cast.was_editor, cast.school, Role.EDITOR, valid_to=clock.today() - dt.timedelta(1))
    match_editors(actor=people.SYSTEM)
    return cast


def signed_in(cast, role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != "anon":
        client.force_login(getattr(cast, role))
    return client


def ask(client: Client, method: str, url: str, **data):
    """The answer; what was written is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(url, data)
        transaction.set_rollback(True)
    return answer


def sent_away(answer) -> bool:
    """To a page for signing in, or to the same address with its last stroke."""
    if answer.status_code not in {301, 302}:
        return False
    where = answer["Location"].partition("?")[0]
    return where in {SIGN_IN, "/quan-tri/login/"} or where == answer.request["PATH_INFO"] + "/"


def course_of(school) -> CoursePage:
    return next(
        p for p in CoursePage.objects.all() if p.get_ancestors().filter(slug__icontains=school.code)
    )


def test_every_address_of_others_falls_under_a_rule():
    lost = [path for path in theirs() if rule(path) is None]
    assert not lost
    # nothing is declared that is not there
    unused = [p for p in RULES if not any(path.startswith(p) for path in theirs())]
    assert not unused


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_but_editors_sees_the_desk(desk, role):
    client, wrong, page = signed_in(desk, role), [], CoursePage.objects.first().pk
    for path in theirs():
        if rule(path) not in {"desk", "closed"}:
            continue
        for method in ("get", "post") if role in {"lan", "was_editor"} else ("get",):
            answer = ask(client, method, filled(path, page))
            if not sent_away(answer) and answer.status_code not in {403, 404, 405}:
                wrong.append(f"{method} {path}: {answer.status_code}")
    assert not wrong


def test_the_editor_reaches_the_desk_but_not_what_is_closed(desk):
    client, wrong = signed_in(desk, "editor"), []
    assert client.get("/quan-tri/").status_code == 200
    own = course_of(desk.school)
    for url in (f"/quan-tri/pages/{own.get_parent().pk}/", f"/quan-tri/pages/{own.pk}/edit/"):
        assert client.get(url).status_code == 200, url
    for path in theirs():
        for method in ("get", "post") if rule(path) == "closed" else ():
            answer = ask(client, method, filled(path, desk.editor.pk))
            home = answer.status_code == 302 and answer["Location"] == "/quan-tri/"
            if not home and answer.status_code not in {403, 404, 405}:
                wrong.append(f"{method} {path}: {answer.status_code}")
    assert not wrong


def test_the_pages_of_another_school_stay_closed(desk):
    client = signed_in(desk, "editor")
    own, foreign = course_of(desk.school), course_of(desk.other_school)
    before = list(Page.objects.order_by("pk").values())
    wrong = []
    for path in theirs():
        if not re.match(
            r"quan-tri/pages/(\^\(|<int:(page_id|page_to_move_id|parent_page_id)>)", path
        ):
            continue
        url = filled(path, foreign.pk)
        for method in ("get", "post"):
            answer = (
                client.post(url, {"title": "Của tôi", "slug": "cua-toi", "action-publish": "1"})
                if method == "post"
                else client.get(url)
            )
            words = answer.content.decode() if answer.status_code == 200 else ""
            if answer.status_code >= 500 or foreign.title in words:
                wrong.append(f"{method} {path}: {answer.status_code}")
    assert not wrong
    section = own.get_parent().pk
    for url in (
        f"/quan-tri/pages/{foreign.pk}/move/{section}/confirm/",
        f"/quan-tri/pages/{own.pk}/move/{foreign.get_parent().pk}/confirm/",
    ):
        assert client.post(url).status_code in {302, 403, 404}
    copy = {
        "new_title": "Bản sao",
        "new_slug": "ban-sao",
        "new_parent_page": foreign.get_parent().pk,
    }
    client.post(f"/quan-tri/pages/{own.pk}/copy/", copy)
    client.post(f"/quan-tri/pages/{foreign.pk}/copy/", copy | {"new_parent_page": section})
    bulk = f"?next=/&id={foreign.pk}"
    for verb in ("delete", "unpublish", "publish", "move"):
        client.post(f"/quan-tri/bulk/wagtailcore/page/{verb}/{bulk}", {"chooser": section})
    assert list(Page.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("role", ["anon", "lan"])
def test_pages_of_the_account(desk, role):
    client, wrong = signed_in(desk, role), []
    for path in theirs():
        answer = ask(client, "get", filled(path, desk.hoa.pk)) if "tai-khoan" in path else None
        if answer is None:
            continue
        if answer.status_code >= 500:
            wrong.append(f"{path}: {answer.status_code}")
        to_sign_in = answer.status_code == 302 and SIGN_IN in answer["Location"]
        if rule(path) == "mine" and role == "anon" and not to_sign_in:
            wrong.append(f"{path}: {answer.status_code} for nobody")
        body = answer.content.decode() if answer.status_code == 200 else ""
        if desk.hoa.email in body or desk.hoa.full_name in body:
            wrong.append(f"{path}: shows somebody else")
    assert not wrong


@pytest.mark.parametrize("url", ["/tai-khoan/signup/", "/tai-khoan/3rdparty/signup/"])
def test_nobody_signs_up(desk, client, url):
    before = User.objects.count()
    page = client.get(url)
    assert b'name="password1"' not in page.content
    data = {"email": "la@demo.example", "password1": people.PASSWORD, "password2": people.PASSWORD}
    client.post(url, data)
    assert User.objects.count() == before
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("url", ["/_util/login/", "/quan-tri/login/"])
def test_there_is_one_sign_in_only(desk, client, url):
    data = {"username": desk.editor.email, "password": people.PASSWORD}
    for answer in (client.get(url), client.post(url, data)):
        assert answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
    assert "_auth_user_id" not in client.session


def test_an_editors_right_ends_with_the_role(desk):
    client = signed_in(desk, "editor")
    desk.editor.roles.all().delete()
    match_editors(actor=people.SYSTEM)
    assert client.get("/quan-tri/").status_code == 302
    assert not Group.objects.filter(user=desk.editor).exists()


@pytest.mark.parametrize("name", ["van-ban.txt", "trang.pdf"])
def test_papers_are_saved_not_shown(desk, client, name, settings, tmp_path):
    """A paper that is really a web page must not run under our name, whatever its ending."""
    settings.MEDIA_ROOT = tmp_path
    page = b"<html><script>alert(1)</script></html>"
    paper = File.objects.create(title="x", file=ContentFile(page, name))
    answer = client.get(paper.url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "text/html" not in answer["Content-Type"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
