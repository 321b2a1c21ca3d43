"""The card with which an official's unit or school office opens, resets and closes the account."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.accounts.models import User
from lms.people.accounts.queries import account_known_as
from lms.people.personnel.actions import (
    deactivate_account,
    issue_access_code,
    link_account,
    make_account,
)
from lms.people.personnel.models import Official
from lms.people.personnel.policies import may_open_account
from lms.people.rulebook.queries import rules_for
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.views import ActorRequest

# The rule that says for how many days a printed code counts.
_CODE_DAYS = "accounts.code_days"


class NewAccountForm(forms.Form):
    """A new account."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy(
            "Leave it empty for somebody without e-mail: the staff code and a printed code are"
            " enough."
        ),
    )


class LinkAccountForm(forms.Form):
    """An account that exists already, by what its owner signs in with."""

    account = forms.CharField(
        label=gettext_lazy("E-mail or staff code of the account"),
        max_length=254,
        help_text=gettext_lazy("Only an account under the same name can be linked."),
    )

    def clean_account(self) -> User:
        """The open account. ValidationError where there is none."""
        login = self.cleaned_data["account"]
        account = account_known_as(staff_code=login, emails=[login])
        if account is None:
            raise forms.ValidationError(_("No open account has this e-mail or staff code."))
        return account


class PrintedCodeForm(forms.Form):
    """A new printed code. It has no fields; a refusal is shown on it."""


class CloseAccountForm(forms.Form):
    """Why an account is closed."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@dataclass
class AccountAccess:
    """The context of templates/shared/access/_card.html. `answer` is set when a step was taken."""

    official: Official
    may_open: bool
    account: NewAccountForm
    link: LinkAccountForm
    code: PrintedCodeForm
    close: CloseAccountForm
    answer: HttpResponse | None = None

    @property
    def status(self) -> int:
        # at most one of the forms is bound
        return max(map(status_of, (self.account, self.link, self.code, self.close)))


def account_access(request: ActorRequest, official: Official) -> AccountAccess:
    """The card of an official; on POST it also takes the step that `do` names: make, link, code or
    close.

    The actions refuse whoever may not take the step.
    """
    step = request.POST.get("do", "") if request.method == "POST" else ""
    access = AccountAccess(
        official,
        may_open_account(request.actor, official),
        NewAccountForm(request.POST if step == "make" else None),
        LinkAccountForm(request.POST if step == "link" else None),
        PrintedCodeForm(request.POST if step == "code" else None),
        CloseAccountForm(request.POST if step == "close" else None),
    )
    take = {
        "make": _make_account,
        "link": _link_account,
        "code": _print_code,
        "close": _close_account,
    }.get(step)
    if take is not None:
        access.answer = take(request, access)
    return access


def _make_account(request: ActorRequest, access: AccountAccess) -> HttpResponse | None:
    form, official = access.account, access.official
    if form.is_valid():
        email = form.cleaned_data["email"]
        apply_action(
            form, lambda: make_account(actor=request.actor, official=official, email=email)
        )
    if form.errors:
        return None
    messages.success(request, _("The account is made. Print a code so that it can be opened."))
    return redirect(request.path)


def _link_account(request: ActorRequest, access: AccountAccess) -> HttpResponse | None:
    form, official = access.link, access.official
    if form.is_valid():
        account = form.cleaned_data["account"]
        apply_action(
            form, lambda: link_account(actor=request.actor, official=official, user=account)
        )
    if form.errors:
        return None
    messages.success(request, _("The account is linked."))
    return redirect(request.path)


def _print_code(request: ActorRequest, access: AccountAccess) -> HttpResponse | None:
    """Answer with the sheet itself: the code is shown once and has no address of its own."""
    form, official = access.code, access.official
    form.is_valid()
    code = apply_action(form, lambda: issue_access_code(actor=request.actor, official=official))
    if code is None:
        return None
    posts = getattr(official, "current_posts", ())  # the main one first, as the action takes it
    days = rules_for(_CODE_DAYS, unit=posts[0].unit if posts else None).get(_CODE_DAYS)
    context = {
        "official": official,
        "code": code,
        "days": days.value if days else None,
        "sign_in": request.build_absolute_uri(reverse("account_use_code")),
        "back": request.path,
    }
    response = render(request, "shared/access/sheet.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _close_account(request: ActorRequest, access: AccountAccess) -> HttpResponse | None:
    form, official = access.close, access.official
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        apply_action(
            form, lambda: deactivate_account(actor=request.actor, official=official, reason=reason)
        )
    if form.errors:
        return None
    messages.success(request, _("The account is closed on every device."))
    return redirect(request.path)
