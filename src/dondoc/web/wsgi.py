"""What a WSGI server serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from django.utils import translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dondoc.web.settings")
application = get_wsgi_application()

# All views and both catalogues are loaded before the first request, and stay as long as the process. Looking
# through half a million objects for garbage would now and then cost a request a hundred milliseconds.
_ = get_resolver().url_patterns
for language in ("vi", "en"):
    with translation.override(language):
        translation.gettext("Nhiệm vụ")
gc.collect()
gc.freeze()
