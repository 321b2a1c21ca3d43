"""One workbook: what it would do or did, row by row; applying it, undoing it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.people.workbooks.actions import APPLY, TRY, UNDO, start_batch_job
from lms.people.workbooks.exporting import render_refusals
from lms.people.workbooks.labels import shown_changes
from lms.people.workbooks.models import Batch, BatchRow
from lms.people.workbooks.queries import applied_before, my_batch, rows_of
from lms.people.workbooks.states import BatchState
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.unit.workbooks.batches import XLSX

_JOB_KINDS = {"ghi": APPLY, "hoan-tac": UNDO, "xem-thu": TRY}
# `?loc=` of each outcome
_WORD_OF_OUTCOME = {
    BatchRow.Outcome.NEW: "moi",
    BatchRow.Outcome.CHANGED: "doi",
    BatchRow.Outcome.UNCHANGED: "giu",
    BatchRow.Outcome.REFUSED: "tu-choi",
    BatchRow.Outcome.LEFT_OUT: "bo-qua",
}
_OUTCOME_OF_WORD = {word: outcome for outcome, word in _WORD_OF_OUTCOME.items()}


@actor_view("GET", "POST")
def show_batch(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """The rows with what each does.

    POST starts a job: `do=ghi` applies the workbook, `hoan-tac` undoes it, `xem-thu` tries it out
    again.
    """
    batch = my_batch(request.actor, uid)
    batch_address = reverse("unit_import", args=[uid])
    if request.method == "POST":
        kind = _JOB_KINDS.get(request.POST.get("do", ""))
        if kind is None:
            messages.error(request, _("Choose what to do with this workbook."))
            return redirect(batch_address)
        job = start_batch_job(actor=request.actor, batch=batch, kind=kind, back_url=batch_address)
        return redirect("account_job", job_id=job.pk)
    if batch.state == BatchState.UPLOADED or not batch.plan:
        return redirect("unit_import_columns", uid=uid)
    chosen_word = request.GET.get("loc", "")
    outcome = _OUTCOME_OF_WORD.get(chosen_word, "")
    page = page_of(request, rows_of(batch, outcome))
    for row in page:
        row.change_lines = shown_changes(row)
    context = {
        "batch": batch,
        "page": page,
        "filters": _outcome_filters(batch, outcome),
        "twin": applied_before(batch),
        "several": len({*batch.rows.values_list("sheet", flat=True).distinct()}) > 1,
    }
    return render(request, "unit/workbooks/batch.html", context)


@actor_view("GET")
def download_refused_rows(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """The refused rows as a workbook, to correct and upload again."""
    batch = my_batch(request.actor, uid)
    response = HttpResponse(render_refusals(request.actor.name, batch), content_type=XLSX)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="dong-tu-choi-{str(uid)[:8]}.xlsx"'
    )
    return response


def _outcome_filters(batch: Batch, chosen: str) -> list[tuple[str, str, int, bool]]:
    counts = batch.counts
    names = {
        BatchRow.Outcome.NEW: pgettext("rows", "New"),
        BatchRow.Outcome.CHANGED: pgettext("rows", "Changed"),
        BatchRow.Outcome.UNCHANGED: pgettext("rows", "Unchanged"),
        BatchRow.Outcome.REFUSED: pgettext("rows", "Refused"),
        BatchRow.Outcome.LEFT_OUT: pgettext("rows", "Left out"),
    }
    return [
        ("", pgettext("rows", "All"), counts["rows"], chosen == ""),
        *(
            # counts of workbooks before release 0.2 know no rows that are left out
            (f"loc={_WORD_OF_OUTCOME[outcome]}", label, counts.get(outcome, 0), chosen == outcome)
            for outcome, label in names.items()
        ),
    ]
