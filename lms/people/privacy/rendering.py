"""Everything that the apps of people store about one person as a JSON file for that person."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from lms.core import clock
from lms.people.organisation.models import RoleAssignment
from lms.people.personnel.fields import OPEN_FIELDS, SENSITIVE_FIELDS, columns_of
from lms.people.personnel.models import SensitiveAccess
from lms.people.privacy.models import DataRequest
from lms.people.privacy.own_file import OwnFile

_OFFICIAL = columns_of(OPEN_FIELDS)
_SENSITIVE = columns_of(SENSITIVE_FIELDS)
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
_ROLE = ("role", "title", "valid_from", "valid_to", "reason")
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
_ACCESS = ("what", "purpose", "at")
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


def own_file_as_json(
    own: OwnFile, accesses: Iterable[SensitiveAccess], requests: Iterable[DataRequest]
) -> bytes:
    """The file as UTF-8 JSON: one object with a list for each kind of row, dates as ISO text,
    values as they are stored.
    """
    official = own.official
    roles = RoleAssignment.objects.filter(user=official.user_id).select_related("unit")
    document = {
        "read_at": clock.local(clock.now()),
        "official": _columns_of(official, _OFFICIAL),
        "sensitive": _columns_of(own.sensitive, _SENSITIVE),
        "account": _columns_of(official.user, _ACCOUNT) if official.user else None,
        "roles": [
            {**_columns_of(role, _ROLE), "unit": role.unit.name} for role in roles.order_by("pk")
        ],
        "posts": [{**_columns_of(line.post, _POST), "unit": line.unit_name} for line in own.posts],
        "ranks": [_columns_of(rank, _RANK) for rank in own.ranks],
        "qualifications": [
            {
                **_columns_of(qualification, _QUALIFICATION),
                "has_evidence": bool(qualification.evidence),
            }
            for qualification in own.qualifications
        ],
        "ratings": [
            {**_columns_of(line.rating, _RATING), "words": line.words} for line in own.ratings
        ],
        "standards": [_columns_of(line.decision, _DECISION) for line in own.decisions],
        "training": [_columns_of(training, _TRAINING) for training in own.trainings],
        "looked_at_by": [
            {**_columns_of(access, _ACCESS), "who": access.user.full_name} for access in accesses
        ],
        "requests": [_columns_of(request, _REQUEST) for request in requests],
    }
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _columns_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
