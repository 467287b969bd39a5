"""Settings of the test run. The guards that hold for every test are in support/guards.py."""

from __future__ import annotations

import os

# Before anything imports Qt or ONNX.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hypothesis import settings

pytest_plugins = ["support.guards", "pytester"]

# Machines are shared, so no deadline; and CI tries the same examples each time.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")
