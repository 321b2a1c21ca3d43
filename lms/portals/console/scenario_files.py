"""What the three commands for scenario files share: reading the file, the report, exit codes.

Exit 0: done. 1: refused, with the reason. 2: wrong usage (no such lesson, file or format).
"""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from cms import api
from cms.content import Scenario

REFUSED, WRONG_USAGE = 1, 2


def add_file_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file, its format and --json."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--format", required=True, choices=api.FORMATS, dest="fmt")
    parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")


def read_file(path: Path) -> bytes:
    """The file's content; CommandError (wrong usage) where it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=WRONG_USAGE) from error


def describe_outcome(
    scenario: Scenario | None, warnings: Any, problems: Any, refused: str = ""
) -> dict[str, Any]:
    """The outcome of reading a file as plain JSON data; with "refused" only if it was."""
    scenes = scenario.scenes if scenario else ()
    report: dict[str, Any] = {
        "scenes": len(scenes),
        "choices": sum(len(scene.choices) for scene in scenes),
        "endings": sum(scene.is_ending for scene in scenes),
        "variables": len(scenario.variables) if scenario else 0,
        "warnings": [{"where": warning.where, "text": warning.text} for warning in warnings],
        "problems": [
            {
                "rule": problem.rule,
                "scene": problem.scene,
                "field": problem.path or problem.field,
                "message": f"{problem.text} {problem.mend}",
            }
            for problem in problems
        ],
    }
    if refused:
        report["refused"] = refused
    return report


def write_report(stdout: OutputWrapper, report: dict[str, Any], *, as_json: bool) -> None:
    """Write the report as one line of JSON, or for reading."""
    if as_json:
        stdout.write(json.dumps(report, ensure_ascii=False))
        return
    counts = ", ".join(
        f"{report[name]} {name}" for name in ("scenes", "choices", "endings", "variables")
    )
    stdout.write(counts)
    for warning in report["warnings"]:
        stdout.write(f"! {warning['where']}: {warning['text']}")
    for problem in report["problems"]:
        stdout.write(
            f"{problem['rule']} {problem['scene']} {problem['field']}: {problem['message']}"
        )
    if "refused" in report:
        stdout.write(report["refused"])
