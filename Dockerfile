# One image for web, worker, beat and migrate. It holds no secrets and no demonstration services.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /app
COPY requirements/runtime.txt requirements/runtime.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/runtime.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=config.settings
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent maiam \
    && install -d -o maiam -g maiam /data /schedule
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Translations and static files are made here, so that the running containers need not write to their own files.
# The values only satisfy the settings; nothing is connected to and none of them stays in the image.
RUN python -m babel.messages.frontend compile --directory=locale --domain=django \
    && python -m compileall -q . \
    && SECRET_KEY=build SEALING_KEYS=build:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= SITE_URL=https://build.invalid \
       DATABASE_URL=postgresql://build/build REDIS_URL=redis://build python manage.py collectstatic --noinput
USER maiam
EXPOSE 8000
CMD ["gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", "0.0.0.0:8000", "config.wsgi"]
