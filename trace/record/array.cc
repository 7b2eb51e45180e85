// Elements of arrays by storage kind, and bytes of strings where they are read. A kind or a shape is guarded
// once; then an element of a packed kind is a bounds check and a load, one of a record a load, one of a hash
// a call.
#include "absl/functional/function_ref.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/shape.h"
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

void GuardKind(Recorder& r, IrRef array, ArrayKind kind) {
  ir::Builder& ir = r.ir();
  ir.GuardTrue(ir.Emit(IrOp::EQ, ir.FLoad(array, ir::Field::kArrayKind), ir.KInt(static_cast<int>(kind))));
}

namespace {

// Guards that 0 <= index < count.
void GuardInside(Recorder& r, IrRef index, IrRef count) {
  r.ir().GuardTrue(r.ir().Emit(IrOp::ULT, index, count));
}

bool IsCountOpcode(Opcode opcode) {
  return opcode == Opcode::kPreInc || opcode == Opcode::kPreDec || opcode == Opcode::kPostInc ||
         opcode == Opcode::kPostDec;
}

// The index as an int: ints, and strings and floats never (their conversion may warn).
bool IsIntKeyType(Recorder& r, IrRef key) { return r.TypeOf(key) == ir::Type::kInt; }

// Address of the element of a hash, or of a record by a key that is not constant; null checked by the caller.
IrRef FindPlace(Recorder& r, IrRef array, IrRef key) {
  if (IsIntKeyType(r, key)) return r.ir().Call(ir::CallId::kArrayFindInt, {array, key});
  return r.ir().Call(ir::CallId::kArrayFindString, {array, key});
}

// The element now, and its address in the trace, for kinds that hold Values.
struct Element {
  IrRef address;
  const Value* now = nullptr;  // null: no such element
  bool ok = false;
};
// By a key that only a lookup can tell the place of.
void FindByCall(Recorder& r, IrRef array, const Array* now, IrRef key, ArrayKey now_key, Element* place) {
  ir::Builder& ir = r.ir();
  GuardKind(r, array, now->kind);
  place->now = Peek(now, now_key);
  IrRef found = FindPlace(r, array, key);
  if (place->now) {
    ir.GuardTrue(ir.Emit(IrOp::PNE, found, ir.trace().KNullPtr()));
    place->address = found;
  } else {
    ir.GuardTrue(ir.Emit(IrOp::PEQ, found, ir.trace().KNullPtr()));
  }
}

Element ElementOf(Recorder& r, IrRef array, const Array* now_array, IrRef key, const Value& now_key) {
  ir::Builder& ir = r.ir();
  Element place;
  const Array* a = now_array;
  ArrayKey k = now_key.IsInt() ? ArrayKey::Int(now_key.i) : KeyFromString(now_key.str);
  switch (now_array->kind) {
    case ArrayKind::kValues:
      if (!now_key.IsInt()) return place;
      GuardKind(r, array, ArrayKind::kValues);
      if (static_cast<uint64_t>(now_key.i) >= now_array->used) {
        ir.GuardTrue(ir.Emit(IrOp::UGE, key, ir.FLoad(array, ir::Field::kArrayUsed)));
      } else {
        GuardInside(r, key, ir.FLoad(array, ir::Field::kArrayUsed));
        place.now = Peek(a, k);
        if (!place.now) return place;  // a hole
        place.address = ir.ElemAddr(ir.FLoad(array, ir::Field::kArrayData), key);
      }
      break;
    case ArrayKind::kRecord:
      if (!now_key.IsString()) return place;
      if (!key.IsConst()) {
        FindByCall(r, array, a, key, k, &place);
        break;
      }
      r.GuardPointer(ir.FLoad(array, ir::Field::kArrayShape), ir::ConstKind::kShape, now_array->shape,
                     "shape");
      GuardKind(r, array, ArrayKind::kRecord);
      if (uint32_t slot = ShapeSlot(now_array->shape, now_key.str); slot != kEnd) {
        place.now = Peek(a, k);
        place.address = ir.ElemAddr(ir.FLoad(array, ir::Field::kArrayData), ir.KInt(slot));
      }
      break;
    case ArrayKind::kHash: FindByCall(r, array, a, key, k, &place); break;
    default: return place;
  }
  place.ok = true;
  return place;
}

}  // namespace

bool FollowPlace(Recorder& r, IrRef address, Value* now, Place* place, bool stays_array) {
  if (now->IsReference()) {
    // A typed reference checks what is stored through it.
    if (now->ref->constraints && !stays_array) return false;
    IrRef ref = r.LoadValue(address, *now);
    if (!stays_array) {
      IrRef constraints = r.ir().FLoad(ref, ir::Field::kRefConstraints);
      r.ir().GuardTrue(r.ir().Emit(IrOp::PEQ, constraints, r.ir().trace().KNullPtr()));
    }
    place->behind_reference = true;
    place->reference = ref;
    address = r.ir().RefAddr(ref);
    now = &now->ref->value;
  }
  place->address = address;
  place->now = now;
  return true;
}

IrRef LoadPlace(Recorder& r, const Place& place) {
  if (place.address) return r.LoadValue(place.address, *place.now);
  IrRef data = r.ir().FLoad(place.array, ir::Field::kArrayData);
  return r.ir().Emit(place.now_array->kind == ArrayKind::kInts ? IrOp::ILOAD : IrOp::DLOAD, data,
                     place.index);
}

IrRef LoadElement(Recorder& r, IrRef array, const Array* now, IrRef key, const Value& now_key,
                  bool* missing) {
  ir::Builder& ir = r.ir();
  *missing = false;
  if (!now_key.IsInt() && !now_key.IsString()) return ir::kNone;
  if (now->kind == ArrayKind::kInts || now->kind == ArrayKind::kFloats) {
    if (!now_key.IsInt()) return ir::kNone;
    GuardKind(r, array, now->kind);
    IrRef count = ir.FLoad(array, ir::Field::kArrayCount);
    if (static_cast<uint64_t>(now_key.i) >= now->count) {
      ir.GuardTrue(ir.Emit(IrOp::UGE, key, count));
      *missing = true;
      return ir::kNullRef;
    }
    GuardInside(r, key, count);
    IrRef data = ir.FLoad(array, ir::Field::kArrayData);
    return ir.Emit(now->kind == ArrayKind::kInts ? IrOp::ILOAD : IrOp::DLOAD, data, key);
  }
  Element place = ElementOf(r, array, now, key, now_key);
  if (!place.ok) return ir::kNone;
  if (!place.now) {
    *missing = true;
    return ir::kNullRef;
  }
  IrRef value = r.LoadValue(place.address, *place.now);
  if (value && r.TypeOf(value) == ir::Type::kRef)
    return r.LoadValue(ir.RefAddr(value), place.now->ref->value);
  return value;
}

namespace {

// The array that [] means of an object now, where `method` is not overridden; or null.
const Array* ArrayBehind(Object* now, Function* Class::* method) {
  const Class* c = now->cls;
  if (!c->handlers->array_is_native || !(c->*method)->scope->Is(ClassFlags::kBuiltin)) return nullptr;
  const Value* native = now->native<Value>();
  return native[0].IsArray() && native[1].i == 0 ? native[0].arr : nullptr;
}
// The same in the trace.
IrRef LoadArrayBehind(Recorder& r, IrRef object, Object* now) {
  GuardClass(r, object, now->cls);
  const Value* native = now->native<Value>();
  int slot = static_cast<int>(now->cls->slot_count);
  IrRef busy = r.LoadValue(r.ir().PropAddr(object, slot + 1), native[1]);
  r.ir().GuardEq(busy, r.ir().KInt(0));
  return r.LoadValue(r.ir().PropAddr(object, slot), native[0]);
}

Outcome Fetch(Recorder& r, bool quiet) {
  const Op* op = r.op();
  const Value now = *r.NowOp1(), now_key = *r.NowOp2();
  if (now_key.IsUndef()) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  if (const Array* behind = now.IsObject() ? ArrayBehind(now.obj, &Class::offset_get) : nullptr) {
    if (!now_key.IsInt() && !now_key.IsString()) return Outcome::kGeneric;
    if (quiet && !ArrayBehind(now.obj, &Class::offset_exists)) return Outcome::kGeneric;
    IrRef object = r.ReadOp1(), key = object ? r.ReadOp2() : ir::kNone;
    IrRef array = key ? LoadArrayBehind(r, object, now.obj) : ir::kNone;
    if (!array) return Outcome::kGeneric;
    bool missing;
    IrRef value = LoadElement(r, array, behind, key, now_key, &missing);
    if (!value || missing) return Outcome::kGeneric;
    ir.Retain(value);
    r.Consume(op->op1, op->op1_kind);
    r.Consume(op->op2, op->op2_kind);
    r.SetResult(value);
    return Outcome::kNative;
  }
  if (now.IsArray()) {
    IrRef array = r.ReadOp1(), key = array ? r.ReadOp2() : ir::kNone;
    if (!key) return Outcome::kGeneric;
    bool missing;
    IrRef value = LoadElement(r, array, now.arr, key, now_key, &missing);
    if (!value || (missing && !quiet)) return Outcome::kGeneric;
    ir.Retain(value);
    r.Consume(op->op1, op->op1_kind);
    r.Consume(op->op2, op->op2_kind);
    r.SetResult(value);
    return Outcome::kNative;
  }
  if (now.IsString() && now_key.IsInt()) {
    if (static_cast<uint64_t>(now_key.i) >= now.str->length) return Outcome::kGeneric;
    IrRef s = r.ReadOp1(), key = s ? r.ReadOp2() : ir::kNone;
    if (!key) return Outcome::kGeneric;
    GuardInside(r, key, ir.FLoad(s, ir::Field::kStringLength));
    IrRef c = StringOfByte(r, ir.Emit(IrOp::BLOAD, s, key));
    r.Consume(op->op1, op->op1_kind);
    r.Consume(op->op2, op->op2_kind);
    r.SetResult(c);  // immortal
    return Outcome::kNative;
  }
  return Outcome::kGeneric;
}

// The array that an opline writes to: in a CV, behind the reference in it, or in the place that fetches
// found.
struct Target {
  IrRef array;  // kNone: not recorded natively
  const Array* now = nullptr;
  bool behind_reference = false;
  bool of_object = false;  // only elements that are there may be written
};
Target WritableArray(Recorder& r) {
  const Op* op = r.op();
  ir::Builder& ir = r.ir();
  Target t;
  const Place* place = r.PlaceOfOp1();
  if (place) {
    if (!place->now || !place->now->IsArray()) return t;
    t.now = place->now->arr;
    t.behind_reference = place->behind_reference;
    t.array = LoadPlace(r, *place);
  } else {
    const Value* now = op->op1_kind == kCv ? r.NowOp1() : nullptr;
    if (!now || !now->IsArray()) return t;
    t.now = now->arr;
    t.array = r.ReadSlot(r.SlotOf(op->op1));
    if (t.array && r.TypeOf(t.array) == ir::Type::kRef) {
      t.behind_reference = true;
      t.array = r.LoadValue(ir.RefAddr(t.array), *now);
    }
  }
  if (!t.array || r.TypeOf(t.array) != ir::Type::kArray) return Target{};
  if (t.now->refcount == 1) {
    ir.GuardTrue(ir.Emit(IrOp::EQ, ir.FLoad(t.array, ir::Field::kRefcount), ir.KInt(1)));
    return t;
  }
  // Several owners: the place gets a copy of its own, whatever becomes of the opline.
  if (t.array.IsConst()) return Target{};
  int slot = r.SlotOf(op->op1);
  IrRef address = place ? place->address : t.behind_reference ? ir.RefAddr(r.ReadSlot(slot)) : ir::kNone;
  if (address)
    ir.VStore(address, ir::kNullRef);  // its reference becomes the trace's, which gives it to the call
  IrRef own = ir.Call(ir::CallId::kArraySeparate, {t.array});
  if (address) {
    ir.VStore(address, own);
  } else {
    r.Define(slot, own);
  }
  ir.SnapshotChanged();
  t.array = own;
  return t;
}

// The same of an object in a CV.
Target WritableArrayBehind(Recorder& r) {
  const Op* op = r.op();
  Target t;
  const Value* now = op->op1_kind == kCv && op->op2_kind != kUnused ? r.NowOp1() : nullptr;
  t.now = now && now->IsObject() ? ArrayBehind(now->obj, &Class::offset_set) : nullptr;
  IrRef object = t.now && t.now->refcount == 1 ? r.ReadOp1() : ir::kNone;
  if (!object) return t;
  t.array = LoadArrayBehind(r, object, now->obj);
  if (!t.array) return t;
  r.ir().GuardTrue(r.ir().Emit(IrOp::EQ, r.ir().FLoad(t.array, ir::Field::kRefcount), r.ir().KInt(1)));
  t.of_object = true;
  return t;
}

// Stores without growing; false: not recorded natively (nothing emitted but guards).
bool StoreElement(Recorder& r, IrRef array, const Array* now, IrRef key, const Value& now_key,
                  absl::FunctionRef<IrRef()> take, IrRef value) {
  ir::Builder& ir = r.ir();
  ir::Type type = r.TypeOf(value);
  if (now->kind == ArrayKind::kInts || now->kind == ArrayKind::kFloats) {
    bool ints = now->kind == ArrayKind::kInts;
    if (!now_key.IsInt() || type != (ints ? ir::Type::kInt : ir::Type::kFloat)) return false;
    if (static_cast<uint64_t>(now_key.i) >= now->count) return false;
    GuardKind(r, array, now->kind);
    GuardInside(r, key, ir.FLoad(array, ir::Field::kArrayCount));
    ir.Emit(ints ? IrOp::ISTORE : IrOp::DSTORE, ir.FLoad(array, ir::Field::kArrayData), key, take());
    return true;
  }
  Element place = ElementOf(r, array, now, key, now_key);
  if (!place.ok || !place.now || place.now->IsReference()) return false;
  IrRef old = r.LoadValue(place.address, *place.now);
  if (!old) return false;
  IrRef owned = take();
  ir.VStore(place.address, owned);
  ir.Release(old);
  return true;
}

}  // namespace

RECORD(FetchDimR) { return Fetch(r, false); }
RECORD(FetchDimIs) { return Fetch(r, true); }
RECORD(FetchDimFuncArg) {
  return SendsValues(r) && r.op()->op2_kind != kUnused ? Fetch(r, false) : Outcome::kGeneric;
}

// An element of what a list() takes apart, which stays.
RECORD(FetchListR) {
  const Op* op = r.op();
  const Value now = *r.NowOp1(), now_key = *r.NowOp2();
  if (!now.IsArray() || now_key.IsUndef()) return Outcome::kGeneric;
  IrRef array = r.ReadOp1(), key = array ? r.ReadOp2() : ir::kNone;
  if (!key) return Outcome::kGeneric;
  bool missing;
  IrRef value = LoadElement(r, array, now.arr, key, now_key, &missing);
  if (!value || missing) return Outcome::kGeneric;
  r.ir().Retain(value);
  r.Consume(op->op2, op->op2_kind);
  r.SetResult(value);
  return Outcome::kNative;
}

RECORD(AssignDim) {
  const Op* op = r.op();
  const Op* data = op + 1;
  const Value now_value = *r.Now(data->op1, data->op1_kind, data);
  if (now_value.IsUndef()) return Outcome::kGeneric;
  const Place* place = r.PlaceOfOp1();
  const Value* container = place ? place->now : op->op1_kind == kCv ? r.NowOp1() : nullptr;
  if (container && container->IsString() && op->op2_kind != kUnused) return AssignByte(r, now_value);
  Target target = WritableArray(r);
  if (!target.array) target = WritableArrayBehind(r);
  IrRef array = target.array;
  if (!array) return Outcome::kGeneric;
  IrRef value = r.ReadData(data);
  if (!value) return Outcome::kGeneric;
  // Behind a reference, the array may be the value too: then it comes to hold itself.
  if (target.behind_reference && r.TypeOf(value) == ir::Type::kArray) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  auto finish = [&](IrRef stored) {
    r.EndDelayed();
    if (op->result_kind) {
      ir.Retain(stored);
      r.SetResult(stored);
    }
    return Outcome::kNative;
  };
  if (op->op2_kind == kUnused) {  // $a[] = value
    const Array* a = target.now;
    ir::Type type = r.TypeOf(value);
    if (a->kind == ArrayKind::kInts && type == ir::Type::kInt && a->count < a->capacity &&
        a->next_free == a->count) {
      GuardKind(r, array, ArrayKind::kInts);
      IrRef count = ir.FLoad(array, ir::Field::kArrayCount);
      ir.GuardTrue(ir.Emit(IrOp::ULT, count, ir.FLoad(array, ir::Field::kArrayCapacity)));
      ir.GuardTrue(ir.Emit(IrOp::EQ, count, ir.FLoad(array, ir::Field::kArrayNextFree)));
      ir.Emit(IrOp::ISTORE, ir.FLoad(array, ir::Field::kArrayData), count, value);
      IrRef grown = ir.Emit(IrOp::ADD, count, ir.KInt(1));
      ir.FStore(array, ir::Field::kArrayCount, grown);
      ir.FStore(array, ir::Field::kArrayUsed, grown);
      ir.FStore(array, ir::Field::kArrayNextFree, grown);
      return finish(value);
    }
    if (a->next_free == INT64_MAX) return Outcome::kGeneric;
    IrRef owned = r.TakeOwned(data->op1, data->op1_kind, value);
    if (op->result_kind) ir.Retain(owned);
    ir.Call(ir::CallId::kArrayAppend, {array, owned});
    r.EndDelayed();
    if (op->result_kind) r.SetResult(owned);
    return Outcome::kNative;
  }
  const Value now_key = *r.NowOp2();
  if (!now_key.IsInt() && !now_key.IsString()) return Outcome::kGeneric;
  IrRef key = r.ReadOp2();
  if (!key) return Outcome::kGeneric;
  IrRef stored = value;
  auto take = [&] { return stored = r.TakeOwned(data->op1, data->op1_kind, value); };
  if (StoreElement(r, array, target.now, key, now_key, take, value)) {
    r.Consume(op->op2, op->op2_kind);
    return finish(stored);
  }
  if (r.failed()) return Outcome::kGeneric;
  // Growth, another kind, a missing element: the run-time function does it. The element it replaces must not
  // have a destructor to run.
  bool missing =
      Get(target.now, now_key.IsInt() ? ArrayKey::Int(now_key.i) : KeyFromString(now_key.str)).IsUndef();
  if (!missing || target.of_object) return Outcome::kGeneric;
  IrRef owned = take();
  if (op->result_kind) ir.Retain(owned);
  if (now_key.IsInt()) {
    ir.Call(ir::CallId::kArraySetInt, {array, key, owned});
  } else {
    ir.Call(ir::CallId::kArraySetString, {array, key, owned});
  }
  r.Consume(op->op2, op->op2_kind);
  r.EndDelayed();
  if (op->result_kind) r.SetResult(owned);
  return Outcome::kNative;
}

RECORD(AssignDimOp) {
  const Op* op = r.op();
  const Op* data = op + 1;
  if (op->op2_kind == kUnused) return Outcome::kGeneric;
  const Value now_value = *r.Now(data->op1, data->op1_kind, data), now_key = *r.NowOp2();
  if (now_value.IsUndef() || (!now_key.IsInt() && !now_key.IsString())) return Outcome::kGeneric;
  Target target = WritableArray(r);
  IrRef array = target.array;
  if (!array) return Outcome::kGeneric;
  IrRef key = r.ReadOp2(), value = key ? r.ReadData(data) : ir::kNone;
  if (!value) return Outcome::kGeneric;
  if (static_cast<Opcode>(op->extended) == Opcode::kConcat) {
    if (target.now->kind == ArrayKind::kInts || target.now->kind == ArrayKind::kFloats)
      return Outcome::kGeneric;
    Element found = ElementOf(r, array, target.now, key, now_key);
    if (!found.ok || !found.now || !found.now->IsString()) return Outcome::kGeneric;
    IrRef old = r.LoadValue(found.address, *found.now);
    IrRef grown = AppendToPlace(r, found.address, old, value);
    if (!grown) return Outcome::kGeneric;
    r.Consume(op->op2, op->op2_kind);
    r.Consume(data->op1, data->op1_kind);
    r.EndDelayed();
    if (op->result_kind) r.ir().Retain(grown), r.SetResult(grown);
    return Outcome::kNative;
  }
  Value now_old =
      Deref(Get(target.now, now_key.IsInt() ? ArrayKey::Int(now_key.i) : KeyFromString(now_key.str)));
  if (!now_old.IsNumber() || !now_value.IsNumber()) return Outcome::kGeneric;
  bool missing;
  IrRef old = LoadElement(r, array, target.now, key, now_key, &missing);
  if (!old || missing) return Outcome::kGeneric;
  IrRef result = Arithmetic(r, static_cast<Opcode>(op->extended), old, value, now_old, now_value);
  if (!result) return Outcome::kGeneric;
  if (!StoreElement(r, array, target.now, key, now_key, [&] { return result; }, result))
    return Outcome::kGeneric;
  r.Consume(op->op2, op->op2_kind);
  r.Consume(data->op1, data->op1_kind);
  r.EndDelayed();
  r.SetResult(result);
  return Outcome::kNative;
}

namespace {

// The place of an element that is there, for the next opline to change.
Outcome FetchForWriting(Recorder& r) {
  const Op* op = r.op();
  if (op->op2_kind == kUnused) return Outcome::kGeneric;
  const Value now_key = *r.NowOp2();
  if (!now_key.IsInt() && !now_key.IsString()) return Outcome::kGeneric;
  Target target = WritableArray(r);
  IrRef key = target.array ? r.ReadOp2() : ir::kNone;
  if (!key) return Outcome::kGeneric;
  auto* now = const_cast<Array*>(target.now);
  Place place;
  if (now->kind == ArrayKind::kInts || now->kind == ArrayKind::kFloats) {
    // Only ++ and -- work on elements that are not Values.
    if (!now_key.IsInt() || !IsCountOpcode(op[1].opcode) || static_cast<uint64_t>(now_key.i) >= now->count)
      return Outcome::kGeneric;
    GuardKind(r, target.array, now->kind);
    GuardInside(r, key, r.ir().FLoad(target.array, ir::Field::kArrayCount));
    place.array = target.array, place.index = key;
    place.now_array = now, place.now_index = now_key.i;
    return r.Delay(place);
  }
  Element found = ElementOf(r, target.array, now, key, now_key);
  if (!found.ok || !found.now) return Outcome::kGeneric;
  if (!FollowPlace(r, found.address, const_cast<Value*>(found.now), &place)) return Outcome::kGeneric;
  place.behind_reference |= target.behind_reference;
  return r.Delay(place);
}

}  // namespace

bool ChangesElements(Opcode opcode, const Value& now) {
  switch (opcode) {
    case Opcode::kAssignDim: return now.IsArray() || now.IsString();
    case Opcode::kAssignDimOp:
    case Opcode::kFetchDimW:
    case Opcode::kFetchDimRw:
    case Opcode::kUnsetDim:
    case Opcode::kFetchDimUnset: return now.IsArray();
    default: return false;
  }
}

RECORD(FetchDimW) { return FetchForWriting(r); }
RECORD(FetchDimRw) { return FetchForWriting(r); }

RECORD(FetchDimUnset) { return FetchForWriting(r); }

RECORD(IssetIsemptyDimObj) {
  const Op* op = r.op();
  const Value now = *r.NowOp1(), now_key = *r.NowOp2();
  bool empty = op->extended & kIsEmpty;
  if (now_key.IsUndef() || (empty && !now.IsArray())) return Outcome::kGeneric;
  bool plain_key = now_key.type <= Type::kString;
  bool without_elements = now.IsNull() || (now.IsBool() && plain_key) || (now.IsNumber() && plain_key);
  if (without_elements || (now.IsString() && now_key.IsInt() && now_key.i >= 0)) {
    IrRef container = r.ReadOp1(), offset = container ? r.ReadOp2() : ir::kNone;
    if (!offset) return Outcome::kGeneric;
    bool set = now.IsString() && static_cast<uint64_t>(now_key.i) < now.str->length;
    IrRef condition = ir::kFalseRef;
    if (now.IsString()) {
      // Negative offsets count from the end.
      r.ir().GuardTrue(r.ir().Emit(IrOp::GE, offset, r.ir().KInt(0)));
      condition = r.ir().Emit(IrOp::ULT, offset, r.ir().FLoad(container, ir::Field::kStringLength));
    }
    // The guard of a branch resumes before the opline: operands die behind it.
    bool fused = op->result_kind & (kSmartJmpz | kSmartJmpnz);
    if (fused) r.Branch(condition, set);
    r.Consume(op->op1, op->op1_kind);
    r.Consume(op->op2, op->op2_kind);
    return fused ? Outcome::kNative : r.Branch(condition, set);
  }
  if (!now.IsArray()) return Outcome::kGeneric;
  IrRef array = r.ReadOp1(), key = array ? r.ReadOp2() : ir::kNone;
  if (!key) return Outcome::kGeneric;
  bool missing;
  IrRef value = LoadElement(r, array, now.arr, key, now_key, &missing);
  if (!value) return Outcome::kGeneric;
  bool answer = empty ? missing : !missing && r.TypeOf(value) != ir::Type::kNull;
  IrRef condition = ir::BoolRef(answer);
  if (empty && !missing) {
    const Value now_value =
        Deref(Get(now.arr, now_key.IsInt() ? ArrayKey::Int(now_key.i) : KeyFromString(now_key.str)));
    condition = Truth(r, value, now_value);
    if (!condition) return Outcome::kGeneric;
    condition = r.ir().Emit(IrOp::NOT, condition);
    answer = !ToBool(now_value);
  }
  return Finish(r, condition, answer);
}

RECORD(ArrayKeyExists) {
  const Value now_key = *r.NowOp1(), now = *r.NowOp2();
  if (!now.IsArray()) return Outcome::kGeneric;
  IrRef key = r.ReadOp1(), array = key ? r.ReadOp2() : ir::kNone;
  if (!array) return Outcome::kGeneric;
  bool missing;
  if (!LoadElement(r, array, now.arr, key, now_key, &missing)) return Outcome::kGeneric;
  return Finish(r, ir::BoolRef(!missing), !missing);
}

// Strings among the keys of a constant array; others by how they compare.
RECORD(InArray) {
  const Op* op = r.op();
  const Value now = *r.NowOp1();
  Array* keys = op->Literal(op->op2)->arr;
  if (!now.IsString()) return Outcome::kGeneric;
  IrRef value = r.ReadOp1();
  if (!value) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  IrRef found = ir.Call(ir::CallId::kArrayFindName, {r.ConstantOf(Value(keys)), value});
  bool is = !GetStr(keys, now.str).IsUndef();
  bool fused = op->result_kind & (kSmartJmpz | kSmartJmpnz);
  IrRef condition = ir.Emit(IrOp::PNE, found, ir.trace().KNullPtr());
  if (fused) r.Branch(condition, is);
  r.Consume(op->op1, op->op1_kind);
  return fused ? Outcome::kNative : r.Branch(condition, is);
}

// What goes may have a destructor: the trace holds it until the array has let go of it.
RECORD(UnsetDim) {
  const Op* op = r.op();
  const Value now_key = *r.NowOp2();
  if (!now_key.IsInt() && !now_key.IsString()) return Outcome::kGeneric;
  Target target = WritableArray(r);
  IrRef key = target.array ? r.ReadOp2() : ir::kNone;
  if (!key) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  IrRef old;
  if (target.now->kind == ArrayKind::kInts || target.now->kind == ArrayKind::kFloats) {
    GuardKind(r, target.array, target.now->kind);
  } else {
    Element found = ElementOf(r, target.array, target.now, key, now_key);
    if (!found.ok) return Outcome::kGeneric;
    if (found.now && !(old = r.LoadValue(found.address, *found.now))) return Outcome::kGeneric;
  }
  if (old) ir.Retain(old);
  ir.Call(now_key.IsInt() ? ir::CallId::kArrayUnsetInt : ir::CallId::kArrayUnsetString, {target.array, key});
  r.Consume(op->op2, op->op2_kind);
  r.EndDelayed();
  if (old) ir.Release(old);
  return Outcome::kNative;
}

RECORD(Count) {
  const Op* op = r.op();
  if (!r.NowOp1()->IsArray()) return Outcome::kGeneric;
  IrRef array = r.ReadOp1();
  if (!array) return Outcome::kGeneric;
  IrRef count = r.ir().FLoad(array, ir::Field::kArrayCount);
  r.Consume(op->op1, op->op1_kind);
  r.SetResult(count);
  return Outcome::kNative;
}

}  // namespace tusk::trace
