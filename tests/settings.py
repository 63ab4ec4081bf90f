"""The site's settings for tests: the same, with a folder of its own for each test process and a fast password hash.

ANKLES_TEST_DATABASE_URL runs the suite on another database than SQLite; `.ci/postgres COMMAND` starts one and sets it.
"""

import atexit
import os
import shutil
import tempfile

# Before the real settings are read: nothing a test does may reach anybody's var/.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="ankles-test-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
FOREIGN = ("SITE_URL", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "OPERATOR_NAME", "OPERATOR_CONTACT", "TRUSTED_PROXIES", "DEBUG", "PORT",
           "DATABASE_URL", "CACHE_URL", "EMAIL_URL")  # fmt: skip
for name in FOREIGN:
    os.environ.pop(name, None)
if url := os.environ.get("ANKLES_TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = url

from ankles.settings import *  # noqa: E402, F403 (the variables above come first)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Hashed names need collectstatic; one test of the storage and the journeys do that for real.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405 (of the settings above)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
