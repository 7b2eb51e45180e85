#!/usr/bin/env python3
"""Compares builtin functions with php8.2 over a grid of arguments.

tables/FAMILY.tsv has a function a line: its name, then a cell for each parameter with the argument expressions to try,
separated by ` | `; @name stands for a set of sets.php. A cell that begins with `?` may also be left out (with all after
it), one that begins with `&` is passed by reference and its value shown afterwards. `# text` is a comment.
Each row is one test: all its calls must print the same in php8.2 and in tusk. Nothing expected is stored; rows where
8.2 and 8.4 differ on purpose do not belong here.

    run_grid.py [--only 'string/sub'] [--mode hot1]
"""

import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import harness  # noqa: E402

GRID = Path(__file__).resolve().parent
SECONDS = 30.0


def rows(only: str) -> list[tuple[Path, int, str]]:
    """Table, line number and name of every row."""
    result = []
    for table in sorted((GRID / "tables").glob("*.tsv")):
        for number, line in enumerate(table.read_text().split("\n")):
            if line.strip() and not line.startswith("#"):
                name = f"{table.stem}/{line.split(chr(9))[0]}"
                if re.search(only, name):
                    result.append((table, number, name))
    return result


def calls(output: bytes) -> dict[str, str]:
    """What each call printed; a call is a line that begins with # and what follows up to the next."""
    result: dict[str, str] = {}
    for block in re.split(r"^#", output.decode("latin1"), flags=re.M)[1:]:
        call, _, text = block.partition("\n")
        result[call] = text.rstrip("\n")
    return result


def main() -> int:
    parser = harness.parser(__doc__)
    options = parser.parse_args()
    harness.limit_memory(options)
    options.mode = options.mode or ["default"]
    tusk = harness.program(options.tusk)
    timeout = harness.timeout_of(options, SECONDS)
    tally = harness.Tally()
    usable = []
    for mode in harness.modes(options):
        if problem := harness.broken_mode(mode, tusk, timeout):
            tally.add(f"mode {mode.name}", problem)
        else:
            usable.append(mode)

    def test(row: tuple[Path, int, str]) -> list[tuple[str, str | None]]:
        table, number, name = row
        expansion = harness.run(harness.PHP + ["expand.php", str(table), str(number)], GRID, timeout)
        with tempfile.TemporaryDirectory(prefix="tusk-grid-") as folder:
            (Path(folder) / "grid.php").write_bytes(expansion.output)
            reference = harness.run(harness.PHP + ["grid.php"], Path(folder), timeout)
            expected = calls(harness.as_newer(reference.output))
            if expansion.code != 0 or reference.code != 0 or not expected:
                text = reference.output.decode("latin1")[-400:]
                return [(name, f"    php8.2 itself fails on this row: {reference.describe()} {text}")]
            results = []
            for mode in usable:
                outcome = harness.run(mode.command(tusk, name, options.seed) + ["grid.php"], Path(folder), timeout)
                got = calls(outcome.output)
                wrong = [call for call in expected if got.get(call) != expected[call]]
                label = f"{name} row {number} [{mode.name}]"  # a function has several rows
                if not wrong and outcome.code == 0:
                    results.append((label, None))
                    continue
                lines = [f"    {len(wrong)} of {len(expected)} calls differ, {outcome.describe()}"]
                if len(wrong) == len(expected):
                    lines.append("    " + outcome.output.decode("latin1").strip().replace("\n", "\n    ")[:300])
                for call in wrong[: max(1, options.show // 8)]:
                    lines += [f"    {call}", f"      php   {expected[call]!r}", f"      tusk  {got.get(call)!r}"]
                results.append((label, "\n".join(lines)))
            return results

    for results in harness.parallel(test, rows(options.only), options.jobs):
        for label, problem in results:
            tally.add(label, problem)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
