"""The same button pressed many times at once, over HTTP, against committed rows: one
certificate, one submission.
"""

import threading

import pytest
from django.db import connections
from django.test import Client

from lms.core.jobs.models import Job
from lms.learning.assessment.models import Submission, Version
from lms.outcomes.certificates.models import Certificate, Register
from lms.outcomes.certificates.states import CertificateState
from lms.people.personnel.models import TrainingRecord
from lms.project.sweep import drain
from lms.teaching.enrolment.models import Enrolment
from tests.factories import learning, outcomes, people, teaching


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def press(user, url: str, presses: list[dict[str, str]]) -> list[int]:
    """POST each of `presses` at the same moment, each from a tab of its own; the statuses."""
    tabs = [Client() for _ in presses]
    for tab in tabs:
        tab.force_login(user)
    gate, statuses = threading.Barrier(len(presses)), []

    def go(tab: Client, data: dict[str, str]) -> None:
        try:
            gate.wait(30)
            statuses.append(tab.post(url, data).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=pair) for pair in zip(tabs, presses, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(statuses) == len(presses), "a request broke off"
    return statuses


def test_ten_clicks_on_signing_one_certificate(committed):
    certificate = outcomes.confirmed_certificates(committed)[0]
    statuses = press(
        committed.son, f"/truong/chung-chi/{certificate.pk}/ky/", [{"ky-sure": "on"}] * 10
    )
    assert set(statuses) <= {302, 422}
    certificate = Certificate.objects.get()
    assert (certificate.state, certificate.number) == (CertificateState.ISSUED, 1)
    assert Register.objects.get().last_number == 1
    assert TrainingRecord.objects.count() == 1


def test_ten_clicks_on_signing_a_class(committed):
    certificate = outcomes.confirmed_certificates(committed)[0]
    url = f"/lop/{certificate.result.enrolment.group.code}/cap-chung-chi/"
    statuses = press(committed.son, url, [{"sure": "on"}] * 10)
    assert set(statuses) <= {302, 422}
    assert Job.objects.filter(kind__contains="issue").count() == 1
    drain()
    certificate = Certificate.objects.get()
    assert (certificate.state, certificate.number) == (CertificateState.ISSUED, 1)
    assert Register.objects.get().last_number == 1


@pytest.mark.parametrize("same_page", [True, False], ids=["one-page-twice", "two-pages"])
def test_two_tabs_hand_in_at_once(committed, same_page):
    school = learning.school(committed)
    url = f"/hoc/{school.assignment.slug}/nop-bai/"
    reader = Client()
    reader.force_login(committed.lan)
    pages = [str(reader.get(url).context["client_id"]) for _ in range(2)]
    if not same_page:
        pages[1] = "9f1f5a64-6d5e-4a3e-8f63-7b1c1d1e2f30"
    tabs = [
        {"text": f"{learning.ESSAY} {number}", "client_id": page}
        for number, page in enumerate(pages)
    ]
    statuses = press(committed.lan, url, tabs)
    assert 302 in statuses and set(statuses) <= {302, 409, 422}
    assert (Submission.objects.count(), Version.objects.count()) == (1, 1)


def test_ten_clicks_on_enrolling(committed):
    group = teaching.planned_class(committed, state="enrolling", capacity=3)
    teaching.meeting(group, 3)
    official = people.official("Lò Văn An", committed.commune)
    data = {"officials": str(official.pk), "decision": "QĐ 12/QĐ-TCT"}
    statuses = press(committed.hoa, f"/truong/lop/{group.code}/ghi-danh/", [data] * 10)
    assert set(statuses) <= {200, 302, 422}
    assert Enrolment.objects.count() == 1
