// How the arrays of literals begin.
#pragma once

#include "interp/runtime/array.h"
#include "interp/vm/frame.h"
#include "interp/vm/op.h"

namespace tusk {

// op2.num of an INIT_ARRAY whose first element has no key: elements were seen to differ in type, so that an
// array of ints or of floats would have to change its kind.
inline constexpr uint32_t kMixedElements = 1;

// Of a literal whose first element, `first`, has no key and is no reference.
inline ArrayKind LiteralKind(const Frame* frame, const Op* init, const Value& first) {
  if (!first.IsNumber() || init->op2.num == kMixedElements) return ArrayKind::kValues;
  const Op* next = init + 1;
  if (next->opcode == Opcode::kAddArrayElement && next->op2_kind == kUnused) {
    const Value* second = next->op1_kind == kConst ? next->Literal(next->op1)
                          : next->op1_kind == kCv  ? const_cast<Frame*>(frame)->At(next->op1.num)
                                                   : &first;
    if (second->type != first.type) return ArrayKind::kValues;
  }
  return first.IsInt() ? ArrayKind::kInts : ArrayKind::kFloats;
}

}  // namespace tusk
