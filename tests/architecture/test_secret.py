"""The signing key of an installation is made once and is nobody else's to read."""

from concurrent.futures import ThreadPoolExecutor

from config import kept_secret


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    key = kept_secret(tmp_path / "instance")
    assert (len(key), kept_secret(tmp_path / "instance")) == (64, key)
    assert [f.name for f in (tmp_path / "instance").iterdir()] == ["secret_key"]
    assert (tmp_path / "instance" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_processes_that_start_together_have_one_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: kept_secret(tmp_path), range(64)))
    assert len(keys) == 1
