"""The WSGI application that the production server calls."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from ankles.bodiless_answers import without_needless_bodies
from ankles.reachable import KEEPER
from ankles.request_ids import with_request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ankles.settings")

application = with_request_id(without_needless_bodies(get_wsgi_application()))
# All addresses and what stands behind them are loaded now, and not by a worker's first reader.
resolve("/healthz")
KEEPER.start()

from library.search import INDEX_IN_FORCE  # noqa: E402  (models need Django set up)

# Beside the first requests, so that nobody's search waits for it: in a guide of a thousand exercises it takes seconds.
INDEX_IN_FORCE.make_aside()
