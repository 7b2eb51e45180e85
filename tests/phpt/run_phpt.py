#!/usr/bin/env python3
"""Runs PHP's .phpt conformance tests.

    run_phpt.py --list passing.txt           the listed tests must pass in every mode; this is what CI runs
    run_phpt.py [--only REGEX] DIR...        every test below these folders of the tree, with a table of rates
    run_phpt.py --update DIR...              the same, and the list takes in what passes and drops, below DIR, what
                                             does not; what was dropped is printed
    run_phpt.py --sample 1/8 DIR...          every eighth test by a hash of its name: a quick and stable estimate
    run_phpt.py --crashes DIR...             only the ends count: a signal, a failed check or a sanitizer's report
                                             fails, in any mode, whatever the test prints; for all builds

The tree comes from `fetch` (default: build/phpt). A test counts as `noext` when it needs an extension that the
runtime lacks (never `opcache`: its tests are of compiled code), and as `cgi` when it needs a web server; neither is
ever a pass. Without --mode, folders are run in `interpreter`, `default` and `hot1`, the list in all modes of the preset.
"""

import collections
import contextlib
import dataclasses
import re
import shlex
import sys
import tempfile
import threading
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import harness  # noqa: E402

PHPT = Path(__file__).resolve().parent
SECONDS = 20.0
# What sanitizers and checks say.
REPORT = re.compile(rb"Sanitizer: |:\d+: runtime error: |: check failed: |^lost at exit: ", re.M)
SUMMARY = re.compile(rb"^(SUMMARY: .*|.*: check failed: .*|lost at exit: .*)$", re.M)
SECTION = re.compile(rb"^--([_A-Z]+)--\s*$")
SECTIONS = set(
    """TEST DESCRIPTION CREDITS SKIPIF CONFLICTS WHITESPACE_SENSITIVE CAPTURE_STDIO EXTENSIONS POST PUT POST_RAW GZIP_POST
    DEFLATE_POST GET COOKIE ARGS INI ENV STDIN PHPDBG CGI EXPECTHEADERS HEADERS REDIRECTTEST FLAKY XFAIL XLEAK CLEAN
    FILE FILEEOF FILE_EXTERNAL EXPECT EXPECTF EXPECTREGEX EXPECT_EXTERNAL EXPECTF_EXTERNAL EXPECTREGEX_EXTERNAL""".split()
)
WEB = set("POST PUT POST_RAW GZIP_POST DEFLATE_POST GET COOKIE CGI EXPECTHEADERS HEADERS PHPDBG REDIRECTTEST".split())
# Settings that the expectations of the tests assume.
SETTINGS = [
    "precision=14",
    "serialize_precision=-1",
    "display_errors=1",
    "error_reporting=30719",
    "log_errors=0",
    "html_errors=0",
    "memory_limit=128M",
    "opcache.enable=0",
]
# Extensions that a test may name though no module has the name: what they do to a plain script, tusk does by itself. A
# test that calls their functions fails as it should.
BUILT_IN = {"opcache"}
# Extensions that exist where the system has the library they load: without it their tests are left out of a list.
LOADED = {"bz2", "dom", "fileinfo", "gmp", "intl", "libxml", "openssl", "pdo_sqlite", "simplexml", "sodium", "sqlite3", "xml", "xmlreader", "xmlwriter"}
# Folders whose tests share files though no file CONFLICTS says so.
CONFLICTS = {"ext/zlib/tests"}
# Placeholders of EXPECTF and the regular expressions they stand for.
PLACEHOLDERS = {
    "%e": r"/",
    "%s": r"[^\r\n]+",
    "%S": r"[^\r\n]*",
    "%a": r".+",
    "%A": r".*",
    "%w": r"\s*",
    "%i": r"[+-]?\d+",
    "%d": r"\d+",
    "%x": r"[0-9a-fA-F]+",
    "%f": r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?",
    "%c": r".",
    "%0": r"\x00",
}
# Outcomes in the order of the table's columns; those before `noext` are of tests that ran.
OUTCOMES = ["pass", "fail", "crash", "timeout", "error", "noext", "skip", "xfail", "cgi"]


@dataclasses.dataclass(frozen=True)
class Result:
    outcome: str
    detail: str = ""


def sections_of(path: Path) -> dict[str, bytes]:
    """A .phpt file split at its section marks; a mark that is not one of PHP's belongs to the text around it."""
    sections: dict[str, list[bytes]] = {}
    current: list[bytes] = []
    for line in path.read_bytes().splitlines(keepends=True):
        found = SECTION.match(line)
        if found and found[1].decode() in SECTIONS:
            current = sections.setdefault(found[1].decode(), [])
            current.clear()
        else:
            current.append(line)
    return {name: b"".join(lines) for name, lines in sections.items()}


def pattern_of(expected: str) -> re.Pattern[str]:
    """The regular expression of an EXPECTF section; text between two %r is one already."""
    pieces = []
    for i, part in enumerate(re.split(r"%r(.*?)%r", expected, flags=re.S)):
        if i % 2 == 1:
            pieces.append(f"(?:{part})")
            continue
        for token in re.split(r"(%[esSaAwidxfc0])", part):
            pieces.append(PLACEHOLDERS.get(token) or re.escape(token))
    return re.compile("".join(pieces), re.S)


def normal(output: bytes) -> str:
    return output.replace(b"\r\n", b"\n").strip().decode("latin1")


def matches(sections: dict[str, bytes], folder: Path, output: bytes) -> bool | None:
    """Whether the output is the expected one; None when the test expects nothing."""
    got = normal(output)
    for kind in ("EXPECT", "EXPECTF", "EXPECTREGEX"):
        text = sections.get(kind)
        if text is None and (name := sections.get(kind + "_EXTERNAL")):
            text = (folder / name.decode().strip()).read_bytes()
        if text is None:
            continue
        expected = normal(text)
        if kind == "EXPECT":
            return got == expected
        pattern = pattern_of(expected) if kind == "EXPECTF" else re.compile(expected, re.S)
        return pattern.fullmatch(got) is not None
    return None


def settings_of(sections: dict[str, bytes], folder: Path) -> list[str]:
    """The -d options of a test."""
    text = sections.get("INI", b"").decode("latin1")
    text = text.replace("{PWD}", str(folder)).replace("{TMP}", tempfile.gettempdir())
    text = re.sub(r"\{MAIL:([^}]*)\}", r"tee \1 >/dev/null", text)
    flags = []
    for line in SETTINGS + text.splitlines():
        name, equals, value = line.partition("=")
        if equals:
            flags += ["-d", f"{name.strip()}={value.strip()}"]
    return flags


class Suite:
    """The tests of a tree, run with one program."""

    def __init__(self, root: Path, tusk: list[str], timeout: float, seed: int) -> None:
        self.root = root
        self.tusk = tusk
        self.timeout = timeout
        self.seed = seed
        listing = harness.run(tusk + ["-m"], root, timeout)
        if listing.code != 0:
            sys.exit(f"{shlex.join(tusk)} -m: {listing.describe()}")
        lines = listing.output.decode("latin1").lower().splitlines()
        self.extensions = {line.strip() for line in lines if line.strip() and not line.startswith("[")} | BUILT_IN

    def run(self, name: str, mode: harness.Mode) -> Result:
        path = self.root / name
        if not path.exists():
            return Result("error", "no such test")
        sections = sections_of(path)
        if WEB & sections.keys():
            return Result("cgi")
        needed = sections.get("EXTENSIONS", b"").decode("latin1").lower().split()
        if missing := [extension for extension in needed if extension not in self.extensions]:
            return Result("noext", " ".join(missing))
        made: list[Path] = []
        try:
            return self.run_sections(path, sections, mode.command(self.tusk, name, self.seed), made)
        except (OSError, ValueError, re.error) as error:
            return Result("error", repr(error)[:160])
        finally:
            for file in made:
                file.unlink(missing_ok=True)

    def run_sections(self, path: Path, sections: dict[str, bytes], command: list[str], made: list[Path]) -> Result:
        folder = path.parent
        flags = settings_of(sections, folder)
        env = harness.ENVIRONMENT | {
            "TEST_PHP_EXECUTABLE": command[0],
            "TEST_PHP_EXECUTABLE_ESCAPED": shlex.quote(command[0]),
            "TEST_PHP_EXTRA_ARGS": shlex.join(command[1:] + flags),
            "SKIP_ONLINE_TESTS": "1",
        }
        env.pop("TZ")
        for line in sections.get("ENV", b"").decode("latin1").splitlines():
            name, equals, value = line.partition("=")
            if equals:
                env[name.strip()] = value.strip()

        def execute(suffix: str, code: bytes, arguments: list[str], stdin: bytes = b"") -> harness.Outcome:
            file = path.with_suffix(suffix)
            file.write_bytes(code)
            made.append(file)
            whole = command + flags + ["-f", str(file)] + (["--"] + arguments if arguments else [])
            return harness.run(whole, folder, self.timeout, stdin, env)

        if condition := sections.get("SKIPIF", b"").strip():
            verdict = execute(".skip.php", condition, []).output.lstrip()[:5].lower()
            if verdict.startswith(b"skip"):
                return Result("skip")
            if verdict == b"xfail":
                return Result("xfail")
        if "XFAIL" in sections:
            return Result("xfail")
        if external := sections.get("FILE_EXTERNAL"):
            code = (folder / external.decode().strip()).read_bytes()
        elif "FILEEOF" in sections:
            code = sections["FILEEOF"].rstrip(b"\r\n")
        else:
            code = sections["FILE"] if "FILE" in sections else b""
        arguments = shlex.split(sections.get("ARGS", b"").decode("latin1"))
        outcome = execute(".php", code, arguments, sections.get("STDIN", b""))
        if clean := sections.get("CLEAN"):
            execute(".clean.php", clean, [])
        if outcome.code is None:
            return Result("timeout")
        if outcome.code < 0 or REPORT.search(outcome.output):  # even if it printed what it should
            summary = SUMMARY.search(outcome.output)
            return Result("crash", summary[1].decode("latin1") if summary else outcome.describe())
        right = matches(sections, folder, outcome.output)
        if right is None:
            return Result("error", "expects nothing")
        if right:
            return Result("pass")
        return Result("fail", normal(outcome.output)[:160].replace("\n", "\\n"))


def read_list(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line and not line.startswith("#")]


def write_list(path: Path, names: set[str]) -> None:
    head = "# Tests of PHP 8.4 that pass in every mode; run_phpt.py --update writes this list, CI holds it.\n"
    path.write_text(head + "".join(name + "\n" for name in sorted(names)))


def tests_below(root: Path, folders: list[str]) -> list[str]:
    names = []
    for folder in folders:
        base = root / folder
        found = [base] if base.is_file() else sorted(base.rglob("*.phpt"))
        names += [str(path.relative_to(root)) for path in found]
    return names


def print_table(results: dict[str, Result]) -> None:
    rows: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for name, result in results.items():
        parts = name.split("/")
        folder = "/".join(parts[:2]) if parts[0] in ("ext", "sapi") else parts[0]
        rows[folder][result.outcome] += 1
        rows["all"][result.outcome] += 1
    print("folder".ljust(20), *(column.rjust(8) for column in OUTCOMES), "   rate")
    for folder, row in sorted(rows.items(), key=lambda item: (item[0] == "all", item[0])):
        counted = sum(row[column] for column in OUTCOMES[:6])
        print(
            folder.ljust(20),
            *(str(row[column]).rjust(8) for column in OUTCOMES),
            f"{100 * row['pass'] / max(1, counted):6.1f}%",
        )


def run_all(
    suite: Suite, names: list[str], modes: list[harness.Mode], jobs: int, crashes: bool
) -> dict[str, Result]:
    """Each test's worst result over the modes. A test writes files beside itself: its modes run one after another, and
    so do the tests of a folder that shares files."""
    folders = {str(Path(name).parent) for name in names}
    shared = {folder for folder in folders if folder in CONFLICTS or (suite.root / folder / "CONFLICTS").exists()}
    locks = {folder: threading.Lock() for folder in shared}

    def test(name: str) -> Result:
        with locks.get(str(Path(name).parent), contextlib.nullcontext()):
            for mode in modes:
                result = suite.run(name, mode)
                if result.outcome == "crash" or (result.outcome != "pass" and not crashes):
                    return dataclasses.replace(result, detail=f"[{mode.name}] {result.detail}")
            return result

    return dict(zip(names, harness.parallel(test, names, jobs)))


def main() -> int:
    parser = harness.parser(__doc__)
    parser.add_argument("--root", type=Path, default=harness.TESTS.parent / "build/phpt", help="what `fetch` made")
    parser.add_argument("--list", type=Path, help="tests that must pass")
    parser.add_argument("--update", action="store_true", help="rewrite the list (default: passing.txt)")
    parser.add_argument("--crashes", action="store_true", help="fail for signals and reports only")
    parser.add_argument("--sample", default="0/1", help="K/M: tests whose name hashes to K modulo M")
    parser.add_argument("--out", type=Path, help="write `outcome, test, detail` lines here")
    parser.add_argument("folders", nargs="*", metavar="DIR")
    options = parser.parse_args()
    harness.limit_memory(options)
    if options.folders:  # a listed test runs in every mode of the preset
        options.mode = options.mode or ["interpreter", "default", "hot1"]
    listing = options.list or PHPT / "passing.txt"
    if not (options.root / "Zend/tests").is_dir():
        print(f"{options.root} has no tests: run tests/phpt/fetch\n0 passed, 1 failed")
        return 1

    tusk = harness.program(options.tusk)
    suite = Suite(options.root.resolve(), tusk, harness.timeout_of(options, SECONDS), options.seed)
    names = tests_below(options.root, options.folders) if options.folders else read_list(listing)
    remainder, modulus = (int(part) for part in options.sample.split("/"))
    names = [
        name
        for name in names
        if re.search(options.only, name) and zlib.crc32(name.encode()) % modulus == remainder % modulus
    ]
    results = run_all(suite, names, harness.modes(options), options.jobs, options.crashes)
    if options.out:
        rows = (f"{result.outcome}\t{name}\t{result.detail}\n" for name, result in sorted(results.items()))
        options.out.write_text("".join(rows), encoding="latin1")

    if options.crashes:
        tally = harness.Tally()
        for name, result in sorted(results.items()):
            tally.add(name, f"    {result.detail}" if result.outcome == "crash" else None)
        return tally.close()

    if not options.folders:
        tally = harness.Tally()
        for name, result in results.items():
            if result.outcome == "noext" and set(result.detail.rpartition("] ")[2].split()) <= LOADED:
                print(f"left out: {name}: no {result.detail}")
                continue
            tally.add(name, None if result.outcome == "pass" else f"    {result.outcome} {result.detail}")
        return tally.close()

    print_table(results)
    listed = set(read_list(listing)) if listing.exists() else set()
    passing = {name for name, result in results.items() if result.outcome == "pass"}
    lost = sorted((listed & results.keys()) - passing)
    for name in lost:
        print(f"LOST {name}: {results[name].outcome} {results[name].detail}")
    print(f"{len(passing - listed)} pass that are not listed, {len(lost)} listed ones are lost")
    if options.update:
        write_list(listing, (listed - results.keys()) | passing)
    failed = sum(result.outcome in OUTCOMES[1:6] for result in results.values())
    print(f"{len(passing)} passed, {failed} failed")
    return 1 if lost and not options.update else 0


if __name__ == "__main__":
    sys.exit(main())
