"""Officials, where they work, what they hold. Names are kept in normal form; what changes is a dated row."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.ids import uuid7
from lms.people.organisation.models import Unit


class Group(models.TextChoices):
    ELECTED = "elected_official", _("elected official")
    CIVIL_SERVANT = "civil_servant", _("civil servant")
    PUBLIC_EMPLOYEE = "public_employee", _("public employee")
    PART_TIME = "part_time_commune_worker", _("part-time commune worker")


class Dimension(models.TextChoices):
    GENERAL = "general_education", _("general schooling")
    PROFESSIONAL = "professional", _("professional level")
    THEORY = "political_theory", _("political theory")


class Level(models.TextChoices):
    """Levels of all dimensions; `queries.LADDER` orders them."""

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
    name_fold = models.CharField(max_length=120, db_index=True)
    name_key = models.CharField(max_length=300, db_index=True)
    birth_date = models.DateField(_("birth date"))
    sex = models.CharField(max_length=1, choices=Sex)

    class Meta:
        ordering = ["name_key", "pk"]

    def __str__(self) -> str:
        return self.full_name


class Sensitive(models.Model):
    """Fields behind their own permission and access log (Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP)."""

    official = models.OneToOneField(Official, on_delete=models.PROTECT, related_name="sensitive")
    ethnicity = models.CharField(max_length=40, blank=True)
    is_ethnic_minority = models.BooleanField(default=False)
    is_party_member = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.official)


class SensitiveAccess(models.Model):
    """Who looked at whose sensitive fields, when, for which purpose."""

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="accesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} → {self.official}"


class Post(models.Model):
    """A post at a unit for a period; several at once are normal (kiêm nhiệm). The group follows from the post."""

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=160)
    group = models.CharField(max_length=24, choices=Group)
    is_key = models.BooleanField(default=False)
    is_main = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"


class Qualification(models.Model):
    """One level held in one dimension from a day on."""

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="qualifications")
    dimension = models.CharField(max_length=20, choices=Dimension)
    level = models.CharField(max_length=16, choices=Level)
    field = models.CharField(max_length=120, blank=True)
    held_from = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["official", "dimension"])]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()}: {self.get_level_display()}"


class Rating(models.Model):
    """A yearly or half-yearly ranking on the scale of its time."""

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="ratings")
    period = models.CharField(max_length=20)
    scale = models.CharField(max_length=20)
    value = models.CharField(max_length=20)
    decided_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"


class StandardDecision(models.Model):
    """Whether the standard of the post is met is decided and recorded with its basis, never computed from a level."""

    class Basis(models.TextChoices):
        LEVEL = "level", _("by level")
        EXCEPTION = "exception", _("by exception")
        NOT_MET = "not_met", _("not met")

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="standards")
    dimension = models.CharField(max_length=20, choices=Dimension)
    met = models.BooleanField()
    basis = models.CharField(max_length=10, choices=Basis)
    decision = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.official} {self.dimension}"


class TrainingRecord(models.Model):
    """What the person has completed. Written down to here by the room that knows it (certificates, imports)."""

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="trainings")
    # "certificate:<uuid>": writing the same source twice changes nothing
    source = models.CharField(max_length=80, unique=True)
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
