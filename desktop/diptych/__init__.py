"""Diptych: close reading of two documents side by side, offline."""

__version__ = "0.1.0"
