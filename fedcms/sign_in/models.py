"""Stores recent tries, who waits for a new password or address, open sessions, and the log of security events."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RecentTries(models.Model):
    """The recent tries at one account, from one address, or both. Nobody is named: the key is a digest."""

    key = models.CharField(max_length=64, primary_key=True)
    moments = models.JSONField(default=list, help_text="Seconds since 1970, the oldest first.")
    over_at = models.DateTimeField(db_index=True, help_text="When none of them counts any more.")

    class Meta:
        verbose_name = "recent tries"
        verbose_name_plural = "recent tries"

    def __str__(self) -> str:
        return self.key


class ForgottenPassword(models.Model):
    """An address that who forgot a password typed, until the worker has looked it up: tasks keep what they get."""

    email = models.EmailField()
    language = models.CharField(max_length=10, blank=True)
    domain = models.CharField(max_length=255)
    is_secure = models.BooleanField()
    asked_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "forgotten password"
        verbose_name_plural = "forgotten passwords"

    def __str__(self) -> str:
        return f"#{self.pk}"


class UserSession(models.Model):
    """A session of an account: since when, on what, from about where. What a person knows their own device by."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    network = models.CharField(max_length=45, blank=True, help_text="The address, shortened.")
    began_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "user session"
        verbose_name_plural = "user sessions"

    def __str__(self) -> str:
        return f"{self.browser} {self.system} {self.network}".strip()


class EmailChange(models.Model):
    """A new address of an account that waits for the link that was mailed to it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="email_change"
    )
    email = models.EmailField()
    nonce = models.CharField(max_length=43, help_text="What the newest mail's link holds.")
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "change of address"
        verbose_name_plural = "changes of address"

    def __str__(self) -> str:
        return f"#{self.pk}"


class SecurityEvent(models.Model):
    """Something that happened to how an account is entered, or to what it may do. Never a secret, never a name."""

    class Kind(models.TextChoices):
        """What happened."""

        SIGNED_IN = "signed_in", _("Connexion")
        LIMIT_REACHED = "limit_reached", _("Trop d’essais de mot de passe")
        CODES_REFUSED = "codes_refused", _("Trop d’essais de code")
        PASSWORD_CHANGED = "password_changed", _("Mot de passe changé")
        FACTOR_ADDED = "factor_added", _("Second facteur ajouté")
        FACTOR_REMOVED = "factor_removed", _("Second facteur retiré")
        RECOVERY_CODE_USED = "recovery_code_used", _("Code de secours utilisé")
        IDENTITY_LINKED = "identity_linked", _("Identité liée")
        IDENTITY_REMOVED = "identity_removed", _("Identité retirée")
        IDENTITY_REFUSED = "identity_refused", _("Identité refusée")
        EMAIL_CHANGED = "email_changed", _("Adresse du compte changée")
        SESSIONS_ENDED = "sessions_ended", _("Sessions fermées")
        RIGHTS_GIVEN = "rights_given", _("Droits donnés")
        RIGHTS_TAKEN = "rights_taken", _("Droits retirés")
        GROUP_CHANGED = "group_changed", _("Droits d’un groupe changés")
        ACCOUNT_CREATED = "account_created", _("Compte créé")
        ACCOUNT_CLOSED = "account_closed", _("Compte fermé")
        ACCOUNT_OPENED = "account_opened", _("Compte rouvert")
        ACCOUNT_DELETED = "account_deleted", _("Compte supprimé")

    kind = models.CharField(max_length=30, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="security_events"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    address = models.CharField(max_length=45, blank=True, help_text="Erased after a while.")
    detail = models.CharField(max_length=200, blank=True, help_text="Groups, or the number of what is gone.")

    class Meta:
        verbose_name = "security event"
        verbose_name_plural = "security events"

    def __str__(self) -> str:
        return f"{self.kind} #{self.about_id}"
