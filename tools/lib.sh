# What setup, run and test share: where the project is, how to say things, which packages it needs.
# Sourced by bash scripts that have set -euo pipefail.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Builds tusk and runs its tests.
packages=(
  clang-19 lld-19 llvm-19-tools libclang-rt-19-dev clang-format-19 cmake ninja-build ccache bison pkg-config python3 xz-utils
  libasmjit-dev libxbyak-dev libabsl-dev libgtest-dev libgmock-dev libpcre2-dev zlib1g-dev libdouble-conversion-dev
  libcapstone-dev libboost-context1.74-dev libicu-dev libxml2-dev libxslt1-dev libxxhash-dev tzdata
  libcrypt1 libargon2-1 libbz2-1.0 libgmp10 libmhash2 libonig5 libssl3 libmagic1 libsodium23 libsqlite3-0
  php8.2-cli php8.2-opcache php8.2-mbstring php8.2-intl php8.2-xml luajit qemu-user
)
# Builds tusk for AArch64; programs built with it run under qemu-user.
packages_arm64=(
  libasmjit-dev libabsl-dev libgtest-dev libgmock-dev libpcre2-dev zlib1g-dev libdouble-conversion-dev libcapstone-dev
  libboost-context1.74-dev libstdc++-12-dev libc6-dev libicu72 libxml2 libxslt1.1 libcrypt1 libargon2-1 libgmp10 libmhash2
  libbz2-1.0 libonig5 libssl3 libmagic1 libsodium23 libsqlite3-0
)

say() { printf '%s\n' "$*" >&2; }
die() { say "${0##*/}: $*"; exit 1; }

is_installed() {  # is_installed PACKAGE[:ARCH]
  dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

# as_root COMMAND...: run it as root, through sudo where that asks for nothing.
as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 126
  fi
}

jobs() { nproc 2>/dev/null || echo 2; }

# build PRESET [TARGET...]: configure and build one preset.
build() {
  local preset=$1
  shift
  (cd "$root" && cmake --preset "$preset" >/dev/null && ninja -C "build/$preset" -j "$(jobs)" "$@")
}
