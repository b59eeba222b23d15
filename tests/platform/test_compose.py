"""The container files: hardened, pinned, without a password in them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.settings import NAMES, PROJECT

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
    assert (SERVICES["db"]["user"], SERVICES["redis"]["user"]) == ("postgres", "redis")
    assert re.search(r"^USER tracker$", (PROJECT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)


def test_only_the_application_is_published_and_only_to_this_machine() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"app"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["app"]["ports"])


def test_the_application_waits_for_its_parts() -> None:
    assert SERVICES["app"]["depends_on"] == {
        "db": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
    }


def test_secrets_must_be_set_and_are_listed() -> None:
    written = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")
    required = set(re.findall(r"\$\{(\w+):\?", written))
    assert required == {"POSTGRES_PASSWORD", "REDIS_PASSWORD", "SECRET_KEY"}
    listed = dict(
        re.findall(r"^(\w+)=(.*)$", (PROJECT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert all(listed[name] == "" for name in required)
    assert set(re.findall(r"\$\{(\w+)", written)) <= set(listed)


def test_the_application_is_given_settings_that_exist() -> None:
    assert set(SERVICES["app"]["environment"]) <= set(NAMES)
