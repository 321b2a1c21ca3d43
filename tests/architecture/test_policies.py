"""Every permission has two faces, one thing and the rows, and both say the same for everybody about
everything.

PAIRS names both faces of each permission. Where the product asks only about one thing at hand and
never makes a list, the second face is written here, a second time and in other words.
"""

import datetime as dt
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import pytest
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.test import override_settings

from lms.core import clock
from lms.core.actor import Actor
from lms.learning.assessment import policies as assessment
from lms.learning.assessment.models import Review, Submission
from lms.learning.conduct import actions as conduct_actions
from lms.learning.conduct import policies as conduct
from lms.learning.conduct.models import Commitment
from lms.learning.progress import policies as progress
from lms.learning.progress.models import Answer
from lms.outcomes.certificates import policies as certificates
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.evaluation import policies as evaluation
from lms.outcomes.results import policies as results
from lms.people.organisation import policies as organisation
from lms.people.organisation.models import Role, Unit
from lms.people.personnel import policies as personnel
from lms.people.personnel.models import Official, Post
from lms.people.privacy import actions as privacy_actions
from lms.people.privacy import policies as privacy
from lms.people.privacy.models import DataRequest
from lms.people.rulebook import policies as rulebook
from lms.people.rulebook.models import Rule
from lms.people.standards import policies as standards
from lms.people.workbooks import policies as workbooks
from lms.teaching.attendance import policies as attendance
from lms.teaching.attendance.models import LeaveRequest
from lms.teaching.classes import policies as classes
from lms.teaching.classes.models import ClassGroup, ClassStaff, Meeting, StaffRole
from lms.teaching.classes.states import ClassState, MeetingState
from lms.teaching.enrolment import policies as enrolment
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState
from lms.teaching.live import policies as live
from tests.architecture import world as worlds
from tests.architecture.source import ROOT
from tests.factories import conduct as conduct_classes
from tests.factories import outcomes, people, teaching
from tests.lms.outcomes.faces import may_see_certificate
from tests.lms.people import faces

pytestmark = pytest.mark.django_db

One = Callable[[Actor, Model], bool]
Rows = Callable[[Actor], Q | QuerySet]


def _within(*roles: Role) -> Rows:
    return lambda actor: organisation.within_scope_of(actor, *roles)


def _on(*roles: Role) -> One:
    return lambda actor, unit: organisation.may_on(actor, unit, *roles)


def _changeable(actor: Actor) -> Q:
    """Units strictly below one on which the actor is the training authority."""
    if actor.is_system:
        return ~Q(pk__in=[])
    scope = Q(pk__in=[])
    for assignment in organisation.roles_of(actor):
        if assignment.role == Role.AUTHORITY:
            scope |= Q(path__startswith=assignment.unit.path) & ~Q(path=assignment.unit.path)
    return scope


def _kept(actor: Actor) -> Q:
    """Officials with a post today at a unit that the actor manages, or in their area."""
    if actor.is_system:
        return ~Q(pk__in=[])
    reach = organisation.within_scope_of(actor, Role.UNIT_MANAGER, Role.AUTHORITY, path="unit__")
    return Q(pk__in=Post.objects.filter(reach, organisation.on_day()).values("official"))


def _known(actor: Actor) -> Q:
    return _kept(actor) | Q(user_id=actor.key)


def _checked_in(actor: Actor) -> Q:
    if actor.is_system:
        return ~Q(pk__in=[])
    mine = ClassStaff.objects.filter(organisation.on_day(), user_id=actor.key)
    return Q(official__user_id=actor.key) | Q(group__in=mine.values("group"))


def _served(actor: Actor, official: Official) -> bool:
    """Works today in the province of a school whose office the actor is."""
    posts = official.posts.filter(organisation.on_day()).select_related("unit")
    schools = [h.unit for h in organisation.roles_of(actor) if h.role == Role.SCHOOL_OFFICE]
    provinces = [school.get_parent() for school in schools]
    return any(
        post.unit == province or post.unit.is_descendant_of(province)
        for post in posts
        for province in provinces
    )


def _reads_means(actor: Actor, group: ClassGroup) -> bool:
    """Staff of the class today, or the office of its school."""
    return classes.may_teach(actor, group) or classes.may_manage(actor, group)


def _enters(actor: Actor, meeting: Meeting) -> bool:
    return live.role_in(actor, meeting) is not None


def _led(actor: Actor) -> Q:
    """Meetings of the classes to which the actor is assigned today, without cancelled ones."""
    groups = ClassGroup.objects.filter(classes.taught_by(actor)).exclude(state=ClassState.CANCELLED)
    return Q(group__in=groups) & ~Q(state=MeetingState.CANCELLED)


def _confirmable(actor: Actor) -> Q:
    """The actor's own certificates; of holders without an account those that the office answers."""
    without_account = Q(result__enrolment__official__user=None)
    return certificates.held_by(actor) | (without_account & certificates.answerable_by(actor))


def _results_seen(actor: Actor, group: ClassGroup) -> bool:
    return organisation.may_on(actor, group.school, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD)


def _approvable(actor: Actor) -> Q:
    """Classes of the actor's schools in which the actor neither taught, graded nor learns."""
    taught = ClassStaff.objects.filter(
        user_id=actor.key, role__in=(StaffRole.INSTRUCTOR, StaffRole.ASSISTANT)
    )
    reviews = Review.objects.filter(by_id=actor.key)
    graded = reviews.values("version__submission__enrolment__group")
    learned = ClassGroup.objects.filter(enrolments__official__user_id=actor.key)
    has_part = Q(pk__in=taught.values("group")) | Q(pk__in=graded) | Q(pk__in=learned.values("pk"))
    return classes.managed_by(actor) & ~has_part


@dataclass(frozen=True)
class Pair:
    """Both faces, and of what. A face of a policies module counts as named."""

    one: One
    rows: Rows
    of: type[Model]


PAIRS = (
    Pair(assessment.may_hand_in, progress.learnable_by, Enrolment),
    Pair(assessment.may_grade, assessment.gradable_by, Submission),
    Pair(assessment.may_remark, assessment.remarkable_by, Answer),
    Pair(assessment.may_schedule, classes.taught_by, ClassGroup),
    Pair(
        lambda actor, work: enrolment.is_own(actor, work.enrolment),
        assessment.owned_by,
        Submission,
    ),
    Pair(conduct.is_signer, conduct.signed_by, Commitment),
    Pair(conduct.may_exempt, conduct.exemptable_by, Official),
    Pair(_reads_means, conduct.means_read_by, ClassGroup),
    Pair(evaluation.may_analyse, evaluation.analysed_by, ClassGroup),
    Pair(progress.may_learn, progress.learnable_by, Enrolment),
    Pair(certificates.may_sign, certificates.signable_by, ClassGroup),
    Pair(certificates.may_keep, certificates.kept_by, Unit),
    Pair(may_see_certificate, certificates.seen_by, Certificate),
    Pair(certificates.may_revoke, certificates.revocable_by, Certificate),
    Pair(certificates.is_holder, certificates.held_by, Certificate),
    Pair(certificates.may_answer, certificates.answerable_by, Certificate),
    Pair(certificates.may_confirm, _confirmable, Certificate),
    Pair(_on(Role.AUTHORITY, Role.AUDITOR), organisation.area_of, Unit),
    Pair(_on(Role.UNIT_MANAGER), organisation.run_by, Unit),
    Pair(_results_seen, results.seen_by, ClassGroup),
    Pair(results.may_compute, classes.managed_by, ClassGroup),
    Pair(results.may_approve, _approvable, ClassGroup),
    *(Pair(_on(role), _within(role), Unit) for role in Role),
    Pair(organisation.may_change_unit, _changeable, Unit),
    Pair(organisation.may_grant, _within(Role.AUTHORITY), Unit),
    Pair(rulebook.may_set_rules, rulebook.settable_by, Unit),
    Pair(rulebook.may_read_rule, rulebook.readable_by, Rule),
    Pair(faces.may_see_official, personnel.seen_by, Official),
    Pair(_served, personnel.served_by, Official),
    Pair(personnel.may_register, _within(Role.UNIT_MANAGER, Role.AUTHORITY), Unit),
    Pair(personnel.may_keep, _kept, Official),
    Pair(personnel.may_see_sensitive, _known, Official),
    Pair(personnel.may_read_file, personnel.file_read_by, Official),
    Pair(personnel.may_open_evidence, personnel.evidence_opened_by, Official),
    Pair(personnel.may_merge, faces.mergeable_by, Official),
    Pair(personnel.may_open_account, faces.account_openable_by, Official),
    Pair(privacy.is_asker, privacy.asked_by, DataRequest),
    Pair(privacy.may_handle, privacy.handled_by, DataRequest),
    Pair(workbooks.may_import, workbooks.importable_by, Unit),
    Pair(faces.may_read_standards, standards.read_by, Official),
    Pair(standards.may_review, standards.reviewable_by, Official),
    Pair(attendance.may_mark, attendance.marked_by, ClassGroup),
    Pair(attendance.may_check_in, _checked_in, Enrolment),
    Pair(attendance.may_decide_leave, attendance.leave_decidable_by, LeaveRequest),
    Pair(classes.may_plan, _within(Role.SCHOOL_OFFICE), Unit),
    Pair(classes.may_manage, classes.managed_by, ClassGroup),
    Pair(classes.may_teach, classes.taught_by, ClassGroup),
    Pair(classes.may_decide, classes.decided_by, ClassGroup),
    Pair(classes.may_announce, classes.announced_by, ClassGroup),
    Pair(enrolment.is_learner, enrolment.learned_by, ClassGroup),
    Pair(enrolment.is_own, lambda actor: Q(official__user_id=actor.key), Enrolment),
    Pair(
        lambda actor, seat: enrolment.is_own(actor, seat) and seat.state == EnrolmentState.ENROLLED,
        enrolment.own_enrolments,
        Enrolment,
    ),
    Pair(_enters, live.enterable_by, Meeting),
    Pair(live.may_lead, _led, Meeting),
)

# What faces are made of, or what is asked without a thing.
PARTS = {
    organisation.on_day: "the days of a row",
    organisation.roles_of: "what the actor holds",
    organisation.has_any: "navigation, never enough for an action",
    organisation.may_on: "held equal to `within_scope_of` above, for each role",
    organisation.within_scope_of: "held equal to `may_on` above, for each role",
    certificates.keeps_any: "navigation, never enough for an action",
    results.has_part: "part of may_approve",
    results.has_graded: "explains a refusal of may_approve",
    personnel.may_link_account: "an official and an account at once; its page is tested with both",
    live.role_in: "held equal to `enterable_by` above; part of may_lead",
}


def test_every_function_of_every_policies_module_is_named_above():
    named = {face for pair in PAIRS for face in (pair.one, pair.rows)} | set(PARTS)
    lost = []
    for file in sorted(ROOT.glob("lms/*/*/policies.py")):
        module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            if ours and function not in named:
                lost.append(f"{module.__name__}.{name}")
    assert not lost


@pytest.fixture(scope="module")
def everybody(django_db_setup, django_db_blocker, tmp_path_factory):
    """(who, a way to their fresh actor), over a world with the odd cases in it."""
    with (
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        world = worlds.build()
        _odd_cases(world)
        users = {role: user for role, user in world.users.items() if user is not None}
        users |= {"own_editor": world.cast.editor, "own_office": _office_that_learns(world)}
        users |= {"assistant": _assistant(world), "admin": _superuser()}
        actors = {role: lambda user=user: world.cast.actor(user) for role, user in users.items()}
        yield actors | {"nobody": Actor.nobody, "system": lambda: Actor.system("tests")}
        transaction.set_rollback(True)


def _odd_cases(world: worlds.World) -> None:
    """Ended posts, roles and names; seats given up; classes and meetings in every state; drafts;
    no account.
    """
    cast, today = world.cast, clock.today()
    yesterday, tomorrow = today - dt.timedelta(days=1), today + dt.timedelta(days=1)
    for state in ClassState:
        group = teaching.running_class(cast, state=state)
        teaching.meeting(group, 1, state=MeetingState.CANCELLED)
    left = teaching.running_class(cast)
    left.enrolments.update(state=EnrolmentState.WITHDRAWN)
    left.staff.update(valid_to=yesterday)
    manager = teaching.running_class(cast)
    manager.staff.update(role=StaffRole.MANAGER)
    future = teaching.planned_class(cast)
    ClassStaff.objects.create(
        group=future, user=cast.minh, role=StaffRole.INSTRUCTOR, valid_from=tomorrow
    )
    taught_by_office = teaching.running_class(cast)
    teaching.staff(taught_by_office, cast.hoa)
    marked_by_office = outcomes.ended_class(cast)
    outcomes.grade_work(
        cast, teaching.enrolment_of(marked_by_office, cast.lan_official), "8", by=cast.hoa
    )
    Submission.objects.create(
        enrolment=manager.enrolments.get(), lesson="nhap", edition_id=manager.edition_id
    )
    people.role(cast.stranger, cast.school, Role.SCHOOL_OFFICE, valid_to=yesterday)
    people.role(cast.stranger, cast.school, Role.SCHOOL_HEAD, valid_from=tomorrow)
    people.role(cast.stranger, cast.other_province, Role.AUDITOR)
    moved = people.official("Cà Thị Tiện", cast.commune)
    moved.posts.update(valid_to=yesterday)
    without = outcomes.ended_class(cast)
    outcomes.add_learner(cast, without, people.official("Mùa A Dơ", cast.commune))
    outcomes.proposed_certificates(cast, without)
    people.official("Bạc Cầm Phong", cast.province, cast.son)
    people.official("Nguyễn Văn Tỉnh", cast.province)
    people.official("Hờ A Páo", cast.commune, cast.pao)
    _second_signer(cast)
    _requests(cast, moved)


def _requests(cast, moved) -> None:
    """A manager asks about themselves, so does the authority, and somebody without a post."""
    users = [cast.pao, people.user("Cà Thị Tiện")]
    Official.objects.filter(pk=moved.pk).update(user=users[1])
    people.official("Lê Anh Tú", cast.province, cast.tu)
    for user in (*users, cast.tu):
        privacy_actions.submit_request(
            actor=cast.actor(user), kind=DataRequest.Kind.ACCESS, words="Đang lưu gì về tôi?"
        )


def _second_signer(cast) -> None:
    group = conduct_classes.conduct_class(cast)
    seat = conduct_classes.learner(cast, group, "Thào A Chu")
    conduct_actions.sign_pledge(
        actor=cast.actor(seat.official.user),
        enrolment=seat,
        name="Thào A Chu",
        slug=conduct_classes.slugs(seat)["pledge"],
    )


def _office_that_learns(world: worlds.World):
    """An officer of the school who learns, holds a certificate and asked for leave in a class of
    their own school.
    """
    cast = world.cast
    user = people.user("Quàng Thị Ngân")
    people.role(user, cast.school, Role.SCHOOL_OFFICE)
    official = people.official("Quàng Thị Ngân", cast.commune, user)
    over = outcomes.ended_class(cast)
    outcomes.add_learner(cast, over, official)
    outcomes.proposed_certificates(cast, over)
    running = teaching.running_class(cast)
    seat = teaching.enrolment_of(running, official)
    teaching.staff(running, user, StaffRole.MANAGER)
    outcomes.handed_in_work(seat)
    LeaveRequest.objects.create(
        meeting=running.meetings.first(), enrolment=seat, reason="ốm", submitted_at=clock.now()
    )
    return user


def _assistant(world: worlds.World):
    user = people.user("Giàng A Chính")
    group = ClassGroup.objects.get(code=world.names["class"])
    teaching.staff(group, user, StaffRole.ASSISTANT)
    return user


def _superuser():
    user = people.user("Vàng Thị Dơ")
    type(user).objects.filter(pk=user.pk).update(is_superuser=True)
    return user


@pytest.mark.parametrize(
    "pair", PAIRS, ids=lambda pair: f"{pair.one.__module__}.{pair.one.__name__}"
)
def test_both_faces_say_the_same(pair, everybody):
    rows, wrong, seen = list(pair.of.objects.all()), [], set()
    assert len(rows) > 1
    for who, actor in everybody.items():
        allowed = pair.rows(actor())
        allowed_rows = allowed if isinstance(allowed, QuerySet) else pair.of.objects.filter(allowed)
        listed = set(allowed_rows.values_list("pk", flat=True))
        for row in rows:
            may = pair.one(actor(), row)
            seen.add(may)
            if may != (row.pk in listed):
                wrong.append(f"{who}, {row.pk}: {'may, but is not listed' if may else 'listed'}")
    assert not wrong
    assert seen == {True, False}, "the world does not try this permission both ways"


def test_nobody_may_anything(everybody):
    for pair in PAIRS:
        rows = pair.rows(Actor.nobody())
        allowed_rows = rows if isinstance(rows, QuerySet) else pair.of.objects.filter(rows)
        assert not allowed_rows.exists(), pair.one


def test_the_world_has_the_odd_cases(everybody):
    assert {state for (state,) in Meeting.objects.values_list("state")} >= {
        "scheduled",
        "cancelled",
    }
    assert Submission.objects.filter(state="draft").exists()
    assert Review.objects.exists()
    assert Official.objects.filter(user=None).exists()
