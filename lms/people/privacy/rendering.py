"""All that the rooms of people keep about one person as a JSON file for himself."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from lms.core import clock
from lms.people.organisation.models import RoleAssignment
from lms.people.personnel.models import SensitiveAccess
from lms.people.privacy.models import DataRequest
from lms.people.privacy.own_file import OwnFile

_OFFICIAL = ("code", "full_name", "birth_date", "sex")
_SENSITIVE = ("ethnicity", "is_ethnic_minority", "is_party_member", "id_number")
_ACCOUNT = (
    "email",
    "staff_code",
    "full_name",
    "address_as",
    "language",
    "theme",
    "joined_at",
    "last_login",
)
_POST = (
    "title",
    "position",
    "group",
    "kind",
    "tier",
    "is_key",
    "is_main",
    "decision",
    "valid_from",
    "valid_to",
    "end_reason",
)
_RANK = ("rank", "title", "decision", "valid_from", "valid_to")
_QUALIFICATION = (
    "uid",
    "dimension",
    "level",
    "field",
    "institution",
    "mode",
    "held_from",
    "state",
    "reason",
    "decided_at",
)
_RATING = ("period", "scale", "value", "decided_on", "decision")
_DECISION = ("dimension", "met", "basis", "decision", "decided_on", "deadline", "remark")
_TRAINING = (
    "title",
    "school",
    "kind",
    "periods",
    "starts_on",
    "ends_on",
    "document",
    "origin",
    "revoked_on",
    "source",
)
_REQUEST = (
    "uid",
    "kind",
    "about",
    "text",
    "state",
    "received_at",
    "answer_due",
    "finish_due",
    "answered_at",
    "extended_on",
    "extension_reason",
    "closed_at",
    "answer",
)


def as_json(
    found: OwnFile, accesses: Iterable[SensitiveAccess], requests: Iterable[DataRequest]
) -> bytes:
    """UTF-8 JSON: one object, a list for each kind of row, dates as ISO text, values as they are
    stored.
    """
    official = found.official
    roles = RoleAssignment.objects.filter(user=official.user_id).select_related("unit")
    whole = {
        "read_at": clock.local(clock.now()),
        "official": _row(official, _OFFICIAL),
        "sensitive": _row(found.sensitive, _SENSITIVE),
        "account": _row(official.user, _ACCOUNT) if official.user else None,
        "roles": [
            {
                **_row(one, ("role", "title", "valid_from", "valid_to", "reason")),
                "unit": one.unit.name,
            }
            for one in roles.order_by("pk")
        ],
        "posts": [{**_row(one.post, _POST), "unit": one.unit_name} for one in found.posts],
        "ranks": [_row(one, _RANK) for one in found.ranks],
        "qualifications": [
            {**_row(one, _QUALIFICATION), "has_evidence": bool(one.evidence)}
            for one in found.qualifications
        ],
        "ratings": [{**_row(one.rating, _RATING), "words": one.words} for one in found.ratings],
        "standards": [_row(one.decision, _DECISION) for one in found.decisions],
        "training": [_row(one, _TRAINING) for one in found.trainings],
        "looked_at_by": [
            {**_row(one, ("what", "purpose", "at")), "who": one.user.full_name} for one in accesses
        ],
        "requests": [_row(one, _REQUEST) for one in requests],
    }
    return json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _row(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
