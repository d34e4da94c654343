"""URLs of texts to take away, under each language's prefix."""

from django.urls import re_path

from news.newsroom.copy_ready.answers import page_text
from news.newsroom.copy_ready.formats import FORMATS, STEM

urlpatterns = [
    re_path(
        rf"^(?P<path>(?:[\w-]+/)+){STEM}\.(?P<extension>{'|'.join(FORMATS)})$", page_text, name="page_text"
    ),
]
