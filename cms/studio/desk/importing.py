"""A scenario from a file, in two steps: choose it, look at what it holds, then write it into the
draft.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext

from cms.content import Scenario
from cms.content.plain import from_plain
from cms.library.queries import with_legal_dates
from cms.scenarios.checks import check_scenario
from cms.scenarios.exchange.safety import MAX_BYTES, too_large_message
from cms.studio import graph
from cms.studio.desk.access import actor_of, attempt_action, draft_view, redirect_with_message
from cms.studio.desk.context import outline_rows, page_context
from cms.studio.drafts import ScenarioDraft
from cms.studio.edits.importing import ENDINGS, file_of, read_file, write_file
from cms.studio.models import ImportedFile
from lms.core.errors import BadInput

# What was not understood is shown as far as people read.
_MAX_WARNINGS = 200


class ScenarioFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Word (.docx), Excel (.xlsx), Twee (.twee, .tw), Twine (.html) or JSON (.json); 5 MB at"
            " most."
        ),
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "missing": gettext_lazy("Choose a file first."),
        },
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(too_large_message())
        return file


@draft_view("GET", "POST")
def choose_file(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """Choose a file; it is read, and nothing is written yet. 422 with the reason at the field."""
    is_post = request.method == "POST"
    form = ScenarioFileForm(request.POST, request.FILES) if is_post else ScenarioFileForm()
    if is_post and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read_file(
                actor=actor_of(request), page_id=draft.page.pk, name=file.name, data=file.read()
            )
        except BadInput as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("studio_imported", draft.page.pk)
    context = page_context(draft) | {"form": form, "file": file_of(draft), "open_scene": ""}
    status = 422 if form.errors else 200
    return render(request, "cms/studio/files/choose.html", context, status=status)


@draft_view("GET", "POST")
def review_file(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """What the file holds, what was not understood, what the checker says; and writing it."""
    if request.method == "POST":
        return _write_file(request, draft)
    file = file_of(draft)
    if file is None:
        return redirect("studio_import", draft.page.pk)
    scenario = with_legal_dates(from_plain(Scenario, file.case))
    problems = check_scenario(scenario)
    context = page_context(draft) | {
        "file": file,
        "scenes": outline_rows(draft, scenario, problems, []),
        "choices": sum(len(scene.choices) for scene in scenario.scenes),
        "endings": sum(scene.is_ending for scene in scenario.scenes),
        "variables": len(scenario.variables),
        "file_problems": problems,
        "file_blocking": sum(problem.blocks for problem in problems),
        "warnings": file.warnings[:_MAX_WARNINGS],
        "hidden_warnings": max(0, len(file.warnings) - _MAX_WARNINGS),
        "base": graph.digest_of(draft.case),
    }
    return render(request, "cms/studio/files/look.html", context)


def _write_file(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    file: ImportedFile | None = attempt_action(
        request,
        lambda: write_file(
            actor=actor_of(request),
            page_id=draft.page.pk,
            file_id=request.POST.get("file", ""),
            base=request.POST.get("base", ""),
        ),
    )
    if file is None:
        return redirect("studio_imported", draft.page.pk)
    count = len(graph.scenes_of(file.case))
    message = ngettext(
        "%(n)d scene of the file is the draft now. “Undo” brings back what was there.",
        "%(n)d scenes of the file are the draft now. “Undo” brings back what was there.",
        count,
    )
    return redirect_with_message(request, "studio_open", draft, message=message % {"n": count})
