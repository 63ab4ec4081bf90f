"""The site's settings with the middlewares of a site that keeps no page: what a constant view is measured with."""

from ankles.settings import *  # noqa: F403 (all of them, but what follows)
from ankles.settings import MIDDLEWARE as OURS

MIDDLEWARE = [name for name in OURS if name != "ankles.middleware.PublicPages"]
ROOT_URLCONF = "tests.benchmarks.urls"
