"""The verbs of the room, cut by subject: who is written down, what changes in a career, who gets an account."""

from lms.people.personnel.actions.access import (
    deactivate,
    issue_access_code,
    link_account,
    look_at_sensitive,
    make_account,
    make_accounts,
    note_activity_seen,
)
from lms.people.personnel.actions.career import (
    add_qualification,
    add_training_record,
    appoint,
    end_post,
    rate,
    revoke_training_record,
)
from lms.people.personnel.actions.declaring import declare_qualification
from lms.people.personnel.actions.drafts import (
    AccountDraft,
    OfficialDraft,
    PostDraft,
    QualificationDraft,
    RatingDraft,
    SensitiveDraft,
    TrainingDraft,
)
from lms.people.personnel.actions.officials import (
    correct_official,
    register_official,
    register_officials,
)

__all__ = [
    "AccountDraft", "OfficialDraft", "PostDraft", "QualificationDraft", "RatingDraft", "SensitiveDraft",
    "TrainingDraft", "add_qualification", "add_training_record", "appoint",
    "correct_official", "deactivate", "declare_qualification", "end_post", "issue_access_code", "link_account",
    "look_at_sensitive", "make_account", "make_accounts", "note_activity_seen", "rate", "register_official",
    "register_officials", "revoke_training_record",
]  # fmt: skip
