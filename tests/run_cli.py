#!/usr/bin/env python3
"""Runs the command lines of cli/commands.tsv with php8.2 and with tusk: output, errors and exit code must be equal."""

import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

import harness

CLI = harness.TESTS / "cli"
SECONDS = 20.0


def main() -> int:
    options = harness.parser(__doc__).parse_args()
    harness.limit_memory(options)
    options.mode = options.mode or ["default"]
    timeout = harness.timeout_of(options, SECONDS)
    tusk = harness.program(options.tusk)
    tally = harness.Tally()
    rows = [
        (name, command)
        for name, command, presets in harness.read_table(CLI / "commands.tsv", 3)
        if re.search(options.only, name) and (not presets or options.preset in presets.split(","))
    ]
    work = [(name, command, mode) for mode in harness.modes(options) for name, command in rows]

    def test(item: tuple[str, str, harness.Mode]) -> tuple[str, str | None]:
        name, command, mode = item
        with tempfile.TemporaryDirectory(prefix="tusk-cli-") as folder:
            files = Path(folder) / "files"
            shutil.copytree(CLI / "files", files)

            def answer(runtime: list[str]) -> bytes:
                line = command.replace("%php", shlex.join(runtime))
                outcome = harness.run(["bash", "-c", line], files, timeout)
                return outcome.output + f"# {outcome.describe()}\n".encode()

            expected, got = answer(harness.PHP), answer(mode.command(tusk, name, options.seed))
        label = f"{name} [{mode.name}]"
        if expected == got:
            return label, None
        return label, f"    {command}\n{harness.difference(expected, got, options.show)}"

    for label, problem in harness.parallel(test, work, options.jobs):
        tally.add(label, problem)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
