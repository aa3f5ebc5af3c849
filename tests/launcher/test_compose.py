"""The production file holds no secret, watches over every part of itself and keeps the database to itself."""

import re

import pytest
import yaml

from config.embedded.folders import CHECKOUT

TEXT = (CHECKOUT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(TEXT)["services"]
EXAMPLE = (CHECKOUT / "compose.env.example").read_text()


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_part_has_a_health_check_and_comes_back(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_only_the_proxy_has_ports():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


@pytest.mark.parametrize("name", ["postgres", "broker", "beat", "migrate"])
def test_what_needs_no_outside_has_none(name):
    assert SERVICES[name]["networks"] == ["back"]
    assert yaml.safe_load(TEXT)["networks"]["back"]["internal"]


def test_only_migrate_knows_the_owner():
    knowing = [name for name, service in SERVICES.items() if "OWNER_DATABASE_URL" in (service.get("environment") or {})]
    assert knowing == ["migrate"]


def test_every_secret_is_refused_when_missing():
    secrets = set(re.findall(r"\$\{(\w*(?:KEYS?|PASSWORD)\b)(:\?|)", TEXT))
    assert {name for name, _ in secrets} >= {"SECRET_KEY", "SEALING_KEYS", "OWNER_PASSWORD", "RUNTIME_PASSWORD"}
    assert {mark for _, mark in secrets} == {":?"}


def test_the_example_names_every_variable_and_no_value_of_a_required_one():
    required = set(re.findall(r"\$\{(\w+):\?", TEXT))
    optional = set(re.findall(r"\$\{(\w+):-", TEXT))
    assert set(re.findall(r"^(\w+)=$", EXAMPLE, re.MULTILINE)) == required
    assert set(re.findall(r"^#(\w+)=", EXAMPLE, re.MULTILINE)) == optional


def test_the_example_stays_out_of_the_image():
    assert "*.env" in (CHECKOUT / ".dockerignore").read_text().splitlines()
