// PHP's operators on values, complete and slow-path: handlers and traces do the common cases inline.
// Results are owned values written to *result after the operands were read (result may alias an operand's
// slot only where said). False: an exception is pending and *result is kUndef. All may warn and run user code
// (operands that are objects), so the caller saves its opline first.
#pragma once

#include <climits>
#include <string_view>

#include "interp/runtime/string.h"
#include "interp/runtime/value.h"

namespace tusk {

bool Add(const Value& a, const Value& b, Value* result);  // numbers, array union
bool Sub(const Value& a, const Value& b, Value* result);
bool Mul(const Value& a, const Value& b, Value* result);
bool Div(const Value& a, const Value& b, Value* result);
bool Mod(const Value& a, const Value& b, Value* result);
bool Pow(const Value& a, const Value& b, Value* result);
bool ShiftLeft(const Value& a, const Value& b, Value* result);
bool ShiftRight(const Value& a, const Value& b, Value* result);
bool BitOr(const Value& a, const Value& b, Value* result);
bool BitAnd(const Value& a, const Value& b, Value* result);
bool BitXor(const Value& a, const Value& b, Value* result);
bool BitNot(const Value& a, Value* result);
bool ConcatValues(const Value& a, const Value& b, Value* result);
bool BoolXor(const Value& a, const Value& b, Value* result);
// $a op= $b on a place: as above, but the left string or array is changed in place when it has one owner.
bool ConcatAssign(Value* a, const Value& b);

bool Increment(Value* v);  // ++ in place: numbers, null, strings ("a" -> "b", "Az" -> "Ba"), bools unchanged
bool Decrement(Value* v);

// <=> with PHP 8 rules: -1, 0 or 1. Uncomparable values (objects of different classes, arrays with other
// keys) give 1 whichever side they are on.
inline constexpr int kUncomparable = 1;
int Compare(const Value& a, const Value& b);  // may raise
// The same of two arrays, if all elements that it takes are plain: strings, what is simpler, arrays of them
// not too deep. Else kOrderNeedsCode, and nothing was raised.
inline constexpr int kOrderNeedsCode = INT_MIN;
int OrderOfArrays(const Array* a, const Array* b);
int IdentityOfArrays(const Array* a, const Array* b);  // === the same way: 1 or 0
bool LooseEqualSlow(const Value& a, const Value& b);
TUSK_INLINE bool LooseEqual(const Value& a, const Value& b) {  // ==
  if (a.IsInt() && b.IsInt()) return a.i == b.i;
  return LooseEqualSlow(a, b);
}
bool IdenticalSlow(const Value& a, const Value& b);
// ===; no user code, raises only for endless recursion. References count as what they hold.
TUSK_INLINE bool Identical(const Value& a, const Value& b) {
  if (a.type != b.type)
    return (a.IsReference() || b.IsReference() || (a.IsNullOrUndef() && b.IsNullOrUndef())) &&
           IdenticalSlow(a, b);
  if (a.type <= Type::kTrue || (a.i == b.i && a.type != Type::kFloat)) return true;
  return a.type >= Type::kFloat && IdenticalSlow(a, b);
}
bool SmartStringEqualSlow(const String* a, const String* b);
TUSK_INLINE bool SmartStringEqual(const String* a, const String* b) {  // "1e3" == "1000"
  // Two numbers start with a digit, sign, dot or space: all of these are below ':'.
  if (a == b) return true;
  if (static_cast<unsigned char>(a->data[0]) > '9' || static_cast<unsigned char>(b->data[0]) > '9') {
    return Equal(a, b);
  }
  return SmartStringEqualSlow(a, b);
}
int CompareStrings(const String* a, const String* b);      // numeric strings as numbers, else bytes
int CompareBytes(std::string_view a, std::string_view b);  // -1, 0, 1
bool ArraysIdentical(const Array* a, const Array* b);      // same pairs, order and types

// The opcode's own numbers, for ASSIGN_OP's extended value.
using BinaryOperator = bool (*)(const Value&, const Value&, Value*);
BinaryOperator BinaryOperatorFor(uint8_t opcode);

}  // namespace tusk
