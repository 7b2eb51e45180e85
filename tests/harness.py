"""What the test runners share: the command line, modes, processes, diffs and the closing count."""

import argparse
import concurrent.futures
import contextlib
import dataclasses
import difflib
import os
import re
import resource
import select
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TypeVar

T = TypeVar("T")
R = TypeVar("R")

TESTS = Path(__file__).resolve().parent
# Bytes after which a program counts as one that prints without end.
MOST_OUTPUT = 64 << 20
PHP = ["php8.2", "-n", "-d", "extension=ctype", "-d", "extension=tokenizer", "-d", "extension=mbstring", "-d", "extension=intl",
       "-d", "extension=xml", "-d", "extension=dom", "-d", "extension=simplexml", "-d", "extension=xmlwriter", "-d", "extension=xmlreader",
       "-d", "extension=iconv"]
# Messages whose words changed between php8.2, which is installed as the oracle, and 8.4, which tusk follows.
REWORDED = [
    (rb"Trying to access array offset on value of type (?=null|int|float)", rb"Trying to access array offset on "),
    (rb"Cannot redeclare (?=\w+\(\))", rb"Cannot redeclare function "),
    (rb"(\(\$(?:needle|separator|prefix)\)) cannot be empty", rb"\1 must not be empty"),
    (rb"(\(\$pad_string\)) must be a non-empty string", rb"\1 must not be empty"),
    (rb"(alphanumeric, backslash, or NUL)(?! byte)", rb"\1 byte"),
    (rb"(Function utf8_(?:en|de)code\(\) is deprecated)(?! since)", rb"\1 since 8.2, visit the php.net documentation for various alternatives"),
    (rb"(range\(\): Argument #3 \(\$step\)) must not exceed the specified range",
     rb"\1 must be less than the range spanned by argument #1 ($start) and argument #2 ($end)"),
    (rb"Cannot use '(\w+)' as class name as it is reserved", rb'Cannot use "\1" as a class name as it is reserved'),
]
# What php -n would show, wherever a runtime might be configured otherwise.
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
    "HOME": os.environ.get("HOME", "/"),
    "LC_ALL": "C",
    "TZ": "UTC",
    "ASAN_OPTIONS": "detect_leaks=1:abort_on_error=1:detect_stack_use_after_return=0",
    "UBSAN_OPTIONS": "print_stacktrace=1",
}


@dataclasses.dataclass(frozen=True)
class Mode:
    """One way to run tusk: a row of modes.tsv."""

    name: str
    presets: frozenset[str]
    flags: tuple[str, ...]

    def applies(self, preset: str) -> bool:
        return "*" in self.presets or preset in self.presets

    def command(self, tusk: list[str], test: str, seed: int) -> list[str]:
        number = zlib.crc32(f"{seed} {test}".encode()) % 1_000_000_007
        return tusk + [flag.replace("{seed}", str(number)) for flag in self.flags]


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What a process did: stdout and stderr together, and its exit code (negative: a signal, None: out of time)."""

    output: bytes
    code: int | None

    def describe(self) -> str:
        if self.code is None:
            return "out of time"
        if self.code < 0:
            return f"killed by {signal.Signals(-self.code).name}"
        return f"exit {self.code}"


def parser(description: str) -> argparse.ArgumentParser:
    """The options that every runner has."""
    result = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    result.add_argument("--tusk", default=str(TESTS.parent / "build/release/tusk"), help="command that starts tusk")
    result.add_argument("--irc", default=str(TESTS.parent / "build/release/irc"), help="command that starts irc")
    result.add_argument("--preset", default="release", help="which build this is: picks the modes")
    result.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    result.add_argument("--timeout", type=float, default=0, help="seconds for one process (default: by preset)")
    result.add_argument("--only", default="", help="regular expression on the test's name")
    result.add_argument("--mode", action="append", default=[], help="only this mode of modes.tsv")
    result.add_argument("--seed", type=int, default=1, help="what {seed} in modes.tsv is made from")
    result.add_argument("--show", type=int, default=40, help="lines of a difference to print")
    return result


def program(command: str) -> list[str]:
    """The words of a command that starts a program; runs happen in other folders, so a path is made absolute."""
    return [str(Path(word).resolve()) if os.sep in word and word[0] != "-" else word for word in shlex.split(command)]


def limit_memory(options: argparse.Namespace) -> None:
    """Keeps a program that allocates without end from taking the machine with it: children inherit the limit.
    Sanitizers and emulation reserve address space beyond any limit."""
    if options.preset not in ("dev", "a64"):
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


def timeout_of(options: argparse.Namespace, seconds: float) -> float:
    """Sanitizers and emulation are slow: `seconds` is meant for a release build on an idle machine."""
    return options.timeout or seconds * {"dev": 6, "a64": 6, "checked": 2}.get(options.preset, 1)


def read_table(path: Path, columns: int) -> list[list[str]]:
    """Rows of a tab-separated file; # starts a comment line, missing last columns are empty."""
    rows = []
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            cells = line.split("\t")
            rows.append(cells + [""] * (columns - len(cells)))
    return rows


def modes(options: argparse.Namespace) -> list[Mode]:
    table = [
        Mode(name, frozenset(presets.split(",")), tuple(shlex.split(flags)))
        for name, presets, flags in read_table(TESTS / "modes.tsv", 3)
    ]
    unknown = set(options.mode) - {mode.name for mode in table}
    if unknown:
        sys.exit(f"no such mode: {', '.join(sorted(unknown))}")
    if options.mode:
        return [mode for mode in table if mode.name in options.mode]
    return [mode for mode in table if mode.applies(options.preset)]


def run(command: list[str], cwd: Path, timeout: float, stdin: bytes = b"", env: dict[str, str] | None = None) -> Outcome:
    """Runs a command in its own process group, so that running out of time leaves nothing behind, and with a folder for
    temporary files of its own, which outputs name as /tmp."""
    # As long as any: what a message cuts to 15 characters is the same in each run.
    with tempfile.TemporaryDirectory(prefix="tusk-temporary-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        outcome = run_in(command, cwd, timeout, stdin, {**(env or ENVIRONMENT), "TMPDIR": folder})
        return Outcome(outcome.output.replace(folder.encode(), b"/tmp"), outcome.code)


def run_in(command: list[str], cwd: Path, timeout: float, stdin: bytes, env: dict[str, str]) -> Outcome:
    try:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        return Outcome(f"cannot start {command[0]}: {error}\n".encode(), 127)
    feeder = threading.Thread(target=feed, args=(process.stdin, stdin), daemon=True)
    feeder.start()
    deadline = time.monotonic() + timeout
    output = bytearray()
    closed = False
    while not closed and len(output) < MOST_OUTPUT:
        if not select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))[0]:
            break
        chunk = os.read(process.stdout.fileno(), 1 << 16)
        output += chunk
        closed = not chunk
    try:
        code = process.wait(max(0.0, deadline - time.monotonic())) if closed else None
    except subprocess.TimeoutExpired:
        code = None
    if code is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    feeder.join()
    process.stdout.close()
    return Outcome(bytes(output), code)


def feed(pipe: IO[bytes], text: bytes) -> None:
    """A program need not read its input."""
    with contextlib.suppress(OSError):
        pipe.write(text)
    with contextlib.suppress(OSError):
        pipe.close()


def as_newer(output: bytes) -> bytes:
    """php8.2's output in the words of 8.4."""
    for old, new in REWORDED:
        output = re.sub(old, new, output)
    return output


def difference(expected: bytes, got: bytes, lines: int) -> str:
    """A unified diff of at most `lines` lines; where it is cut, how the output ended."""
    diff = list(
        difflib.unified_diff(
            expected.decode("latin1").splitlines(),
            got.decode("latin1").splitlines(),
            "expected",
            "got",
            lineterm="",
            n=2,
        )
    )
    if not diff and expected != got:
        diff = ["(they differ only in line ends)"]
    if len(diff) > lines:
        last = (got.decode("latin1").splitlines() or [""])[-1]
        diff = diff[:lines] + [f"... {len(diff) - lines} more lines; got ends in: {last[:200]}"]
    return "\n".join("    " + line for line in diff)


def known_failures(runner: str) -> dict[str, str]:
    """Names of a runner's known failures. The mark is `!`, or `?` where the outcome depends on the machine."""
    known = {}
    for line in (TESTS / "known_failures.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            mark, of, name = line.split(" ", 2)
            if of == runner:
                known[name] = mark
    return known


class Tally:
    """Counts, prints failures as they come, and closes with `N passed, N failed`."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed: list[str] = []
        self.known = known_failures(Path(sys.argv[0]).stem)

    def add(self, name: str, problem: str | None) -> None:
        """`problem` is None for a pass. What known_failures.txt lists must fail."""
        if name in self.known:
            if problem is not None or self.known[name] == "?":
                self.passed += 1
                print(f"known failure {name}", flush=True)
                return
            problem = "    passes now: take it off tests/known_failures.txt"
        if problem is None:
            self.passed += 1
        else:
            self.failed.append(name)
            print(f"FAIL {name}\n{problem.rstrip()}", flush=True)

    def close(self) -> int:
        print(f"{self.passed} passed, {len(self.failed)} failed", flush=True)
        return 1 if self.failed else 0


def parallel(work: Callable[[T], R], items: Iterable[T], jobs: int) -> Iterator[R]:
    """Results of `work` for every item in their order, `jobs` at once."""
    with concurrent.futures.ThreadPoolExecutor(max(1, jobs)) as pool:
        yield from pool.map(work, items)


def broken_mode(mode: Mode, tusk: list[str], timeout: float) -> str | None:
    """Why nothing can run in this mode, or None."""
    outcome = run(mode.command(tusk, "probe", 1) + ["-r", "echo 40 + 2;"], TESTS, timeout)
    if outcome.code == 0 and outcome.output == b"42":
        return None
    text = outcome.output.decode("latin1").strip()[:400]
    return f"    {shlex.join(mode.flags)} does not run `echo 40 + 2;`: {outcome.describe()}\n    {text}"
