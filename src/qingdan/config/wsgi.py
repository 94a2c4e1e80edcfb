"""WSGI entry for the application server; an unsafe production start ends here."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingdan.config.settings")
application = get_wsgi_application()

from qingdan.config.checks import refuse_unsafe_production  # noqa: E402 - settings must be loaded first

refuse_unsafe_production()
