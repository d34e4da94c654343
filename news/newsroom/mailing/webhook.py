"""The address to which the mail service sends what became of mails (django-anymail); it asks for a secret."""

from anymail import urls as anymail_urls
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def mail_service_webhook(request: HttpRequest, service: str) -> HttpResponseBase:
    """Lets django-anymail read what the configured service sends. Raises `Http404` without a service and its secret.

    django-anymail checks the secret, and the signature of services that sign, and sends the signal `tracking`.
    """
    if service != settings.FEDCMS_MAIL_SERVICE or not settings.FEDCMS_MAIL_WEBHOOK_SECRET:
        raise Http404
    names = (f"{service}_tracking_webhook", f"{service}_webhook")
    for pattern in anymail_urls.urlpatterns:
        if pattern.name in names:
            answer: HttpResponseBase = pattern.callback(request)
            return answer
    raise Http404
