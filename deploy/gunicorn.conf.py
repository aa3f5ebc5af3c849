"""How gunicorn serves Mái Ấm, in the demo and in production (WEB_CONCURRENCY sets the number of processes)."""

import os

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
worker_class = "gthread"
timeout = 60
graceful_timeout = 15
max_requests = 5000
max_requests_jitter = 500
# No query strings, bodies, referrers or user names: nothing in a log may name a child.
accesslog = "-"
access_log_format = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
control_socket_disable = True  # it would lie in the caller's home folder
