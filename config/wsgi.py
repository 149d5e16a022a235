"""The application that granian or waitress serves."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.lanes import Lanes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = Lanes(get_wsgi_application())
# Exempt the loaded code from garbage collection: a full collection of it would delay requests
# with many records.
import_module(settings.ROOT_URLCONF)
gc.freeze()
