"""What the programs of bench/ share: programs, contenders, running a process with its cost, and a test of differences."""

import dataclasses
import math
import re
import shutil
import statistics
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


def measure(command: list[str], timeout: float, cwd: str | Path = ROOT) -> Cost:
    """Runs one process to its end, alone, and asks the kernel what it cost."""
    cost = compiled(BENCH / "cost.c", BINARIES / "cost")
    with tempfile.NamedTemporaryFile(prefix="tusk-bench-") as out:
        line = subprocess.run(
            [str(cost), str(math.ceil(timeout)), out.name, *command], cwd=cwd, capture_output=True, check=True
        ).stdout
        output = Path(out.name).read_bytes()
    cpu, wall, memory, code = map(int, line.split())
    return Cost(cpu / 1e6, wall / 1e6, memory, output, code)


def geometric_mean(values: Iterable[float]) -> float | None:
    logs = [math.log(value) for value in values if value > 0]
    return math.exp(sum(logs) / len(logs)) if logs else None


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function by its continued fraction (Lentz's method)."""
    if x <= 0.0 or x >= 1.0:
        return min(1.0, max(0.0, x))
    if x > (a + 1) / (a + b + 2):
        return 1.0 - incomplete_beta(b, a, 1.0 - x)
    front = math.exp(
        a * math.log(x) + b * math.log(1 - x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    ) / a
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 300):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + numerator * d
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = 1.0 + numerator / c
            c = c if abs(c) > tiny else tiny
            value *= c * d
        if abs(c * d - 1.0) < 1e-12:
            break
    return front * value


def p_value(a: list[float], b: list[float]) -> float:
    """Welch's t test, two sided."""
    va, vb = statistics.variance(a) / len(a), statistics.variance(b) / len(b)
    if va + vb == 0:
        return 1.0
    t = (statistics.mean(b) - statistics.mean(a)) / math.sqrt(va + vb)
    freedom = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))
