"""The application that granian or waitress serves."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from diary.charts.preload import preload_in_background

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# What is loaded now stays as long as the process: without this a request with many records
# waits while the collector looks through all of it.
import_module(settings.ROOT_URLCONF)
gc.freeze()
preload_in_background()
