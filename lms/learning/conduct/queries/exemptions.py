"""Exemptions: the grounds that the rulebook knows, whom one may exempt, who is exempt on a day."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.learning.conduct.models import Exemption
from lms.learning.conduct.policies import exemptable_by
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.personnel.models import Official
from lms.people.personnel.queries import with_posts
from lms.people.rulebook.queries import rule_for

GROUNDS = "conduct.exempt_grounds"


@dataclass(frozen=True)
class ExemptionGround:
    """A ground for exemption with its source."""

    key: str
    title: str
    source: str


def exemption_grounds(unit: Unit) -> tuple[ExemptionGround, ...]:
    """The grounds that hold at `unit` today. RuleBroken where the rulebook has none."""
    return tuple(ExemptionGround(**fields) for fields in rule_for(GROUNDS, unit=unit).value)


def grounds_for(official: Official) -> tuple[ExemptionGround, ...]:
    """The grounds that hold where the official works today; none without a post."""
    post = official.posts.filter(on_day()).select_related("unit").order_by("-is_main", "pk").first()
    return exemption_grounds(post.unit) if post else ()


def exemptable_official(actor: Actor, uid: uuid.UUID) -> Official:
    """An official whom the actor may exempt, with the posts of today. NotFound for all others."""
    return one_or_404(with_posts(Official.objects.filter(exemptable_by(actor))), uid=uid)


def exemptable_among(actor: Actor, officials: Iterable[int]) -> set[int]:
    """Which of these officials the actor may exempt. One query."""
    exemptable_officials = Official.objects.filter(exemptable_by(actor), pk__in=list(officials))
    return set(exemptable_officials.values_list("pk", flat=True))


def exemptions_of(official: Official) -> list[Exemption]:
    """All decisions about one official, newest first, with what was taken back.

    The caller has checked who may see them.
    """
    rows = Exemption.objects.filter(official=official).select_related("withdrawal", "unit")
    return list(rows.order_by("-valid_from", "-pk"))


def exempt_on(day: dt.date, officials: Iterable[int] | QuerySet[Any, Any]) -> dict[int, Exemption]:
    """official id → the exemption that covers `day` and had not been taken back by then.

    One query.
    """
    # Until the day of its withdrawal an exemption counted, and past figures must not change.
    standing = Q(withdrawal=None) | Q(withdrawal__on__gt=day)
    exemptions = Exemption.objects.filter(
        standing, official__in=officials, valid_from__lte=day, valid_to__gte=day
    )
    return {exemption.official_id: exemption for exemption in exemptions}
