"""allauth, adapted: accounts are made by schools and units, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from lms.people.accounts.queries import account_known_as


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Whether one may be sent on to this address after signing in.

        People who may not enter the editors' pages are not sent to them: those would redirect back
        to the sign-in page, for ever.
        """
        user = self.request.user
        is_outsider = user.is_authenticated and not user.has_perm("wagtailadmin.access_admin")
        if url and url.startswith(reverse("wagtailadmin_home")) and is_outsider:
            return False
        return bool(super().is_safe_url(url))


class SocialAdapter(DefaultSocialAccountAdapter):
    """Signing in through an OpenID Connect provider such as VNeID, to accounts that exist already.

    Environment: OIDC_CLIENT_ID (unset: no provider is offered), OIDC_SECRET, OIDC_SERVER_URL
    (issuer or its /.well-known/openid-configuration), OIDC_NAME (shown on the sign-in page,
    "VNeID"), OIDC_ID (part of the callback address /tai-khoan/oidc/<id>/login/callback/, "vneid"),
    OIDC_STAFF_CODE_CLAIM (a claim that carries the staff code, only where the provider vouches for
    it; unset: e-mail alone counts, and only one that the provider has verified). A second step,
    where one is set up, is asked for after this as after a password.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, str]
    ) -> AbstractBaseUser:
        """Leave the account as it is: names come from the personnel file, not from the provider."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """On the first sign-in, connect the provider's person to the account with the same staff
        code or verified e-mail.
        """
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        claims = claims.get("userinfo") or claims.get("id_token") or claims
        code = ""
        if settings.OIDC_STAFF_CODE_CLAIM:
            code = str(claims.get(settings.OIDC_STAFF_CODE_CLAIM) or "")
        emails = [address.email for address in sociallogin.email_addresses if address.verified]
        user = account_known_as(staff_code=code, emails=emails)
        if user is not None:
            sociallogin.connect(request, user)
