"""The guarded views at wagtail-localize's own addresses, and the addresses of the review buttons.

The patterns are wagtail-localize's, each with the guarded view of the same name. A pattern that a later version adds
and that has no guarded view here is refused.
"""

from collections.abc import Callable, Iterator

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path
from wagtail_localize import wagtail_hooks as upstream

from clusters.translation.dashboard.views import TranslationReportView
from clusters.translation.editor import page_address_views, submit_views, texts
from clusters.translation.editor import views as editor_views
from clusters.translation.editor.page_view import saving_first
from clusters.translation.exchange import views as file_views

View = Callable[..., HttpResponseBase]

GUARDED: dict[str, View] = {
    "submit_page_translation": submit_views.SubmitPageView.as_view(),
    # Nothing but pages is translated by wagtail-localize here (docs/adr/0003): no snippet can be submitted.
    "submit_snippet_translation": submit_views.refuse,
    "update_translations": submit_views.UpdatePageView.as_view(),
    "edit_string_translation": texts.edit_string,
    "edit_override": editor_views.edit_override,
    "download_pofile": editor_views.download_po,
    "upload_pofile": file_views.upload_for,
    "machine_translate": saving_first(editor_views.machine_translate),
    "preview_translation": editor_views.preview,
    "stop_translation": saving_first(editor_views.stop),
    "convert_to_alias": submit_views.refuse_convert_to_alias,
    "translations_report": TranslationReportView.as_view(),
    # wagtail-localize replaces the list of its report in place from this address; our report is one screen.
    "translations_report_results": TranslationReportView.as_view(),
    "snippets_api_listing": submit_views.OwnSnippetsView.as_view({"get": "list"}),
    "snippets_api_detail": submit_views.OwnSnippetsView.as_view({"get": "retrieve"}),
}
# Harmless: the message catalogue of a script that none of our screens loads.
UNGUARDED = {"javascript_catalog"}

moderation_urls = (
    [
        path("<int:translation_id>/submit/", saving_first(editor_views.submit_for_review), name="submit"),
        path("<int:translation_id>/approve/", saving_first(editor_views.approve), name="approve"),
        path("<int:translation_id>/reject/", saving_first(editor_views.ask_for_changes), name="reject"),
        path("<int:translation_id>/cancel/", saving_first(editor_views.take_back), name="cancel"),
        path("<int:translation_id>/address/", page_address_views.address, name="address"),
    ],
    "translation_moderation",
)


def upstream_patterns() -> Iterator[URLPattern]:
    """Yields wagtail-localize's own patterns, which it includes below `localize/`."""
    for resolver in upstream.register_admin_urls():
        yield from (pattern for pattern in resolver.url_patterns if isinstance(pattern, URLPattern))


def admin_urls() -> list[URLResolver]:
    """Returns the patterns that go before wagtail-localize's own in the admin; names and addresses stay the same."""
    guarded = [
        URLPattern(pattern.pattern, GUARDED.get(str(pattern.name), submit_views.refuse))
        for pattern in upstream_patterns()
        if pattern.name not in UNGUARDED
    ]
    return [path("localize/", include(guarded)), path("translation-moderation/", include(moderation_urls))]
