"""Settings of the test suite: fast password hashing, a memory or private database, no lock-out by accident."""

import os
import tempfile

os.environ.setdefault("QINGDAN_HOME", tempfile.mkdtemp(prefix="qingdan-test-"))
os.environ.setdefault("QINGDAN_SECRET_KEY", "only-for-tests-" + "x" * 50)

from qingdan.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]

(HOME / "static").mkdir(exist_ok=True)  # noqa: F405 - whitenoise warns where it is not there
