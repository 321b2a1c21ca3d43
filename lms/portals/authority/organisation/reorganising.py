"""/to-chuc/sap-xep/: units merge, split, convert or dissolve, step by step.

Each step sends what was typed so far along in a hidden field of its form.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.errors import ApplicationError, NotAllowed, NotFound
from lms.outcomes.reporting.queries.reorganising import posts_concerned, simulate_reorganisation
from lms.people.organisation.drafts import Reorganisation
from lms.people.organisation.models import Role, Succession
from lms.people.organisation.policies import has_any
from lms.people.personnel.actions.reorganising import check_reorganisation, reorganise_units
from lms.people.personnel.models import Post
from lms.portals.authority.organisation.plan import TypedPlan, build_plan, read_token, units_by_code
from lms.portals.authority.organisation.plan_forms import (
    MOST_SUCCESSORS,
    ConfirmPlanForm,
    PlanPeopleForm,
    PlanSuccessorForm,
    PlanUnitsForm,
    places_of_people,
)
from lms.portals.kit.forms import UNPROCESSABLE, apply_action, status_of
from lms.portals.kit.views import ActorRequest, actor_view

_PAGES = "authority/organisation/reorganising/"


@actor_view("GET", "POST")
def show_reorganisation(request: ActorRequest) -> HttpResponse:
    """Show or receive one of four steps: units and day; successors (and who goes where); effects;
    confirmation.
    """
    if not has_any(request.actor, Role.AUTHORITY):
        raise NotFound
    if request.method == "GET":
        return _show_units(request, _empty_plan(request))
    typed = read_token(request.POST.get("plan", ""))
    steps: dict[str, Callable[[ActorRequest, TypedPlan], HttpResponse]] = {
        "units": _receive_units,
        "successors": _receive_successors,
        "people": _receive_people,
        "confirm": _carry_out_plan,
    }
    step = steps.get(request.POST.get("step", ""))
    if step is None or (step is not _receive_units and not typed.units):
        return _show_units(request, typed)
    return step(request, typed)


def _empty_plan(request: ActorRequest) -> TypedPlan:
    """An empty plan, with the unit (`?don-vi=`) and the kind (`?loai=`) of the address."""
    code, kind = request.GET.get("don-vi", ""), request.GET.get("loai", "")
    chosen_units = list(units_by_code(request.actor, [code]))
    chosen_kind = kind if kind in Succession.Kind.values else Succession.Kind.MERGE
    return TypedPlan(kind=chosen_kind, units=chosen_units, on=clock.today().isoformat())


# --- step 1: which units, when, by which decision


def _receive_units(request: ActorRequest, typed: TypedPlan) -> HttpResponse:
    """Step 1 as it was sent: `do=find` searches for units, anything else goes on to step 2."""
    if request.POST.get("do") == "find":
        search = {name: request.POST.get(name, "") for name in ("kind", "tim", "on", "decision")}
        initial = search | {"units": request.POST.getlist("units")}
        form = PlanUnitsForm(initial=initial, actor=request.actor)
        return _render_step(
            request, "units", typed, form=form, has_searched=bool(search["tim"].strip())
        )
    form = PlanUnitsForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return _render_step(request, "units", typed, UNPROCESSABLE, form=form)
    return _show_successors(request, form.typed(typed))


def _show_units(
    request: ActorRequest, typed: TypedPlan, refusal: ApplicationError | None = None
) -> HttpResponse:
    """Step 1 with what was typed; with a refusal at its field, where it is one of this step."""
    fields = {"kind": typed.kind, "units": typed.units, "on": typed.on, "decision": typed.decision}
    form = PlanUnitsForm(None if refusal is None else fields, initial=fields, actor=request.actor)
    if refusal is not None and not form.refuse(refusal.field, refusal.message):
        form.add_error(None, refusal.message)
    return _render_step(request, "units", typed, status_of(form), form=form)


# --- step 2: what follows them


def _receive_successors(request: ActorRequest, typed: TypedPlan) -> HttpResponse:
    """Step 2 as it was sent; a split goes on to its people, every other kind to the effects."""
    button = request.POST.get("do", "")
    if button == "back":
        return _show_units(request, typed)
    count = _count_rows(typed, request.POST.get("rows", ""))
    forms = [_successor_form(request, typed, index, request.POST) for index in range(count)]
    if button == "add":
        rows = [form.data_as_initial() for form in forms]
        return _show_successors(request, typed, rows=[*rows, {}])
    invalid_forms = [form for form in forms if not form.is_valid()]
    if invalid_forms:
        return _render_step(request, "successors", typed, UNPROCESSABLE, forms=forms)
    typed = _with_changes(typed, followers=[form.follower() for form in forms])
    if typed.is_split:
        return _show_people(request, typed)
    return _show_effects(request, typed)


def _show_successors(
    request: ActorRequest,
    typed: TypedPlan,
    *,
    rows: list[dict[str, Any]] | None = None,
    refusal: ApplicationError | None = None,
) -> HttpResponse:
    """Step 2: with `rows` as they were sent, else with what is in the plan."""
    if rows is None:
        rows = _planned_rows(typed)
    if not typed.is_split:
        rows = rows[:1]
    rows = (rows or [{}])[:MOST_SUCCESSORS]
    forms = []
    for index, row in enumerate(rows):
        # An error is shown on a form that was sent alone.
        data = None
        if refusal is not None:
            data = {f"s{index}-{name}": value for name, value in row.items()}
        forms.append(_successor_form(request, typed, index, data, initial=row))
    if refusal is None:
        return _render_step(request, "successors", typed, forms=forms)
    _add_refusal(forms, refusal)
    return _render_step(request, "successors", typed, UNPROCESSABLE, forms=forms)


def _planned_rows(typed: TypedPlan) -> list[dict[str, Any]]:
    """The successors of the plan; a split shows two rows at least."""
    rows = [vars(follower) for follower in typed.followers]
    while typed.is_split and len(rows) < 2:
        rows.append({})
    return rows


def _add_refusal(forms: list[PlanSuccessorForm], refusal: ApplicationError) -> None:
    """Put the refusal at the first new unit, else at the first successor."""
    form = forms[0]
    for candidate in forms:
        if candidate["how"].value() == "new":
            form = candidate
            break
    form.add_error(refusal.field if refusal.field in ("name", "code") else "how", refusal.message)


def _successor_form(
    request: ActorRequest,
    typed: TypedPlan,
    index: int,
    data: Any,
    initial: dict[str, Any] | None = None,
) -> PlanSuccessorForm:
    units = units_by_code(request.actor, typed.units)
    defaults = {"how": "new", "level": next((unit.level for unit in units.values()), "")}
    is_dissolution = typed.kind == Succession.Kind.DISSOLVE
    return PlanSuccessorForm(
        data,
        prefix=f"s{index}",
        initial=defaults | (initial or {}),
        actor=request.actor,
        may_be_none=is_dissolution,
    )


def _count_rows(typed: TypedPlan, sent: str) -> int:
    """How many successors the form has: one, or 2 to MOST_SUCCESSORS in a split."""
    if not typed.is_split:
        return 1
    if not (sent.isascii() and sent.isdigit()):
        return 2
    return min(max(int(sent), 2), MOST_SUCCESSORS)


# --- step 2 of a split: who goes where


def _receive_people(request: ActorRequest, typed: TypedPlan) -> HttpResponse:
    """The people of a split as they were sent; goes on to the effects."""
    if request.POST.get("do") == "back":
        return _show_successors(request, typed)
    plan = build_plan(request.actor, typed)
    form = _people_form(request, typed, plan, request.POST)
    if not form.is_valid():
        return _render_step(request, "people", typed, UNPROCESSABLE, form=form)
    typed = _with_changes(typed, titles=form.typed_titles(), people=form.typed_people())
    return _show_effects(request, typed)


def _show_people(request: ActorRequest, typed: TypedPlan) -> HttpResponse:
    plan = build_plan(request.actor, typed)
    refusal = _find_refusal(request, plan)
    if refusal is not None:
        return _show_refusal(request, typed, refusal)
    return _render_step(request, "people", typed, form=_people_form(request, typed, plan, None))


def _people_form(
    request: ActorRequest, typed: TypedPlan, plan: Reorganisation, data: Any
) -> PlanPeopleForm:
    names = [successor.name for successor in plan.successors]
    return PlanPeopleForm(data, posts=posts_concerned(plan), successors=names, before=typed)


# --- steps 3 and 4: what it would do, and doing it


def _show_effects(
    request: ActorRequest, typed: TypedPlan, form: ConfirmPlanForm | None = None
) -> HttpResponse:
    plan = _whole_plan(request, typed)
    refusal = _find_refusal(request, plan)
    if refusal is not None:
        return _show_refusal(request, typed, refusal)
    form = form or ConfirmPlanForm()
    effects = simulate_reorganisation(request.actor, plan)
    return _render_step(
        request, "effects", typed, status_of(form), form=form, effects=effects, plan=plan
    )


def _carry_out_plan(request: ActorRequest, typed: TypedPlan) -> HttpResponse:
    """Carry the plan out, once it was confirmed."""
    if request.POST.get("do") == "back":
        if typed.is_split:
            return _show_people(request, typed)
        return _show_successors(request, typed)
    form = ConfirmPlanForm(request.POST)
    if not form.is_valid():
        return _show_effects(request, typed, form)
    # Built once more: units and people may have changed since the effects were shown.
    plan = _whole_plan(request, typed)
    successors = apply_action(form, lambda: reorganise_units(actor=request.actor, plan=plan))
    if successors is None:
        return _show_effects(request, typed, form)
    messages.success(request, _("The reorganisation is written down. It takes effect by its day."))
    unit = successors[0] if successors else plan.predecessors[0]
    return redirect("authority_tree_unit", code=unit.code)


def _whole_plan(request: ActorRequest, typed: TypedPlan) -> Reorganisation:
    """The plan, in a split with the successor of each official."""
    plan = build_plan(request.actor, typed)
    if not typed.is_split:
        return plan
    posts: list[Post] = list(posts_concerned(plan))
    return build_plan(request.actor, typed, places_of_people(posts, typed))


def _find_refusal(request: ActorRequest, plan: Reorganisation) -> ApplicationError | None:
    """The refusal of the plan, or None where it can be carried out.

    NotAllowed and NotFound are raised: they belong to no field.
    """
    try:
        check_reorganisation(request.actor, plan)
    except (NotAllowed, NotFound):
        raise
    except ApplicationError as refusal:
        return refusal
    return None


def _show_refusal(
    request: ActorRequest, typed: TypedPlan, refusal: ApplicationError
) -> HttpResponse:
    """Show the step that has the field of the refusal."""
    if refusal.field in ("code", "name", "eid", "successors", "people", "parent"):
        return _show_successors(request, typed, refusal=refusal)
    return _show_units(request, typed, refusal)


def _with_changes(typed: TypedPlan, **changed: Any) -> TypedPlan:
    return TypedPlan(**vars(typed) | changed)


def _render_step(
    request: ActorRequest, step: str, typed: TypedPlan, status: int = 200, **context: Any
) -> HttpResponse:
    units = units_by_code(request.actor, typed.units)
    context |= {
        "typed": typed,
        "token": typed.token(),
        "units": [units[code] for code in typed.units if code in units],
        "wrong": status == UNPROCESSABLE,
        "may_add": typed.is_split and len(context.get("forms", ())) < MOST_SUCCESSORS,
    }
    return render(request, f"{_PAGES}{step}.html", context, status=status)
