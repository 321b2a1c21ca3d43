"""The forms of the school office about a class."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.content import Outline
from lms.core import clock
from lms.people.organisation.models import Unit
from lms.teaching.classes.actions import ClassDraft
from lms.teaching.classes.models import ClassMode, Meeting, StaffRole
from lms.teaching.classes.queries import find_account
from lms.teaching.classes.rules import MeetingDraft

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _date_field(label: "StrOrPromise", **fields: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **fields
    )


def _time_field(label: "StrOrPromise") -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )


class ClassForm(forms.Form):
    """A planned class."""

    school = forms.ChoiceField(label=gettext_lazy("School"))
    edition = forms.TypedChoiceField(
        label=gettext_lazy("Course"),
        coerce=int,
        help_text=gettext_lazy(
            "The printed edition is pinned: later changes of the course do not touch this class."
        ),
    )
    title = forms.CharField(label=gettext_lazy("Name of the class"), max_length=200)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("Stands in the address of the class, for instance: mot-cua-k3-2026"),
    )
    starts_on = _date_field(gettext_lazy("First day"))
    ends_on = _date_field(gettext_lazy("Last day"))
    capacity = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=2000)
    mode = forms.ChoiceField(
        label=gettext_lazy("Mode"), choices=ClassMode.choices, initial=ClassMode.BLENDED
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    plan = forms.CharField(label=gettext_lazy("Plan (number)"), max_length=120, required=False)

    def __init__(
        self, *args: Any, schools: list[Unit], offered: list[Outline], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.schools = {school.code: school for school in schools}
        school_field: Any = self.fields["school"]
        school_field.choices = [(school.code, school.name) for school in schools]
        edition_field: Any = self.fields["edition"]
        edition_field.choices = [
            (
                outline.edition_id,
                _("%(title)s · edition %(number)d · %(periods)d periods")
                % {"title": outline.title, "number": outline.number, "periods": outline.periods},
            )
            for outline in offered
        ]
        if len(schools) == 1:
            school_field.widget = forms.HiddenInput()
            school_field.initial = schools[0].code

    def build_draft(self) -> ClassDraft:
        """The class of a valid form."""
        typed = dict(self.cleaned_data)
        school, edition = self.schools[typed.pop("school")], typed.pop("edition")
        return ClassDraft(
            school=school, edition_id=edition, **typed | {"mode": ClassMode(typed["mode"])}
        )


class MeetingForm(forms.Form):
    """A planned meeting; its times are those of Vietnam."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    day = _date_field(gettext_lazy("Day"))
    starts_at = _time_field(gettext_lazy("From"))
    ends_at = _time_field(gettext_lazy("Until"))
    periods = forms.IntegerField(label=gettext_lazy("Periods"), min_value=1, max_value=12)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    is_online = forms.BooleanField(label=gettext_lazy("Online, in the live room"), required=False)

    def build_draft(self) -> MeetingDraft:
        """The meeting of a valid form."""
        typed = dict(self.cleaned_data)
        day, zone = typed.pop("day"), clock.local(clock.now()).tzinfo
        start = dt.datetime.combine(day, typed.pop("starts_at"), zone)
        end = dt.datetime.combine(day, typed.pop("ends_at"), zone)
        return MeetingDraft(starts_at=start, ends_at=end, **typed)

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, Any]:
        """The values of a planned meeting, for the form."""
        start, end = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
        return {
            "title": meeting.title,
            "day": start.date(),
            "starts_at": start.time(),
            "ends_at": end.time(),
            "periods": meeting.periods,
            "place": meeting.place,
            "is_online": meeting.is_online,
        }


class StaffForm(forms.Form):
    """A member of staff of a class."""

    user = forms.CharField(
        label=gettext_lazy("E-mail or staff code"),
        max_length=254,
        widget=forms.TextInput(attrs={"list": "teachers", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=StaffRole.choices)

    def clean_user(self) -> int:
        user = find_account(self.cleaned_data["user"])
        if user is None:
            raise ValidationError(_("No account has this e-mail or staff code."))
        return user.pk


class ReasonForm(forms.Form):
    """The reason for which something is cancelled or withdrawn."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
