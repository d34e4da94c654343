"""URLs at the root of the site; the manifest and the page read without network under each language's prefix."""

from django.urls import path

from home.offline.views import check_copies, offline, service_worker
from home.site_files import robots_txt, security_txt, sitemap, sitemap_index, web_manifest

root_urlpatterns = [
    path("robots.txt", robots_txt, name="robots_txt"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("service-worker.js", service_worker, name="service_worker"),
    path("offline/copies/", check_copies, name="offline_check"),
    path("sitemap.xml", sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap"),
]
page_urlpatterns = [
    path("manifest.webmanifest", web_manifest, name="web_manifest"),
    path("offline/", offline, name="offline"),
]
