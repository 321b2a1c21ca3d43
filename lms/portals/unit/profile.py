"""/don-vi/ho-so-don-vi/: the profile of the units that the actor manages."""

from django.http import HttpResponse
from django.shortcuts import render

from lms.core.errors import NotFound
from lms.outcomes.reporting.queries import units_run_by
from lms.portals.kit.profile import page
from lms.portals.kit.views import ActorRequest, door


@door("GET")
def profile(request: ActorRequest) -> HttpResponse:
    """One unit (`?don-vi=`, else the first) as of `?ngay=`, beside another day (`?voi=`)."""
    units = list(units_run_by(request.actor))
    code = request.GET.get("don-vi", "")
    unit = next((run_unit for run_unit in units if not code or run_unit.code == code), None)
    if unit is None:
        raise NotFound
    context, status = page.context(request, unit)
    return render(request, "unit/profile/page.html", context | {"units": units}, status=status)
