"""Jobs: asked for, checked, confirmed, done, or refused whole."""

from reporting.actions.exporting import ask_export, is_still_in_reach, run_export
from reporting.actions.importing import cancel, check_file, confirm, run_import, send_file

__all__ = [
    "ask_export",
    "cancel",
    "check_file",
    "confirm",
    "is_still_in_reach",
    "run_export",
    "run_import",
    "send_file",
]
