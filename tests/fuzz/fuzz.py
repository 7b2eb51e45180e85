#!/usr/bin/env python3
"""Runs random programs in php8.2 and in every mode of tusk; all must print the same.

    fuzz.py --count 200                    programs of seeds 1 to 200
    fuzz.py --first 1000 --count 5000      others
    fuzz.py --first 4711 --reduce          makes a failing program small and prints it

A failure prints its seed. With --keep DIR failing programs are written there.
"""

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import generate  # noqa: E402
import harness  # noqa: E402

SECONDS = 10.0


class Judge:
    """Says how a program's outputs differ."""

    def __init__(self, tusk: list[str], modes: list[harness.Mode], timeout: float, seed: int) -> None:
        self.tusk = tusk
        self.modes = modes
        self.timeout = timeout
        self.seed = seed

    def problem(self, text: str, name: str, show: int) -> str | None:
        with tempfile.TemporaryDirectory(prefix="tusk-fuzz-") as folder:
            Path(folder, "program.php").write_text(text)
            expected = harness.run(harness.PHP + ["program.php"], Path(folder), self.timeout)
            if expected.code is None:
                return None  # too long for the oracle: says nothing
            where = str(Path(folder).resolve()).encode()
            for mode in self.modes:
                got = harness.run(mode.command(self.tusk, name, self.seed) + ["program.php"], Path(folder), self.timeout)
                if got.code != expected.code or got.output != expected.output:
                    diff = harness.difference(expected.output.replace(where, b""), got.output.replace(where, b""), show)
                    return f"    [{mode.name}] {got.describe()}, php: {expected.describe()}\n{diff}"
        return None


def reduce(program: generate.Node, fails: Callable[[generate.Node], bool]) -> None:
    """Takes out every statement, and every shell around statements, that the failure does not need."""
    changed = True
    while changed:
        changed = False
        for node in list(program.walk()):
            if node.removed or not node.removable:
                continue
            node.removed = True
            if fails(program):
                changed = True
            else:
                node.removed = False


def main() -> int:
    parser = harness.parser(__doc__)
    parser.add_argument("--first", type=int, default=1, help="first seed")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--reduce", action="store_true", help="make the first failing program small")
    parser.add_argument("--keep", type=Path, help="folder for failing programs")
    options = parser.parse_args()
    harness.limit_memory(options)
    tusk = harness.program(options.tusk)
    timeout = harness.timeout_of(options, SECONDS)
    tally = harness.Tally()
    usable = []
    for mode in harness.modes(options):
        if problem := harness.broken_mode(mode, tusk, timeout):
            tally.add(f"mode {mode.name}", problem)
        else:
            usable.append(mode)
    judge = Judge(tusk, usable, timeout, options.seed)

    def test(seed: int) -> tuple[int, str | None]:
        return seed, judge.problem(generate.text_of(generate.make(seed)), str(seed), options.show)

    for seed, problem in harness.parallel(test, range(options.first, options.first + options.count), options.jobs):
        tally.add(f"seed {seed}", problem)
        if problem and options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"seed_{seed}.php").write_text(generate.text_of(generate.make(seed)))
        if problem and options.reduce:
            program = generate.make(seed)
            mode = re.search(r"\[(\S+)\]", problem)
            narrow = Judge(tusk, [m for m in usable if mode and m.name == mode[1]], timeout, options.seed)
            reduce(program, lambda p: narrow.problem(generate.text_of(p), str(seed), 5) is not None)
            print(generate.text_of(program))
            print(narrow.problem(generate.text_of(program), str(seed), options.show))
            break
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
