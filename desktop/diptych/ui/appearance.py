"""How window and texts look, as the reader chose: colours, letters, language, full screen, focus.

What is changed often has a command; the rest is in the panel of `comfort`.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QObject,
    Qt,
    QTimer,
    QTranslator,
    Signal,
)
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Side
from diptych.services.places import resources
from diptych.ui.language import choose_language, set_language
from diptych.ui.look import Typesetting, look_of
from diptych.ui.prose import SIZE
from diptych.ui.theme import interface_font, set_interface_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.services.workplace import Workplace
    from diptych.ui.look import Look
    from diptych.ui.window import Window

STYLES = ("light", "sepia", "dark", "contrast")
"""The style files, in the order in which one key goes through them."""
SYSTEM = "system"
_CHOICES = (*STYLES, SYSTEM)
ZOOMS = (60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
"""Sizes of the texts, in percent."""
INTERFACE_SIZES = (80, 90, 100, 115, 130, 150, 175, 200)
"""Sizes of all other letters, in percent."""
# Points in which a system sets its own interface as it comes; on Linux desktops differ.
_USUAL_POINTS = {"darwin": (13.0, 13.0), "win32": (9.0, 9.0), "linux": (9.0, 11.0)}
_TYPESETTING = "typesetting"
_INTERFACE = "interface_size"
_LANGUAGE = "language"
_NEWS = "news"
_LANGUAGES = ("", "en", "es")
# After that long a window in whose place another has come is no more, and the other is painted.
_COLLECT_MS = 1_500
_QT_TRANSLATIONS = QLibraryInfo.LibraryPath.TranslationsPath


def style_of(choice: str) -> str:
    """Return the style file for what the reader chose, be it to follow the system."""
    if choice in STYLES:
        return choice
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


class _Qt:
    """What translates the words of Qt's own dialogs and menus; None while they are English."""

    translator: QTranslator | None = None


def speak(code: str) -> None:
    """Speak a language from now on, in what is built from now on: our words, Qt's, and dates."""
    set_language(code, resources() / "translations")
    if _Qt.translator is not None:
        QCoreApplication.removeTranslator(_Qt.translator)
        QLocale.setDefault(QLocale.system())
        _Qt.translator = None
    if code != "en":
        translator = _Qt.translator = QTranslator()
        translator.load(f"qtbase_{code}", QLibraryInfo.path(_QT_TRANSLATIONS))
        QCoreApplication.installTranslator(translator)
        QLocale.setDefault(QLocale(code))


def system_size() -> int:
    """Return how large the system wants an interface's letters to be, in percent, 80 to 200."""
    points = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    if points <= 0:  # it counts in pixels, and says nothing of a reader's wish
        return 100
    low, high = _USUAL_POINTS.get(sys.platform, _USUAL_POINTS["linux"])
    share = points / low if points < low else points / high if points > high else 1.0
    return min(max(round(100 * share), INTERFACE_SIZES[0]), INTERFACE_SIZES[-1])


def prepare(workplace: Workplace) -> None:
    """Speak the reader's language, and take their size of letters, before a window is built."""
    library = workplace.library
    speak(choose_language(library.setting(_LANGUAGE) or ""))
    set_interface_size(int(library.setting(_INTERFACE) or 0) or system_size())
    QApplication.setFont(interface_font(SIZE))


def built_anew(window: Window) -> Window:
    """Return a window in the place of one that was closed, as is chosen now; the rest is as it was.

    Selection, places, notes and the steps that can be undone are kept; the old window is no more.
    """
    from diptych.ui.collector import collect_all
    from diptych.ui.window import Window

    workplace, row = window.workplace, window.handlers.panes.row_to_carry()
    window.desk.stop()
    window.desk.places.end()
    prepare(workplace)
    new = Window(workplace)
    new.handlers.panes.take_over(window.handlers.panes)
    if row is None:
        new.begin([])  # which is where the reader left off
    else:
        new.handlers.panes.reopening.lay_out(row)
    if window.handlers.appearance.news:
        new.say(window.handlers.appearance.news)
    window.deleteLater()
    QTimer.singleShot(_COLLECT_MS, new, collect_all)
    return new


class Appearance(QObject):
    """The looks of one window.

    Signals:
        changed: the texts are set in another way, or in another size.
    """

    changed = Signal()

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.typesetting = self._stored()
        # What was chosen takes effect when the window is built anew.
        self.asks_for_new_window = False
        self.news = ""  # what is said in it, or at the next start, once
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow)

    def add_news(self, words: str) -> None:
        """Have something said in the window that comes after this one."""
        self.news = " ".join(filter(None, (self.news, words)))

    def keep_news(self) -> None:
        """Have what there is to say said at the next start, where no window is built before."""
        if self.news and not self.asks_for_new_window:
            self._window.keep_setting(_NEWS, self.news)

    def say_kept_news(self) -> None:
        """Say what was kept so."""
        news = self._window.workplace.library.setting(_NEWS)
        if news:
            self._window.say(news)
            self._window.keep_setting(_NEWS, "")

    def table(self) -> dict[str, Callable[[], None]]:
        """Return what each command does."""
        return {
            **{f"theme_{name}": partial(self.choose_theme, name) for name in _CHOICES},
            "next_theme": self.next_theme,
            **{
                f"language_{code or SYSTEM}": partial(self.choose_language, code)
                for code in _LANGUAGES
            },
            "full_screen": self.toggle_full_screen,
            "focus_mode": self.toggle_focus,
            "print": self._print,
        }

    # Colours

    def choose_theme(self, name: str) -> None:
        """Wear a style, or follow the system, from now on."""
        self._window.set_theme(name)
        self._window.keep_setting("theme", name)

    def next_theme(self) -> None:
        """Go on to the next of the styles."""
        at = STYLES.index(style_of(self._window.theme_name))
        self.choose_theme(STYLES[(at + 1) % len(STYLES)])

    def _follow(self) -> None:
        if self._window.theme_name == SYSTEM:
            self._window.set_theme(SYSTEM)

    def show_chosen(self) -> None:
        """Show in the menus what is chosen."""
        commands, window = self._window.commands, self._window
        name = window.theme_name if window.theme_name in STYLES else SYSTEM
        commands.set_checked(f"theme_{name}")
        language = window.workplace.library.setting(_LANGUAGE) or SYSTEM
        commands.set_checked(f"language_{language}")

    # Letters

    def look(self) -> Look:
        """Return the look of the texts now."""
        return look_of(self._window.theme, self._window.zoom / 100, self.typesetting)

    def set_typesetting(self, typesetting: Typesetting) -> None:
        """Set the texts in another way, at once; the words in view stay."""
        if typesetting != self.typesetting:
            self.typesetting = typesetting
            self._window.show_look()
            self._window.keep_setting(_TYPESETTING, json.dumps(typesetting))

    def _stored(self) -> Typesetting:
        stored = self._window.workplace.library.setting(_TYPESETTING)
        return Typesetting(*json.loads(stored)) if stored else Typesetting()

    @property
    def interface_size(self) -> int:
        """Size of all letters but the texts', in percent; 0 for as large as the system's."""
        return int(self._window.workplace.library.setting(_INTERFACE) or 0)

    def set_interface_size(self, size: int) -> None:
        """Take another size of all letters but the texts', 0 the system's; a window is built."""
        if size != self.interface_size:
            self._window.keep_setting(_INTERFACE, str(size))
            self.build_anew()

    # Language and size of the interface

    def choose_language(self, code: str) -> None:
        """Speak a language, "" the system's: the window is built anew, with everything as it is."""
        if code != (self._window.workplace.library.setting(_LANGUAGE) or ""):
            self._window.keep_setting(_LANGUAGE, code)
            self.build_anew()
        self.show_chosen()

    def build_anew(self) -> None:
        """Ask whoever opened the window for another one in its place; what was typed is saved."""
        self.asks_for_new_window = True
        self.asks_for_new_window = self._window.close()

    # The screen

    def toggle_full_screen(self) -> None:
        """Fill the screen with the window, or have it as it was before."""
        window = self._window
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
        window.commands.set_checked("full_screen", window.isFullScreen())

    def toggle_focus(self) -> None:
        """Dim all but the selected finding, or show everything alike again."""
        spread = self._window.spread
        spread.set_focus_mode(not spread.focus_mode)
        self._window.commands.set_checked("focus_mode", spread.focus_mode)

    # Paper

    def _print(self) -> None:
        from diptych.ui.printing import show_dialog

        if len(self._window.desk.documents) == len(Side):
            show_dialog(self._window)
