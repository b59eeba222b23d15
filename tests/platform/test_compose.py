"""The container files: hardened, pinned, without a password in them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from api import MAX_BODY_BYTES
from services.live.limits import Limits
from services.role import Role
from services.settings import NAMES, PROJECT, load

PARTS = ("web", "stream", "worker")
NGINX = (PROJECT / "deploy" / "nginx" / "nginx.conf").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def test_the_file_follows_the_specification() -> None:
    tool = Path(sys.executable).with_name("check-jsonschema")
    command = [str(tool), "--builtin-schema", "vendor.compose-spec", str(PROJECT / "docker-compose.yml")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_hardened(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["init"] is True
    assert {"healthcheck", "mem_limit", "logging"} <= set(service)
    assert re.search(r":[\w.-]*\d", service["image"])
    assert not service["image"].endswith(":latest")


def test_no_service_runs_as_root() -> None:
    others = {name: SERVICES[name]["user"] for name in SERVICES.keys() - set(PARTS)}
    assert others == {"db": "postgres", "redis": "redis", "nginx": "nginx"}
    assert re.search(r"^USER tracker$", (PROJECT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)


def test_only_the_proxy_is_published_and_only_to_this_machine() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"nginx"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["nginx"]["ports"])


def test_each_waits_for_what_it_needs() -> None:
    healthy = {"condition": "service_healthy"}
    assert all(SERVICES[name]["depends_on"] == {"db": healthy, "redis": healthy} for name in PARTS)
    assert SERVICES["nginx"]["depends_on"] == {"web": healthy, "stream": healthy}


def test_the_parts_are_one_image_over_one_folder() -> None:
    assert len({SERVICES[name]["image"] for name in PARTS}) == 1
    assert all(SERVICES[name]["volumes"] == ["data:/data"] for name in PARTS)


def test_each_part_is_started_as_what_it_is() -> None:
    assert {name: SERVICES[name]["environment"].get("ROLE") for name in PARTS} == {
        "web": Role.WEB,
        "stream": Role.STREAM,
        "worker": None,
    }
    words = SERVICES["worker"]["command"]
    assert words[-1] == Role.WORKER
    for name in PARTS:
        files = [word for word in SERVICES[name]["command"] if word.endswith(".py")]
        assert files
        assert all((PROJECT / file).is_file() for file in files)


def test_the_proxy_knows_the_parts_by_their_names_and_ports() -> None:
    port = load({}).port
    assert set(re.findall(r"http://(\w+):(\d+)", NGINX)) == {("web", str(port)), ("stream", str(port))}
    inside = SERVICES["nginx"]["ports"][0].rpartition(":")[2]
    assert re.findall(r"listen (\d+);", NGINX) == [inside]
    (mounted,) = SERVICES["nginx"]["volumes"]
    assert (PROJECT / mounted.split(":")[0]).read_text(encoding="utf-8") == NGINX


def test_the_proxy_waits_longer_than_the_stream_is_ever_silent() -> None:
    ws = NGINX[NGINX.index("location = /ws") :]
    limits = Limits()
    for name in ("read", "send"):
        (seconds,) = re.findall(rf"proxy_{name}_timeout (\d+)s", ws[: ws.index("}")])
        assert int(seconds) > max(limits.heartbeat_seconds, limits.ping_seconds, limits.silence_seconds)
    assert "proxy_buffering off;" in ws[: ws.index("}")]


def test_the_proxy_takes_every_body_that_the_application_takes() -> None:
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", NGINX)
    assert int(megabytes) * 1024 * 1024 > MAX_BODY_BYTES


def test_secrets_must_be_set_and_are_listed() -> None:
    written = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")
    required = set(re.findall(r"\$\{(\w+):\?", written))
    assert required == {"POSTGRES_PASSWORD", "REDIS_PASSWORD", "SECRET_KEY"}
    listed = dict(
        re.findall(r"^(\w+)=(.*)$", (PROJECT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert all(listed[name] == "" for name in {*required, "INGEST_TOKEN"})
    assert set(re.findall(r"\$\{(\w+)", written)) <= set(listed)


def test_the_parts_are_given_settings_that_exist() -> None:
    for name in PARTS:
        assert set(SERVICES[name]["environment"]) - {"ROLE"} <= set(NAMES)
