// Concatenation, interpolation, echo, strlen.
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/output.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/rope.h"

namespace tusk {

String* JoinRope(String** parts, uint32_t count) {
  size_t length = 0;
  for (uint32_t i = 0; i < count; ++i) length += parts[i]->length;
  String* out = NewString(length);
  char* to = out->data;
  for (uint32_t i = 0; i < count; ++i) {
    std::memcpy(to, parts[i]->data, parts[i]->length);
    to += parts[i]->length;
    Release(parts[i]);
  }
  return out;
}

}  // namespace tusk

namespace tusk::handlers {

namespace {

inline Transfer ConcatSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  // A string and an integer convert without warnings; a temporary string grows in place.
  Value* left = Op1(frame, op);
  Value* right = Op2(frame, op);
  char digits[24];
  if (left->type == Type::kString && right->type == Type::kInt) {
    std::string_view bytes(digits, FormatInt(right->i, digits));
    String* out = op->op1_kind & kTmpVar ? AppendInPlace(left->str, bytes) : Concat(left->str->view(), bytes);
    *Result(frame, op) = Value(out);
    return {frame, op + 1};
  }
  if (left->type == Type::kInt && right->type == Type::kString) {
    String* tail = right->str;
    String* out = Concat({digits, FormatInt(left->i, digits)}, tail->view());
    if (op->op2_kind & kTmpVar) Release(tail);
    *Result(frame, op) = Value(out);
    return {frame, op + 1};
  }
  Value a = Copy(*ReadOp1(frame, op));
  Value b = Copy(*ReadOp2(frame, op));
  Value result;
  if (frame->op == op) ConcatValues(a, b, &result);
  Release(a);
  Release(b);
  FreeOp1(frame, op);
  FreeOp2(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}

template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer ConcatBody(Frame* frame, const Op* op, Vm*) {
  Value* a = Op1<K1>(frame, op);
  Value* b = Op2<K2>(frame, op);
  if (K1 == kAnyKind || K2 == kAnyKind || a->type != Type::kString || b->type != Type::kString) {
    return Slow<ConcatSlow>(frame, op);
  }
  SaveOp(frame, op);
  String* x = a->str;
  String* y = b->str;
  String* out;
  if constexpr (kOwned<K1>) {
    if (y->length == 0) {
      out = x;
    } else if (x->length == 0) {
      out = y;
      Retain(y);
      Release(x);
    } else {
      out = AppendInPlace(x, y->view());
    }
  } else {
    if (y->length == 0) {
      out = x;
      Retain(x);
    } else if (x->length == 0) {
      out = y;
      Retain(y);
    } else {
      out = Concat(x->view(), y->view());
    }
  }
  if constexpr (kOwned<K2>) Release(y);
  *Result(frame, op) = Value(out);
  return {frame, op + 1};
}

// A string of an interpolated part, owned; null with an exception pending.
String* PartToString(Frame* frame, const Op* op) {
  Value* slot = Op2(frame, op);
  if (slot->type == Type::kString) {
    if (!(op->op2_kind & kTmpVar)) Retain(slot->str);
    return slot->str;
  }
  const Value* v = ReadOp2(frame, op);
  String* s = ToString(*v);
  FreeOp2(frame, op);
  return s;
}
// A rope is an array of String* that starts at a TMP slot.
TUSK_INLINE String** Rope(Frame* frame, Operand o) { return reinterpret_cast<String**>(frame->At(o.num)); }

inline Transfer RopeInitBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  String* s = PartToString(frame, op);
  Rope(frame, op->result)[0] = s ? s : EmptyString();
  return Continue(frame);
}
inline Transfer RopeAddBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  String* s = PartToString(frame, op);
  Rope(frame, op->op1)[op->extended] = s ? s : EmptyString();
  return Continue(frame);
}
inline Transfer RopeEndBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  String** rope = Rope(frame, op->op1);
  uint32_t count = op->extended + 1;
  String* last = PartToString(frame, op);
  rope[count - 1] = last ? last : EmptyString();
  if (frame->op != op) {
    for (uint32_t i = 0; i < count; ++i) Release(rope[i]);
    SetType(Result(frame, op), Type::kUndef);
    return Continue(frame);
  }
  *Result(frame, op) = Value(JoinRope(rope, count));
  return {frame, op + 1};
}

inline Transfer EchoBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Value* v = Op1(frame, op);
  if (v->type == Type::kString) {
    Echo(v->str->view());
  } else {
    v = ReadOp1(frame, op);
    if (v->IsInt()) {
      char text[24];
      Echo({text, FormatInt(v->i, text)});
    } else if (String* s = ToString(*v)) {
      Echo(s->view());
      Release(s);
    }
  }
  FreeOp1(frame, op);
  return Continue(frame);
}

inline Transfer StrlenSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  bool strict = IsStrict(frame);
  Value* result = Result(frame, op);
  bool stringable = v->IsObject() && v->obj->cls->to_string;
  if (frame->op != op) {
    FreeOp1(frame, op);
    SetType(result, Type::kUndef);
    return Continue(frame);
  }
  Value out;
  if (v->IsString()) {
    out = Value(static_cast<int64_t>(v->str->length));
  } else if (v->IsNull() && !strict) {
    Deprecated("strlen(): Passing null to parameter #1 ($string) of type string is deprecated");
    out = Value(int64_t{0});
  } else if (!strict && (v->type <= Type::kFloat || stringable)) {
    String* s = ToString(*v);
    if (s) {
      out = Value(static_cast<int64_t>(s->length));
      Release(s);
    }
  } else {
    ThrowTypeError("strlen(): Argument #1 ($string) must be of type string, %s given", TypeNameForErrors(*v));
  }
  FreeOp1(frame, op);
  *result = out;
  return Continue(frame);
}
template <uint8_t K>
TUSK_INLINE Transfer StrlenBody(Frame* frame, const Op* op, Vm*) {
  const Value* v = Op1<K>(frame, op);
  if (K == kAnyKind || kOwned<K> || v->type != Type::kString) return Slow<StrlenSlow>(frame, op);
  SetInt(Result(frame, op), static_cast<int64_t>(v->str->length));
  return {frame, op + 1};
}

}  // namespace

TUSK_OPCODE_2(Concat, ConcatBody, (Kinds<kConst, kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(FastConcat, ConcatBody, (Kinds<kConst, kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE(RopeInit, RopeInitBody)
TUSK_OPCODE(RopeAdd, RopeAddBody)
TUSK_OPCODE(RopeEnd, RopeEndBody)
TUSK_OPCODE(Echo, EchoBody)
TUSK_OPCODE_1(Strlen, StrlenBody, (Kinds<kConst, kCv>))

}  // namespace tusk::handlers
