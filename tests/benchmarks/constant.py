"""The constant view behind all middlewares of ours but the one that keeps pages, as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"

application = get_wsgi_application()
