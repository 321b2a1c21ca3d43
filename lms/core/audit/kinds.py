"""The kinds of events: each has words, in the `event_words.py` of its app."""

from django.conf import settings
from django.utils.module_loading import import_string


def check_kind(kind: str) -> None:
    """LookupError for a kind of event that no app has words for."""
    if kind not in import_string(settings.EVENT_WORDS):
        raise LookupError(f"{kind} has no words: add them to event_words.py of its app")


def event_words(kind: str) -> str:
    """What happened, in the reader's language.

    Of a kind that was recorded by an older release and is gone, its key: never other words.
    """
    return str(import_string(settings.EVENT_WORDS).get(kind, kind))
