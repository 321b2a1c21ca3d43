"""Events of accounts, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "account.made": pgettext_lazy("event", "Made an account"),
    "account.closed": pgettext_lazy("event", "Closed the account"),
    "account.reopened": pgettext_lazy("event", "Opened the account again"),
    "account.suspended": pgettext_lazy("event", "Suspended the account"),
    "account.code_issued": pgettext_lazy("event", "Issued a sign-in code"),
    "account.code_used": pgettext_lazy("event", "Signed in with the code"),
    "account.password_set": pgettext_lazy("event", "Set a new password"),
    "account.preferences_saved": pgettext_lazy("event", "Saved their preferences"),
}
