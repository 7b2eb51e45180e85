// Arrays built, and elements tested and removed: literals, isset, unset and the builtins that are oplines.
#include <algorithm>
#include <iterator>

#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"
#include "interp/vm/array_literal.h"
#include "interp/vm/call.h"
#include "interp/vm/handlers/assign.h"
#include "interp/vm/handlers/dim.h"
#include "interp/vm/iterate.h"
#include "interp/vm/leave.h"
#include "interp/vm/stack.h"

namespace tusk::handlers {

namespace {

// ---- unset, isset

inline Transfer UnsetDimBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* simple = SimplePlace(frame, op);
  ArrayKey key;
  if (simple && simple->type == Type::kArray && simple->arr->refcount == 1 &&
      SimpleKey(Op2(frame, op), &key)) {
    uint32_t position = PositionOf(simple->arr, key);
    if (position != kEnd && ValueAt(simple->arr, position).type != Type::kIndirect) {
      Value key_slot = op->op2_kind & kTmpVar ? *frame->At(op->op2.num) : Value();
      DeleteAt(simple->arr, position);
      Release(key_slot);
      return Continue(frame);
    }
  }
  Value dim = Copy(*ReadOp2(frame, op));
  Value* container = Container(frame, op, true);
  if (container && frame->op == op) UnsetDimension(container, *DimGiven(frame, op, &dim));
  Release(dim);
  FreeOp2(frame, op);
  FreeContainer(frame, op);
  return Continue(frame);
}

inline Transfer IssetDimSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value container = Copy(*Deref(Op1(frame, op)));
  Value dim = Copy(*ReadOp2(frame, op));
  bool empty = (op->extended & kIsEmpty) != 0;
  bool found = frame->op == op && HasDimension(container, *DimGiven(frame, op, &dim), empty);
  ReleaseTemporary(container);
  ReleaseTemporary(dim);
  FreeOp1(frame, op);
  FreeOp2(frame, op);
  return BranchAfter(frame, op, vm, found != empty);
}
// Elements of arrays by ints and strings, and bytes of strings: nothing that warns or runs code.
inline Transfer IssetSimple(Frame* frame, const Op* op, Vm* vm) {
  const Value* slot = Op1(frame, op);
  const Value* container = Deref(slot);
  const Value* dim = Op2(frame, op);
  bool is_empty = (op->extended & kIsEmpty) != 0;
  bool answer;
  if (container->type == Type::kArray) {
    ArrayKey key;
    if (!SimpleKey(dim, &key)) return IssetDimSlow(frame, op, vm);
    Value v = Get(container->arr, key);
    if (v.type == Type::kReference) v = v.ref->value;
    if (v.IsIndirect() || (is_empty && v.IsObject())) return IssetDimSlow(frame, op, vm);
    answer = is_empty ? v.IsUndef() || !ToBool(v) : v.type > Type::kNull;
  } else if (container->type == Type::kString && Deref(dim)->type == Type::kInt && !is_empty) {
    int64_t at = Deref(dim)->i;
    auto length = static_cast<int64_t>(container->str->length);
    answer = at < length && at >= -length;
  } else {
    return IssetDimSlow(frame, op, vm);
  }
  FreeSimpleKey(frame, op);
  if (op->op1_kind & kTmpVar) {
    if (TUSK_LIKELY(!slot->IsRefCounted() || slot->rc->refcount > 1)) {
      if (slot->IsRefCounted()) --slot->rc->refcount;
      return BranchOn<kAnyBranch>(frame, op, vm, answer);
    }
    SaveOp(frame, op);
    Release(*slot);
    return BranchAfter(frame, op, vm, answer);
  }
  return BranchOn<kAnyBranch>(frame, op, vm, answer);
}
template <uint8_t K2, bool Owned>
inline Transfer IssetByKey(Frame* frame, const Op* op, Vm* vm) {
  const Value* container = Deref(Op1(frame, op));
  const Value* dim = Op2(frame, op);
  Value v = dim->IsInt()   ? GetInt(container->arr, dim->i)
            : K2 == kConst ? GetStr(container->arr, dim->str)
                           : Get(container->arr, KeyFromString(dim->str));
  if (v.type == Type::kReference) v = v.ref->value;
  if (v.IsIndirect()) return IssetDimSlow(frame, op, vm);
  if (Owned) --container->arr->refcount;
  return BranchOn<kAnyBranch>(frame, op, vm, v.type > Type::kNull);
}
template <uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer IssetIsemptyDimObjBody(Frame* frame, const Op* op, Vm* vm) {
  if (K1 == kAnyKind || K2 == kAnyKind || (op->extended & kIsEmpty)) return Slow<IssetSimple>(frame, op);
  const Value* container = Op1<K1>(frame, op);
  if (!kOwned<K1> && container->type == Type::kReference) container = &container->ref->value;
  if (container->type != Type::kArray) return Slow<IssetSimple>(frame, op);
  Array* a = container->arr;
  const Value* dim = Op2<K2>(frame, op);
  if (kOwned<K1>) {
    // A temporary that somebody else holds too.
    if (a->refcount == 1 || kOwned<K2> || (dim->type != Type::kString && dim->type != Type::kInt))
      return Slow<IssetSimple>(frame, op);
    return Slow<IssetByKey<K2, true>>(frame, op);
  }
  if (dim->type == Type::kInt && a->kind <= ArrayKind::kValues) {
    if (static_cast<uint64_t>(dim->i) >= a->used) return BranchOn<B>(frame, op, vm, false);
    if (a->kind != ArrayKind::kValues) return BranchOn<B>(frame, op, vm, true);
    const Value* v = Deref(&a->values[dim->i]);
    return BranchOn<B>(frame, op, vm, v->type > Type::kNull);
  }
  if (!kOwned<K2> && (dim->type == Type::kString || dim->type == Type::kInt))
    return Slow<IssetByKey<K2, false>>(frame, op);
  return Slow<IssetSimple>(frame, op);
}

// ---- literals

// Adds op1 under op2 to the array in the result slot.
Transfer AddElement(Frame* frame, const Op* op) {
  Array* a = Result(frame, op)->arr;
  Value v;
  if (op->extended & kArrayElementRef) {
    Value* place = Op1(frame, op);
    if (place->type == Type::kIndirect) place = place->indirect;
    if (op->op1_kind == kVar && place == Op1(frame, op)) {
      if (!place->IsReference()) MakeReference(place);
      v = *place;
    } else {
      Reference* ref = place->IsReference() ? place->ref : MakeReference(place);
      ++ref->refcount;
      v = Value(ref);
    }
  } else {
    v = TakeOperand(frame, op, op->op1, op->op1_kind);
  }
  if (op->op2_kind == kUnused) {
    if (!Append(a, v)) {
      ThrowError("Cannot add element to the array as the next element is already occupied");
      Release(v);
    }
    return Continue(frame);
  }
  const Value* dim = ReadOp2(frame, op);
  ArrayKey key;
  if (op->op2_kind == kConst && dim->IsString()) {
    Set(a, ArrayKey::Str(dim->str), v);
  } else if (frame->op == op && ToArrayKey(*dim, &key)) {
    Set(a, key, v);
  } else {
    Release(v);
  }
  FreeOp2(frame, op);
  return Continue(frame);
}
// `op` adds an element without a key, of another type than those before it in a literal.
void NoteMixedElements(const Op* op) {
  const Op* init = op;
  do {
    --init;
  } while (init->opcode != Opcode::kInitArray || init->result.num != op->result.num);
  if (init->op2_kind == kUnused) const_cast<Op*>(init)->op2.num = kMixedElements;
}
inline Transfer InitArrayBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  uint32_t size = op->extended >> kArraySizeShift;
  Value* result = Result(frame, op);
  if (op->op1_kind == kUnused) {
    *result = Value(size ? NewArray(size) : EmptyArray());
    return {frame, op + 1};
  }
  const Value* v = Op1(frame, op);
  if (TUSK_LIKELY(op->op2_kind == kUnused && !(op->extended & kArrayElementRef) && v->type >= Type::kNull &&
                  v->type <= Type::kObject)) {
    ArrayKind kind = LiteralKind(frame, op, *v);
    Array* a = NewPacked(kind, 1, size);
    if (kind == ArrayKind::kValues) {
      if (!(op->op1_kind & kTmpVar)) Retain(*v);
      a->values[0] = *v;
    } else {
      a->ints[0] = v->i;
    }
    *result = Value(a);
    return {frame, op + 1};
  }
  *result = Value(NewArray(size));
  return AddElement(frame, op);
}
// A name that the literal's earlier elements were followed by before.
inline Transfer AddArrayElementSlow(Frame* frame, const Op* op, Vm*) {
  Array* a = Result(frame, op)->arr;
  if (op->op2_kind == kConst && a->kind == ArrayKind::kRecord && a->used < a->capacity &&
      !(op->extended & kArrayElementRef)) {
    const Value* key = Op2<kConst>(frame, op);
    const Value* v = Op1(frame, op);
    Shape* shape = key->IsString() ? KnownShapeWithKey(a->shape, key->str) : nullptr;
    if (shape && v->type >= Type::kNull && v->type <= Type::kObject) {
      if (!(op->op1_kind & kTmpVar)) Retain(*v);
      a->values[a->used++] = *v;
      ++a->count;
      a->shape = shape;
      return {frame, op + 1};
    }
  }
  SaveOp(frame, op);
  if (op->op2_kind == kUnused && a->kind <= ArrayKind::kFloats && a->used &&
      !IsElementType(a, Op1(frame, op)->type)) {
    NoteMixedElements(op);
  }
  return AddElement(frame, op);
}
template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer AddArrayElementBody(Frame* frame, const Op* op, Vm*) {
  if (K1 == kAnyKind || K2 != kUnused) return Slow<AddArrayElementSlow>(frame, op);
  const Value* v = Op1<K1>(frame, op);
  Array* a = Result(frame, op)->arr;
  if (v->type == Type::kReference || v->type == Type::kUndef || (op->extended & kArrayElementRef) ||
      a->used >= a->capacity || a->next_free != a->used) {
    return Slow<AddArrayElementSlow>(frame, op);
  }
  if (a->kind == ArrayKind::kValues) {
    a->values[a->used] = *v;
    if (!kOwned<K1> && v->type >= Type::kString) ++v->rc->refcount;
  } else if (IsElementType(a, v->type)) {
    a->ints[a->used] = v->i;
  } else {
    return Slow<AddArrayElementSlow>(frame, op);
  }
  ++a->used;
  ++a->count;
  ++a->next_free;
  return {frame, op + 1};
}

inline Transfer AddArrayUnpackBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  Value* result = Result(frame, op);
  if (result->IsArray()) Separate(result);
  Array* a = result->arr;
  if (v->IsArray()) {
    Array* from = v->arr;
    for (uint32_t p = First(from); p != kEnd; p = Next(from, p)) {
      Value element = CopyDeref(ValueAt(from, p));
      ArrayKey key = KeyAt(from, p);
      if (key.IsInt()) {
        if (!Append(a, element)) {
          Release(element);
          ThrowError("Cannot add element to the array as the next element is already occupied");
          break;
        }
      } else {
        Set(a, key, element);
      }
    }
  } else if (v->IsObject() && frame->func->Is(FunctionFlags::kConstantThunk)) {
    ThrowError("Only arrays can be unpacked in constant expression");
  } else if (v->IsObject() && IsTraversable(v->obj->cls)) {
    ForEach(v->obj, "", Keys::kWanted, [&](const Value& key, Value value) {
      value = CopyDeref(value);
      ArrayKey name = key.IsString() ? KeyFromString(key.str) : ArrayKey::Int(0);
      if (!name.IsInt()) {
        Set(a, name, value);
        return true;
      }
      if (!key.IsInt() && !key.IsString()) {
        Release(value);
        ThrowError("Keys must be of type int|string during array unpacking");
        return false;
      }
      if (Append(a, value)) return true;
      Release(value);
      ThrowError("Cannot add element to the array as the next element is already occupied");
      return false;
    });
  } else if (frame->op == op) {
    ThrowError("Only arrays and Traversables can be unpacked, %s given", TypeNameForErrors(*v));
  }
  FreeOp1(frame, op);
  return Continue(frame);
}

// ---- builtins that the compiler turns into oplines

// op2: the values as keys of an array.
inline Transfer InArrayBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  Array* keys = Op2<kConst>(frame, op)->arr;
  bool strict = op->extended != 0;
  bool found = false;
  if (v->IsString()) {
    found = !GetStr(keys, v->str).IsUndef();
  } else if (strict) {
    found = v->IsInt() && !GetInt(keys, v->i).IsUndef();
  } else if (v->type <= Type::kFalse) {
    found = !GetStr(keys, EmptyString()).IsUndef();
  } else {
    Value needle = Copy(*v);
    for (uint32_t p = First(keys); p != kEnd && !found; p = Next(keys, p)) {
      Value key = KeyValueAt(keys, p);
      found = LooseEqual(needle, key);
      Release(key);
    }
    Release(needle);
  }
  FreeOp1(frame, op);
  return BranchAfter(frame, op, vm, found);
}

inline Transfer CountSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  Value result;
  if (frame->op != op) {
  } else if (v->IsArray()) {
    result = Value(static_cast<int64_t>(v->arr->count));
  } else {
    bool counted = false;
    if (v->IsObject()) {
      Object* o = v->obj;
      if (o->cls->handlers->count) {
        int64_t n = o->cls->handlers->count(o);
        if (n >= 0) {
          result = Value(n);
          counted = true;
        }
      }
      static String* countable = Intern("countable");
      Class* interface = counted ? nullptr : g_state->find_class(countable, false);
      if (interface && InstanceOf(o->cls, interface)) {
        counted = true;
        Function** f = o->cls->methods.Find("count");
        Value n;
        CallFunction(*f, o, o->cls, 0, nullptr, &n);
        if (!n.IsUndef()) result = Value(ToInt(n));
        Release(n);
      }
    }
    if (!counted && !HasException()) {
      ThrowTypeError("%s(): Argument #1 ($value) must be of type Countable|array, %s given",
                     op->extended ? "sizeof" : "count", TypeNameForErrors(*v));
    }
  }
  FreeOp1(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}
inline Transfer CountBody(Frame* frame, const Op* op, Vm*) {
  const Value* v = Op1(frame, op);
  if ((op->op1_kind & kTmpVar) || v->type != Type::kArray) return Slow<CountSlow>(frame, op);
  SetInt(Result(frame, op), v->arr->count);
  return {frame, op + 1};
}

inline Transfer ArrayKeyExistsBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Value* subject = ReadOp2(frame, op);
  const Value* dim = ReadOp1(frame, op);
  bool found = false;
  if (frame->op != op) {
  } else if (!subject->IsArray()) {
    ThrowTypeError("array_key_exists(): Argument #2 ($array) must be of type array, %s given",
                   TypeNameForErrors(*subject));
  } else {
    ArrayKey key;
    if (dim->IsNull()) {
      found = !GetStr(subject->arr, EmptyString()).IsUndef();
    } else if (dim->type >= Type::kArray && dim->type != Type::kResource) {
      ThrowTypeError("Cannot access offset of type %s on array", TypeNameForErrors(*dim));
    } else if (ToArrayKey(*dim, &key)) {
      Value v = Get(subject->arr, key);
      found = v.IsIndirect() ? !v.indirect->IsUndef() : !v.IsUndef();
    }
  }
  FreeOp1(frame, op);
  FreeOp2(frame, op);
  return BranchAfter(frame, op, vm, found);
}

}  // namespace

TUSK_OPCODE(UnsetDim, UnsetDimBody)
TUSK_OPCODE_SMART(IssetIsemptyDimObj, IssetIsemptyDimObjBody, (Kinds<kTmpVar, kCv>),
                  (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE(InitArray, InitArrayBody)
TUSK_OPCODE_2(AddArrayElement, AddArrayElementBody, (Kinds<kConst, kTmp, kVar, kCv>), (Kinds<kUnused>))
TUSK_OPCODE(AddArrayUnpack, AddArrayUnpackBody)
TUSK_OPCODE(InArray, InArrayBody)
TUSK_OPCODE(Count, CountBody)
TUSK_OPCODE(ArrayKeyExists, ArrayKeyExistsBody)

}  // namespace tusk::handlers
