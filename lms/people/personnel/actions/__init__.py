"""Actions on the register of officials: entering people, changing careers, and opening accounts."""

from lms.people.personnel.actions.access import (
    deactivate_account,
    issue_access_code,
    link_account,
    look_at_sensitive,
    make_account,
    make_accounts,
    note_activity_seen,
)
from lms.people.personnel.actions.career import (
    add_external_training,
    add_training_record,
    end_rank,
    give_rank,
    rate_official,
    revoke_training_record,
)
from lms.people.personnel.actions.declaring import declare_qualification
from lms.people.personnel.actions.drafts import (
    AccountDraft,
    OfficialDraft,
    PostDraft,
    QualificationDraft,
    RankDraft,
    RatingDraft,
    TrainingDraft,
)
from lms.people.personnel.actions.merging import merge_officials, tell_apart, undo_merge
from lms.people.personnel.actions.officials import (
    correct_official,
    register_official,
    register_officials,
)
from lms.people.personnel.actions.posts import appoint_official, end_post, transfer_official
from lms.people.personnel.actions.qualifications import add_qualification, decide_qualification
from lms.people.personnel.actions.reorganising import reorganise_units
from lms.people.personnel.actions.sensitive import correct_sensitive

__all__ = [
    "AccountDraft",
    "OfficialDraft",
    "PostDraft",
    "QualificationDraft",
    "RankDraft",
    "RatingDraft",
    "TrainingDraft",
    "add_external_training",
    "add_qualification",
    "add_training_record",
    "appoint_official",
    "correct_official",
    "correct_sensitive",
    "deactivate_account",
    "decide_qualification",
    "declare_qualification",
    "end_post",
    "end_rank",
    "give_rank",
    "issue_access_code",
    "link_account",
    "look_at_sensitive",
    "make_account",
    "make_accounts",
    "merge_officials",
    "note_activity_seen",
    "rate_official",
    "register_official",
    "register_officials",
    "reorganise_units",
    "revoke_training_record",
    "tell_apart",
    "transfer_official",
    "undo_merge",
]
