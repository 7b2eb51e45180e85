// Closures being made and given their variables, and the static variables of functions: both lie in a table
// that belongs to the function, a hash whose layout its code decides.
#include "interp/runtime/closure.h"
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

namespace {

constexpr uint32_t kFlagBits = 3;  // of extended, below the variable's position in the table

// Where the variable lies in the table of `function`, an IR pointer; *now is the same at this moment.
IrRef StaticPlace(Recorder& r, IrRef function, const OpArray* f, Value** now) {
  Array* table = f->static_variables;
  uint32_t position = r.op()->extended >> kFlagBits;
  if (!table || table->kind != ArrayKind::kHash || position >= table->used) return ir::kNone;
  *now = &table->buckets[position].value;
  constexpr int64_t kValuesPerBucket = sizeof(Bucket) / sizeof(Value);
  ir::Builder& ir = r.ir();
  IrRef data = ir.FLoad(ir.FLoad(function, ir::Field::kFunctionStatics), ir::Field::kArrayData);
  return ir.ElemAddr(data, ir.KInt(position * kValuesPerBucket));
}

// The function that the running frame runs, an IR pointer.
IrRef RunningFunction(Recorder& r) {
  const Call* call = r.current_call();
  if (!call || call->heap >= 0) return r.ir().FLoad(r.AddressOfFrame(r.base()), ir::Field::kFrameFunc);
  if (call->closure) return r.ir().FLoad(call->closure, ir::Field::kClosureFunc);
  return call->function->closure ? ir::kNone : r.FunctionConstant(call->function);
}

}  // namespace

namespace {

// A constant's value with a count of its own; `place` is where it lies for good.
Outcome ResultFromPlace(Recorder& r, const Value* place) {
  IrRef value;
  if (place->type <= Type::kFloat || (!place->IsObject() && place->rc->Immortal()))
    value = r.ConstantOf(*place);
  if (!value && place->type > Type::kFloat) {
    value = r.LoadValue(r.ir().KPtr(ir::ConstKind::kPointer, place, "constant"), *place);
    if (value && r.TypeOf(value) == ir::Type::kRef) return Outcome::kGeneric;
  }
  if (!value) return Outcome::kGeneric;
  r.ir().Retain(value);
  r.SetResult(value);
  return Outcome::kNative;
}

void** CacheAt(Recorder& r, uint32_t offset) {
  return reinterpret_cast<void**>(reinterpret_cast<char*>(r.frame()->cache) + offset);
}

}  // namespace

RECORD(FetchConstant) {
  const auto* place = static_cast<const Value*>(*CacheAt(r, r.op()->extended));
  if (!place || (place->type > Type::kFloat && (place->IsObject() || !place->rc->Immortal())))
    return Outcome::kGeneric;
  return ResultFromPlace(r, place);
}

RECORD(FetchClassConstant) {
  const Op* op = r.op();
  if (op->op2_kind != kConst) return Outcome::kGeneric;
  void** cache = CacheAt(r, op->extended);
  if (!cache[0]) return Outcome::kGeneric;
  if (op->op1_kind == kUnused && (op->op1.num & ClassFetch::kMask) == ClassFetch::kStatic) {
    if (r.frame()->called_class() != cache[0] || !r.CalledClassRef()) return Outcome::kGeneric;
  } else if (op->op1_kind != kConst && op->op1_kind != kUnused) {
    return Outcome::kGeneric;
  }
  return ResultFromPlace(r, static_cast<const Value*>(cache[1]));
}

namespace {

struct StaticProperty {
  Value* place = nullptr;
  const PropertyInfo* info = nullptr;
  IrRef address;
};

// The static property of class `c` that `name` means in `scope`, if using it takes no more than that.
const PropertyInfo* StaticOf(const Class* c, const String* name, const Class* scope) {
  PropertyInfo* const* found = c->properties.Find(name->view());
  if (!found || !((*found)->flags & FunctionFlags::kStatic) || !PropertyAccessible(*found, scope))
    return nullptr;
  const Class* owner = (*found)->scope;
  return owner->Is(ClassFlags::kConstantsResolved) && !owner->Is(ClassFlags::kTrait) ? *found : nullptr;
}

// The static property that the opline at hand means, if the cache at `offset` or the class that runs knows
// it. They stay where they are for the script's life.
bool FindStatic(Recorder& r, uint32_t offset, StaticProperty* found) {
  const Op* op = r.op();
  if (op->op1_kind != kConst || (op->op2_kind != kConst && op->op2_kind != kUnused)) return false;
  void** cache = CacheAt(r, offset);
  if (op->op2_kind == kUnused && (op->op2.num & ClassFetch::kMask) == ClassFetch::kStatic) {
    const Class* c = r.frame()->called_class();
    if (!c || !r.CalledClassRef()) return false;
    found->info = StaticOf(c, op->Literal(op->op1)->str, r.function()->scope);
    if (!found->info) return false;
    found->place = &found->info->scope->statics[found->info->slot];
  } else {
    if (!cache[0]) return false;
    found->place = static_cast<Value*>(cache[1]);
    found->info = static_cast<const PropertyInfo*>(cache[2]);
  }
  found->address = r.ir().KPtr(ir::ConstKind::kPointer, found->place, "static");
  return true;
}

Outcome FetchStatic(Recorder& r, bool quiet) {
  constexpr uint32_t kFlags = 7;  // of extended, below the cache's offset
  StaticProperty p;
  if (!FindStatic(r, r.op()->extended & ~kFlags, &p)) return Outcome::kGeneric;
  IrRef value = r.LoadValue(p.address, *p.place);
  if (value && r.TypeOf(value) == ir::Type::kRef)
    value = r.LoadValue(r.ir().RefAddr(value), p.place->ref->value);
  if (!value) return Outcome::kGeneric;
  if (Deref(p.place)->IsUndef()) {
    if (!quiet) return Outcome::kGeneric;
    value = ir::kNullRef;
  }
  r.ir().Retain(value);
  r.SetResult(value);
  return Outcome::kNative;
}

// The place, for the next opline to change the array or string in it. (The property's type cannot be violated
// so.)
Outcome FetchStaticForWriting(Recorder& r) {
  constexpr uint32_t kFlags = 7;
  StaticProperty p;
  if (!FindStatic(r, r.op()->extended & ~kFlags, &p)) return Outcome::kGeneric;
  if (!ChangesElements(r.op()[1].opcode, *Deref(p.place))) return Outcome::kGeneric;
  Place place;
  return FollowPlace(r, p.address, p.place, &place, true) ? r.Delay(place) : Outcome::kGeneric;
}

// Whether a value of this type may be stored in it as it is.
bool StoresAsIs(Recorder& r, const StaticProperty& p, IrRef value, Type now) {
  if (!p.info->type.declared) return true;
  if (r.TypeOf(value) == ir::Type::kBool) return (p.info->type.mask & TypeDecl::kBool) == TypeDecl::kBool;
  return p.info->type.Allows(now);
}

Outcome CountStatic(Recorder& r, bool increment, bool result_is_old) {
  StaticProperty p;
  if (!FindStatic(r, r.op()->extended, &p) || !p.place->IsInt()) return Outcome::kGeneric;
  if (p.place->i == (increment ? INT64_MAX : INT64_MIN)) return Outcome::kGeneric;
  IrRef old = r.LoadValue(p.address, *p.place);
  IrRef changed = r.ir().Emit(increment ? IrOp::ADDOV : IrOp::SUBOV, old, r.ir().KInt(1));
  r.ir().VStore(p.address, changed);
  r.SetResult(result_is_old ? old : changed);
  return Outcome::kNative;
}

}  // namespace

RECORD(FetchStaticPropW) { return FetchStaticForWriting(r); }
RECORD(FetchStaticPropRw) { return FetchStaticForWriting(r); }

RECORD(AssignStaticProp) {
  const Op* op = r.op();
  const Op* data = op + 1;
  const Value now = *r.Now(data->op1, data->op1_kind, data);
  StaticProperty p;
  if (now.IsUndef() || !FindStatic(r, op->extended, &p) || p.place->IsReference()) return Outcome::kGeneric;
  IrRef value = r.ReadData(data);
  if (!value || !StoresAsIs(r, p, value, now.type)) return Outcome::kGeneric;
  IrRef old = r.LoadValue(p.address, *p.place);
  if (!old) return Outcome::kGeneric;
  IrRef owned = r.TakeOwned(data->op1, data->op1_kind, value);
  if (op->result_kind) {
    r.ir().Retain(owned);
    r.SetResult(owned);
  }
  r.ir().VStore(p.address, owned);
  r.ir().Release(old);
  return Outcome::kNative;
}

RECORD(AssignStaticPropOp) {
  const Op* op = r.op();
  const Op* data = op + 1;
  const Value now = *r.Now(data->op1, data->op1_kind, data);
  StaticProperty p;
  if (!now.IsNumber() || !FindStatic(r, data->extended, &p) || !p.place->IsNumber()) return Outcome::kGeneric;
  IrRef value = r.ReadData(data), old = value ? r.LoadValue(p.address, *p.place) : ir::kNone;
  if (!old) return Outcome::kGeneric;
  IrRef result = Arithmetic(r, static_cast<Opcode>(op->extended), old, value, *p.place, now);
  if (!result || !StoresAsIs(r, p, result, r.TypeOf(result) == ir::Type::kInt ? Type::kInt : Type::kFloat))
    return Outcome::kGeneric;
  r.ir().VStore(p.address, result);
  r.Consume(data->op1, data->op1_kind);
  r.SetResult(result);
  return Outcome::kNative;
}

RECORD(PreIncStaticProp) { return CountStatic(r, true, false); }
RECORD(PreDecStaticProp) { return CountStatic(r, false, false); }
RECORD(PostIncStaticProp) { return CountStatic(r, true, true); }
RECORD(PostDecStaticProp) { return CountStatic(r, false, true); }
RECORD(FetchStaticPropR) { return FetchStatic(r, false); }
RECORD(FetchStaticPropIs) { return FetchStatic(r, true); }

RECORD(GetClass) {
  const Op* op = r.op();
  if (op->op1_kind == kUnused || !r.NowOp1()->IsObject()) return Outcome::kGeneric;
  const Class* c = r.NowOp1()->obj->cls;
  IrRef object = c->name->Immortal() ? r.ReadOp1() : ir::kNone;
  if (!object) return Outcome::kGeneric;
  r.GuardPointer(r.ir().FLoad(object, ir::Field::kObjectClass), ir::ConstKind::kClass, c, c->name->view());
  r.Consume(op->op1, op->op1_kind);
  r.SetResult(r.ConstantOf(Value(c->name)));
  return Outcome::kNative;
}

RECORD(DeclareLambdaFunction) {
  const Frame* frame = r.frame();
  const OpArray* f = r.function()->dynamic_functions[r.op()->op2.num];
  IrRef function = r.FunctionConstant(f);
  Class* scope = frame->func->scope;
  IrRef in = scope ? r.ClassConstantRef(scope) : r.ir().trace().KNullPtr();
  IrRef made;
  if (frame->this_object() && !f->Is(FunctionFlags::kStatic)) {
    IrRef self = r.ThisRef();
    if (!self) return Outcome::kGeneric;
    made = r.ir().Call(ir::CallId::kNewClosureThis, {function, in, self});
  } else {
    // (A frame outside of classes has no class to pass on.)
    if (!frame->called_class() && scope) return Outcome::kGeneric;
    IrRef called = frame->called_class() ? r.CalledClassRef() : r.ir().trace().KNullPtr();
    if (!called) return Outcome::kGeneric;
    made = r.ir().Call(ir::CallId::kNewClosure, {function, in, called});
  }
  r.SetResult(made);
  return Outcome::kNative;
}

// The closure was made just before, so its table is its own and holds null there.
RECORD(BindLexical) {
  const Op* op = r.op();
  const auto* f = static_cast<OpArray*>(ClosureOf(r.NowOp1()->obj)->function);
  int variable = r.SlotOf(op->op2);
  const Value now = *r.frame()->At(op->op2.num);
  IrRef value;
  if (op->extended & BindFlags::kRef) {
    if (!now.IsReference()) return Outcome::kGeneric;
    value = r.ReadSlot(variable);
  } else {
    if (now.IsUndef()) return Outcome::kGeneric;
    value = r.ReadOp2();
  }
  IrRef closure = value ? r.ReadOp1() : ir::kNone;
  if (!closure) return Outcome::kGeneric;
  Value* old = nullptr;
  IrRef place = StaticPlace(r, r.ir().FLoad(closure, ir::Field::kClosureFunc), f, &old);
  if (!place || old->type != Type::kNull) return Outcome::kGeneric;
  r.ir().Retain(value);
  r.ir().VStore(place, value);
  return Outcome::kNative;
}

RECORD(BindStatic) {
  const Op* op = r.op();
  if (op->op2_kind != kUnused) return Outcome::kGeneric;
  IrRef function = RunningFunction(r);
  if (!function) return Outcome::kGeneric;
  int variable = r.SlotOf(op->op1);
  Value* now = nullptr;
  IrRef place = StaticPlace(r, function, r.function(), &now);
  bool by_reference = op->extended & BindFlags::kRef;
  if (!place || (by_reference && !now->IsReference())) return Outcome::kGeneric;
  IrRef value = r.LoadValue(place, *now);
  if (value && !by_reference && now->IsReference())
    value = r.LoadValue(r.ir().RefAddr(value), now->ref->value);
  IrRef old = value ? r.ReadSlot(variable) : ir::kNone;
  if (!old) return Outcome::kGeneric;
  r.ir().Retain(value);
  r.Define(variable, value);
  r.ir().Release(old);
  return Outcome::kNative;
}

}  // namespace tusk::trace
