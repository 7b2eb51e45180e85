#!/usr/bin/env python3
"""Throws an exception from the interrupt handler at the n-th safepoint of the programs of tests/lang, for many n, and
compares the interpreter with compiled code: as many safepoints, and the same output, byte for byte. Wants a build with
checks, which has the extension that throws (tests/extension/interrupts.cc).

    run_throws.py [--only REGEX] [--places N] [--seed N] [--seconds N]    N places a program
    run_throws.py --all                                                   all of its safepoints
"""

import random
import re
import shlex
import sys
import time
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
# Programs that no two runs print the same of, and why.
UNEVEN = {
    "ext/passwords_and_system_tables": "backtraces show the beginning of random hashes",
    "ext/processes_and_contexts": "polls until a process has ended",
    "limits/time_limit_ends_a_loop_without_body": "works until the time is over",
    "limits/time_limit_restarts_with_each_call": "works until the time is over",
    "signals/forks_compile_apart": "several processes write in any order",
    "signals/handlers_run_in_hot_loops": "backtraces show the number of the process",
}


def main() -> int:
    parser = harness.parser(__doc__)
    parser.add_argument("--places", type=int, default=4, help="places a program")
    parser.add_argument("--all", action="store_true", help="every safepoint of every program")
    parser.add_argument("--seconds", type=float, default=0, help="begin no program after this time; they come in any order")
    options = parser.parse_args()
    harness.limit_memory(options)
    tusk = harness.program(options.tusk)
    timeout = harness.timeout_of(options, SECONDS)
    programs = [p for p in sorted(run_lang.LANG.rglob("*.php")) if re.search(options.only, run_lang.name_of(p))]
    programs = [p for p in programs if p.with_suffix(".out").exists()]
    for program in [p for p in programs if run_lang.name_of(p) in UNEVEN]:
        print(f"left out: {run_lang.name_of(program)}: {UNEVEN[run_lang.name_of(program)]}")
        programs.remove(program)
    if options.seconds:
        random.Random(options.seed).shuffle(programs)
    end = time.monotonic() + options.seconds if options.seconds else float("inf")

    def command(flags: list[str], nth: int) -> list[str]:
        settings = ["-d", f"interrupts.nth={nth}", "-d", "interrupts.throw=1"]
        return tusk + flags + settings

    def run(program: Path, flags: list[str], nth: int, more: list[str] = []) -> harness.Outcome:
        return run_lang.run_program(program, command(flags, nth) + more, timeout)

    def count(program: Path, flags: list[str]) -> list[int]:
        """The safepoints that each process passed, as the extension says at the end of a run in which none throws."""
        return [int(n) for n in COUNT.findall(run(program, flags, 1 << 60, ["-d", "interrupts.tell=1"]).output)]

    def test(program: Path) -> list[tuple[str, str | None]]:
        if time.monotonic() > end:
            return []
        name = run_lang.name_of(program)
        counted = count(program, INTERPRETER)  # none if a fatal error ended it
        asked.update(counted)
        results = []
        for flags in COMPILED:
            got = count(program, flags)
            problem = None
            if got != counted:
                problem = f"    {shlex.join(flags)}: {got} safepoints, not {counted}"
            results.append((f"{name} [count]", problem))
        total = counted[0] if counted else 0
        chosen = random.Random(f"{options.seed} {name}")
        places = range(1, total + 1)
        if not options.all and total > options.places:
            # Early ones, and one from the whole run.
            most = min(total, 2000)
            places = sorted({chosen.randint(1, most) for _ in range(options.places - 1)} | {chosen.randint(1, total)})
        for nth in places:
            expected = run(program, INTERPRETER, nth)
            for flags in COMPILED:
                got = run(program, flags, nth)
                label = f"{name} [{nth} of {total}]"
                if (got.output, got.code) == (expected.output, expected.code):
                    results.append((label, None))
                    continue
                again = f"    {shlex.join(command(flags, nth))} {program.relative_to(harness.TESTS.parent)}"
                what = harness.difference(expected.output, got.output, options.show)
                results.append((label, f"{again}\n    {expected.describe()}, then {got.describe()}\n{what}"))
        return results

    asked: set[int] = set()
    tally = harness.Tally()
    for results in harness.parallel(test, programs, options.jobs):
        for label, problem in results:
            tally.add(label, problem)
    if not asked:
        tally.add("safepoints", "    no program passed any: is this a build with checks?")
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
