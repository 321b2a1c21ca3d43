"""What a database answers and a later release must answer just so: figures and digests, no
wording.
"""

import datetime as dt
import hashlib
import json
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from lms.core.audit.models import Event, Seal
from lms.learning.assessment.models import ReasonRemark, Review, Version
from lms.learning.assessment.queries import assignment_scores
from lms.learning.conduct.models import Commitment, Exemption, RefresherAnswer, SelfAssessment
from lms.learning.progress.fold import Lane
from lms.learning.progress.models import Attempt, LessonProgress, Quarantined
from lms.learning.progress.queries import lanes_of
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.reporting.queries import area_conduct
from lms.outcomes.results.models import Result
from lms.people.accounts.models import User
from lms.people.accounts.queries import actor_of
from lms.people.personnel.models import Official, OfficialMerge, Post, Qualification
from lms.people.workbooks.models import Batch
from lms.portals.console.demo.facts import MAIL
from lms.teaching.attendance.models import LeaveRequest, Mark
from lms.teaching.attendance.queries import attended_periods, total_periods
from lms.teaching.classes.models import ClassGroup
from lms.teaching.live.models import RoomEvent

# Units and days whose figures the printed reports give.
PROFILES = (("DIENBIENDONG", "2019-09-23"), ("LANGSON-CITY", "2019-12-31"), ("03203", "2026-11-30"))


def all_facts(day: dt.date) -> dict[str, Any]:
    """Everything but the pages, as JSON gives it back."""
    facts = {
        "files": files(),
        "certificates": _certificates(),
        "results": _results(),
        "marks": _marks(),
        "attendance": _attendance(),
        "attempts": _attempts(),
        "progress": _progress(),
        "conduct": _conduct(day),
        "profiles": _profiles(),
        "people": _people(),
        "rows": _rows(),
        "audit": _audit(),
    }
    return json.loads(json.dumps(facts, default=str))


def files() -> dict[str, str]:
    """Path below MEDIA_ROOT → digest."""
    root = Path(settings.MEDIA_ROOT)
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def _certificates() -> dict[str, Any]:
    """Number, holder, state, and the digest of the bytes that are handed out."""
    return {
        str(one.pk): [
            one.serial,
            one.code,
            one.holder_name,
            one.state,
            one.ended_ground,
            one.issued_on,
            one.pdf_sha256,
            hashlib.sha256(one.pdf.read()).hexdigest() if one.pdf else "",
        ]
        for one in Certificate.objects.order_by("pk")
    }


def _results() -> dict[str, Any]:
    return {
        one.pk: [
            one.enrolment_id,
            one.sheet.number,
            one.sheet.state,
            one.score,
            one.verdict,
            one.explanation,
            one.periods_attended,
            one.periods_total,
            one.lessons_done,
            one.lessons_total,
        ]
        for one in Result.objects.select_related("sheet").order_by("pk")
    }


def _marks() -> dict[str, Any]:
    reviews = Review.objects.order_by("pk").values_list(
        "pk", "version", "kind", "marks", "score", "remark"
    )
    remarks = ReasonRemark.objects.order_by("pk").values_list("pk", "answer", "verdict", "text")
    works = {
        row.pk: [str(row.submission_id), row.number, _digest(row.text), row.file_sha256]
        for row in Version.objects.order_by("pk")
    }
    groups = ClassGroup.objects.order_by("pk")
    return {
        "reviews": list(reviews),
        "remarks": list(remarks),
        "works": works,
        "scores": {group.code: assignment_scores(group) for group in groups},
    }


def _attendance() -> dict[str, Any]:
    """Periods attended of the periods of the class, for each seat; every mark in its order;
    leave.
    """
    marks = Mark.objects.order_by("pk").values_list("meeting", "enrolment", "status", "reason")
    leave = LeaveRequest.objects.order_by("pk").values_list("pk", "state", "remark")
    shares = {
        group.code: [total_periods(group), attended_periods(group)]
        for group in ClassGroup.objects.order_by("pk")
    }
    return {"marks": list(marks), "leave": list(leave), "shares": shares}


def _attempts() -> dict[str, Any]:
    """Score, ending and where it stands, of every lane of every attempt, folded anew from its
    log.
    """
    attempts = Attempt.objects.order_by("pk")
    return {
        str(pk): [_lane(lane) for lane in lanes] for pk, lanes in sorted(lanes_of(attempts).items())
    }


def _lane(lane: Lane) -> list[Any]:
    steps = [[step.scene, step.choice, step.late, dict(step.response)] for step in lane.path]
    state = [lane.state.scene, lane.state.impacts, lane.state.values] if lane.state else []
    return [lane.score, lane.finished, lane.acked, lane.scene, _digest(json.dumps([state, steps]))]


def _progress() -> list[Any]:
    rows = LessonProgress.objects.order_by("enrolment", "lesson")
    columns = ("enrolment", "lesson", "state", "score", "done", "total", "finished_modes")
    return list(rows.values_list(*columns))


def _conduct(day: dt.date) -> dict[str, Any]:
    """How many of whom the lessons on conduct reached, unit by unit."""
    area = area_conduct(actor_of(User.objects.get(email=f"tu@{MAIL}")), day)
    coverage = [[row.code, row.done, row.owing] for row in (area.whole, *area.rows)]
    answers = RefresherAnswer.objects.order_by("pk")
    return {
        "coverage": coverage,
        "pledges": list(
            Commitment.objects.order_by("pk").values_list("pk", "enrolment", "withdrawal")
        ),
        "exempt": list(
            Exemption.objects.order_by("pk").values_list("pk", "official", "ground", "withdrawal")
        ),
        "ratings": list(
            SelfAssessment.objects.order_by("pk").values_list("pk", "phase", "ratings")
        ),
        "judged": list(answers.values_list("pk", "best", "worst")),
    }


def _profiles() -> dict[str, Any]:
    profiles = {}
    for code, day in PROFILES:
        out = StringIO()
        call_command("unit_profile", code, f"--as-of={day}", "--json", stdout=out)
        profiles[f"{code} {day}"] = json.loads(out.getvalue())
    return profiles


def _people() -> dict[str, Any]:
    officials = Official.objects.order_by("pk")
    posts = Post.objects.order_by("pk").values_list(
        "pk", "official", "unit__code", "title", "valid_from", "valid_to"
    )
    qualifications = Qualification.objects.order_by("pk").values_list(
        "pk", "official", "dimension", "level", "state"
    )
    return {
        "officials": _digest_of(
            officials.values_list("pk", "code", "full_name", "birth_date", "merged_into")
        ),
        "posts": _digest_of(posts),
        "qualifications": _digest_of(qualifications),
        "batches": list(Batch.objects.order_by("pk").values_list("uid", "state", "counts")),
        "merges": list(OfficialMerge.objects.values_list("kept", "merged", "moved")),
    }


def _rows() -> dict[str, int]:
    """How many there are of what is only ever added to."""
    return {
        "accounts": User.objects.count(),
        "live events": RoomEvent.objects.count(),
        "kept aside": Quarantined.objects.count(),
        "events": Event.objects.count(),
    }


def _audit() -> list[Any]:
    last = Seal.objects.order_by("number").last()
    kinds = Counter(Event.objects.values_list("kind", flat=True))
    return [last and last.number, last and last.digest, dict(sorted(kinds.items()))]


def _digest_of(rows: Any) -> str:
    return _digest(json.dumps(list(rows), default=str))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
