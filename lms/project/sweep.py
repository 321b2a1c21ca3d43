"""The sweep: the one caller of the broker.

It looks for work that is written down and hands it to a worker.
"""

import datetime as dt
import logging
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import extend_chain
from lms.core.audit.models import Delivery
from lms.core.audit.states import DELIVERY, DeliveryState
from lms.core.jobs import actions as jobs
from lms.core.jobs.queries import waiting_jobs
from lms.core.notices.actions import send_due_mail
from lms.people.organisation.actions import follow_states, match_editors
from lms.project.celery import app

log = logging.getLogger(__name__)

ATTEMPTS = 8
# A delivery handed over this long ago and not done is handed over again: no broker survives a kill.
LOST_AFTER = dt.timedelta(seconds=60)

# A tick that waited behind long work is dropped: the next one sees all that it would have seen.
app.conf.beat_schedule = {
    name: {
        "task": f"lms.project.sweep.{task}",
        "schedule": every,
        "options": {"expires": 5 * every},
    }
    for name, task, every in (
        ("sweep", "sweep", settings.SWEEP_SECONDS),
        ("seal", "seal_events", 10 * settings.SWEEP_SECONDS),
        ("roles", "follow_roles", 3600),
    )
}


@shared_task
def sweep() -> None:
    """Hand over deliveries and jobs that wait, send mail that is due."""
    for delivery_id in _take_deliveries():
        deliver.delay(delivery_id)
    for job_id in waiting_jobs().values_list("pk", flat=True)[:20]:
        run_job.delay(str(job_id))
    send_due_mail()


@shared_task
def seal_events() -> None:
    """Chain the hashes of new events."""
    extend_chain()


@shared_task
def follow_roles() -> None:
    """Bring units and editors up to date with what begins or ends on this day."""
    follow_states(actor=Actor.system("Theo dõi tổ chức"))
    match_editors(actor=Actor.system("Theo dõi vai trò"))


@shared_task
def run_job(job_id: str) -> None:
    """Run one job; a second call is harmless."""
    jobs.perform_job(UUID(job_id))


@shared_task
def deliver(delivery_id: int) -> None:
    """Run one reaction. A fault is kept with the delivery and tried again, later each time."""
    delivery = Delivery.objects.select_related("event").get(pk=delivery_id)
    if delivery.state != DeliveryState.SENT:
        return
    try:
        import_string(delivery.reaction)(delivery.event)
    except Exception as error:
        log.exception("reaction %s of event %s failed", delivery.reaction, delivery.event_id)
        delivery.error = repr(error)
        failed = delivery.attempts >= ATTEMPTS
        DELIVERY.move(delivery, DeliveryState.FAILED if failed else DeliveryState.PENDING)
        delivery.due_at = clock.now() + dt.timedelta(seconds=5 * 2**delivery.attempts)
    else:
        delivery.error = ""
        DELIVERY.move(delivery, DeliveryState.DONE)
    delivery.save()


@transaction.atomic
def _take_deliveries() -> list[int]:
    now = clock.now()
    Delivery.objects.filter(state=DeliveryState.SENT, due_at__lt=now - LOST_AFTER).update(
        state=DeliveryState.PENDING
    )
    waiting = list(
        Delivery.objects.select_for_update(skip_locked=True)
        .filter(state=DeliveryState.PENDING, due_at__lte=now)
        .order_by("id")[:100]
    )
    for delivery in waiting:
        DELIVERY.move(delivery, DeliveryState.SENT)
        delivery.attempts += 1
        delivery.due_at = now
    Delivery.objects.bulk_update(waiting, ["state", "attempts", "due_at"])
    return [delivery.pk for delivery in waiting]


def drain() -> None:
    """Run everything that waits, here and now, until nothing is left (commands, tests)."""
    for _ in range(100):
        deliveries = _take_deliveries()
        for delivery_id in deliveries:
            deliver(delivery_id)
        waiting = list(waiting_jobs().values_list("pk", flat=True)[:20])
        for job_id in waiting:
            jobs.perform_job(job_id)
        if not deliveries and not waiting:
            break
    send_due_mail()
    while extend_chain():
        pass
