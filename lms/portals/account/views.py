"""Own account: preferences, the printed code, language."""

from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from lms.people.accounts.actions import save_preferences, set_password, use_access_code
from lms.people.accounts.models import User
from lms.people.accounts.queries import actor_of, get_user
from lms.people.organisation.policies import roles_of
from lms.portals.account.forms import AccessCodeForm, LanguageForm, PreferencesForm
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.views import ActorRequest, actor_view

_YEAR = 365 * 24 * 3600


@actor_view("GET", "POST")
def show_profile(request: ActorRequest) -> HttpResponse:
    """/tai-khoan/: form of address, language, theme, and links to sign-in settings and devices."""
    account = get_user(request.actor.key)
    current = {
        "address_as": account.address_as,
        "language": account.language,
        "theme": account.theme,
    }
    form = PreferencesForm(request.POST or None, initial=current)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        saved = apply_action(form, lambda: save_preferences(actor=request.actor, **chosen))
        if saved is not None:
            messages.success(request, _("Saved. The pages follow from now on."))
            return _with_language(redirect("account_profile"), saved.language)
    roles = roles_of(request.actor)
    protected = is_mfa_enabled(account)
    context = {
        "form": form,
        "roles": roles,
        "second_factor": protected,
        "offer_second_factor": bool(roles) and not protected,
    }
    return render(request, "account/profile.html", context, status=status_of(form))


@actor_view("GET", "POST", public=True)
def show_code_form(request: ActorRequest) -> HttpResponse:
    """/tai-khoan/ma-mot-lan/: a printed code opens the account once and sets the password."""
    form = AccessCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = apply_action(form, lambda: _open_account(request, form))
        if opened is not None:
            return perform_login(
                request, opened, email_verification="none", redirect_url=reverse("home_today")
            )
    response = render(request, "account/use_code.html", {"form": form}, status=status_of(form))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _open_account(request: ActorRequest, form: AccessCodeForm) -> User:
    # One transaction: a password that is refused leaves the code unspent.
    with transaction.atomic():
        credentials = form.cleaned_data
        owner = use_access_code(
            code=credentials["code"], staff_code=credentials["staff_code"], actor=request.actor
        )
        actor = actor_of(owner, request_id=request.id)
        return set_password(actor=actor, user=owner, password=credentials["password"])


@actor_view("POST", public=True)
def switch_language(request: ActorRequest) -> HttpResponse:
    """/ngon-ngu/: switch the language, for the account and in a cookie."""
    form = LanguageForm(request.POST)
    form.is_valid()
    chosen = form.cleaned_data.get("language", "vi")
    if not request.actor.is_anonymous:
        save_preferences(actor=request.actor, language=chosen)
    target = form.cleaned_data.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    return _with_language(redirect(target), chosen)


def _with_language(response: HttpResponseRedirect, chosen: str) -> HttpResponseRedirect:
    response.set_cookie("language", chosen, max_age=_YEAR, samesite="Lax", httponly=True)
    return response
