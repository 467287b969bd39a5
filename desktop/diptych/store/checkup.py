"""Looks whether the library is sound, and mends what can be made of the rest."""

from __future__ import annotations

from diptych.store.database import Repository
from diptych.store.troubles import DamagedLibrary


class Checkup(Repository):
    """Checks that are too slow for every start."""

    def schema_version(self) -> int:
        """Return the version of the schema."""
        ((version,),) = self._database.read("PRAGMA user_version")
        return int(version)

    def damage(self) -> list[str]:
        """Return what SQLite says of damage in the file, nothing for a sound one."""
        rows = self._database.read("PRAGMA integrity_check(20)")
        return [words for (words,) in rows if words != "ok"]

    def broken_references(self) -> int:
        """Return how many rows refer to rows that are not there."""
        return len(self._database.read("PRAGMA foreign_key_check"))

    def is_index_sound(self) -> bool:
        """Whether the search index says what the notes say; `integrity_check` does not ask that."""
        try:
            with self._database.write() as connection:
                connection.execute(
                    "INSERT INTO notes_fts (notes_fts, rank) VALUES ('integrity-check', 1)"
                )
        except DamagedLibrary:
            return False
        return True

    def rebuild_index(self) -> None:
        """Make the search index anew from the notes."""
        with self._database.write() as connection:
            connection.execute("INSERT INTO notes_fts (notes_fts) VALUES ('rebuild')")

    def mend_tags(self) -> int:
        """Make the table of tags what the notes say; return how many rows were wrong."""
        wanted = "SELECT value, number FROM notes, json_each(tags)"
        with self._database.write() as connection:
            wrong = 0
            for statement in (
                f"DELETE FROM note_tags WHERE (tag, note) NOT IN ({wanted})",  # noqa: S608 - ours
                f"INSERT OR IGNORE INTO note_tags (tag, note) {wanted}",
            ):
                wrong += connection.execute(statement).rowcount
        return wrong

    def anchor_states(self) -> dict[str, int]:
        """Return how many anchors there are in each state."""
        rows = self._database.read("SELECT state, count(*) FROM anchors GROUP BY state")
        return dict(rows)
