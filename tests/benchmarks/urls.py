"""The site's addresses and one more, whose answer never changes."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.benchmarks.bare import BODY


@login_not_required
def constant(request: HttpRequest) -> HttpResponse:
    """The least that a Django view can do."""
    return HttpResponse(BODY)


urlpatterns = [path("constant/", constant), path("", include("ankles.urls"))]
