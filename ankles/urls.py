"""Every address of the site, in one place."""

from django.contrib import admin
from django.urls import include, path

from ankles import views
from logbook.views import quick

urlpatterns = [
    # First, because its pages are made for every request; those of the guide are kept.
    path("log/", include("logbook.urls")),
    path("offline/log/", quick.quick, name="quick"),
    path("shared/", include("logbook.views.shared_urls")),
    path("", include("library.urls")),
    path("accounts/", include("ankles.accounts.urls")),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("healthz/", views.healthz),
    path("readyz", views.readyz, name="readyz"),
    path("readyz/", views.readyz),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.worker, name="worker"),
    path("favicon.ico", views.favicon, name="favicon"),
]
handler400 = "ankles.views.bad_request"
handler403 = "ankles.views.forbidden"
handler404 = "ankles.views.not_found"
handler429 = "ankles.accounts.views.entrance.too_many"  # allauth's throttles
handler500 = "ankles.unavailable.server_error_or_unavailable"
