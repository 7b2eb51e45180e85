#!/usr/bin/env python3
"""Runs programs while a thread and a timer interrupt them thousands of times a second (profiler.cc, TUSK_SOAK).

    soak.py --seconds 600 --preset release      all of tests/lang over and over, in changing modes, until the time is up
    soak.py --seconds 8                         a short form

A program whose output differs from its .out fails, and so does one that crashes; builds with checks also print what was
not freed. The last lines are the interrupts answered and `N passed, N failed`.
"""

import argparse
import concurrent.futures
import os
import random
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


# Their output tells how long things took or how much memory was in use, or whether waiting was interrupted.
TIMED = {"limits", "signals/handlers_and_their_rules", "loops/time_limit", "ext/processes_and_contexts"}


def programs():
    found = []
    for path in sorted((TESTS / "lang").rglob("*.php")):
        out = path.with_suffix(".out")
        name = str(path.relative_to(TESTS / "lang").with_suffix(""))
        if not out.exists() or path.with_suffix(".args").exists() or path.with_suffix(".stdin").exists():
            continue
        if path.with_suffix(".ini").exists() or name in TIMED or name.split("/")[0] in TIMED:
            continue
        found.append((name, path, out.read_bytes()))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tusk", default="", help="the program tusk_profiler")
    parser.add_argument("--irc", default="", help="not used")
    parser.add_argument("--preset", default="release")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=120)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    root = TESTS.parent
    tusk = shlex.split(args.tusk or str(root / "build" / args.preset / "tests/interrupts/tusk_profiler"))
    modes = [row.split("\t")[2].strip() for row in (TESTS / "modes.tsv").read_text().splitlines()
             if row and not row.startswith("#") and ("*" in row.split("\t")[1] or "release" in row.split("\t")[1])]
    everything = [p for p in programs() if args.only in p[0]]
    chooser = random.Random(args.seed)
    end = time.monotonic() + args.seconds
    failures = []
    passed = 0
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "answered"

        def run(job):
            name, path, expected, flags, seed = job
            env = dict(os.environ, TUSK_SOAK=str(seed), TUSK_SOAK_LOG=str(log), LC_ALL="C")
            # The leak detector cannot stop the raising thread in children that were forked, and then sees leaks
            # that are none. All other tests look for them.
            env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
            command = [*tusk, *flags.replace("{seed}", str(seed)).split(), path.name]
            try:
                done = subprocess.run(command, cwd=path.parent, env=env, stdin=subprocess.DEVNULL,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=args.timeout)
                text = done.stdout.replace(f"{path.parent}/".encode(), b"")
                if done.returncode:
                    end_line = f"# exit {done.returncode}" if done.returncode > 0 else f"# signal {-done.returncode}"
                    text = text.rstrip(b"\n") + f"\n{end_line}\n".encode()
            except subprocess.TimeoutExpired:
                text = b"timeout\n"
            return job, text.rstrip() == expected.rstrip(), text

        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            def jobs():
                while time.monotonic() < end:
                    name, path, expected = chooser.choice(everything)
                    yield name, path, expected, chooser.choice(modes), chooser.randrange(1 << 30)

            source = jobs()
            running = {pool.submit(run, job) for job, _ in zip(source, range(args.jobs))}
            while running:
                done, running = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
                for future in done:
                    job, good, text = future.result()
                    passed += good
                    if not good:
                        failures.append(job)
                        print(f"FAIL {job[0]} {job[3]} TUSK_SOAK={job[4]}")
                        sys.stdout.write(difference(job[2], text))
                    following = next(source, None)
                    if following:
                        running.add(pool.submit(run, following))
        answered = sum(int(line) for line in log.read_text().split()) if log.exists() else 0
    print(f"{answered} interrupts answered in {args.seconds:g} s, seed {args.seed}")
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures or not answered else 0


def difference(expected, text):
    import difflib
    expected, text = (t.decode(errors="replace").splitlines() for t in (expected, text))
    lines = difflib.unified_diff(expected, text, "expected", "printed", lineterm="")
    return "".join(f"    {line}\n" for _, line in zip(range(12), lines))


if __name__ == "__main__":
    sys.exit(main())
