"""Forms of the account portal."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.accounts.models import User


class SignInForm(LoginForm):
    """allauth's form without placeholders, and without its link for a forgotten password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class AccessCodeForm(forms.Form):
    """Staff code and one-time code from the printed sheet, and the new password."""

    staff_code = forms.CharField(
        label=_("Staff code"),
        max_length=32,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "off"}),
    )
    code = forms.CharField(
        label=_("One-time code"),
        max_length=40,
        help_text=_("As printed; capital or small letters and dashes make no difference."),
        widget=forms.TextInput({"autocomplete": "one-time-code"}),
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        help_text=_(
            "At least 8 characters. Several words in a row are easy to remember and hard to guess."
        ),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class PreferencesForm(forms.Form):
    """Form of address, language, theme."""

    address_as = forms.ChoiceField(
        label=_("How shall we address you?"),
        required=False,
        choices=[
            ("", _("by my name only")),
            ("anh", "anh"),
            ("chị", "chị"),
            ("đồng chí", "đồng chí"),
            ("thầy", "thầy"),
            ("cô", "cô"),
        ],
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=pgettext_lazy("preferences", "Light or dark"),
        choices=User.Theme.choices,
        widget=forms.RadioSelect,
    )


class LanguageForm(forms.Form):
    """The language switch at the foot of every page."""

    language = forms.ChoiceField(choices=[("vi", ""), ("en", "")])
    next = forms.CharField(required=False)
