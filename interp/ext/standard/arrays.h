// Pieces of the array functions that several files use.
#pragma once

#include "interp/ext/support.h"

namespace tusk {

// An element's value for another array, with a reference of its own: a reference that nobody else holds is
// unwrapped.
TUSK_INLINE Value CopyElement(const Value& v) {
  if (TUSK_UNLIKELY(v.IsReference()) && v.ref->refcount == 1) return CopyDeref(v);
  return Copy(v);
}

// Whether the keys are 0, 1, ... in order, without a look at each.
TUSK_INLINE bool IsDense(const Array* a) { return a->kind <= ArrayKind::kValues && a->count == a->used; }

struct SortFlags {
  enum : int64_t { kRegular = 0, kNumeric = 1, kString = 2, kLocale = 5, kNatural = 6, kFlagCase = 8 };
};
// The comparison of values that a sort flag asks for (ascending); references are looked through.
using ValueCompare = int (*)(const Value& a, const Value& b);
ValueCompare CompareForFlags(int64_t flags);

// Checks that arguments `first`.. up to `last` (exclusive) are arrays; raises the TypeError if not.
bool RequireArrays(Args args, uint32_t first, uint32_t last);

// range() of ints without the checks: `count` numbers from `start` by `step`.
Array* IntRange(int64_t start, int64_t step, uint32_t count);

}  // namespace tusk
