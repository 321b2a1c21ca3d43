"""What is written down about an official, before it is; the fields are those of the models."""

import datetime as dt
from dataclasses import dataclass

from lms.people.organisation.models import Unit
from lms.people.personnel.models import (
    Dimension,
    Group,
    Level,
    Official,
    Post,
    Rank,
    TrainingRecord,
)


@dataclass(frozen=True)
class PostDraft:
    unit: Unit
    title: str
    group: Group
    valid_from: dt.date
    valid_to: dt.date | None = None
    is_key: bool = False
    is_main: bool = True
    kind: Post.Kind = Post.Kind.REGULAR
    tier: Post.Tier = Post.Tier.UNIT
    position: str = ""
    decision: str = ""


@dataclass(frozen=True)
class QualificationDraft:
    dimension: Dimension
    level: Level
    held_from: dt.date
    field: str = ""
    institution: str = ""
    mode: str = ""


@dataclass(frozen=True)
class RankDraft:
    """`title` is how the decision words it ("Chuyên viên chính")."""

    rank: Rank
    valid_from: dt.date
    title: str = ""
    decision: str = ""


@dataclass(frozen=True)
class RatingDraft:
    """`scale` names the scale of its time; `value` is a level on it."""

    period: str
    scale: str
    value: str
    decided_on: dt.date
    decision: str = ""


@dataclass(frozen=True)
class SensitiveDraft:
    ethnicity: str
    is_ethnic_minority: bool
    is_party_member: bool
    id_number: str = ""


@dataclass(frozen=True)
class OfficialDraft:
    """An empty `code` asks for the next free one of the unit of the first post."""

    code: str
    full_name: str
    birth_date: dt.date
    sex: str
    posts: tuple[PostDraft, ...]
    qualifications: tuple[QualificationDraft, ...] = ()
    ratings: tuple[RatingDraft, ...] = ()
    sensitive: SensitiveDraft | None = None


@dataclass(frozen=True)
class TrainingDraft:
    """`source` names where it comes from ("certificate:<uuid>"); `kind` is "bồi dưỡng", "đào tạo",
    …
    """

    source: str
    title: str
    school: str
    kind: str
    periods: int
    starts_on: dt.date
    ends_on: dt.date
    document: str = ""
    origin: TrainingRecord.Origin = TrainingRecord.Origin.OURS


@dataclass(frozen=True)
class AccountDraft:
    """An account for an official; without an e-mail he signs in by his staff code.

    `password_hash` is for accounts that come from elsewhere with theirs; without it the account
    opens by a printed code or by a code sent to the e-mail.
    """

    official: Official
    email: str = ""
    password_hash: str = ""
