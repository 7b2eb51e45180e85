#!/usr/bin/env python3
"""Runs the PHP programs of tests/lang in every mode of modes.tsv and compares their output byte for byte.

NAME.php is a test; beside it:
    NAME.out     what it prints, stdout and stderr together; the last line is `# exit N` when the exit code is not 0
    NAME.args    arguments, as a shell would split them
    NAME.ini     settings, one `name=value` a line
    NAME.stdin   its standard input
A PHP file without .out is material for the others (included files).

    run_lang.py [--only REGEX] [--mode NAME] [--jobs N]
    run_lang.py --bless [--only REGEX]    write .out from php8.2 and show what changes; only where php8.2 is right
                                          (a program that php8.2 cannot run right says so in a
                                          comment, `not for php8.2`, and has its .out written by hand)
"""

import re
import shlex
import sys
from pathlib import Path

import harness

LANG = harness.TESTS / "lang"  # or --dir
SECONDS = 20.0
NO_BLESSING = b"not for php8.2"


def name_of(program: Path) -> str:
    return str(program.relative_to(LANG).with_suffix(""))


def expected_text(outcome: harness.Outcome, program: Path) -> bytes:
    """The form of an .out file: messages name the program's file without its folder."""
    text = outcome.output.replace(f"{program.parent}/".encode(), b"")
    if outcome.code != 0:
        if text and not text.endswith(b"\n"):
            text += b"\n"
        text += f"# {outcome.describe()}\n".encode()
    return text


def run_program(
    program: Path, command: list[str], timeout: float, env: dict[str, str] | None = None
) -> harness.Outcome:
    ini, args, stdin = [], [], b""
    if (file := program.with_suffix(".ini")).exists():
        for line in file.read_text().splitlines():
            if line.strip():
                ini += ["-d", line.strip()]
    if (file := program.with_suffix(".args")).exists():
        args = shlex.split(file.read_text())
    if (file := program.with_suffix(".stdin")).exists():
        stdin = file.read_bytes()
    return harness.run(command + ini + [program.name] + args, program.parent, timeout, stdin, env)


def bless(programs: list[Path], show: int) -> int:
    changed = 0
    for program in programs:
        out = program.with_suffix(".out")
        old = out.read_bytes() if out.exists() else b""
        new = harness.as_newer(expected_text(run_program(program, harness.PHP, SECONDS), program))
        if new != old or not out.exists():
            changed += 1
            print(f"{name_of(program)}: {'changed' if out.exists() else 'new'}")
            print(harness.difference(old, new, show))
            out.write_bytes(new)
    print(f"{changed} of {len(programs)} written")
    return 0


def main() -> int:
    parser = harness.parser(__doc__)
    parser.add_argument("--bless", action="store_true", help="write the .out files with php8.2")
    parser.add_argument("--new", action="store_true", help="with --bless: only programs that have no .out yet")
    parser.add_argument("--own-interrupts", action="store_true", help="leave out modes that raise interrupts: the programs do")
    parser.add_argument("--dir", help="another folder of programs, for a program with more extensions than tusk")
    options = parser.parse_args()
    harness.limit_memory(options)
    if options.dir:
        global LANG
        LANG = Path(options.dir).resolve()

    programs = [p for p in sorted(LANG.rglob("*.php")) if re.search(options.only, name_of(p))]
    if options.bless:
        # Material for includes lives in folders called `include`.
        fresh = [p for p in programs if p.parent.name != "include" and NO_BLESSING not in p.read_bytes()]
        if options.new:
            fresh = [p for p in fresh if not p.with_suffix(".out").exists()]
        return bless(fresh, options.show)

    programs = [p for p in programs if p.with_suffix(".out").exists()]
    tusk = harness.program(options.tusk)
    timeout = harness.timeout_of(options, SECONDS)
    tally = harness.Tally()
    pairs = []
    for mode in harness.modes(options):
        if options.own_interrupts and any("interrupts." in flag for flag in mode.flags):
            continue
        problem = harness.broken_mode(mode, tusk, timeout)
        if problem is None:
            pairs += [(program, mode) for program in programs]
        else:
            tally.add(f"mode {mode.name}", problem)

    def test(pair: tuple[Path, harness.Mode]) -> tuple[str, str | None]:
        program, mode = pair
        name = name_of(program)
        command = mode.command(tusk, name, options.seed)
        outcome = run_program(program, command, timeout)
        expected = program.with_suffix(".out").read_bytes()
        got = expected_text(outcome, program)
        label = f"{name} [{mode.name}]"
        if got == expected:
            return label, None
        again = f"    (cd {program.parent.relative_to(harness.TESTS.parent)} && {shlex.join(command)} {program.name})"
        return label, f"{again}\n{harness.difference(expected, got, options.show)}"

    for label, problem in harness.parallel(test, pairs, options.jobs):
        tally.add(label, problem)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
