"""Settings from the environment: safe defaults, unclear values refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from qingdan.config.environment import flag, home_folder, host_list, local_address, number, secret_key


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("yes", True), ("0", False), ("", False), ("OFF", False)])
def test_a_flag_reads_yes_and_no(value: str, expected: bool) -> None:
    assert flag({"X": value}, "X", default=not expected) is expected


def test_a_missing_flag_has_its_default() -> None:
    assert flag({}, "X", default=True) is True


def test_an_unclear_flag_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="X 只能填 1 或 0"):
        flag({"X": "maybe"}, "X", default=False)


@pytest.mark.parametrize("value", ["abc", "-5", "3.5", "10"])
def test_a_number_below_its_least_or_no_number_is_refused(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="不小于 300"):
        number({"X": value}, "X", default=600, at_least=300)


def test_hosts_are_separated_by_commas() -> None:
    assert host_list({"X": "a.cn, b.cn,"}, "X", default=["d"]) == ["a.cn", "b.cn"]
    assert host_list({}, "X", default=["d"]) == ["d"]


def test_the_data_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    folder = home_folder({"QINGDAN_HOME": str(tmp_path / "new")})
    assert folder.is_dir()
    assert folder.stat().st_mode & 0o077 == 0


def test_the_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first = secret_key({}, tmp_path)
    assert len(first) >= 50
    assert secret_key({}, tmp_path) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert secret_key({"QINGDAN_SECRET_KEY": "mine"}, tmp_path) == "mine"


def test_a_model_server_is_on_this_machine_or_in_a_private_network() -> None:
    assert local_address({"U": " http://127.0.0.1:8080/v1 "}, "U") == "http://127.0.0.1:8080/v1"
    assert local_address({}, "U") == ""
    with pytest.raises(ImproperlyConfigured, match="内网"):
        local_address({"U": "https://api.example.com/v1"}, "U")
