"""The addresses of the files of press kits, under each language's prefix."""

import re

from django.urls import path, re_path

from clusters.press_access.kits import views
from clusters.press_access.kits.addresses import ARCHIVE, FACT_SHEET, VECTOR_LOGO

_page = r"^(?P<path>(?:[\w-]+/)+)"

urlpatterns = [
    path(f"press-kits/<slug:slug>/{ARCHIVE}", views.owner_archive, name="press_kit_archive"),
    path(f"press-kits/<slug:slug>/{FACT_SHEET}", views.owner_fact_sheet, name="press_kit_fact_sheet"),
    path(f"press-kits/<slug:slug>/{VECTOR_LOGO}", views.vector_logo, name="press_kit_logo"),
    re_path(f"{_page}{re.escape(ARCHIVE)}$", views.page_archive, name="page_press_kit_archive"),
    re_path(f"{_page}{re.escape(FACT_SHEET)}$", views.page_fact_sheet, name="page_press_kit_fact_sheet"),
]
