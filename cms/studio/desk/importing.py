"""A scenario from a file, in two steps: choose it, look at what it holds, then write it into the
draft.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.content import Scenario
from cms.content.plain import from_plain
from cms.library.queries import dated
from cms.scenarios.checks import check
from cms.scenarios.exchange.safety import MAX_BYTES
from cms.studio import graph
from cms.studio.desk.around import around, outline
from cms.studio.desk.door import actor_of, attempt, done, studio
from cms.studio.drafts import Draft
from cms.studio.edits.importing import ENDINGS, file_of, read_file, write_file
from cms.studio.models import ImportedFile
from lms.core.errors import BadInput

# What was not understood is shown as far as people read.
_SHOWN = 200


class FileForm(forms.Form):
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
            raise forms.ValidationError(
                _(
                    "The file is larger than 5 MB. Take pictures out of it, or split it into two"
                    " lessons."
                )
            )
        return file


@studio("GET", "POST")
def choose(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Choose a file; it is read, and nothing is written yet. 422 with the reason at the field."""
    is_post = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if is_post else FileForm()
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
    context = around(draft) | {"form": form, "file": file_of(draft), "open_scene": ""}
    status = 422 if form.errors else 200
    return render(request, "cms/studio/files/choose.html", context, status=status)


@studio("GET", "POST")
def look(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What the file holds, what was not understood, what the checker says; and writing it."""
    if request.method == "POST":
        return _write(request, draft)
    file = file_of(draft)
    if file is None:
        return redirect("studio_import", draft.page.pk)
    scenario = dated(from_plain(Scenario, file.case))
    problems = check(scenario)
    context = around(draft) | {
        "file": file,
        "scenes": outline(draft, scenario, problems, []),
        "choices": sum(len(scene.choices) for scene in scenario.scenes),
        "endings": sum(scene.is_ending for scene in scenario.scenes),
        "variables": len(scenario.variables),
        "file_problems": problems,
        "file_blocking": sum(problem.blocks for problem in problems),
        "warnings": file.warnings[:_SHOWN],
        "hidden_warnings": max(0, len(file.warnings) - _SHOWN),
        "base": graph.digest(draft.case),
    }
    return render(request, "cms/studio/files/look.html", context)


def _write(request: HttpRequest, draft: Draft) -> HttpResponse:
    file: ImportedFile | None = attempt(
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
    count = len(graph.scenes(file.case))
    message = ngettext(
        "%(n)d scene of the file is the draft now. “Undo” brings back what was there.",
        "%(n)d scenes of the file are the draft now. “Undo” brings back what was there.",
        count,
    )
    return done(request, "studio_open", draft, message=message % {"n": count})
