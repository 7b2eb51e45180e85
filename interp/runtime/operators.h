// PHP's operators on values, complete and slow-path: handlers and traces do the common cases inline.
// Results are owned values written to *result after the operands were read (result may alias an operand's
// slot only where said). False: an exception is pending and *result is kUndef. All may warn and run user code
// (operands that are objects), so the caller saves its opline first.
#pragma once

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

// <=> with PHP 8 rules; kUncomparable when neither is less (objects of different classes, arrays with other
// keys).
inline constexpr int kUncomparable = 2;                   // treated as "greater" on both sides
int Compare(const Value& a, const Value& b);              // may raise
bool LooseEqual(const Value& a, const Value& b);          // ==
bool Identical(const Value& a, const Value& b);           // ===; no user code, never raises
bool SmartStringEqual(const String* a, const String* b);  // "1e3" == "1000"
int CompareStrings(const String* a, const String* b);     // numeric strings as numbers, else bytes

// The opcode's own numbers, for ASSIGN_OP's extended value.
using BinaryOperator = bool (*)(const Value&, const Value&, Value*);
BinaryOperator BinaryOperatorFor(uint8_t opcode);

}  // namespace tusk
