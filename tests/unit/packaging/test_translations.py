"""The catalogues: complete, compiled, and no sentence from below the window without translation."""

from __future__ import annotations

import gettext
import subprocess
import sys

from diptych.formats.catalogue import FORMATS
from diptych.ui.language import LANGUAGES
from support.repository import RESOURCES, ROOT

TRANSLATIONS = RESOURCES / "translations"


def test_everything_is_translated_and_the_files_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "packaging" / "translations.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_language_that_is_offered_has_a_catalogue() -> None:
    there = {path.parents[1].name for path in TRANSLATIONS.glob("*/LC_MESSAGES/diptych.mo")}
    assert there == LANGUAGES.keys() - {"en"}


def test_every_format_has_a_name_in_every_language() -> None:
    for code in LANGUAGES.keys() - {"en"}:
        catalogue = gettext.translation("diptych", TRANSLATIONS, [code])
        names = {each.name for each in FORMATS} - {"PDF", "XPS"}
        unknown = {name for name in names if name not in catalogue._catalog}
        assert not unknown
