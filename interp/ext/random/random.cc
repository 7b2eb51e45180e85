// The random extension's functions: MT19937 with PHP's seeding and scaling (Matsumoto and Nishimura 1998),
// and what shuffles with it.
#include "interp/ext/random/random.h"

#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "interp/ext/standard/arrays.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

MersenneTwister g_twister;

// Uniform in [0, umax] from 32-bit words; 64-bit ranges take two words, the first one low.
template <typename Next32>
uint64_t Uniform(uint64_t umax, Next32 next) {
  if (umax <= UINT32_MAX) {
    auto max = static_cast<uint32_t>(umax);
    uint32_t r = next();
    if (max == UINT32_MAX) return r;
    ++max;
    if ((max & (max - 1)) == 0) return r & (max - 1);
    uint32_t ceiling = UINT32_MAX - (UINT32_MAX % max) - 1;
    while (r > ceiling) r = next();
    return r % max;
  }
  auto next64 = [&] {
    uint64_t low = next();
    return low | static_cast<uint64_t>(next()) << 32;
  };
  uint64_t r = next64();
  if (umax == UINT64_MAX) return r;
  ++umax;
  if ((umax & (umax - 1)) == 0) return r & (umax - 1);
  uint64_t ceiling = UINT64_MAX - (UINT64_MAX % umax) - 1;
  while (r > ceiling) r = next64();
  return r % umax;
}

}  // namespace

uint32_t MtNext() { return g_twister.Next(); }

int64_t MtRange(int64_t min, int64_t max) {
  uint64_t umax = static_cast<uint64_t>(max) - static_cast<uint64_t>(min);
  return static_cast<int64_t>(static_cast<uint64_t>(min) + Uniform(umax, MtNext));
}

void SystemBytes(void* to, size_t count) {
  char* p = static_cast<char*>(to);
  while (count > 0) {
    ssize_t n = getrandom(p, count, 0);
    if (n <= 0) continue;
    p += n;
    count -= static_cast<size_t>(n);
  }
}

int64_t SystemRange(int64_t min, int64_t max) {
  uint64_t umax = static_cast<uint64_t>(max) - static_cast<uint64_t>(min);
  if (umax == 0) return min;
  return static_cast<int64_t>(static_cast<uint64_t>(min) + Uniform(umax, [] {
                                uint32_t r;
                                SystemBytes(&r, sizeof r);
                                return r;
                              }));
}

namespace {

// The old scaling of rand($min, $max) and MT_RAND_PHP.
int64_t ScaleLegacy(int64_t min, int64_t max, uint32_t n) {
  return min + static_cast<int64_t>((static_cast<double>(max) - static_cast<double>(min) + 1.0) *
                                    (n / (2147483647.0 + 1.0)));
}

void MtRand(Args args, Value* result) {
  if (args.count == 0) return Return(result, MtNext() >> 1);
  if (args.count == 1) {
    return Throw(Throwable::kArgumentCountError, "mt_rand() expects exactly 2 arguments, 1 given");
  }
  if (args[1].i < args[0].i)
    return ArgumentValueError(2, "must be greater than or equal to argument #1 ($min)");
  if (g_twister.legacy) return Return(result, ScaleLegacy(args[0].i, args[1].i, MtNext() >> 1));
  Return(result, MtRange(args[0].i, args[1].i));
}

void Rand(Args args, Value* result) {
  if (args.count == 0) return Return(result, MtNext() >> 1);
  if (args.count == 1)
    return Throw(Throwable::kArgumentCountError, "rand() expects exactly 2 arguments, 1 given");
  int64_t min = args[0].i;
  int64_t max = args[1].i;
  if (max < min) std::swap(min, max);
  if (g_twister.legacy) return Return(result, ScaleLegacy(min, max, MtNext() >> 1));
  Return(result, MtRange(min, max));
}

void MtSrand(Args args, Value*) {
  g_twister.legacy = args.Int(1, 0) == 1;
  if (g_twister.legacy) {
    Deprecated("The MT_RAND_PHP variant of Mt19937 is deprecated");
    if (HasException()) return;
  }
  uint32_t seed;
  if (args.IsNull(0)) {
    SystemBytes(&seed, sizeof seed);
  } else {
    seed = static_cast<uint32_t>(args[0].i);
  }
  g_twister.Seed(seed);
}
void MtGetrandmax(Args, Value* result) { Return(result, int64_t{2147483647}); }

void RandomInt(Args args, Value* result) {
  if (args[0].i > args[1].i) return ArgumentValueError(1, "must be less than or equal to argument #2 ($max)");
  Return(result, SystemRange(args[0].i, args[1].i));
}
void RandomBytes(Args args, Value* result) {
  if (args[0].i < 1) return ArgumentValueError(1, "must be greater than 0");
  String* s = NewString(static_cast<size_t>(args[0].i));
  SystemBytes(s->data, s->length);
  Return(result, s);
}

void LcgValue(Args, Value* result) {
  Deprecated("Function lcg_value() is deprecated since 8.4, use \\Random\\Randomizer::getFloat() instead");
  if (HasException()) return;
  static int32_t s1 = 0;
  static int32_t s2 = 0;
  if (s1 == 0) {
    SystemBytes(&s1, sizeof s1);
    SystemBytes(&s2, sizeof s2);
    s1 = (s1 & 0x7fffffff) | 1;
    s2 = (s2 & 0x7fffffff) | 1;
  }
  auto step = [](int32_t s, int32_t a, int32_t b, int32_t c, int32_t m) {
    int32_t q = s / a;
    s = b * (s - a * q) - c * q;
    return s < 0 ? s + m : s;
  };
  s1 = step(s1, 53668, 40014, 12211, 2147483563);
  s2 = step(s2, 52774, 40692, 3791, 2147483399);
  int32_t z = s1 - s2;
  if (z < 1) z += 2147483562;
  Return(result, z * 4.656613e-10);
}

void Shuffle(Args args, Value* result) {
  Return(result, true);
  const Array* a = ArrayOfReference(args, 0);
  if (a->count == 0) return;
  std::vector<Value> values;
  values.reserve(a->count);
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) values.push_back(CopyElement(ValueAt(a, p)));
  for (size_t left = values.size() - 1; left > 0; --left) {
    auto i = static_cast<size_t>(MtRange(0, static_cast<int64_t>(left)));
    if (i != left) std::swap(values[left], values[i]);
  }
  Array* out = NewArray(static_cast<uint32_t>(values.size()));
  for (const Value& v : values) Append(out, v);
  AssignArgument(args, 0, Value(out));
}

void StrShuffle(Args args, Value* result) {
  String* s = args.Str(0);
  if (s->length < 2) return ReturnCopy(result, args[0]);
  String* out = NewString(s->length);
  std::memcpy(out->data, s->data, s->length);
  for (size_t left = s->length - 1; left > 0; --left) {
    auto i = static_cast<size_t>(MtRange(0, static_cast<int64_t>(left)));
    std::swap(out->data[left], out->data[i]);
  }
  Return(result, out);
}

void ArrayRand(Args args, Value* result) {
  const Array* a = args.Arr(0);
  int64_t wanted = args[1].i;
  int64_t n = a->count;
  if (n == 0) return ArgumentValueError(1, "must not be empty");
  if (wanted == 1) {
    if (a->used == a->count) {
      *result = KeyValueAt(a, static_cast<uint32_t>(MtRange(0, n - 1)));
      return;
    }
    if (n * 2 >= a->used) {
      // Mostly full: draw until a place that is taken.
      for (;;) {
        auto p = static_cast<uint32_t>(MtRange(0, a->used - 1));
        if (Normalize(a, p) != p) continue;
        *result = KeyValueAt(a, p);
        return;
      }
    }
    int64_t i = MtRange(0, n - 1);
    uint32_t p = First(a);
    while (i-- > 0) p = Next(a, p);
    *result = KeyValueAt(a, p);
    return;
  }
  if (wanted <= 0 || wanted > n) {
    return ArgumentValueError(2, "must be between 1 and the number of elements in argument #1 ($array)");
  }
  // Draws the smaller of "taken" and "left out", then lists in order.
  bool negative = wanted > n / 2;
  int64_t draws = negative ? n - wanted : wanted;
  std::vector<bool> drawn(static_cast<size_t>(n));
  while (draws > 0) {
    auto i = static_cast<size_t>(MtRange(0, n - 1));
    if (drawn[i]) continue;
    drawn[i] = true;
    --draws;
  }
  Array* out = NewArray(static_cast<uint32_t>(wanted));
  size_t i = 0;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p), ++i) {
    if (drawn[i] != negative) Append(out, KeyValueAt(a, p));
  }
  Return(result, out);
}

constexpr uint16_t kDraws = Effects::kReadsState | Effects::kWritesState | Effects::kThrows;
constexpr BuiltinRow kRows[] = {
    {"array_rand", "(array $array, int $num = 1): array|string|int", kDraws, ArrayRand},
    {"getrandmax", "(): int", Effects::kPure, MtGetrandmax},
    {"lcg_value", "(): float", kDraws | Effects::kWarns, LcgValue},
    {"mt_getrandmax", "(): int", Effects::kPure, MtGetrandmax},
    {"mt_rand", "(int $min = UNKNOWN, int $max = UNKNOWN): int", kDraws, MtRand},
    {"mt_srand", "(?int $seed = null, int $mode = MT_RAND_MT19937): void", kDraws | Effects::kWarns, MtSrand},
    {"rand", "(int $min = UNKNOWN, int $max = UNKNOWN): int", kDraws, Rand},
    {"random_bytes", "(int $length): string", kDraws, RandomBytes},
    {"random_int", "(int $min, int $max): int", kDraws, RandomInt},
    {"shuffle", "(array &$array): true", kDraws | Effects::kWritesArgs, Shuffle},
    {"srand", "(?int $seed = null, int $mode = MT_RAND_MT19937): void", kDraws | Effects::kWarns, MtSrand},
    {"str_shuffle", "(string $string): string", kDraws, StrShuffle},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kRandomFunctions(kRows);

}  // namespace tusk
