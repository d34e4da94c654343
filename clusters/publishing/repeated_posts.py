"""Answers a form of a page whose action was done already: by a double click, in a second tab, or by somebody else.

Wagtail saves a draft if the action that a form names is not there any more, and lets the form of an old tab replace
what was saved since. Here such a form changes nothing: if it says nothing new, the reader is told of the page's state;
else what was typed stays in the form, to be sent again.
"""

import json
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page, Revision

from clusters.publishing.refusal import Refusal

ACTIONS = (
    "action-publish",
    "action-submit",
    "action-restart-workflow",
    "action-workflow-action",
    "action-cancel-workflow",
)


def say_nothing_was_done(request: HttpRequest, page: Page) -> None:
    """Tells the reader that the page had changed before their form came, and what it is now."""
    words = _("Rien n’a été fait de plus : la page avait déjà changé. Elle est maintenant : %(state)s.")
    messages.info(request, words % {"state": page.status_string})


def names_action(request: HttpRequest) -> bool:
    """Returns whether a form asks for more than to be saved."""
    return any(request.POST.get(name) for name in ACTIONS)


class AutosaveNeverActsMixin(View):
    """A base of Wagtail's forms of pages: what is saved by itself names no action, or is refused with every reason."""

    expects_json_response: bool
    _refused: Callable[[Refusal], HttpResponseBase]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answers a form; of an autosave with an action, what stands against the action, or that it never acts."""
        if not (self.expects_json_response and names_action(request)):
            response: HttpResponseBase = super().post(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
            return response
        with transaction.atomic():
            response = super().post(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
            transaction.set_rollback(True)
        # Wagtail has queued that it was done.
        list(messages.get_messages(request))
        if response.status_code >= 400:
            return response
        words = _("L’enregistrement automatique ne publie ni ne soumet rien.")
        return self._refused(Refusal(words, reason="action_in_autosave"))


class OneActionMixin(AutosaveNeverActsMixin, EditView):
    """A base of Wagtail's editor of a page: each form does its action once. The page must be locked (locked_posts)."""

    _form_on: Callable[[Page], WagtailAdminPageForm]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Does what the form asks for, unless it was done meanwhile, or is not possible."""
        asks = names_action(request) and not self.page.alias_of_id and not self.expects_json_response
        if asks and not _extra_data_is_readable(request):
            self.form = self._form_on(self.page)
            return self._keep_form(request, self._not_possible())
        if asks and (self.action_name == "save" or self.is_out_of_date):
            return self._came_late(request)
        response: HttpResponseBase = super().post(request, *args, **kwargs)
        return response

    @cached_property
    def is_cancelling_workflow(self) -> bool:
        """Returns whether the form ends a review that is still under way: Wagtail would end one twice, and refuse."""
        return bool(super().is_cancelling_workflow and self.workflow_state.is_active)

    def save_action(self) -> HttpResponseBase:
        """Saves the draft. An autosave that holds nothing new, sent beside an action, would leave a draft behind it.

        One that would replace the tab's last draft makes a new one, if that one was decided on meanwhile.
        """
        if self.expects_json_response and self.latest_revision and not self.has_content_changes:
            return JsonResponse({"success": True, "pk": self.page.pk, "field_updates": {}})
        if "overwrite_revision_id" in self.request.POST and _is_decided(self.latest_revision):
            form = self.request.POST.copy()
            del form["overwrite_revision_id"]
            self.request.POST = form  # type: ignore[assignment]  # a copy that can be changed
        response: HttpResponseBase = super().save_action()
        return response

    def _came_late(self, request: HttpRequest) -> HttpResponseBase:
        self.form = self._form_on(self.page)
        self.form.is_valid()
        changed = _changed(self.form)
        if not changed and self._is_left_to_do():
            response: HttpResponseBase = super().post(request)
            return response
        if not changed or not self._says_something_new(changed):
            say_nothing_was_done(request, self.real_page_record)
            back: HttpResponseBase = self.redirect_away()
            return back
        if not self.is_out_of_date:
            return self._keep_form(request, self._not_possible())
        words = _(
            "Rien n’a été enregistré : la page a changé depuis que vous l’avez ouverte (%(state)s). "
            "Vos textes sont encore dans le formulaire ; comparez avec l’historique avant d’envoyer de nouveau."
        )
        return self._keep_form(request, words % {"state": self.real_page_record.status_string})

    def _not_possible(self) -> str:
        return _(
            "Rien n’a été enregistré : cette action n’est pas possible, ou ne l’est plus. "
            "Vos textes sont encore dans le formulaire."
        )

    def _keep_form(self, request: HttpRequest, words: str) -> HttpResponseBase:
        """Shows the form as it was typed. It does not save itself: that would put it over what was saved meanwhile."""
        messages.error(request, words)
        self.form.is_valid()
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        self.autosave_enabled = False
        self.errors_debug = ""
        shown: HttpResponseBase = self.render_to_response(self.get_context_data())
        return shown

    def _shown_revision(self) -> Revision | None:
        """Returns the revision that the form's reader was shown."""
        loaded = self.request.POST.get("loaded_revision_id", "")
        shown: Revision | None = self.page.revisions.filter(pk=loaded).first() if loaded.isdecimal() else None
        return shown

    def _is_left_to_do(self) -> bool:
        """Returns whether the action is there still, and nobody published since its reader was shown the page."""
        shown = self._shown_revision()
        published = self.real_page_record.last_published_at
        is_new = shown is not None and (published is None or published < shown.created_at)
        return bool(is_new and self.action_name != "save")

    def _says_something_new(self, changed: set[str]) -> bool:
        """Returns whether one of the changed fields does not hold what its reader was shown, either.

        A page may change more than a form asks for: a first publication gives it the slug of its title.
        """
        shown = self._shown_revision()
        return shown is None or bool(changed & _changed(self._form_on(shown.as_object())))


def _extra_data_is_readable(request: HttpRequest) -> bool:
    """Returns whether Wagtail can read what a dialog of a workflow has added; it raises an error otherwise."""
    try:
        json.loads(request.POST.get("workflow-action-extra-data") or "{}")
    except ValueError:
        return False
    return True


def _is_decided(revision: Revision | None) -> bool:
    """Returns whether a revision is what the public sees or will see, or what somebody submitted."""
    if revision is None:
        return False
    is_live = Page.objects.filter(live_revision=revision).exists()
    return is_live or revision.approved_go_live_at is not None or revision.task_states.exists()


def _changed(form: WagtailAdminPageForm) -> set[str]:
    """Returns the names of the fields and sets of rows that differ from the form's page."""
    sets = {name for name, formset in form.formsets.items() if formset.has_changed()}
    return sets.union(form.changed_data)
