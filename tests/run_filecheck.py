#!/usr/bin/env python3
"""Runs the tests that look at a dump: files with RUN lines, checked by LLVM's FileCheck.

A test is a .php, .ir or .txt file under tests/{oplines,ir,trace,jit,frontend,vm,tools} with lines like
    // RUN: %tusk --dump=oplines %s | %FileCheck %s
    ; RUN: %irc --passes=fold %s | %FileCheck %s
    # RUN: %not %irc %s
(`//`, `;` and `#` comments). A line that ends in \\ goes on in the next RUN line. Lines run in order, through
`bash -o pipefail`, in the file's folder; the test passes when all exit with 0. Substitutions:
    %tusk %irc      the programs, of the preset under test
    %s %t           the file; a temporary name of its own, removed afterwards
    %FileCheck      FileCheck with --dump-input=fail; %not fails when its command succeeds
    %%              a percent sign
"""

import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

import harness

FOLDERS = ["oplines", "ir", "trace", "jit", "frontend", "vm", "tools"]
SUFFIXES = {".php", ".ir", ".txt"}
RUN_LINE = re.compile(r"^\s*(?://|;|#)\s*RUN:\s*(.*?)\s*$", re.M)
SECONDS = 20.0


def tool(*names: str) -> str:
    """The first of these programs that is installed; LLVM's folder is not on the PATH for all of them."""
    for name in names:
        if found := shutil.which(name) or shutil.which(name, path="/usr/lib/llvm-19/bin"):
            return found
    sys.exit(f"none of these is installed: {', '.join(names)} (tools/setup brings them)")


def run_lines(text: str) -> list[str]:
    lines: list[str] = []
    open_line = False
    for part in RUN_LINE.findall(text):
        if open_line:
            lines[-1] += " " + part.removesuffix("\\")
        else:
            lines.append(part.removesuffix("\\"))
        open_line = part.endswith("\\")
    return lines


def substitute(line: str, values: dict[str, str]) -> str:
    names = sorted(values, key=len, reverse=True)
    pattern = "%(" + "|".join(re.escape(name) for name in names) + r")(?!\w)|%%"
    return re.sub(pattern, lambda found: values[found[1]] if found[1] else "%", line)


def main() -> int:
    options = harness.parser(__doc__).parse_args()
    harness.limit_memory(options)
    programs = {
        "tusk": options.tusk,
        "irc": options.irc,
        "FileCheck": tool("FileCheck-19", "FileCheck") + " --dump-input=fail --dump-input-context=8",
        "not": tool("not-19", "not"),
    }
    timeout = harness.timeout_of(options, SECONDS)
    files = [
        path
        for folder in FOLDERS
        for path in sorted((harness.TESTS / folder).rglob("*"))
        if path.suffix in SUFFIXES and re.search(options.only, str(path.relative_to(harness.TESTS)))
    ]
    tally = harness.Tally()

    def test(path: Path) -> tuple[str, str | None]:
        name = str(path.relative_to(harness.TESTS))
        lines = run_lines(path.read_text(errors="replace"))
        if not lines:
            return name, "    no RUN line"
        with tempfile.TemporaryDirectory(prefix="tusk-") as folder:
            values = programs | {"s": shlex.quote(str(path)), "t": shlex.quote(folder + "/t")}
            for line in lines:
                command = substitute(line, values)
                outcome = harness.run(["bash", "-o", "pipefail", "-c", command], path.parent, timeout)
                if outcome.code != 0:
                    text = outcome.output.decode("latin1").splitlines()[: options.show]
                    return name, "\n".join([f"    {command}", f"    {outcome.describe()}", *("    " + t for t in text)])
        return name, None

    # Material that a RUN line of another file includes lives in folders called `include`.
    for label, problem in harness.parallel(test, [f for f in files if f.parent.name != "include"], options.jobs):
        tally.add(label, problem)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
