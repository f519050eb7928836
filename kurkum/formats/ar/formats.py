"""As written in Israel."""

from kurkum.formats.israel import *  # noqa: F403 (Django reads the names of this module)
