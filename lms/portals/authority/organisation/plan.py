"""A reorganisation while it is being typed: each form carries it along, signed; it is stored
nowhere.
"""

import datetime as dt
from dataclasses import asdict, dataclass, field

from django.core import signing

from lms.core.actor import Actor
from lms.people.organisation.area import units_under_authority
from lms.people.organisation.drafts import Reorganisation, UnitDraft
from lms.people.organisation.models import Sector, Succession, Unit, UnitLevel

# Signed: between two steps the form is out of our hands, and its content is trusted afterwards.
_SALT = "authority.reorganising"


@dataclass(frozen=True)
class TypedSuccessor:
    """One successor as it was typed.

    `how` is "new", "there" (an existing unit, whose code is `unit`) or "none".
    """

    how: str = "new"
    unit: str = ""
    code: str = ""
    name: str = ""
    level: str = UnitLevel.COMMUNE
    sector: str = Sector.GOVERNMENT


@dataclass(frozen=True)
class TypedPlan:
    """The plan as far as it was typed.

    In a split `titles` and `people` map a title of a post and the pk of an official to the index of
    the successor.
    """

    kind: str = Succession.Kind.MERGE
    units: list[str] = field(default_factory=list)
    on: str = ""
    decision: str = ""
    followers: list[TypedSuccessor] = field(default_factory=list)
    titles: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    @property
    def is_split(self) -> bool:
        return self.kind == Succession.Kind.SPLIT

    @property
    def on_day(self) -> dt.date | None:
        """First day of the new order, once it was typed."""
        return dt.date.fromisoformat(self.on) if self.on else None

    def token(self) -> str:
        """The plan as a signed string, for the hidden field of the form."""
        return signing.dumps(asdict(self), salt=_SALT, compress=True)


def read_token(token: str) -> TypedPlan:
    """The plan of a token that a form sent; an empty plan where the signature does not fit."""
    try:
        fields = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return TypedPlan()
    return TypedPlan(
        **fields | {"followers": [TypedSuccessor(**follower) for follower in fields["followers"]]}
    )


def build_plan(
    actor: Actor, typed: TypedPlan, people: dict[int, int] | None = None
) -> Reorganisation:
    """The plan for the action.

    Units that the actor may not change (any more) are left out; `check` then refuses the plan.
    """
    units = units_by_code(actor, [*typed.units, *(follower.unit for follower in typed.followers)])
    successors: list[Unit | UnitDraft] = []
    for follower in typed.followers:
        if follower.how == "there" and follower.unit in units:
            successors.append(units[follower.unit])
        elif follower.how == "new":
            successors.append(
                UnitDraft(
                    follower.code,
                    follower.name,
                    UnitLevel(follower.level),
                    sector=Sector(follower.sector),
                )
            )
    return Reorganisation(
        kind=Succession.Kind(typed.kind),
        on=dt.date.fromisoformat(typed.on),
        decision=typed.decision,
        predecessors=tuple(units[code] for code in typed.units if code in units),
        successors=tuple(successors),
        people=people or {},
    )


def units_by_code(actor: Actor, codes: list[str]) -> dict[str, Unit]:
    """Code → unit, of those units with these codes that the actor may change. One query."""
    return {unit.code: unit for unit in units_under_authority(actor).filter(code__in=codes)}
