# The application without its database; by itself it runs every part, docker-compose.yml runs them apart.
FROM python:3.13-slim-bookworm AS packages
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /product
COPY requirements.txt .
RUN python -m venv /product/.venv && uv pip install --no-cache --python /product/.venv/bin/python -r requirements.txt

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home tracker && install -d -o tracker -m 700 /data
WORKDIR /product
COPY --from=packages /product/.venv .venv
COPY . .
ENV PATH=/product/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DATA_DIR=/data HOST=0.0.0.0
ENV NUMBA_CACHE_DIR=/data/machine-code
USER tracker
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=60s --interval=10s CMD ["python", "deploy/ready.py"]
CMD ["python", "app.py", "run"]
