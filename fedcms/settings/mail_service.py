"""The mail service that tells us of bounces and complaints (django-anymail); without it, its address does not exist."""

from environs import Env

env = Env()

# "brevo", "mailjet", "postmark"…: the name of the service in the addresses of django-anymail (docs/operations/mail.md).
FEDCMS_MAIL_SERVICE = env.str("FEDCMS_MAIL_SERVICE", "")
# "name:password", which the service sends along as HTTP basic authentication.
FEDCMS_MAIL_WEBHOOK_SECRET = env.str("FEDCMS_MAIL_WEBHOOK_SECRET", "")
# Further settings of django-anymail, as JSON: the key of a service's API, or with which it signs what it sends.
ANYMAIL = {**dict(env.json("FEDCMS_ANYMAIL", {})), "WEBHOOK_SECRET": FEDCMS_MAIL_WEBHOOK_SECRET}
