"""The cache never says no: what goes wrong costs time, not an error."""

import os
import threading

import pytest

from diptych.store.cache import Cache
from diptych.store.driver import sqlite3 as used_sqlite3


@pytest.fixture
def opened():
    caches = []

    def open_cache(folder, **more):
        caches.append(Cache.open(folder, **more))
        return caches[-1]

    yield open_cache
    for cache in caches:
        cache.close()


def test_values_come_back_after_a_restart(tmp_path, opened):
    cache = opened(tmp_path / "new")
    cache.put("comparison", "k", b"value" * 1000)
    cache.put("comparison", "k", b"newer")
    cache.put("document", "k", b"")
    cache.close()
    cache = opened(tmp_path / "new")
    assert cache.get("comparison", "k") == b"newer"
    assert cache.get("document", "k") == b""
    assert cache.get("document", "other") is None


def test_what_was_used_longest_ago_makes_room(tmp_path, opened):
    cache = opened(tmp_path, limit=3500)
    for key in "abc":
        cache.put("kind", key, os.urandom(1000))
    assert cache.get("kind", "a") is not None
    cache.put("kind", "d", os.urandom(1000))
    assert [key for key in "abcd" if cache.get("kind", key)] == ["a", "c", "d"]
    cache.put("kind", "huge", os.urandom(5000))
    assert cache.get("kind", "huge") is None
    assert cache.get("kind", "d") is not None


@pytest.mark.parametrize(
    "content", [b"garbage " * 1000, b"SQLite format 3\0" + b"\xff" * 5000, b"\0" * 4096]
)
def test_a_damaged_cache_is_made_anew(tmp_path, opened, content):
    (tmp_path / "cache.sqlite").write_bytes(content)
    cache = opened(tmp_path)
    cache.put("kind", "key", b"value")
    cache.close()
    assert opened(tmp_path).get("kind", "key") == b"value"


def test_damage_that_shows_later_is_made_good(tmp_path, opened):
    cache = opened(tmp_path)
    for key in range(50):
        cache.put("kind", str(key), os.urandom(20_000))
    cache.close()
    path = tmp_path / "cache.sqlite"
    content = bytearray(path.read_bytes())
    content[8192:] = os.urandom(len(content) - 8192)
    path.write_bytes(content)
    cache = opened(tmp_path)
    assert all(cache.get("kind", str(key)) is None for key in range(50))
    cache.put("kind", "1", b"new")
    assert cache.get("kind", "1") == b"new"
    cache.close()
    assert opened(tmp_path).get("kind", "1") == b"new"


def test_a_cache_of_another_version_is_made_anew(tmp_path, opened):
    cache = opened(tmp_path)
    cache.put("kind", "key", b"value")
    cache.close()
    connection = used_sqlite3.connect(tmp_path / "cache.sqlite")
    connection.execute("PRAGMA user_version=99")
    connection.close()
    assert opened(tmp_path).get("kind", "key") is None


def test_without_a_folder_it_lives_in_memory(tmp_path, opened):
    (tmp_path / "file").write_text("no folder")
    cache = opened(tmp_path / "file")
    cache.put("kind", "key", b"value")
    assert cache.get("kind", "key") == b"value"
    assert (tmp_path / "file").read_text() == "no folder"


def test_two_at_a_time_share_it_and_a_locked_one_is_let_be(tmp_path, opened):
    one, two = opened(tmp_path), opened(tmp_path)
    one.put("kind", "a", b"1")
    two.put("kind", "b", b"2")
    one._connection.execute("BEGIN EXCLUSIVE")
    two.put("kind", "c", b"3")
    assert two.get("kind", "a") == b"1"
    one._connection.execute("ROLLBACK")
    assert two.get("kind", "c") is None
    assert one.get("kind", "b") == b"2"


def test_a_deleted_file_is_no_error(tmp_path, opened):
    cache = opened(tmp_path)
    cache.put("kind", "a", b"1")
    if os.name == "posix":
        (tmp_path / "cache.sqlite").unlink()
    cache.put("kind", "b", b"2")
    assert cache.get("kind", "b") == b"2"


def test_any_thread_may_use_it(tmp_path, opened):
    cache = opened(tmp_path)

    def work(name):
        for number in range(30):
            cache.put(name, str(number), f"{name}{number}".encode())
            assert cache.get(name, str(number)) == f"{name}{number}".encode()

    threads = [threading.Thread(target=work, args=(name,)) for name in "xyz"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(cache.get(name, "29") == f"{name}29".encode() for name in "xyz")
