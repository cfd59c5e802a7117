# The production image: web, worker, beat and the migration job run from it; docker-compose.yml says how.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ECHELON_ENV=production \
    STATIC_ROOT=/app/static-collected MEDIA_ROOT=/data/media ECHELON_VAR=/data/var
WORKDIR /app

# Pango, HarfBuzz and the fonts of the certificates: the list that `make demo` uses too.
COPY config/system_packages.txt config/
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        $(sed -n 's/^run debian //p' config/system_packages.txt) \
    && rm -rf /var/lib/apt/lists/*

COPY requirements/uv.txt requirements/base.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
    && uv pip install --system --no-cache --require-hashes -r requirements/base.txt \
    && python -m compileall -q /usr/local/lib/python3.11/site-packages

COPY . .
# The key and the addresses of this line are used by nothing: collecting files opens no connection.
RUN SECRET_KEY=only-to-collect-static-files ALLOWED_HOSTS=localhost \
        ENCRYPTION_KEYS=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
        DATABASE_URL=postgres://nobody@127.0.0.1:9/none REDIS_URL=redis://127.0.0.1:9/0 \
        python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q /app \
    && groupadd --gid 10001 echelon \
    && useradd --uid 10001 --gid echelon --home-dir /data --shell /usr/sbin/nologin echelon \
    && mkdir -p /data/media /data/var && chown -R echelon:echelon /data

USER echelon
EXPOSE 8000
VOLUME /data
STOPSIGNAL SIGTERM
CMD ["granian", "--interface", "asginl", "--http", "1", "--http1-header-read-timeout", "10000", "--host", "0.0.0.0", \
     "--port", "8000", "--workers", "2", "--no-ws", "config.asgi:application"]
