"""Second factors by django-allauth (docs/adr/0067), and who must have one."""

from environs import Env, validate

env = Env()
_SOME = validate.Range(min=1)

# Administrators and publishers must sign in with a second factor; everybody else may.
FEDCMS_SECOND_FACTOR_REQUIRED = env.bool("FEDCMS_SECOND_FACTOR_REQUIRED", True)

# After so many days the address of a security event is erased, and the event itself.
FEDCMS_SECURITY_ADDRESS_DAYS = env.int("FEDCMS_SECURITY_ADDRESS_DAYS", 30, validate=_SOME)
FEDCMS_SECURITY_LOG_DAYS = env.int("FEDCMS_SECURITY_LOG_DAYS", 365, validate=_SOME)

# Identity providers by which people may sign in, as JSON (docs/operations/identity-providers.md); secrets are in it.
FEDCMS_IDENTITY_PROVIDERS = env.str("FEDCMS_IDENTITY_PROVIDERS", "")
DEFAULT_EXCEPTION_REPORTER_FILTER = "fedcms.core.http.error_reports.SecretsFilter"
SOCIALACCOUNT_ADAPTER = "fedcms.sign_in.identity_providers.protocol.SocialAdapter"

LOGIN_URL = "wagtailadmin_login"
ACCOUNT_ADAPTER = "fedcms.sign_in.second_factor.accounts.AccountAdapter"
# Accounts are made by invitation, whose link shows that the address is theirs.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Limits are the project's, in the database; django-allauth's are in the cache, which each process has for itself.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_FORMS = {"reauthenticate": "fedcms.sign_in.second_factor.forms.SamePasswordForm"}
MFA_ADAPTER = "fedcms.sign_in.second_factor.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = False
# A telephone's clock may be half a minute wrong.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "fedcms.sign_in.second_factor.forms.CodeForm",
    "reauthenticate": "fedcms.sign_in.second_factor.forms.CodeAgainForm",
    "activate_totp": "fedcms.sign_in.second_factor.forms.NewAppForm",
    "add_webauthn": "fedcms.sign_in.second_factor.forms.NewPasskeyForm",
    "authenticate_webauthn": "fedcms.sign_in.second_factor.forms.PasskeyForm",
    "reauthenticate_webauthn": "fedcms.sign_in.second_factor.forms.PasskeyAgainForm",
    "login_webauthn": "fedcms.sign_in.second_factor.forms.PasskeyAloneForm",
    "edit_webauthn": "fedcms.sign_in.second_factor.forms.PasskeyNameForm",
}
