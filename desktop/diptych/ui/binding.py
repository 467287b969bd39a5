"""How Qt is loaded: what PySide sets up in Python only when it is needed.

At its first import PySide compiles 130 KB of its own Python from source, with what that needs of
the standard library, to have ready the words for wrong arguments, `help` and features that nothing
here uses. That is a quarter of a small program's start. Here it is loaded when it is first asked
for. Where PySide is not as known here, it is loaded as it wants to be.
"""

from __future__ import annotations

import builtins
import sys
from contextlib import contextmanager
from importlib import import_module
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING, Any

from diptych.ui.enumerations import make_quickly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What is done here was tried with these; it leans on how they start.
_KNOWN = {"6.11.3", "6.12.0"}
_BOOTSTRAP = "signature_bootstrap.py"
# In which shiboken looks, without asking for it, when it words an error.
_MAPPING = "shibokensupport.signature.mapping"
# Imported by shiboken6 for its signatures alone; each brings others.
_FOR_SIGNATURES = ("base64", "tempfile", "textwrap", "traceback", "zipfile")


def load_qt() -> None:
    """Import Qt's core for the window; to be called before anything else imports PySide."""
    if "PySide6" in sys.modules:
        return
    make_quickly()
    plain = builtins.__import__
    with _loaded_on_use(), _bootstrap_replaced():
        import PySide6.QtCore  # noqa: F401
    # PySide puts its own in place, and with the whole of it the source of every module that is
    # imported is read to see whether it asks for a feature of `__feature__`. Nothing here does.
    builtins.__import__ = plain


class _Signatures:
    """Stands for PySide's module of signatures until one of its functions is called."""

    def __init__(self, source: bytes) -> None:
        """Stand for what this source would load."""
        self._source = source
        self._loaded: Any = None
        self._lock = RLock()
        self._mapping = ModuleType(_MAPPING)
        vars(self._mapping)["update_mapping"] = self._update_mapping
        sys.modules[_MAPPING] = self._mapping

    def bootstrap(self) -> _Signatures:
        """Start, as PySide asks for it."""
        return self

    def _load(self) -> Any:
        """Load the module as PySide does."""
        with self._lock:
            if self._loaded is None:
                from importlib.abc import InspectLoader

                import signature_bootstrap  # type: ignore[import-not-found]  # made by PySide

                source = self._source.decode()

                class Source(InspectLoader):
                    def get_source(self, fullname: str) -> str:
                        return source

                Source().exec_module(signature_bootstrap)
                self._loaded = signature_bootstrap.bootstrap()
        return self._loaded

    def _update_mapping(self) -> None:
        """Have in the stand-in what PySide's module has, as shiboken keeps to the first it met."""
        with self._lock:
            self._load()
            mapping = sys.modules[_MAPPING]
            mapping.update_mapping()
            own = {"update_mapping": self._update_mapping}
            vars(self._mapping).update(vars(mapping) | own)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._load(), name)

    # What shiboken takes from the module when it starts.

    def pyside_type_init(self, *given: Any) -> Any:
        return self._load().pyside_type_init(*given)

    def create_signature(self, *given: Any) -> Any:
        return self._load().create_signature(*given)

    def seterror_argument(self, *given: Any) -> Any:
        return self._load().seterror_argument(*given)

    def make_helptext(self, *given: Any) -> Any:
        return self._load().make_helptext(*given)

    def finish_import(self, module: Any) -> None:
        """Mend nothing: PySide has no deprecated function to put into a module."""

    def feature_import(self, *given: Any, **named: Any) -> None:
        """Leave an import to Python."""

    def feature_imported(self, module: Any) -> None:
        """Look for no features."""

    def post_init(self) -> None:
        """Put nothing in place of Python's `__import__`."""


# What shiboken calls in the module that it makes of PySide's `signature_bootstrap.py`.
bootstrap: Callable[[], _Signatures]


def _module() -> None:
    """Be what that module runs in place of its source."""
    global bootstrap  # noqa: PLW0603
    from diptych.ui.binding import bootstrap


@contextmanager
def _bootstrap_replaced() -> Iterator[None]:
    """Have PySide start its signatures with the stand-in, where its version is known here."""
    plain = builtins.compile

    def replaced(source: Any, filename: Any, *given: Any, **named: Any) -> Any:
        version = getattr(sys.modules.get("shiboken6"), "__version__", "")
        if filename == _BOOTSTRAP and version in _KNOWN:
            global bootstrap  # noqa: PLW0603 - shiboken hands nothing to what it runs
            bootstrap = _Signatures(source).bootstrap
            return _module.__code__
        return plain(source, filename, *given, **named)

    builtins.compile = replaced
    try:
        yield
    finally:
        builtins.compile = plain


@contextmanager
def _loaded_on_use() -> Iterator[None]:
    """Have the modules for signatures loaded when something of them is used, not when imported."""
    standing = {name: _stand_in(name) for name in _FOR_SIGNATURES if name not in sys.modules}
    sys.modules.update(standing)
    try:
        yield
    finally:
        for name, module in standing.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _stand_in(name: str) -> ModuleType:
    """Make a module that loads the real one when anything is taken from it."""
    module = ModuleType(name)

    def take(attribute: str) -> Any:
        if sys.modules.get(name) is module:
            del sys.modules[name]
        return getattr(import_module(name), attribute)

    vars(module)["__getattr__"] = take
    return module
