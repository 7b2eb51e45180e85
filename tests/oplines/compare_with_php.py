#!/usr/bin/env python3
"""Compares tusk's opline dumps with php8.2's (opcache, before optimisation), function by function.

usage: compare_with_php.py [--tusk=build/release/tusk] [--php=php8.2] [-v] file.php ...

Known differences between 8.2 and 8.4 are normalised away. Exit status 1 when a function differs.
"""
import re
import subprocess
import sys


def functions(text):
    """[(key, [lines])] of a dump; the key is the function's name and line range."""
    result = []
    for block in re.split(r"\n\n+(?=\S[^\n]*:\n     ; \(lines=)", "\n\n" + text):
        lines = block.strip("\n").split("\n")
        if len(lines) < 3 or not lines[1].startswith("     ; (lines="):
            continue
        name = lines[0].rstrip(":")
        name = re.sub(r"[^:]*\{closure[^}]*\}", "{closure}", name).lower()
        name = re.sub(r"@anonymous.*?(?=::|$)", "@anonymous", name, flags=re.S)
        place = ""
        body = []
        for line in lines[1:]:
            if line.startswith("     ; "):
                m = re.match(r"     ; .*:(\d+)-(\d+)$", line)
                if m:
                    place = m.group(1)
                continue
            if line.startswith("LIVE RANGES"):
                break
            if line.startswith("EXCEPTION TABLE"):
                break
            body.append(line)
        if name == "$_main":
            place = ""
        result.append(((name, place), body))
    return result


def normalise(body):
    out = []
    for line in body:
        line = re.sub(r"^\d{4} ", "", line)
        line = re.sub(r" loop-end\(\+\d+\)", "", line)
        line = re.sub(r"(INIT_FCALL \d+) \d+", r"\1 N", line)
        line = re.sub(r"string\(\"\{closure[^\"]*\"\)", "string(closure)", line)
        line = line.replace("\\", "")  # 8.2 does not escape
        line = line.replace("DO_UCALL", "DO_FCALL")  # known methods: opcache knows fewer
        if line.startswith("DECLARE_CLASS"):
            continue  # opcache binds early in its own way
        out.append(line)
    return out


def renumbered(body):
    """Jump targets as distances, so that one missing opline does not spoil the rest."""
    out = []
    for number, line in enumerate(body):
        def relative(m):
            return " %+d" % (int(m.group(1)) - number)
        out.append(re.sub(r" (\d{4})(?=$|,)", relative, line))
    return out


def main():
    tusk, php, verbose, files = "build/release/tusk", "php8.2", False, []
    for arg in sys.argv[1:]:
        if arg.startswith("--tusk="):
            tusk = arg[7:]
        elif arg.startswith("--php="):
            php = arg[6:]
        elif arg == "-v":
            verbose = True
        else:
            files.append(arg)
    same = different = skipped = 0
    for path in files:
        theirs = subprocess.run(
            [php, "-n", "-d", "zend_extension=opcache.so", "-d", "opcache.enable_cli=1", "-d",
             "opcache.file_update_protection=0", "-d", "opcache.opt_debug_level=0x10000", "-d", "opcache.jit=off",
             "-r", "opcache_compile_file($argv[1]);", path],
            capture_output=True, timeout=60)
        text = theirs.stderr.decode("latin-1")
        ours = subprocess.run([tusk, "-l", "--dump=oplines", path], capture_output=True, timeout=60)
        mine = ours.stdout.decode("latin-1")
        if ours.returncode < 0:
            print(f"{path}: tusk died of signal {-ours.returncode}")
            different += 1
            continue
        expected = functions(text)
        actual = {}
        for key, body in functions(mine):
            actual.setdefault(key, []).append(body)
        if not expected:
            skipped += 1
            if verbose or not actual:
                continue
            continue
        if not actual:
            print(f"{path}: no dump: {mine.strip()[:200]!r}")
            different += 1
            continue
        for key, body in expected:
            mine_list = actual.get(key)
            if not mine_list:
                print(f"{path}: {key} is missing")
                different += 1
                continue
            a, b = normalise(renumbered(body)), normalise(renumbered(mine_list.pop(0)))
            if a == b:
                same += 1
                continue
            different += 1
            print(f"{path}: {key[0]} differs")
            for i, (x, y) in enumerate(zip(a + [""] * len(b), b + [""] * len(a))):
                if x != y:
                    print(f"    {i:04d} php:  {x}")
                    print(f"    {i:04d} tusk: {y}")
                    if not verbose:
                        break
    print(f"{same} functions alike, {different} not, {skipped} files skipped")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
