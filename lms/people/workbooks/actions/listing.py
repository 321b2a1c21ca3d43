"""Export the list of people as Excel: without sensitive fields for all who see the page, with them
for a stated purpose alone.
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
from lms.core.jobs.actions import enqueue_job
from lms.core.jobs.models import Job
from lms.core.jobs.queries import my_jobs
from lms.people.personnel.actions import access
from lms.people.personnel.models import Official, SensitiveAccess
from lms.people.personnel.queries import kept_officials, readable_among
from lms.people.workbooks import exporting
from lms.people.workbooks.journal import chunks
from lms.people.workbooks.lists import PeopleFilter, people_of

EXPORT = "workbooks.people"
# The length of the column of SensitiveAccess.
_PURPOSE = 300


@transaction.atomic
def export_people(
    *, actor: Actor, people_filter: PeopleFilter, purpose: str | None = None
) -> bytes:
    """The list as a workbook. With a `purpose` ("" is refused) it carries sensitive fields of those
    whose file the actor keeps.

    Then each of them gets a row in their access log (Luật 91/2025/QH15), and nobody else is in the
    list.
    """
    scope = people_filter.resolve_for(actor)
    officials = people_of(actor, people_filter)
    if purpose is not None:
        officials = _log_sensitive_access(actor, officials, purpose)
    if scope.day == clock.today():
        # who is on the list of today may be opened today
        open_files = {official.pk for official in officials}
    else:
        open_files = readable_among(actor, officials)
    filters = people_filter.describe(scope)
    if purpose is not None:
        filters.append((_("Purpose"), purpose))
    listed = exporting.PeopleList(
        officials, frozenset(open_files), scope.day, filters, purpose is not None
    )
    return exporting.render_people(actor.name, listed)


@transaction.atomic
def start_export(
    *, actor: Actor, people_filter: PeopleFilter, purpose: str | None = None, back_url: str
) -> Job:
    """Begin the same in the background. Ten clicks start one job."""
    _check_purpose(purpose)
    people_filter.resolve_for(actor)
    params: dict[str, Any] = {"filter": asdict(people_filter), "purpose": purpose}
    finished = my_jobs(actor).filter(kind=EXPORT, params=params, finished_at__isnull=False).count()
    # the number of finished jobs is in the key: only one that still runs stands in the way
    key = hashlib.sha256(json.dumps(params).encode()).hexdigest()[:32]
    return enqueue_job(
        actor=actor,
        kind=EXPORT,
        key=f"{key}:{finished}",
        title=_("List of officials as Excel"),
        params=params,
        back_url=back_url,
    )


def _check_purpose(purpose: str | None) -> None:
    """BadInput for a purpose without a word; None means that no sensitive fields are asked for."""
    if purpose is not None:
        access.check_purpose(purpose)


def _log_sensitive_access(actor: Actor, officials: list[Official], purpose: str) -> list[Official]:
    """Those whose file the actor keeps, each with a row in their access log. NotAllowed without
    any.
    """
    _check_purpose(purpose)
    if actor.user_id is None:
        raise access.not_seen_by()
    kept_keys = set(kept_officials(actor).values_list("pk", flat=True))
    kept = [official for official in officials if official.pk in kept_keys]
    if not kept:
        raise access.not_seen_by()
    now = clock.now()
    for part in chunks(kept):
        SensitiveAccess.objects.bulk_create(
            SensitiveAccess(
                official=official, user_id=actor.user_id, purpose=purpose[:_PURPOSE], at=now
            )
            for official in part
        )
    record(
        "official.sensitive_exported",
        actor,
        kept[0],
        count=len(kept),
        purpose=purpose,
        codes=[official.code for official in kept],
    )
    return kept
