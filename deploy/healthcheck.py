"""Whether the site answers: its first page (which leads to the sign-in), asked for as the reverse proxy would ask."""

import os
import sys
import urllib.request
from urllib.parse import urlparse

host = urlparse(os.environ["SITE_URL"]).hostname
headers = {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
request = urllib.request.Request("http://127.0.0.1:8000/", headers=headers)  # noqa: S310 (loopback)
try:
    with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310
        sys.exit(answer.status != 200)
except OSError as error:
    sys.exit(str(error))
