#!/usr/bin/env python3
"""Throws an exception from the interrupt handler at the n-th safepoint of the programs of tests/lang, for many n, and
compares the interpreter with compiled code: the same output, byte for byte. Wants a build with checks, which has the
extension that throws (tests/extension/interrupts.cc).

    run_throws.py [--only REGEX] [--places N] [--all]    N places a program, or all of its safepoints
"""

import random
import re
import shlex
import sys
from pathlib import Path

import harness
import run_lang

SECONDS = 20.0
INTERPRETER = ["--jit=off"]
COMPILED = [
    ["--jit-hot-loop=1", "--jit-hot-func=1", "--jit-hot-exit=1", "--jit-share=0"],
    ["--jit-hot-loop=3", "--jit-hot-func=5", "--jit-hot-exit=2", "--jit-share=0"],
]
COUNT = re.compile(rb"^safepoints: (\d+)$", re.M)


def main() -> int:
    parser = harness.parser(__doc__)
    parser.add_argument("--places", type=int, default=4, help="places a program")
    parser.add_argument("--all", action="store_true", help="every safepoint of every program")
    options = parser.parse_args()
    harness.limit_memory(options)
    tusk = shlex.split(options.tusk)
    timeout = harness.timeout_of(options, SECONDS)
    programs = [p for p in sorted(run_lang.LANG.rglob("*.php")) if re.search(options.only, run_lang.name_of(p))]
    programs = [p for p in programs if p.with_suffix(".out").exists()]

    def command(flags: list[str], nth: int) -> list[str]:
        settings = ["-d", f"interrupts.nth={nth}", "-d", "interrupts.throw=1"]
        return tusk + flags + settings

    def test(program: Path) -> list[tuple[str, str | None]]:
        name = run_lang.name_of(program)
        # The number of safepoints is what the extension says at the end of a run in which none throws.
        counted = run_lang.run_program(program, command(INTERPRETER, 1 << 60) + ["-d", "interrupts.tell=1"], timeout)
        found = COUNT.search(counted.output)
        total = int(found.group(1)) if found else 0
        chosen = random.Random(f"{options.seed} {name}")
        places = range(1, total + 1)
        if not options.all and total > options.places:
            # Early ones, and some from the whole run.
            most = min(total, 2000)
            places = sorted({chosen.randint(1, most) for _ in range(options.places - 1)} | {chosen.randint(1, total)})
        results = []
        for nth in places:
            expected = run_lang.run_program(program, command(INTERPRETER, nth), timeout)
            for flags in COMPILED:
                got = run_lang.run_program(program, command(flags, nth), timeout)
                label = f"{name} [{nth} of {total}]"
                if (got.output, got.code) == (expected.output, expected.code):
                    results.append((label, None))
                    continue
                again = f"    {shlex.join(command(flags, nth))} {program.relative_to(harness.TESTS.parent)}"
                what = harness.difference(expected.output, got.output, options.show)
                results.append((label, f"{again}\n    {expected.describe()}, then {got.describe()}\n{what}"))
        return results

    tally = harness.Tally()
    for results in harness.parallel(test, programs, options.jobs):
        for label, problem in results:
            tally.add(label, problem)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
