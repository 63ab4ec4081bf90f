"""The files of pictures, as long as readers see a page that shows them; editors see them before."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from ankles.proxies import FORWARDED
from library import pictures
from library.models import Exercise, PictureFile
from library.views import IMMUTABLE


@login_not_required
@csrf_exempt
@require_safe
def picture_file(request: HttpRequest, name: str, width: int) -> HttpResponseBase:
    """One file of a picture. What is in it is said by its address, so that a browser never asks twice.

    Who is asking is asked only where no page that readers see shows it: for a reader's picture no cookie is looked at.
    """
    if not pictures.is_name(name):
        raise Http404
    is_public = Exercise.objects.published().showing(name).exists()
    if not is_public and not admin.site.has_permission(request):
        raise Http404
    content = PictureFile.objects.of(name).filter(width=width).values_list("content", flat=True).first()
    if content is None:
        raise Http404
    headers = {"Cache-Control": IMMUTABLE if is_public else "private, no-store", "ETag": f'"{name}-{width}"'}
    if is_public and FORWARDED in request.META:
        # nginx asks again after a second: a page that is taken back takes its picture with it.
        headers["X-Accel-Expires"] = "1"
    response = HttpResponse(bytes(content), content_type="image/webp", headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=response) or response
