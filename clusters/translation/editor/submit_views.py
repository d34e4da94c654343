"""wagtail-localize's views on several pages (submit, update, snippets), with checks of page permissions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views.snippets_api import SnippetViewSet
from wagtail_localize.views.submit_translations import SubmitPageTranslationView, TranslationComponentManager
from wagtail_localize.views.update_translations import UpdateTranslationsView

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import (
    may_have_translated,
    may_translate,
    refuse_locked,
    refuse_structural,
    signed_in_user,
    target_page,
)
from clusters.translation.access.target_guards import check_subtree
from clusters.translation.drafts.building import save_wordless_strings
from clusters.translation.drafts.creation import create_translations
from clusters.translation.drafts.resync import resync
from clusters.translation.editor.submit_forms import SubmitForm, UpdateForm
from clusters.translation.machine.translator import fill_by_machine
from clusters.translation.review.moderation import follow_review, publish
from clusters.translation.state.signal_handlers import states_once
from fedcms.core.i18n.formatting import number

NOTES_SHOWN = 5  # how many notes are shown: those of a subtree would fill the screen


class SubmitPageView(SubmitPageTranslationView):
    """The view that submits a page for translation. The translation starts as a draft; nothing is published."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Checks the permission on the source page; the form checks those on the parents of the translations."""
        self.object = self.get_object()
        if not may_have_translated(signed_in_user(request), self.object.specific):
            raise PermissionDenied
        try:
            refuse_structural(self.object)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("wagtailadmin_explore", self.object.get_parent().pk)
        self.components = TranslationComponentManager.from_request(
            request, source_object_instance=self.object
        )
        response: HttpResponseBase = TemplateView.dispatch(self, request, *args, **kwargs)
        return response

    def get_form(self) -> SubmitForm:
        """Returns the form for the person of the request."""
        if self.request.method == "POST":
            return SubmitForm(self.object, self.request.POST, user=signed_in_user(self.request))
        chosen = self.request.GET.get("select_locale")
        form = SubmitForm(self.object, user=signed_in_user(self.request))
        form.initial["locales"] = list(form.fields["locales"].queryset.filter(language_code=chosen))
        return form

    @transaction.atomic
    def form_valid(self, form: SubmitForm) -> HttpResponseBase:
        """Creates the drafts, of the pages below too if that was asked for."""
        if form.cleaned_data["include_subtree"]:
            check_subtree(signed_in_user(self.request), self.object, form.cleaned_data["locales"])
        locales = list(form.cleaned_data["locales"])
        below = form.cleaned_data["include_subtree"]
        pages = list(self.object.get_descendants(inclusive=True)) if below else [self.object]
        with states_once():
            done = create_translations(pages, locales, signed_in_user(self.request))
            for translation in Translation.objects.filter(
                source__object_id__in=[page.translation_key for page in pages],
                source__locale=self.object.locale,
                target_locale__in=locales,
            ):
                save_wordless_strings(translation, signed_in_user(self.request))
        if done.there_before:
            messages.info(self.request, _already_there(done.there_before))
        for note in done.notes[:NOTES_SHOWN]:
            messages.warning(self.request, note)
        if (more := len(done.notes) - NOTES_SHOWN) > 0:
            messages.warning(self.request, _as_much_for(more))
        alone = locales[0] if len(locales) == 1 else None
        names = alone.get_display_name() if alone else _("%(count)d langues") % {"count": len(locales)}
        messages.success(self.request, self.get_success_message(names))
        made = self.object.get_translation_or_none(alone) if alone else None
        return redirect(self.get_success_url() or self.get_default_success_url(made))


def _as_much_for(more: int) -> str:
    return ngettext(
        "%(count)s autre page est dans le même cas.", "%(count)s autres pages sont dans le même cas.", more
    ) % {"count": number(more)}


def _already_there(pages: int) -> str:
    return ngettext(
        "%(count)d page existe déjà dans une des langues choisies : elle n’y a pas changé.",
        "%(count)d pages existent déjà dans une des langues choisies : elles n’y ont pas changé.",
        pages,
    ) % {"count": pages}


class UpdatePageView(UpdateTranslationsView):
    """The view that brings the strings of a page's translations up to date with their source."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Checks the permission on the source page and on each translation."""
        self.object: TranslationSource = self.get_object()
        self.translations: list[Translation] = list(
            self.object.translations.filter(enabled=True).select_related("target_locale", "source")
        )
        source = self.object.get_source_instance()
        if not isinstance(source, Page):
            raise PermissionDenied
        self.pages = [target_page(translation) for translation in self.translations]
        if not all(may_translate(signed_in_user(request), page) for page in [source, *self.pages]):
            raise PermissionDenied
        self.components = TranslationComponentManager.from_request(
            request, source_object_instance=self.object
        )
        response: HttpResponseBase = TemplateView.dispatch(self, request, *args, **kwargs)
        return response

    def get_form(self) -> UpdateForm:
        """Returns the form, without publishing if the person may not publish all the translations."""
        may_publish = all(
            page.permissions_for_user(signed_in_user(self.request)).can_publish() for page in self.pages
        )
        data = self.request.POST if self.request.method == "POST" else None
        return UpdateForm(data, may_publish=may_publish)

    def form_valid(self, form: UpdateForm) -> HttpResponseBase:
        """Updates the strings, then translates and publishes each translation as asked for."""
        with transaction.atomic(), states_once():
            resync(self.object, self.translations, signed_in_user(self.request))
        for translation, page in zip(self.translations, self.pages, strict=True):
            try:
                if form.cleaned_data.get("use_machine_translation"):
                    refuse_locked(signed_in_user(self.request), page)
                    fill_by_machine(translation, signed_in_user(self.request))
                    follow_review(translation, signed_in_user(self.request))
                if form.cleaned_data.get("publish_translations"):
                    publish(translation, signed_in_user(self.request))
            except Refusal as refusal:
                messages.warning(self.request, f"{translation.target_locale.get_display_name()} : {refusal}")
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url() or self.get_default_success_url())


class OwnSnippetsView(SnippetViewSet):
    """The API view of the snippets that a person may see, by the permission policy of their model."""

    def get_queryset(self) -> "QuerySet[Model]":
        """Returns the rows that the model's policy allows; none for a person without permission."""
        policy = policy_registry.get_by_type(self.get_model())
        found: QuerySet[Model] = policy.instances_user_has_any_permission_for(
            signed_in_user(self.request), ["view", "change"]
        )
        return found


def refuse(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
    """Raises `PermissionDenied` for everybody."""
    raise PermissionDenied


def refuse_convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Refuses to turn a translation into an alias, with the reason.

    Raises `PermissionDenied` for others than its editors.
    """
    page = Page.objects.filter(pk=page_id).first()
    if page is None or not page.permissions_for_user(signed_in_user(request)).can_edit():
        raise PermissionDenied
    messages.error(request, _("Ce site ne fait pas d’alias : une traduction reste une page que l’on relit."))
    return redirect("wagtailadmin_pages:edit", page_id)
