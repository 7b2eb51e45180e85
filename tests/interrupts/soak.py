#!/usr/bin/env python3
"""Runs programs while a thread and a timer interrupt them thousands of times a second (profiler.cc, TUSK_SOAK).

    soak.py --seconds 600 --preset release      all of tests/lang over and over, in changing modes, until the time is up
    soak.py --seconds 8                         a short form

A program whose output differs from its .out fails, and so does one that crashes; builds with checks also print what was
not freed. The last lines are the interrupts answered and `N passed, N failed`.
"""

import concurrent.futures
import random
import re
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import harness  # noqa: E402
import run_lang  # noqa: E402

SECONDS = 60.0
# Their output tells how long things took or how much memory was in use, or whether waiting was interrupted.
TIMED = {"limits", "signals/handlers_and_their_rules", "loops/time_limit", "ext/processes_and_contexts"}


def programs(only: str) -> list[Path]:
    found = []
    for program in sorted(run_lang.LANG.rglob("*.php")):
        name = run_lang.name_of(program)
        if program.with_suffix(".out").exists() and re.search(only, name) and not TIMED & {name, name.split("/")[0]}:
            found.append(program)
    return found


def main() -> int:
    parser = harness.parser(__doc__)
    parser.set_defaults(tusk="", jobs=2)
    parser.add_argument("--seconds", type=float, default=8)
    options = parser.parse_args()
    default = harness.TESTS.parent / "build" / options.preset / "tests/interrupts/tusk_profiler"
    tusk = harness.program(options.tusk or str(default))
    timeout = harness.timeout_of(options, SECONDS)
    modes = [mode for mode in harness.modes(options) if mode.applies("release")]
    everything = programs(options.only)
    chooser = random.Random(options.seed)
    end = time.monotonic() + options.seconds
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        log = Path(folder) / "answered"

        def run(program: Path, mode: harness.Mode, seed: int) -> tuple[str, str | None]:
            # The leak detector cannot stop the raising thread in children that were forked, and then sees leaks
            # that are none. All other tests look for them.
            env = {**harness.ENVIRONMENT, "TUSK_SOAK": str(seed), "TUSK_SOAK_LOG": str(log)}
            env["ASAN_OPTIONS"] += ":detect_leaks=0"
            name = run_lang.name_of(program)
            outcome = run_lang.run_program(program, mode.command(tusk, name, seed), timeout, env)
            expected, got = program.with_suffix(".out").read_bytes(), run_lang.expected_text(outcome, program)
            label = f"{name} [{mode.name}] TUSK_SOAK={seed}"
            return label, None if got == expected else harness.difference(expected, got, options.show)

        def jobs():
            while time.monotonic() < end:
                yield pool.submit(run, chooser.choice(everything), chooser.choice(modes), chooser.randrange(1 << 30))

        source = jobs()
        running = {job for job, _ in zip(source, range(options.jobs))}
        while running:
            done, running = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
            for job in done:
                label, problem = job.result()
                passed += problem is None
                failed += problem is not None
                if problem is not None:
                    print(f"FAIL {label}\n{problem}", flush=True)
                if following := next(source, None):
                    running.add(following)
        answered = sum(int(line) for line in log.read_text().split()) if log.exists() else 0
    print(f"{answered} interrupts answered in {options.seconds:g} s, seed {options.seed}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not answered else 0


if __name__ == "__main__":
    sys.exit(main())
