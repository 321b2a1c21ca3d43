"""Who may sign in. Everything about the person as an official stands in personnel."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lms.core.ids import uuid7
from lms.people.accounts.names import LONGEST_NAME, clean_name, validate_name


class UserManager(BaseUserManager["User"]):
    """Makes accounts; `createsuperuser` uses it too."""

    def create_user(
        self,
        *,
        full_name: str,
        email: str | None = None,
        staff_code: str | None = None,
        password: str | None = None,
        **fields: Any,
    ) -> "User":
        user = self.model(
            full_name=full_name,
            email=self.normalize_email(email).lower() or None if email else None,
            staff_code=staff_code or None,
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *, full_name: str, password: str, **fields: Any) -> "User":
        """Make the account of somebody who typed their name at a terminal. BadInput as for
        `clean_name`.
        """
        return self.create_user(
            full_name=clean_name(full_name),
            password=password,
            is_superuser=True,
            is_staff=True,
            **fields,
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(models.Q(email__iexact=username) | models.Q(staff_code__iexact=username))


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # Wagtail's
    """An account. Signs in by e-mail or staff code; at least one of them is there."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("as the device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    full_name = models.CharField(
        _("full name"), max_length=LONGEST_NAME, validators=[validate_name]
    )
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    staff_code = models.CharField(
        _("staff code"), max_length=32, unique=True, null=True, blank=True
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(db_default=Now())
    language = models.CharField(
        max_length=5, choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi"
    )
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    # anh, chị, đồng chí …: chosen by the person, never guessed
    address_as = models.CharField(_("form of address"), max_length=20, blank=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(staff_code__isnull=False),
                name="user_can_be_named",
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def first_name(self) -> str:
        """What Wagtail's desk calls the person."""
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[-1] if self.full_name else ""


class AccessCode(models.Model):
    """A printed one-time code by which an official without e-mail signs in once and sets
    a password.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%d/%m/%Y}"
