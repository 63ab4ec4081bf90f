"""The WSGI application that the production server calls."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from ankles.framing import framed
from ankles.reachable import KEEPER
from ankles.request_ids import named

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ankles.settings")

application = named(framed(get_wsgi_application()))
# All addresses and what stands behind them are loaded now, and not by a worker's first reader.
resolve("/healthz")
KEEPER.start()
