"""The states of a request about one's own data."""

from django.db import models
from django.utils.translation import pgettext_lazy

from lms.core.states import Machine


class RequestState(models.TextChoices):
    OPEN = "open", pgettext_lazy("data request", "received")
    TAKEN = "taken", pgettext_lazy("data request", "being dealt with")
    DONE = "done", pgettext_lazy("data request", "done")
    REFUSED = "refused", pgettext_lazy("data request", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("data request", "withdrawn")


REQUEST = Machine(
    RequestState,
    {
        RequestState.OPEN: (
            RequestState.TAKEN,
            RequestState.DONE,
            RequestState.REFUSED,
            RequestState.WITHDRAWN,
        ),
        RequestState.TAKEN: (RequestState.DONE, RequestState.REFUSED, RequestState.WITHDRAWN),
    },
)

# States in which a deadline is running.
OPEN_STATES = (RequestState.OPEN, RequestState.TAKEN)
