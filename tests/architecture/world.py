"""Two schools with everything in them, and everybody who might ask for a page."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.urls import get_resolver

from cms import api
from cms.courses.models import CoursePage, ScenarioLessonPage
from lms.core import clock
from lms.core.ids import uuid7
from lms.core.jobs.actions import enqueue_job
from lms.core.jobs.models import Job
from lms.learning.assessment import actions as assessment
from lms.learning.assessment.actions import HandIn
from lms.learning.conduct import actions as conduct_actions
from lms.learning.progress import actions as progress
from lms.people.accounts.models import User
from lms.people.organisation.actions import match_editors
from lms.people.organisation.models import Role
from lms.people.personnel.actions import QualificationDraft, declare_qualification, merge_officials
from lms.people.personnel.models import Dimension, QualificationLevel
from lms.people.privacy import actions as privacy
from lms.people.privacy.models import DataRequest
from lms.people.rulebook.actions import RuleDraft, set_rule
from lms.people.rulebook.models import Basis
from lms.project import sweep
from lms.teaching.attendance import actions as attendance
from lms.teaching.attendance import queries as attendance_queries
from tests.factories import conduct, content, outcomes, people, standards, teaching, workbooks
from tests.factories.people import Cast

# in the order of the table's words
ROLES = (
    "anon",
    "gone",
    "stranger",
    "lan",
    "other_lan",
    "minh",
    "other_minh",
    "hoa",
    "other_hoa",
    "son",
    "other_son",
    "editor",
    "pao",
    "other_pao",
    "tu",
    "other_tu",
)


@dataclass
class World:
    """`users` by role (None: nobody signed in); `names` are what addresses are made of."""

    cast: Cast
    users: dict[str, User | None]
    names: dict[str, Any]


def build() -> World:
    cast = people.cast()
    content.section(cast.school.code)
    match_editors(actor=people.SYSTEM)
    users = _people(cast)
    group = teaching.running_class(cast)
    _other_class(cast, users)
    seat = group.enrolments.get(official=cast.lan_official)
    lessons = {lesson.kind: lesson for lesson in api.read_edition(group.edition_id).lessons}
    task, lan = lessons["assignment"], cast.actor(cast.lan)
    text = " ".join(["việc"] * (task.assignment.min_words + 5))
    draft = HandIn(text, uuid7(), ContentFile(b"%PDF-1.7 bai thu hoach", "bai.pdf"))
    work = assessment.hand_in(actor=lan, enrolment=seat, lesson=task.slug, draft=draft)
    meeting = group.meetings.get(number=2)
    leave = attendance.request_leave(actor=lan, meeting=meeting, reason="Đi công tác")
    certificate = outcomes.issued_certificate(cast)
    export = _export(cast, group)
    first = lessons["scenario"].scenario.scenes[0]
    begun = progress.answer_scene(
        actor=lan,
        enrolment=seat,
        slug=lessons["scenario"].slug,
        scene=first.key,
        choice=first.choices[0].key,
    )
    twin, third = (people.official("Lò Thị Lan", cast.commune) for _ in range(2))
    merge = merge_officials(actor=cast.actor(cast.pao), kept=twin, merged=third, reason="Một người")
    names = {
        "class": group.code,
        "over": certificate.result.enrolment.group.code,
        "meeting": 2,
        "reading": lessons["reading"].slug,
        "case": lessons["scenario"].slug,
        "case_hash": lessons["scenario"].hash,
        "task": task.slug,
        "scene": lessons["scenario"].scenario.scenes[0].key,
        "choice": lessons["scenario"].scenario.scenes[0].choices[0].key,
        "work": work.pk,
        "version": work.versions.get().pk,
        "leave": leave.pk,
        "certificate": certificate.pk,
        "code": certificate.code,
        "seat": seat.uid,
        "staff": group.staff.get(user=cast.minh).pk,
        "official": cast.lan_official.uid,
        "twin": twin.uid,
        "merge": merge.pk,
        "unit": cast.commune.code,
        "role": cast.pao.roles.get().pk,
        "standard": standards.standard(unit=cast.commune).pk,
        "job": export.pk,
        "course": api.read_edition(group.edition_id).slug,
        "course_page": CoursePage.objects.get(editions__pk=group.edition_id).pk,
        "verb": "thu-hoi",
        "picture": "none.png",
        "case_page": ScenarioLessonPage.objects.get(slug=lessons["scenario"].slug).pk,
        "way": "lam-cung",
        "attempt": begun.attempt,
        "act": "ngach",
        "post_act": "ket-thuc",
        "post": cast.lan_official.posts.get().pk,
        "token": attendance_queries.shown_code(meeting).token,
    }
    names |= _rule(cast)
    names["batch"] = workbooks.upload_and_try(
        cast.commune, workbooks.build_xlsx(workbooks.person_row()), actor=cast.actor(cast.pao)
    ).uid
    return World(cast, users, names | _conduct(cast) | _own(cast))


def _rule(cast: Cast) -> dict[str, Any]:
    """A value for the commune that has not begun yet."""
    draft = RuleDraft(
        "attendance.min_share", 85, clock.today() + dt.timedelta(days=30), Basis.INTERNAL, "Nội quy"
    )
    planned = set_rule(actor=cast.actor(cast.tu), unit=cast.commune, draft=draft)
    return {"rule": draft.key, "planned_rule": planned.pk}


def _conduct(cast: Cast) -> dict[str, Any]:
    """Cô Lan in a conduct class: she has signed, and this year's situations are drawn."""
    seat, lan = conduct.enrolment_of_lan(cast), cast.actor(cast.lan)
    slugs = conduct.slugs(seat)
    signed = conduct_actions.sign_pledge(
        actor=lan, enrolment=seat, slug=slugs["pledge"], name="Lò Thị Lan"
    )
    conduct_actions.draw_situations(actor=lan, enrolment=seat, slug=slugs["refresher"])
    return {
        "check": slugs["before"],
        "reflection": slugs["reflection"],
        "pledge": slugs["pledge"],
        "refresher": slugs["refresher"],
        "position": 1,
        "commitment": signed.pk,
        "conduct_class": seat.group.code,
    }


def _own(cast: Cast) -> dict[str, Any]:
    """Cô Lan has declared a diploma with its photo, and asked about her data."""
    lan, kind = cast.actor(cast.lan), DataRequest.Kind.CORRECT
    draft = QualificationDraft(
        Dimension.PROFESSIONAL, QualificationLevel.MASTER, dt.date(2020, 6, 1)
    )
    declared = declare_qualification(
        actor=lan,
        official=cast.lan_official,
        draft=draft,
        evidence=ContentFile(b"%PDF-1.7 bang", "bang.pdf"),
    )
    asked = privacy.submit_request(actor=lan, kind=kind, words="Sai ngày sinh")
    return {"dimension": "professional", "qualification": declared.uid, "data_request": asked.uid}


def _people(cast: Cast) -> dict[str, User | None]:
    users = {
        name: people.user(f"Người {name}")
        for name in ("gone", "other_lan", "other_minh", "other_son", "other_pao", "other_tu")
    }
    other_commune = people.unit("KYLUA", "Phường Kỳ Lừa", parent=cast.other_province)
    people.official("Hoàng Thị Lan", other_commune, users["other_lan"])
    people.role(users["gone"], cast.school, Role.SCHOOL_OFFICE)
    User.objects.filter(pk=users["gone"].pk).update(is_active=False)
    people.role(users["other_son"], cast.other_school, Role.SCHOOL_HEAD)
    people.role(users["other_pao"], other_commune, Role.UNIT_MANAGER)
    people.role(users["other_tu"], cast.other_province, Role.AUTHORITY)
    named = {
        name: getattr(cast, name)
        for name in ("stranger", "lan", "minh", "hoa", "other_hoa", "son", "editor", "pao", "tu")
    }
    return {"anon": None} | {role: (users | named).get(role) for role in ROLES if role != "anon"}


def _other_class(cast: Cast, users: dict[str, User | None]) -> None:
    group = teaching.planned_class(
        cast,
        school=cast.other_school,
        state="running",
        edition=content.edition(cast.other_school.code),
    )
    teaching.meeting(group, 0)
    teaching.staff(group, users["other_minh"])
    teaching.enrolment_of(group, users["other_lan"].official)


def _export(cast: Cast, group) -> Job:
    job = enqueue_job(
        actor=cast.actor(cast.minh),
        kind="attendance.register",
        title="Sổ",
        key="1",
        params={"code": group.code},
    )
    sweep.drain()
    job.refresh_from_db()
    return job


def routes() -> list[tuple[str, str, str]]:
    """(name, path, module) of every address."""
    patterns, queue = [], [(get_resolver(), "")]
    while queue:
        resolver, prefix = queue.pop()
        for pattern in resolver.url_patterns:
            path = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                queue.append((pattern, path))
            else:
                patterns.append((pattern.name or "", path, pattern.callback.__module__))
    return patterns
