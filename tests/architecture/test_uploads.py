"""What could run as a page or a drawing with script is refused where it comes in, by everybody
who may upload.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection

from cms.library.models import File, Picture
from lms.learning.assessment.models import Version
from lms.people.organisation.actions import match_editors
from lms.people.personnel.models import Qualification
from tests.factories import content, learning, people

PAGE = b"<html><script>alert(1)</script></html>"
TRAPS = [
    ("trang.html", PAGE),
    ("trang.xhtml", PAGE),
    ("trang.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    ("trang.xml", b"<?xml version='1.0'?><x/>"),
    ("trang.pdf.html", b"%PDF-1.7 " + PAGE),
    ("trang.js", b"alert(1)"),
    ("trang.docm", b"PK\x03\x04"),
]


@pytest.mark.parametrize("name, body", [*TRAPS, ("trang.pdf", PAGE), ("trang.png", PAGE)])
def test_learners(cast, client, name, body):
    school = learning.school(cast)
    client.force_login(cast.lan)
    work = {"text": learning.ESSAY, "file": SimpleUploadedFile(name, body)}
    answer = client.post(f"/hoc/{school.assignment.slug}/nop-bai/", work)
    assert answer.status_code == 422
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    # a PDF by its content is stored and sent as one, whatever it was called
    "name, body",
    [
        *(trap for trap in TRAPS if not trap[1].startswith(b"%PDF")),
        ("trang.pdf", PAGE),
        ("trang.png", PAGE),
    ],
)
def test_unit_managers(cast, client, name, body):
    client.force_login(cast.pao)
    paper = {
        "held": "it:basic",
        "held_from": "2020-01-01",
        "evidence": SimpleUploadedFile(name, body),
    }
    answer = client.post(f"/don-vi/nhan-su/{cast.lan_official.uid}/trinh-do/", paper)
    assert answer.status_code == 422
    assert not Qualification.objects.exists()


@pytest.mark.parametrize("name, body", TRAPS)
def test_editors(cast, client, name, body):
    content.section(cast.school.code)
    match_editors(actor=people.SYSTEM)
    client.force_login(cast.editor)
    collection = Collection.objects.get(name__startswith="Trường").pk
    for place in ("documents", "images"):
        data = {"title": "bẫy", "file": SimpleUploadedFile(name, body), "collection": collection}
        assert client.post(f"/quan-tri/{place}/add/", data).status_code == 200
        several = {
            "title": "bẫy",
            "files[]": SimpleUploadedFile(name, body),
            "collection": collection,
        }
        client.post(f"/quan-tri/{place}/multiple/add/", several)
        chosen = {
            f"{place[:-1]}-chooser-upload-title": "bẫy",
            f"{place[:-1]}-chooser-upload-collection": collection,
            f"{place[:-1]}-chooser-upload-file": SimpleUploadedFile(name, body),
        }
        client.post(f"/quan-tri/{place}/chooser/create/", chosen)
    assert not File.objects.exists() and not Picture.objects.exists()


def test_what_is_allowed_comes_in_the_same_way(cast, client):
    content.section(cast.school.code)
    match_editors(actor=people.SYSTEM)
    client.force_login(cast.editor)
    collection = Collection.objects.get(name__startswith="Trường").pk
    several = {
        "title": "x",
        "files[]": SimpleUploadedFile("a.pdf", b"%PDF-1.7"),
        "collection": collection,
    }
    chosen = {
        "document-chooser-upload-title": "x",
        "document-chooser-upload-collection": collection,
        "document-chooser-upload-file": SimpleUploadedFile("b.pdf", b"%PDF-1.7 b"),
    }
    upload = {
        "title": "x",
        "file": SimpleUploadedFile("c.pdf", b"%PDF-1.7 c"),
        "collection": collection,
    }
    client.post("/quan-tri/documents/add/", upload)
    assert File.objects.count() == 1
    client.post("/quan-tri/documents/multiple/add/", several)
    assert File.objects.count() == 2
    client.post("/quan-tri/documents/chooser/create/", chosen)
    assert File.objects.count() == 3
