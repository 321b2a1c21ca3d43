"""/don-vi/ho-so-don-vi/: the profile of the units that the actor manages."""

from django.http import HttpResponse
from django.shortcuts import render

from lms.core.errors import NotFound
from lms.outcomes.reporting.queries import units_run_by
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.shared.profile import page


@actor_view("GET")
def show_profile(request: ActorRequest) -> HttpResponse:
    """One unit (`?don-vi=`, else the first) as of `?ngay=`, beside another day (`?voi=`)."""
    units = list(units_run_by(request.actor))
    code = request.GET.get("don-vi", "")
    unit = next((run_unit for run_unit in units if not code or run_unit.code == code), None)
    if unit is None:
        raise NotFound
    context, status = page.profile_context(request, unit)
    return render(request, "unit/profile/page.html", context | {"units": units}, status=status)
