"""The workbooks that were uploaded for the actor's units, and uploading one."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.core import clock
from lms.core.errors import NotFound
from lms.people.organisation.models import Unit
from lms.people.workbooks.actions import upload_workbook
from lms.people.workbooks.exporting import render_template
from lms.people.workbooks.models import Batch
from lms.people.workbooks.queries import importing_units, my_batches
from lms.people.workbooks.reading import ENDINGS
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A larger file is refused before it is read into memory; the reader has its own, lower limit.
_MOST_BYTES = 25 * 1024 * 1024


class UploadForm(forms.Form):
    """A workbook, its unit, and the day of its figures."""

    unit = forms.ChoiceField(
        label=pgettext_lazy("workbook", "Unit of the list"),
        help_text=gettext_lazy(
            "People of this unit and of everything below it are found and written."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Excel file"),
        help_text=gettext_lazy(
            "A list as you have it, up to 20 MB: Excel (.xlsx, .xls, .xlsb, .xlsm), LibreOffice"
            " (.ods) or text (.csv, .tsv, .txt). Nothing is written before you have seen what"
            " would change."
        ),
        widget=forms.ClearableFileInput({"accept": ",".join(ENDINGS)}),
    )
    as_of = forms.DateField(
        label=gettext_lazy("Figures as of"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy(
            "Posts and levels without a date of their own are held from this day."
        ),
    )

    def __init__(self, units: list[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.code: unit for unit in units}
        unit_field: Any = self.fields["unit"]
        unit_field.choices = [(unit.code, f"{unit.name} ({unit.code})") for unit in units]
        if len(units) == 1:
            unit_field.initial = units[0].code

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > _MOST_BYTES:
            raise forms.ValidationError(
                _("The file is too large: cut the list into parts of at most 20 MB.")
            )
        return file


@actor_view("GET", "POST")
def show_batches(request: ActorRequest) -> HttpResponse:
    """The workbooks, newest first; POST uploads one."""
    units = list(importing_units(request.actor))
    if not units:
        raise NotFound
    is_sent = request.method == "POST"
    form = UploadForm(
        units,
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"as_of": clock.today()},
    )
    if form.is_valid():
        batch = apply_action(form, lambda: _upload_workbook(request, form))
        if batch is not None:
            return redirect("unit_import_columns", uid=batch.uid)
    page = page_of(request, my_batches(request.actor), size=20)
    context = {"form": form, "page": page, "several": len(units) > 1}
    return render(request, "unit/workbooks/list.html", context, status=status_of(form))


@actor_view("GET")
def download_empty_workbook(request: ActorRequest) -> HttpResponse:
    """The empty workbook to fill in; its columns are known."""
    if not importing_units(request.actor).exists():
        raise NotFound
    response = HttpResponse(render_template(request.actor.name), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="mau-danh-sach-can-bo.xlsx"'
    return response


def _upload_workbook(request: ActorRequest, form: UploadForm) -> Batch:
    fields = form.cleaned_data
    return upload_workbook(
        actor=request.actor,
        unit=form.units[fields["unit"]],
        name=fields["file"].name,
        body=fields["file"].read(),
        as_of=fields["as_of"],
    )
