// Clocks and sleeping.
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "interp/ext/date/zone.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

timeval Now() {
  timeval t;
  gettimeofday(&t, nullptr);
  return t;
}

void Microtime(Args args, Value* result) {
  timeval t = Now();
  if (args.Bool(0))
    return Return(result, static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6);
  Return(result, absl::StrFormat("%.8f %d", static_cast<double>(t.tv_usec) / 1e6, t.tv_sec));
}
void Time(Args, Value* result) { Return(result, static_cast<int64_t>(time(nullptr))); }

void Hrtime(Args args, Value* result) {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  if (args.Bool(0)) return Return(result, static_cast<int64_t>(t.tv_sec) * 1000000000 + t.tv_nsec);
  Array* a = NewArray();
  Append(a, Value(static_cast<int64_t>(t.tv_sec)));
  Append(a, Value(static_cast<int64_t>(t.tv_nsec)));
  Return(result, a);
}

void Gettimeofday(Args args, Value* result) {
  timeval t = Now();
  if (args.Bool(0))
    return Return(result, static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6);
  Array* a = NewArray();
  SetStr(a, "sec", Value(static_cast<int64_t>(t.tv_sec)));
  SetStr(a, "usec", Value(static_cast<int64_t>(t.tv_usec)));
  ZoneOffset zone = DefaultZone()->At(t.tv_sec);
  SetStr(a, "minuteswest", Value(int64_t{-zone.offset / 60}));
  SetStr(a, "dsttime", Value(int64_t{zone.dst}));
  Return(result, a);
}

void Usleep(Args args, Value*) {
  if (args[0].i < 0) return ArgumentValueError(1, "must be greater than or equal to 0");
  usleep(static_cast<useconds_t>(args[0].i));
}
void Sleep(Args args, Value* result) {
  if (args[0].i < 0) return ArgumentValueError(1, "must be greater than or equal to 0");
  Return(result, static_cast<int64_t>(sleep(static_cast<unsigned>(args[0].i))));
}
void TimeNanosleep(Args args, Value* result) {
  if (args[0].i < 0) return ArgumentValueError(1, "must be greater than or equal to 0");
  if (args[1].i < 0) return ArgumentValueError(2, "must be greater than or equal to 0");
  timespec t{args[0].i, args[1].i}, rest;
  if (nanosleep(&t, &rest) == 0) return Return(result, true);
  if (errno != EINTR) {
    if (errno == EINVAL)
      ThrowValueError("nanoseconds was not in the range 0 to 999 999 999 or seconds was negative");
    return Return(result, false);
  }
  Array* a = NewArray();
  SetStr(a, "seconds", Value(static_cast<int64_t>(rest.tv_sec)));
  SetStr(a, "nanoseconds", Value(static_cast<int64_t>(rest.tv_nsec)));
  Return(result, a);
}

void Uniqid(Args args, Value* result) {
  static timeval last;
  timeval t;
  do {
    t = Now();
  } while (t.tv_sec == last.tv_sec && t.tv_usec == last.tv_usec);
  last = t;
  String* s = NewString(absl::StrFormat("%s%08x%05x", args.View(0), t.tv_sec, t.tv_usec));
  if (args.Bool(1)) {
    unsigned n = static_cast<unsigned>(t.tv_usec * 7919u % 1000000000u);
    s = AppendInPlace(s, absl::StrFormat("%d.%08d", n % 10, n / 10));
  }
  Return(result, s);
}

constexpr uint16_t kReads = Effects::kReadsState;
constexpr BuiltinRow kRows[] = {
    {"gettimeofday", "(bool $as_float = false): array|float", kReads, Gettimeofday},
    {"hrtime", "(bool $as_number = false): array|int|float|false", kReads, Hrtime},
    {"microtime", "(bool $as_float = false): string|float", kReads, Microtime},
    {"sleep", "(int $seconds): int", kReads | Effects::kThrows, Sleep},
    {"time", "(): int", kReads, Time},
    {"time_nanosleep", "(int $seconds, int $nanoseconds): array|bool", kReads | Effects::kThrows,
     TimeNanosleep},
    {"uniqid", "(string $prefix = \"\", bool $more_entropy = false): string", kReads, Uniqid},
    {"usleep", "(int $microseconds): void", kReads | Effects::kThrows, Usleep},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kTimeFunctions(kRows);

}  // namespace tusk
