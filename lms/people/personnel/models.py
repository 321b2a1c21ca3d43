"""Officials, where they work, and what they hold.

Names are stored in normal form; everything that changes over time is a dated row.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.core.ids import uuid7
from lms.people.organisation.models import Unit
from lms.people.personnel.rules.ages import BirthDate, BirthPrecision
from lms.people.personnel.states import QUALIFICATION, QualificationState
from lms.people.rulebook.models import Group

__all__ = [
    "BirthPrecision",
    "Dimension",
    "DistinctPair",
    "Group",
    "HistoricFigure",
    "Official",
    "OfficialMerge",
    "Post",
    "Qualification",
    "QualificationLevel",
    "Rank",
    "RankHeld",
    "Rating",
    "Sensitive",
    "SensitiveAccess",
    "TrainingRecord",
]


class Dimension(models.TextChoices):
    GENERAL = "general_education", _("general schooling")
    PROFESSIONAL = "professional", _("professional level")
    THEORY = "political_theory", _("political theory")
    STATE = "state_management", _("state management")
    DEFENCE = "defence_security", _("defence and security knowledge")
    IT = "it", _("information technology")
    LANGUAGE = "foreign_language", _("foreign language")
    ETHNIC = "ethnic_language", _("ethnic language")


class QualificationLevel(models.TextChoices):
    """Levels of all dimensions; `levels.LADDER` orders them."""

    PRIMARY = "primary", _("primary school")
    LOWER_SECONDARY = "lower_secondary", _("lower secondary")
    UPPER_SECONDARY = "upper_secondary", _("upper secondary")
    ELEMENTARY = "elementary", _("elementary")
    INTERMEDIATE = "intermediate", _("intermediate")
    COLLEGE = "college", _("college")
    UNIVERSITY = "university", _("university")
    MASTER = "master", _("master")
    DOCTOR = "doctor", _("doctor")
    ADVANCED = "advanced", _("advanced or bachelor of theory")
    # state management: the programme of the rank
    CLERK = "clerk", _("clerk programme")
    EXPERT = "expert", _("expert programme")
    PRINCIPAL = "principal", _("principal expert programme")
    SENIOR = "senior", _("senior expert programme")
    # defence and security: đối tượng 4 is the widest circle, 1 the highest
    AUDIENCE_4 = "audience_4", _("audience 4")
    AUDIENCE_3 = "audience_3", _("audience 3")
    AUDIENCE_2 = "audience_2", _("audience 2")
    AUDIENCE_1 = "audience_1", _("audience 1")
    BASIC = "basic", pgettext_lazy("IT skill", "basic")
    SKILLED = "skilled", pgettext_lazy("IT skill", "advanced")
    # the six-step frame of foreign languages for Vietnam (khung 6 bậc)
    STEP_1 = "step_1", _("step 1 (A1)")
    STEP_2 = "step_2", _("step 2 (A2)")
    STEP_3 = "step_3", _("step 3 (B1)")
    STEP_4 = "step_4", _("step 4 (B2)")
    STEP_5 = "step_5", _("step 5 (C1)")
    STEP_6 = "step_6", _("step 6 (C2)")
    SPOKEN = "spoken", _("speaks it at work")
    CERTIFIED = "certified", _("holds a certificate")


class Rank(models.TextChoices):
    """Ranks of civil servants (ngạch) and grades of public employees (hạng chức danh nghề nghiệp),
    low to high.
    """

    STAFF = "staff", _("staff member")
    CLERK = "clerk", pgettext_lazy("rank", "clerk")
    EXPERT = "expert", pgettext_lazy("rank", "expert")
    PRINCIPAL = "principal", pgettext_lazy("rank", "principal expert")
    SENIOR = "senior", pgettext_lazy("rank", "senior expert")
    GRADE_5 = "grade_5", _("grade V")
    GRADE_4 = "grade_4", _("grade IV")
    GRADE_3 = "grade_3", _("grade III")
    GRADE_2 = "grade_2", _("grade II")
    GRADE_1 = "grade_1", _("grade I")


class Official(models.Model):
    """A person in public service (cán bộ, công chức, viên chức)."""

    class Sex(models.TextChoices):
        FEMALE = "f", _("female")
        MALE = "m", _("male")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="official",
    )
    code = models.CharField(_("staff code"), max_length=32, unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    # in small letters with marks, for searches with marks; here and in name_fold a space stands
    # before each word
    name_low = models.CharField(max_length=121)
    # small letters without marks
    name_fold = models.CharField(max_length=121, db_index=True)
    # sorts as Vietnamese lists do: tên, then họ and đệm (text.name_key)
    name_key = models.CharField(max_length=400, db_index=True)
    # the folded words in alphabetical order: two ways of writing one name look alike
    name_sorted = models.CharField(max_length=120, db_index=True)
    # the first day that it may be, where `birth_precision` says that day or month are not known
    birth_date = models.DateField(_("birth date"))
    birth_precision = models.CharField(
        max_length=5, choices=BirthPrecision, default=BirthPrecision.DAY
    )
    sex = models.CharField(max_length=1, choices=Sex)
    # the other entry of this person into which this one was merged; then it is in no list
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )

    class Meta:
        ordering = ["name_key", "pk"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def birth(self) -> BirthDate:
        """The birth date as precise as it is known; as text for people where it is shown."""
        return BirthDate(self.birth_date, BirthPrecision(self.birth_precision))

    @property
    def family_name(self) -> str:
        """Họ."""
        return self.full_name.split()[0]

    @property
    def middle_name(self) -> str:
        """Đệm; empty for a name of two words."""
        return " ".join(self.full_name.split()[1:-1])

    @property
    def given_name(self) -> str:
        """Tên, by which people are sorted and called."""
        return self.full_name.split()[-1]


class Sensitive(models.Model):
    """Fields behind their own permission and access log (Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP)."""

    official = models.OneToOneField(Official, on_delete=models.PROTECT, related_name="sensitive")
    ethnicity = models.CharField(max_length=40, blank=True)
    is_ethnic_minority = models.BooleanField(default=False)
    is_party_member = models.BooleanField(default=False)
    # số định danh cá nhân: 12 digits
    id_number = models.CharField(max_length=12, blank=True, db_index=True)

    def __str__(self) -> str:
        return str(self.official)


class SensitiveAccess(models.Model):
    """Who looked at whose sensitive data, when, for which purpose; the official can read it."""

    class What(models.TextChoices):
        # fields.describe_access names them
        FIELDS = "fields", _("sensitive data")
        ACTIVITY = "activity", _("detailed learning activity")

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="accesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=8, choices=What, default=What.FIELDS)
    purpose = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} → {self.official}"


class Post(models.Model):
    """A post at a unit for a period; several at once are normal (kiêm nhiệm).

    The group follows from the post.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", _("regular")
        SECONDED = "seconded", _("seconded")
        ROTATED = "rotated", _("rotated")
        ACTING = "acting", _("acting")

    class Tier(models.TextChoices):
        """Who manages the holder (diện quản lý)."""

        CENTRAL = "central", _("managed by the Central Committee")
        PROVINCE = "province", _("managed by the provincial Party standing committee")
        UNIT = "unit", _("managed by the unit")

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=160)
    # vị trí việc làm, where it is named apart from the title
    position = models.CharField(max_length=160, blank=True)
    group = models.CharField(max_length=24, choices=Group)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.REGULAR)
    tier = models.CharField(max_length=8, choices=Tier, default=Tier.UNIT)
    is_key = models.BooleanField(default=False)
    is_main = models.BooleanField(default=True)
    decision = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    # the row before: a former piece of the same post, or the post that a reorganisation carried
    # over from a unit that ended
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    class Meta:
        indexes = [models.Index(fields=["unit", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"


class RankHeld(models.Model):
    """A rank or professional grade held during a period; `title` is how the decision words it."""

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="ranks")
    rank = models.CharField(max_length=12, choices=Rank)
    title = models.CharField(max_length=120, blank=True)
    decision = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title or str(self.get_rank_display())


def _evidence_path(row: "Qualification", name: str) -> str:
    return f"evidence/{uuid.uuid4().hex}/{name}"


class Qualification(models.Model):
    """One level held in one dimension from a day on: the ledger of what a person can show.

    What the unit enters is confirmed; what officials declare themselves counts nowhere until the
    unit confirms it.
    """

    class Mode(models.TextChoices):
        FULL_TIME = "full_time", _("full time")
        PART_TIME = "part_time", _("while working")
        DISTANCE = "distance", _("distance")
        TRANSFER = "transfer", _("transfer course")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="qualifications")
    dimension = models.CharField(max_length=20, choices=Dimension)
    level = models.CharField(max_length=16, choices=QualificationLevel)
    field = models.CharField(max_length=120, blank=True)
    institution = models.CharField(max_length=200, blank=True)
    mode = models.CharField(max_length=10, choices=Mode, blank=True)
    held_from = models.DateField()
    evidence = models.FileField(upload_to=_evidence_path, blank=True, max_length=255)
    state = models.CharField(
        max_length=10, choices=QualificationState, default=QualificationState.CONFIRMED
    )
    # why a declared one was refused
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [QUALIFICATION.constraint("qualification_state")]

    def __str__(self) -> str:
        return f"{self.official} {self.level}"


class Rating(models.Model):
    """A yearly or half-yearly ranking on the scale of its time (rulebook: rating.scale).

    A correction is a new row.
    """

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="ratings")
    # "2025", or "2019-H1" for a half year
    period = models.CharField(max_length=20)
    scale = models.CharField(max_length=20)
    value = models.CharField(max_length=20)
    decided_on = models.DateField()
    decision = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"


class TrainingRecord(models.Model):
    """A training that the person has completed, entered by the app that knows it (certificates,
    imports) or by the unit.
    """

    class Origin(models.TextChoices):
        OURS = "ours", _("by this system")
        IMPORTED = "imported", _("from former records")
        EXTERNAL = "external", _("outside this system")

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="trainings")
    # "certificate:<uuid>": writing the same source twice changes nothing
    source = models.CharField(max_length=80, unique=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.OURS)
    title = models.CharField(max_length=200)
    school = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    periods = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    document = models.CharField(max_length=80, blank=True)
    revoked_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class HistoricFigure(models.Model):
    """A figure about a unit as an old report printed it, with its qualifier; never counted anew."""

    class Qualifier(models.TextChoices):
        EXACT = "exact", pgettext_lazy("figure", "exactly")
        OVER = "over", _("over (trên)")
        MORE = "more", _("more than (hơn)")
        NEARLY = "nearly", _("nearly (gần)")
        ABOUT = "about", _("about (khoảng)")

    class Measure(models.TextChoices):
        """Lượt and người are never added to each other."""

        TURNS = "turns", _("attendances (lượt)")
        PERSONS = "persons", _("persons (người)")
        CLASSES = "classes", _("classes (lớp)")
        PERCENT = "percent", _("percent")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="figures")
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=1)
    measure = models.CharField(max_length=8, choices=Measure)
    qualifier = models.CharField(max_length=8, choices=Qualifier, default=Qualifier.EXACT)
    source = models.CharField(max_length=300)
    # the figure of the same report that this one is a part of
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title", "starts_on", "ends_on", "measure", "source"],
                name="historic_figure_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_qualifier_display()} {self.value}"


class OfficialMerge(models.Model):
    """A merge of two entries of one person, with what is needed to undo it.

    moved: {"app.model.field": [primary keys of the rows that were moved]}; accounts: {"given": key}
    or {"suspended": key} of the account of the merged entry.
    """

    kept = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="merged_by")
    moved = models.JSONField(default=dict)
    accounts = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"


class DistinctPair(models.Model):
    """Two entries that look alike but are two people: not shown as duplicates again."""

    first = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_pair_once")
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
