"""Taking one's own data out: everything as Excel for reading, or as JSON for another system."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.errors import BadInput
from lms.core.spreadsheets import ExportSource, render_workbook
from lms.people.privacy.actions import take_out_own_file
from lms.people.privacy.own_file import OwnFile
from lms.people.privacy.queries import my_accesses, my_requests
from lms.people.privacy.rendering import own_file_as_json
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.learner.own.sheets import sheets_of

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@actor_view("POST")
def export_own_data(request: ActorRequest) -> HttpResponse:
    """Answer with the file, `dang=xlsx` or `dang=json`. BadInput for another format."""
    form = request.POST.get("dang", "xlsx")
    if form not in _TYPES:
        raise BadInput(_("Choose Excel or JSON."), field="dang")
    own_data = take_out_own_file(actor=request.actor, form=form)
    body = (
        _render_workbook(request, own_data) if form == "xlsx" else _render_json(request, own_data)
    )
    name = f"ho-so-{own_data.official.code}.{form}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=_TYPES[form], headers=disposition)


def _render_json(request: ActorRequest, own_data: OwnFile) -> bytes:
    return own_file_as_json(own_data, my_accesses(request.actor), my_requests(request.actor))


def _render_workbook(request: ActorRequest, own_data: OwnFile) -> bytes:
    sheets = sheets_of(own_data, my_accesses(request.actor), my_requests(request.actor))
    source = ExportSource(
        by=request.actor.name,
        as_of=clock.today(),
        filters=[(_("Whose data"), f"{own_data.official.full_name} ({own_data.official.code})")],
        definitions=[
            _(
                "This is an extract from the system; it does not replace the papers in the paper"
                " file."
            ),
            _("It holds sensitive data (Law 91/2025/QH15): whoever gets this file sees them."),
            _(
                "Turns (lượt): completed programmes, each counts once. The person is one, however"
                " many turns."
            ),
            _("Where to ask for a correction: %(path)s") % {"path": reverse("learner_rights")},
        ],
    )
    return render_workbook(sheets, source)
