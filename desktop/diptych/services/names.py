"""Names as they are shown: file names and titles come from strangers.

The window may not know how exports do it, and does it the same way.
"""

from diptych.export.characters import visible_name

__all__ = ["visible_name"]
