"""Answers a form of a page whose action was done already: by a double click, in a second tab, or by somebody else.

Wagtail saves a draft if the action that a form names is not there any more, and lets the form of an old tab replace
what was saved since. Here such a form changes nothing: if it says nothing new, the reader is told of the page's state;
else what was typed stays in the form, to be sent again.
"""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

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


class OneActionMixin(EditView):
    """A base of Wagtail's editor of a page: each form does its action once. The page must be locked (locked_posts)."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Does what the form asks for, unless it was done meanwhile."""
        if not names_action(request) or self.page.alias_of_id:
            response: HttpResponseBase = super().post(request, *args, **kwargs)
            return response
        if self.expects_json_response:
            return self._asked_by_autosave(request)
        if self.action_name == "save" or self.is_out_of_date:
            return self._came_late(request)
        done: HttpResponseBase = super().post(request, *args, **kwargs)
        return done

    def save_action(self) -> HttpResponseBase:
        """Saves the draft. An autosave that holds nothing new, sent beside an action, would leave a draft behind it."""
        if self.expects_json_response and self.latest_revision and not self.has_content_changes:
            return JsonResponse({"success": True, "pk": self.page.pk, "field_updates": {}})
        response: HttpResponseBase = super().save_action()
        return response

    def _asked_by_autosave(self, request: HttpRequest) -> HttpResponseBase:
        """An autosave never acts. What would refuse the action is said all the same."""
        with transaction.atomic():
            response: HttpResponseBase = super().post(request)
            transaction.set_rollback(True)
        if response.status_code >= 400:
            return response
        words = _("L’enregistrement automatique ne publie ni ne soumet rien.")
        refusal: HttpResponseBase = self._refused(Refusal(words, reason="action_in_autosave"))
        return refusal

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
        messages.error(
            request,
            _(
                "Rien n’a été enregistré : la page a changé depuis que vous l’avez ouverte (%(state)s). "
                "Vos textes sont encore dans le formulaire ; comparez avec l’historique avant d’envoyer de nouveau."
            )
            % {"state": self.real_page_record.status_string},
        )
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        self.errors_debug = ""
        shown: HttpResponseBase = self.render_to_response(self.get_context_data())
        return shown

    def _form_on(self, page: Page) -> WagtailAdminPageForm:
        return self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )

    def _is_left_to_do(self) -> bool:
        """Returns whether the action is there still, for a page that is what the form shows."""
        if self.action_name == "publish":
            return not self.page.live or self.page.has_unpublished_changes
        return bool(self.action_name != "save")

    def _says_something_new(self, changed: set[str]) -> bool:
        """Returns whether one of the changed fields does not hold what its reader was shown, either.

        A page may change more than a form asks for: a first publication gives it the slug of its title.
        """
        loaded = self.request.POST.get("loaded_revision_id", "")
        shown = self.page.revisions.filter(pk=loaded).first() if loaded.isdecimal() else None
        return shown is None or bool(changed & _changed(self._form_on(shown.as_object())))


def _changed(form: WagtailAdminPageForm) -> set[str]:
    """Returns the names of the fields and sets of rows that differ from the form's page."""
    sets = {name for name, formset in form.formsets.items() if formset.has_changed()}
    return sets.union(form.changed_data)
