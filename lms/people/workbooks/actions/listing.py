"""The list of people leaves the house: plain for who sees it on the page, with sensitive fields for
a stated purpose alone.
"""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.core.jobs.actions import enqueue
from lms.core.jobs.models import Job
from lms.core.jobs.queries import my_jobs
from lms.people.personnel.models import Official, SensitiveAccess
from lms.people.personnel.queries import kept_officials, readable_among
from lms.people.workbooks import exporting
from lms.people.workbooks.journal import chunks
from lms.people.workbooks.lists import Filter, people_of

EXPORT = "workbooks.people"
_PURPOSE = 300


@transaction.atomic
def export_people(*, actor: Actor, asked: Filter, purpose: str | None = None) -> bytes:
    """The list as a workbook. With a `purpose` ("" is refused) it carries sensitive fields of those
    whose file the actor keeps.

    Then each of them gets a row in his access log (Luật 91/2025/QH15), and nobody else stands in
    it.
    """
    wanted, found = asked.wanted(actor), people_of(actor, asked)
    if purpose is not None:
        found = _kept(actor, found, purpose)
    open_ = (
        readable_among(actor, found) if wanted.day != clock.today() else {one.pk for one in found}
    )
    filters = asked.words(wanted)
    if purpose is not None:
        filters.append((_("Purpose"), purpose))
    listed = exporting.Listed(found, frozenset(open_), wanted.day, filters, purpose is not None)
    return exporting.people(actor.name, listed)


@transaction.atomic
def start_export(*, actor: Actor, asked: Filter, purpose: str | None = None, back_url: str) -> Job:
    """The same in the background. Ten clicks start one job."""
    _checked(purpose)
    asked.wanted(actor)
    params: dict[str, Any] = {"filter": asdict(asked), "purpose": purpose}
    over = my_jobs(actor).filter(kind=EXPORT, params=params, finished_at__isnull=False).count()
    key = hashlib.sha256(json.dumps(params).encode()).hexdigest()[:32]
    return enqueue(
        actor=actor,
        kind=EXPORT,
        key=f"{key}:{over}",
        title=_("List of officials as Excel"),
        params=params,
        back_url=back_url,
    )


def _checked(purpose: str | None) -> None:
    if purpose is not None and not purpose.strip():
        raise BadInput(_("Say for what you need these fields."), field="purpose")


def _kept(actor: Actor, found: list[Official], purpose: str) -> list[Official]:
    _checked(purpose)
    if actor.user_id is None:
        raise NotAllowed(_("These fields are seen only by the person and by who keeps his file."))
    mine = set(kept_officials(actor).values_list("pk", flat=True))
    found = [one for one in found if one.pk in mine]
    if not found:
        raise NotAllowed(_("These fields are seen only by the person and by who keeps his file."))
    now = clock.now()
    for part in chunks(found):
        SensitiveAccess.objects.bulk_create(
            SensitiveAccess(official=one, user_id=actor.user_id, purpose=purpose[:_PURPOSE], at=now)
            for one in part
        )
    record(
        "official.sensitive_exported",
        actor,
        found[0],
        count=len(found),
        purpose=purpose,
        codes=[one.code for one in found],
    )
    return found
