"""What bench/run and bench/compare share: programs, contenders, and running a process with its cost."""

import dataclasses
import math
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
# Compiled C twins.
BINARIES = ROOT / "build/bench"
PHP = ["php8.2", "-n"]
PHP_JIT = PHP + [
    "-d", "zend_extension=opcache.so",
    "-d", "opcache.enable_cli=1",
    "-d", "opcache.jit=tracing",
    "-d", "opcache.jit_buffer_size=128M",
    # Without this, opcache ignores a script that was written less than two seconds ago.
    "-d", "opcache.file_update_protection=0",
]  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Program:
    """A benchmark program. Its area and default n stand in the PHP file and nowhere else."""

    name: str
    php: Path
    area: str
    n: int

    def arguments(self, scale: float) -> list[str]:
        return [str(max(1, round(self.n * scale)))] if self.n else []


@dataclasses.dataclass(frozen=True)
class Cost:
    """One run of a process. cpu: seconds, user and system; memory: peak resident KiB."""

    cpu: float
    wall: float
    memory: int
    output: bytes
    code: int  # negative: killed by this signal


def programs(only: str) -> list[Program]:
    result = []
    for php in sorted((BENCH / "programs").glob("*.php")):
        text = php.read_text()
        area = re.search(r"^// (\w+): ", text, re.M)
        n = re.search(r"\$argv\[1\] \?\? (\d+)", text)
        if not area or not n:
            sys.exit(f"{php}: needs a line `// area: what it does` and a default for $argv[1]")
        if re.search(only, php.stem):
            result.append(Program(php.stem, php, area[1], int(n[1])))
    return result


def compiled(source: Path, binary: Path) -> Path:
    """The binary of a C file, compiled if need be."""
    if not binary.exists() or binary.stat().st_mtime < source.stat().st_mtime:
        BINARIES.mkdir(parents=True, exist_ok=True)
        compiler = shutil.which("clang-19") or "cc"
        subprocess.run([compiler, "-O2", "-o", str(binary), str(source), "-lm"], check=True)
    return binary


def compile_c(program: Program) -> list[str] | None:
    """The command of a program's C twin; None when there is none."""
    source = program.php.with_suffix(".c")
    return [str(compiled(source, BINARIES / program.name))] if source.exists() else None


def measure(command: list[str], timeout: float) -> Cost:
    """Runs one process to its end, alone, and asks the kernel what it cost."""
    cost = compiled(BENCH / "cost.c", BINARIES / "cost")
    with tempfile.NamedTemporaryFile(prefix="tusk-bench-") as out:
        line = subprocess.run(
            [str(cost), str(math.ceil(timeout)), out.name, *command], cwd=ROOT, capture_output=True, check=True
        ).stdout
        output = Path(out.name).read_bytes()
    cpu, wall, memory, code = map(int, line.split())
    return Cost(cpu / 1e6, wall / 1e6, memory, output, code)


def geometric_mean(values: Iterable[float]) -> float | None:
    logs = [math.log(value) for value in values if value > 0]
    return math.exp(sum(logs) / len(logs)) if logs else None
