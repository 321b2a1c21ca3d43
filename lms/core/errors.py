"""The refusals of the application.

Their texts go through gettext where they are raised; one middleware renders them.
"""


class ApplicationError(Exception):
    """Base of every refusal. `status` is the HTTP status its renderer answers with."""

    status = 409
    code = "refused"

    def __init__(self, message: str = "", *, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        if code:
            self.code = code


class NotAllowed(ApplicationError):
    """The person may see the thing but not do this with it."""

    status = 403
    code = "not_allowed"


class NotFound(ApplicationError):
    """There is no such thing, or the person may not know of it."""

    status = 404
    code = "not_found"


class RuleBroken(ApplicationError):
    """A rule of the school or of law says no; the message says why and what to do next."""

    code = "rule_broken"


class IllegalMove(ApplicationError):
    """The thing is not in a state from which this can be done."""

    code = "illegal_move"


class BadInput(RuleBroken):
    """Input that cannot be used, typed or uploaded; `field` names where it stands."""

    status = 422
    code = "bad_input"
