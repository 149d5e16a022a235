# The app for the phone, built by Node.
FROM node:24-slim AS app
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
COPY triage/rules/rules.json ../triage/rules/rules.json
COPY triage/rules/messages/ ../triage/rules/messages/
RUN npm run build

# The Python packages, exactly those of the lock file.
FROM python:3.13-slim AS packages
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock

# What runs: no compiler, no package manager of the app, no root, nothing to write but /tmp.
FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PRODUCTION=1 \
    DATA_DIR=/data \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp/matplotlib
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin footnote \
    && install -d -o footnote -g footnote -m 0700 /data
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py LICENSE ./
COPY config/ config/
COPY diary/ diary/
COPY triage/ triage/
COPY reminders/ reminders/
COPY sharing/ sharing/
COPY docs/sample/ docs/sample/
COPY --from=app /src/frontend/dist/ frontend/dist/
RUN python -m config.i18n && python -m compileall -q config diary triage reminders sharing
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-m", "config.healthcheck", "http://127.0.0.1:8000/healthz"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "65", "--no-ws", "config.wsgi:application"]
