"""The list of rules that apply, one rule with its history, setting a value, withdrawing a planned
one.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.core.lookup import one_or_404
from lms.people.organisation.models import Unit
from lms.people.rulebook.actions import RuleDraft, set_typed_rule, withdraw_rule
from lms.people.rulebook.catalogue import ENTRIES, RuleEntry, RuleScope, get_entry
from lms.people.rulebook.models import Basis
from lms.people.rulebook.queries import (
    may_open_rulebook,
    own_unit,
    rows_for,
    rule_history,
    sets_rules,
    years_without_holidays,
)
from lms.portals.authority.rulebook.forms import RuleFilterForm, SetRuleForm, WithdrawRuleForm
from lms.portals.authority.rulebook.tables import RuleLine, StatedRule, lines_by_subject
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view


@actor_view("GET")
def show_rules(request: ActorRequest) -> HttpResponse:
    """Every rule as it applies at a unit on a day, heading by heading."""
    own = _own_unit_or_404(request.actor)
    form = _filter_form(request, None)
    filters = form.cleaned_data if form.is_valid() else {}
    unit, day = filters.get("don_vi") or own, filters.get("ngay") or clock.today()
    context = {
        "form": form,
        "unit": unit,
        "day": day,
        "tables": lines_by_subject(rows_for(ENTRIES, unit=unit, day=day), filters.get("tim", "")),
        "missing": years_without_holidays(unit),
    }
    return render(request, "authority/rulebook/list.html", context, status=status_of(form))


@actor_view("GET")
def show_rule(request: ActorRequest, key: str) -> HttpResponse:
    """One rule: what applied where and when, and all that was ever set."""
    return _show_rule_page(request, key, WithdrawRuleForm())


@actor_view("POST")
def withdraw_value(request: ActorRequest, key: str, pk: int) -> HttpResponse:
    """Take back a value that has not begun."""
    planned = one_or_404(rule_history(request.actor, key), pk=pk)
    form = WithdrawRuleForm(request.POST)
    # No field is required here: the action refuses an empty reason in its own words.
    form.is_valid()
    reason = form.cleaned_data.get("reason", "")
    apply_action(form, lambda: withdraw_rule(actor=request.actor, rule=planned, reason=reason))
    if form.errors:
        return _show_rule_page(request, key, form, refused_pk=pk)
    messages.success(request, _("The planned value is taken back. What applied before goes on."))
    return redirect("authority_rule", key=key)


@actor_view("GET", "POST")
def set_value(request: ActorRequest, key: str) -> HttpResponse:
    """State a new value from a day on."""
    rule_entry = get_entry(key)
    if not sets_rules(request.actor) or RuleScope.UNIT not in rule_entry.scopes:
        raise NotFound
    unit = own_unit(request.actor)
    row = rows_for([key], unit=unit).get(key)
    if request.method == "POST":
        form = SetRuleForm(request.actor, rule_entry, request.POST)
        if form.is_valid() and _set_value(request.actor, key, form):
            messages.success(
                request, _("The value is set. The history below keeps what applied before.")
            )
            return redirect("authority_rule", key=key)
    else:
        typed = rule_entry.kind.typed(row.value) if row and row.value is not None else ""
        form = SetRuleForm(
            request.actor,
            rule_entry,
            initial={
                "unit": unit.code,
                "value": typed,
                "valid_from": clock.today(),
                "basis": Basis.INTERNAL,
                "none": row is not None and row.value is None,
            },
        )
    context = {"entry": rule_entry, "form": form, "unit": unit, "line": RuleLine(rule_entry, row)}
    return render(request, "authority/rulebook/set.html", context, status=status_of(form))


def _show_rule_page(
    request: ActorRequest, key: str, withdraw_form: WithdrawRuleForm, refused_pk: int = 0
) -> HttpResponse:
    """The page of a rule; `withdraw_form` with errors belongs to the row `refused_pk`."""
    own, rule_entry = _own_unit_or_404(request.actor), get_entry(key)
    form = _filter_form(request, rule_entry)
    filters = form.cleaned_data if form.is_valid() else {}
    unit, day = filters.get("don_vi") or own, filters.get("ngay") or clock.today()
    row = rows_for([key], unit=unit, day=day, group=filters.get("nhom", "")).get(key)
    page = page_of(request, rule_history(request.actor, key))
    context = {
        "entry": rule_entry,
        "form": form,
        "unit": unit,
        "day": day,
        "line": RuleLine(rule_entry, row),
        "withdraw_form": withdraw_form,
        "page": page,
        "rows": [StatedRule(rule_entry, stated_row, clock.today()) for stated_row in page],
        "refused_pk": refused_pk,
        "may_set": sets_rules(request.actor) and RuleScope.UNIT in rule_entry.scopes,
    }
    status = max(status_of(form), status_of(withdraw_form))
    return render(request, "authority/rulebook/rule.html", context, status=status)


def _own_unit_or_404(actor: Actor) -> Unit:
    """The unit whose rules are shown first. NotFound for those who may not open the rulebook."""
    if not may_open_rulebook(actor):
        raise NotFound
    return own_unit(actor)


def _filter_form(request: ActorRequest, rule_entry: RuleEntry | None) -> RuleFilterForm:
    """The filters of the address, by default as of today."""
    typed = request.GET.dict()
    return RuleFilterForm(
        request.actor, rule_entry, {**typed, "ngay": typed.get("ngay") or clock.today().isoformat()}
    )


def _set_value(actor: Actor, key: str, form: SetRuleForm) -> bool:
    """Set the value of a valid form; a refusal is added to the form. Returns whether it was set."""
    fields = form.cleaned_data
    draft = RuleDraft(
        key,
        None,
        fields["valid_from"],
        Basis(fields["basis"]),
        fields["source"],
        group=fields.get("group", ""),
        level=fields.get("level", ""),
        reason=fields["reason"],
        valid_to=fields.get("valid_to"),
        is_verified=fields["is_verified"],
    )
    typed = None if fields.get("none") else fields["value"]
    apply_action(
        form,
        lambda: set_typed_rule(actor=actor, draft=draft, typed=typed, unit=fields["unit"]),
    )
    return not form.errors
