"""The screen on which administrators read security events."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_denied, require_admin_access

from fedcms.sign_in.security_log.forms import EventFilterForm
from fedcms.users.models import User

A_PAGE = 50


@never_cache
@require_safe
def _shown(request: HttpRequest) -> HttpResponseBase:
    """Lists the events, the newest first; for superusers alone."""
    if not (isinstance(request.user, User) and request.user.is_superuser):
        refused: HttpResponseBase = permission_denied(request)
        return refused
    form = EventFilterForm(request.GET)
    page = Paginator(form.events(), A_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    context = {"form": form, "events": page, "query": query.urlencode()}
    return TemplateResponse(request, "sign_in/security_events.html", context)


security_events = require_admin_access(_shown)
