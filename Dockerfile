# One image for web, worker and beat.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r requirements.lock
COPY . .
# Static files are hashed and compressed once, here. The settings below only serve this step.
RUN SECRET_KEY=only-to-collect-static-files-0123456789abcdef ALLOWED_HOSTS=localhost SITE_URL=https://localhost \
    DATABASE_URL=postgresql://nobody@localhost/none REDIS_URL=redis://localhost \
    DJANGO_SETTINGS_MODULE=lms.project.settings.production /venv/bin/python manage.py collectstatic --noinput

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/data \
    DJANGO_SETTINGS_MODULE=lms.project.settings.production
RUN useradd --system --uid 10001 --home-dir /data lms && install -d -o lms -g lms /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER lms
VOLUME /data
EXPOSE 8000
CMD ["uvicorn", "lms.project.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--ws-max-size", "65536", \
     "--ws-ping-interval", "20", "--ws-ping-timeout", "20", "--timeout-graceful-shutdown", "10", \
     "--proxy-headers", "--log-level", "warning"]
