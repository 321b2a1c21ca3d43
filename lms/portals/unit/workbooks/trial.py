"""One workbook: what it would do or did, row by row; decisions, applying it, undoing it."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lms.core.errors import ApplicationError, NotAllowed, NotFound
from lms.people.workbooks.actions import APPLY, TRY, UNDO, decide_rows, start_batch_job, try_out
from lms.people.workbooks.exporting import render_refusals
from lms.people.workbooks.labels import shown_changes
from lms.people.workbooks.models import Batch, BatchRow
from lms.people.workbooks.queries import (
    applied_before,
    my_batch,
    rows_of,
    undecided_by_kind,
    undecided_rows,
    unread_columns,
    warned_rows,
)
from lms.people.workbooks.states import BatchState
from lms.people.workbooks.warning_kinds import Decision, WarningKind, decisions_for
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.unit.workbooks.batches import XLSX
from lms.portals.unit.workbooks.columns import is_done_at_once

_JOB_KINDS = {"ghi": APPLY, "hoan-tac": UNDO, "xem-thu": TRY}
_DECIDE, _ACCEPT_ALL = "quyet-dinh", "nhan-het"
# The names of the fields of a row's decision begin so.
_FIELD = "dong-"
# `?loc=` of each outcome
_WORD_OF_OUTCOME = {
    BatchRow.Outcome.NEW: "moi",
    BatchRow.Outcome.CHANGED: "doi",
    BatchRow.Outcome.UNCHANGED: "giu",
    BatchRow.Outcome.REFUSED: "tu-choi",
    BatchRow.Outcome.LEFT_OUT: "bo-qua",
}
_OUTCOME_OF_WORD = {word: outcome for outcome, word in _WORD_OF_OUTCOME.items()}
# `?loc=` of rows that are warned of, and of those that wait for a decision
_WARNED, _UNDECIDED = "canh-bao", "can-quyet-dinh"


@dataclass(frozen=True)
class KindToDecide:
    """Rows that wait for a decision about one kind of warning alone."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class DecisionChoice:
    """One of the decisions that a row's warnings allow."""

    value: str
    label: str
    is_taken: bool


@actor_view("GET", "POST")
def show_batch(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """The rows with what each does.

    POST starts a job: `do=ghi` applies the workbook, `hoan-tac` undoes it, `xem-thu` tries it out
    again; or keeps decisions: `quyet-dinh` those of the rows on the page, `nhan-het` accepts all
    proposals of one kind of warning.
    """
    batch = my_batch(request.actor, uid)
    if request.method == "POST":
        return _act_on_batch(request, batch)
    if batch.state == BatchState.UPLOADED or not batch.counts:
        return redirect("unit_import_columns", uid=uid)
    chosen_word = request.GET.get("loc", "")
    page = page_of(request, _chosen_rows(batch, chosen_word))
    may_decide = batch.state == BatchState.CHECKED
    for row in page:
        row.change_lines = shown_changes(row)
        row.choices = _decision_choices(row) if may_decide else []
    context = {
        "batch": batch,
        "page": page,
        "filters": _row_filters(batch, chosen_word),
        "twin": applied_before(batch),
        "unread": [column for column in unread_columns(batch) if not column["is_known"]],
        "several": len({*batch.rows.values_list("sheet", flat=True).distinct()}) > 1,
        "undecided": undecided_rows(batch).count() if may_decide else 0,
        "kinds": _kinds_to_decide(batch) if may_decide else [],
        "asks": any(row.choices for row in page),
        "undecided_word": _UNDECIDED,
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


def _act_on_batch(request: ActorRequest, batch: Batch) -> HttpResponse:
    """Start the job or keep the decisions that were sent; what is refused is said on the page."""
    act, _colon, detail = request.POST.get("do", "").partition(":")
    address = request.get_full_path()
    try:
        if act == _DECIDE:
            return _keep_decisions(request, batch, _sent_decisions(request))
        if act == _ACCEPT_ALL:
            keys = undecided_by_kind(batch).get(_kind_of(detail), [])
            return _keep_decisions(request, batch, dict.fromkeys(keys, Decision.PROPOSAL))
        if act in _JOB_KINDS:
            back = reverse("unit_import", args=[batch.uid])
            job = start_batch_job(
                actor=request.actor, batch=batch, kind=_JOB_KINDS[act], back_url=back
            )
            return redirect("account_job", job_id=job.pk)
    except (NotFound, NotAllowed):
        # these have pages of their own
        raise
    except ApplicationError as refusal:
        messages.error(request, refusal.message)
        return redirect(_undecided_address(batch) if act == "ghi" else address)
    messages.error(request, _("Choose what to do with this workbook."))
    return redirect(address)


def _keep_decisions(request: ActorRequest, batch: Batch, decisions: dict[int, str]) -> HttpResponse:
    """Keep them, and try the workbook out again where they change what would be written."""
    if not decisions:
        messages.error(request, _("Choose at one row at least what is to be done with it."))
        return redirect(request.get_full_path())
    batch = decide_rows(actor=request.actor, batch=batch, decisions=decisions)
    if not batch.plan:
        if not is_done_at_once(batch):
            back = reverse("unit_import", args=[batch.uid])
            job = start_batch_job(actor=request.actor, batch=batch, kind=TRY, back_url=back)
            return redirect("account_job", job_id=job.pk)
        batch = try_out(actor=request.actor, batch=batch)
    count = undecided_rows(batch).count()
    if count:
        words = ngettext(
            "Kept. %(count)d row still waits for a decision.",
            "Kept. %(count)d rows still wait for a decision.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect(request.get_full_path())
    messages.success(request, _("Kept. Every row is decided: the workbook can be written."))
    return redirect("unit_import", uid=batch.uid)


def _sent_decisions(request: ActorRequest) -> dict[int, str]:
    """Key of the row → decision, of the rows of the page for which one was chosen."""
    sent = {
        name.removeprefix(_FIELD): value
        for name, value in request.POST.items()
        if name.startswith(_FIELD) and value
    }
    return {int(key): str(value) for key, value in sent.items() if key.isdecimal()}


def _kind_of(word: str) -> WarningKind:
    """The kind of warning with this stored value. NotFound for any other word."""
    if word not in WarningKind.values:
        raise NotFound
    return WarningKind(word)


def _undecided_address(batch: Batch) -> str:
    return f"{reverse('unit_import', args=[batch.uid])}?loc={_UNDECIDED}"


def _chosen_rows(batch: Batch, word: str) -> QuerySet[BatchRow]:
    """The rows of the filter `word`; all rows for a word that is none."""
    if word == _WARNED:
        return warned_rows(batch)
    if word == _UNDECIDED:
        return undecided_rows(batch)
    return rows_of(batch, _OUTCOME_OF_WORD.get(word, ""))


def _decision_choices(row: BatchRow) -> list[DecisionChoice]:
    """What may be decided about the row; nothing where it is not warned of."""
    if not row.warnings:
        return []
    return [
        DecisionChoice(choice.value, str(choice.label), row.decision == choice.value)
        for choice in decisions_for(warning["kind"] for warning in row.warnings)
    ]


def _kinds_to_decide(batch: Batch) -> list[KindToDecide]:
    """The kinds of warning of which all proposals may be accepted at once."""
    return [
        KindToDecide(kind.value, str(kind.label), len(keys))
        for kind, keys in sorted(undecided_by_kind(batch).items())
    ]


def _row_filters(batch: Batch, chosen: str) -> list[tuple[str, str, int, bool]]:
    counts = batch.counts
    names = {
        BatchRow.Outcome.NEW: pgettext("rows", "New"),
        BatchRow.Outcome.CHANGED: pgettext("rows", "Changed"),
        BatchRow.Outcome.UNCHANGED: pgettext("rows", "Unchanged"),
        BatchRow.Outcome.REFUSED: pgettext("rows", "Refused"),
        BatchRow.Outcome.LEFT_OUT: pgettext("rows", "Left out"),
    }
    # counts of workbooks before release 0.2 know no rows that are left out
    words = {_WORD_OF_OUTCOME[outcome]: counts.get(outcome, 0) for outcome in names}
    filters = [
        (f"loc={word}", label, count, chosen == word)
        for (word, count), label in zip(words.items(), names.values(), strict=True)
    ]
    warned, undecided = warned_rows(batch).count(), undecided_rows(batch).count()
    known_words = {*words, _WARNED, _UNDECIDED}
    filters.insert(0, ("", pgettext("rows", "All"), counts["rows"], chosen not in known_words))
    if warned:
        filters.append((f"loc={_WARNED}", pgettext("rows", "Warned of"), warned, chosen == _WARNED))
    if undecided and batch.state == BatchState.CHECKED:
        filters.insert(
            1, (f"loc={_UNDECIDED}", pgettext("rows", "To decide"), undecided, chosen == _UNDECIDED)
        )
    return filters
