"""Data about an official before they are saved; the fields are those of the models."""

import dataclasses
import datetime as dt
from dataclasses import dataclass

from lms.people.organisation.models import Unit
from lms.people.personnel.fields import FieldValues
from lms.people.personnel.models import (
    Dimension,
    Group,
    Official,
    Post,
    QualificationLevel,
    Rank,
    TrainingRecord,
)
from lms.people.personnel.rules.ages import BirthDate


@dataclass(frozen=True)
class PostDraft:
    """A post; without `valid_to` it has no end."""

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
    """A level held from a day on; `field` is the field of study."""

    dimension: Dimension
    level: QualificationLevel
    held_from: dt.date
    field: str = ""
    institution: str = ""
    mode: str = ""


@dataclass(frozen=True)
class RankDraft:
    """A rank or grade; `title` is the wording of the decision ("Chuyên viên chính")."""

    rank: Rank
    valid_from: dt.date
    title: str = ""
    decision: str = ""


@dataclass(frozen=True)
class RatingDraft:
    """A rating; `scale` is the key of the scale of its period, `value` a level on that scale."""

    period: str
    scale: str
    value: str
    decided_on: dt.date
    decision: str = ""


@dataclass(frozen=True)
class OfficialDraft:
    """A person with posts; an empty `code` asks for the next free one of the first post's unit.

    `further`: values of other open fields (fields.FURTHER_FIELDS), `sensitive`: of sensitive ones.
    """

    code: str
    full_name: str
    birth_date: dt.date | BirthDate
    sex: str
    posts: tuple[PostDraft, ...]
    qualifications: tuple[QualificationDraft, ...] = ()
    ratings: tuple[RatingDraft, ...] = ()
    sensitive: FieldValues = dataclasses.field(default_factory=dict)
    further: FieldValues = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class TrainingDraft:
    """A completed training of `periods` tiết.

    `source` identifies the record that it comes from ("certificate:<uuid>"); `kind` is "bồi dưỡng",
    "đào tạo" or the like.
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
    """An account for an official; without an e-mail they sign in by their staff code.

    `password_hash` is for accounts brought from another system; without it the account opens by a
    printed code or by a code sent to the e-mail.
    """

    official: Official
    email: str = ""
    password_hash: str = ""
