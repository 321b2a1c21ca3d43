"""A page costs the same number of queries with 1 and with 300 learners.

One world is counted twice: with cô Lan alone in each of her classes, and after 299 more people
came, each with an account, marks, work handed in, a result and a certificate.
"""

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms import api
from cms.content import Lesson, LessonKind
from lms.core import clock
from lms.core.ids import uuid7
from lms.core.statistics import refresh_statistics
from lms.learning.assessment.models import ReasonRemark
from lms.learning.conduct.models import Exemption, SelfAssessment
from lms.learning.progress.models import Answer, Attempt, LessonProgress
from lms.outcomes.certificates import actions as certificates
from lms.outcomes.certificates.models import Certificate, Register
from lms.outcomes.certificates.states import CertificateState
from lms.outcomes.results.models import Result
from lms.people.accounts.models import User
from lms.portals.learner.scenarios import packs
from lms.teaching.attendance.models import LeaveRequest, Mark
from lms.teaching.attendance.states import AttendanceSource, AttendanceStatus
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment
from tests.factories import conduct, content, outcomes, people, teaching

pytestmark = pytest.mark.django_db

MANY = 300

# page, who opens it, the most queries it may cost (None: only the same)
PAGES = (
    ("/", "anon", None),
    ("/khoa-hoc/", "anon", None),
    ("/khoa-hoc/{course}/", "anon", None),
    ("/xac-thuc/{code}/", "anon", None),
    ("/hom-nay/", "lan", 12),
    ("/hom-nay/", "minh", None),
    ("/hom-nay/", "hoa", None),
    ("/hom-nay/", "son", None),
    ("/hom-nay/", "pao", None),
    ("/hom-nay/", "tu", None),
    ("/hoc/", "lan", None),
    ("/hoc/{case}/v/{case_hash}/", "lan", 6),
    ("/hoc/{reading}/v/{reading_hash}/", "lan", 6),
    ("/hoc/{task}/v/{task_hash}/", "lan", 6),
    ("/hoc/{case}/tien-do/", "lan", None),
    ("/bai-nop/{work}/", "lan", None),
    ("/ho-so/", "lan", None),
    ("/thong-bao/", "lan", None),
    ("/lop/", "minh", None),
    ("/lop/{class}/", "lan", None),
    ("/lop/{class}/", "minh", None),
    ("/lop/{class}/phong/2/", "minh", None),
    ("/lop/{class}/phong/2/", "lan", None),
    ("/lop/{class}/so/", "minh", None),
    ("/lop/{class}/so/2/", "minh", None),
    ("/lop/{class}/so/2/", "hoa", None),
    ("/cham/", "minh", None),
    ("/cham/{class}/{task}/", "minh", None),
    ("/cham/bai/{work}/", "minh", None),
    ("/truong/", "hoa", None),
    ("/truong/", "son", None),
    ("/truong/lop/", "hoa", None),
    ("/truong/lop/{class}/", "hoa", None),
    ("/truong/lop/{class}/ghi-danh/", "hoa", None),
    ("/truong/lop/{over}/ket-qua/", "hoa", None),
    ("/truong/lop/{proposed}/ket-qua/", "son", None),
    ("/truong/hoc-vien/", "hoa", None),
    ("/truong/so-goc/", "hoa", None),
    ("/lop/{proposed}/cap-chung-chi/", "son", None),
    ("/lop/{issued}/cap-chung-chi/", "son", None),
    ("/don-vi/", "pao", None),
    ("/don-vi/nhan-su/", "pao", None),
    ("/don-vi/ung-xu/", "pao", None),
    ("/don-vi/ung-xu/mien/{person}/", "pao", None),
    ("/lop/{class}/tinh-huong/", "minh", None),
    ("/lop/{class}/tinh-huong/", "hoa", None),
    ("/lop/{class}/tinh-huong/{case}/", "minh", None),
    ("/lop/{class}/tinh-huong/{case}/canh-1/b/", "minh", None),
    ("/lop/{conduct}/tinh-huong/{judged}/", "minh", None),
    ("/lop/{conduct}/ly-do/", "minh", None),
    ("/lop/{conduct}/tu-danh-gia/", "minh", None),
    ("/bao-cao/", "tu", None),
    ("/bao-cao/don-vi/", "tu", None),
    ("/bao-cao/don-vi/{unit}/", "tu", None),
    ("/bao-cao/ung-xu/", "tu", None),
    ("/bao-cao/ung-xu/don-vi/{unit}/", "tu", None),
)


def _event(attempt: Attempt, kind: str, scene: str, **payload) -> dict[str, object]:
    now = clock.now()
    return {
        "id": uuid7(),
        "attempt": attempt,
        "device": attempt.pk,
        "seq": 1,
        "type": kind,
        "scene": scene,
        "payload": payload,
        "device_at": now,
        "received_at": now,
    }


class World:
    """Cô Lan in four classes: one runs and has work waiting, one's results are computed, one's
    certificates wait for the head, one's are issued. `grow` adds 299 people to each.
    """

    def __init__(self) -> None:
        self.cast = people.cast()
        self.running = teaching.running_class(self.cast)
        self.leave_day = teaching.meeting(self.running, 3)
        edition = api.read_edition(self.running.edition_id)
        self.lessons = {lesson.kind: lesson for lesson in edition.lessons}
        over = [outcomes.ended_class(self.cast, edition=edition) for _ in range(3)]
        self.over, self.proposed, self.issued = over
        self.register = Register.objects.create(school=self.cast.school, year=clock.today().year)
        for group in over:
            outcomes.add_learner(self.cast, group, self.cast.lan_official)
        outcomes.computed_sheet(self.cast, self.over)
        for group in (self.proposed, self.issued):
            outcomes.proposed_certificates(self.cast, group)
        self.conduct, self.judged = self._conduct_class()
        self._study(list(self.running.enrolments.all()))
        self._behave(list(self.conduct.enrolments.all()))
        self._issue()

    def names(self) -> dict[str, object]:
        """The parts of addresses."""
        names = {
            "class": self.running.code,
            "over": self.over.code,
            "proposed": self.proposed.code,
            "issued": self.issued.code,
            "course": api.read_edition(self.over.edition_id).slug,
            "conduct": self.conduct.code,
            "judged": self.judged.slug,
            "person": self.cast.lan_official.uid,
            "unit": self.cast.commune.code,
            "code": Certificate.objects.get(number=1).code,
            "work": (
                self.running.enrolments.get(official=self.cast.lan_official).submissions.get().pk
            ),
        }
        words = {
            "case": LessonKind.SCENARIO,
            "reading": LessonKind.READING,
            "task": LessonKind.ASSIGNMENT,
        }
        for word, kind in words.items():
            names |= {word: self.lessons[kind].slug, f"{word}_hash": self.lessons[kind].hash}
        return names

    def grow(self) -> None:
        """299 more people."""
        password, newcomers = make_password(people.PASSWORD), []
        for number in range(MANY - 1):
            name = f"{teaching.FAMILIES[number % 10]} Thị {teaching.GIVEN[number % 12]} {number}"
            account = User.objects.create(
                full_name=name, email=f"hv{number}@demo.example", password=password
            )
            newcomers.append(people.official(name, self.cast.commune, account))
        self._study([teaching.enrolment_of(self.running, official) for official in newcomers])
        self._behave([teaching.enrolment_of(self.conduct, official) for official in newcomers])
        for group in (self.over, self.proposed, self.issued):
            enrolments = [
                outcomes.add_learner(self.cast, group, official) for official in newcomers
            ]
            first = Result.objects.get(enrolment__group=group)
            for enrolment in enrolments:
                first.pk, first.enrolment = None, enrolment
                first.save()
            if group != self.over:
                certificates.propose_certificates(actor=people.SYSTEM, sheet=first.sheet)
        self._issue()
        refresh_statistics(*apps.get_models())

    def _study(self, enrolments: list[Enrolment]) -> None:
        """Marks in each meeting, leave asked for, the case begun, work handed in."""
        now, case = clock.now(), self.lessons[LessonKind.SCENARIO]
        by = {"by": self.cast.minh, "by_name": self.cast.minh.full_name, "at": now}
        Mark.objects.bulk_create(
            Mark(
                meeting=m,
                enrolment=enrolment,
                status=AttendanceStatus.PRESENT,
                source=AttendanceSource.REGISTER,
                **by,
            )
            for m in self.running.meetings.filter(starts_at__lt=now)
            for enrolment in enrolments
        )
        for enrolment in enrolments:
            outcomes.handed_in_work(enrolment)
            LeaveRequest.objects.create(
                meeting=self.leave_day, enrolment=enrolment, reason="Đi công tác", submitted_at=now
            )
            attempt = Attempt.objects.create(
                id=uuid7(),
                enrolment=enrolment,
                lesson=case.slug,
                lesson_hash=case.hash,
                edition_id=self.running.edition_id,
                started_at=now,
            )
            LessonProgress.objects.create(
                enrolment=enrolment, lesson=case.slug, attempt=attempt, updated_at=now
            )
            Answer.objects.create(**_event(attempt, "choice", "canh-1", choice="b"))

    def _conduct_class(self) -> tuple[ClassGroup, Lesson]:
        """A conduct class whose case asks for a reason that thầy Minh reads; the case."""
        case = content.course_data()["modules"][0]["lessons"][1]
        first = case["scenario"]["scenes"][0]
        first |= {"step": "reason", "marked_by": "instructor", "model": "Vì Luật Hộ tịch"}
        del first["choices"][0]
        rows = [*conduct.lessons("nep"), case | {"slug": "nep-tinh-huong"}]
        edition = conduct.edition(self.cast.school.code, "nep", rows=rows)
        group = teaching.running_class(self.cast, edition=edition, state=ClassState.ASSESSING)
        return group, next(lesson for lesson in edition.lessons if lesson.scenario)

    def _behave(self, enrolments: list[Enrolment]) -> None:
        """Each person rates themselves, writes a reason that is remarked on, and is exempt."""
        now, case, edition = clock.now(), self.judged, self.conduct.edition_id
        by = {"by": self.cast.minh, "by_name": self.cast.minh.full_name, "at": now}
        for enrolment in enrolments:
            attempt = Attempt.objects.create(
                id=uuid7(),
                enrolment=enrolment,
                lesson=case.slug,
                lesson_hash=case.hash,
                edition_id=edition,
                started_at=now,
            )
            reason = Answer.objects.create(
                **_event(attempt, "answer", "canh-1", response={"text": "Vì có người làm chứng"})
            )
            ReasonRemark.objects.create(answer=reason, verdict="full", **by)
            SelfAssessment.objects.create(
                enrolment=enrolment,
                lesson="nep-truoc",
                edition_id=edition,
                phase="before",
                number=1,
                ratings={"chao": 3, "giai-thich": 4},
                at=now,
            )
            Exemption.objects.create(
                official=enrolment.official,
                unit=enrolment.unit,
                ground="thai-san",
                ground_title="Nghỉ thai sản",
                ground_source="Luật",
                decision="QĐ 1",
                decided_on=clock.today(),
                valid_from=clock.today(),
                valid_to=clock.today(),
                **by,
            )

    def _issue(self) -> None:
        """Issued without a paper: drawing 300 of them is not what is counted here."""
        Certificate.objects.update(confirmed_at=clock.now())
        waiting = Certificate.objects.filter(result__enrolment__group=self.issued, number=None)
        for certificate in waiting.order_by("id"):
            self.register.last_number += 1
            certificate.number = self.register.last_number
            certificate.state, certificate.register = CertificateState.ISSUED, self.register
            certificate.serial = f"S/{certificate.number}"
            certificate.issued_on, certificate.issued_at = clock.today(), clock.now()
            certificate.signed_by = self.cast.son
            certificate.save()
        self.register.save()


def _count(world: World) -> dict[tuple[str, str], int]:
    names, counts = world.names(), {}
    for page, visitor, _ in PAGES:
        client = Client()
        if visitor != "anon":
            client.force_login(getattr(world.cast, visitor))
        url = page.format(**names)
        client.get(url)  # what every process reads once
        packs._render_pack.cache_clear()
        packs._compressed_pack.cache_clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
        assert answer.status_code == 200, (url, visitor, answer.status_code)
        counts[page, visitor] = len(queries)
    return counts


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker):
    """(with 1 learner, with 300 learners)."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        alone = _count(world)
        world.grow()
        assert world.running.enrolments.count() == MANY
        assert Certificate.objects.filter(state=CertificateState.ISSUED).count() == MANY
        yield alone, _count(world)
        transaction.set_rollback(True)


@pytest.mark.parametrize(("page", "visitor", "most"), PAGES)
def test_a_page_costs_the_same_for_one_and_for_three_hundred(counts, page, visitor, most):
    alone, many = counts[0][page, visitor], counts[1][page, visitor]
    assert alone == many
    assert most is None or many <= most
