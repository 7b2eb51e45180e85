// CHECK holds in every build, DCHECK in builds with TUSK_CHECKS; both print the expression and abort.
#pragma once

namespace tusk {

[[noreturn, gnu::cold, gnu::noinline]] void CheckFailed(const char* expression, const char* file, int line);

}  // namespace tusk

#define CHECK(condition)                                   \
  do {                                                     \
    if (!(condition)) [[unlikely]]                         \
      ::tusk::CheckFailed(#condition, __FILE__, __LINE__); \
  } while (0)

#ifdef TUSK_CHECKS
#define DCHECK(condition) CHECK(condition)
#define UNREACHABLE() ::tusk::CheckFailed("unreachable", __FILE__, __LINE__)
#else
#define DCHECK(condition) \
  do {                    \
  } while (0)
#define UNREACHABLE() __builtin_unreachable()
#endif

#define TUSK_LIKELY(x) __builtin_expect(!!(x), 1)
#define TUSK_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define TUSK_INLINE [[gnu::always_inline]] inline
#define TUSK_NOINLINE [[gnu::noinline]]
#define TUSK_COLD [[gnu::noinline, gnu::cold]]
