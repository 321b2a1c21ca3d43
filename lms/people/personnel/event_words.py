"""Events of officials' files, in words; `rendering` says more where the event does."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "official.registered": pgettext_lazy("event", "Wrote the person down"),
    "official.corrected": pgettext_lazy("event", "Corrected the entry"),
    "official.appointed": pgettext_lazy("event", "Gave a post"),
    "official.transferred": pgettext_lazy("event", "Moved to another unit"),
    "official.post_ended": pgettext_lazy("event", "Ended a post"),
    "official.qualified": pgettext_lazy("event", "Wrote down a qualification"),
    "official.qualification_declared": pgettext_lazy("event", "Declared a qualification"),
    "official.qualification_decided": pgettext_lazy("event", "Decided on a qualification"),
    "official.ranked": pgettext_lazy("event", "Wrote down a rank"),
    "official.rank_ended": pgettext_lazy("event", "Ended a rank"),
    "official.rated": pgettext_lazy("event", "Wrote down a rating"),
    "official.trained": pgettext_lazy("event", "Wrote down a training"),
    "official.training_revoked": pgettext_lazy(
        "event", "A training was taken back with its document"
    ),
    "official.standard_decided": pgettext_lazy("event", "Decided whether the standards are met"),
    "official.sensitive_seen": pgettext_lazy("event", "Looked at the sensitive data"),
    "official.sensitive_corrected": pgettext_lazy("event", "Corrected the sensitive data"),
    "official.sensitive_exported": pgettext_lazy("event", "Took the sensitive data out in a list"),
    "official.merged": pgettext_lazy("event", "Merged two entries"),
    "official.merge_undone": pgettext_lazy("event", "Took a merge back"),
    "official.told_apart": pgettext_lazy("event", "Noted that the other entry is another person"),
    "official.activity_seen": pgettext_lazy("event", "Looked at the learning activity"),
    "official.linked": pgettext_lazy("event", "Joined the file to an account"),
    "figure.written": pgettext_lazy("event", "Wrote down a figure of an area"),
}
