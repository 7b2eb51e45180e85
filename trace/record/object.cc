// Declared properties: a class guard, then a load or store at a fixed slot.
#include "interp/runtime/convert.h"
#include "interp/runtime/lazy.h"
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

namespace {

// The object operand and the property slot that `name` means here.
struct Target {
  IrRef object;
  Object* now = nullptr;
  const PropertyInfo* info = nullptr;
  IrRef address;
  Value* place = nullptr;
  bool of_known_class = false;
};

IrRef ReadObject(Recorder& r, Object** now) {
  const Op* op = r.op();
  if (op->op1_kind == kUnused) {
    *now = r.frame()->this_object();
    return *now ? r.ThisRef() : ir::kNone;
  }
  if (const Place* place = r.PlaceOfOp1()) {
    if (!place->now || !place->now->IsObject()) return ir::kNone;
    *now = place->now->obj;
    return LoadPlace(r, *place);
  }
  const Value* v = r.NowOp1();
  if (!v->IsObject()) return ir::kNone;
  *now = v->obj;
  return r.ReadOp1();
}

// The end of an opline that changes a property: what it does to its object operand. A place that fetches
// before it found is done with as soon as there are no more guards, a value when nothing needs it any more.
class ObjectOperand {
 public:
  explicit ObjectOperand(Recorder& r) : r_(r), at_place_(r.PlaceOfOp1() != nullptr) {}
  void GuardsDone() {
    if (at_place_) r_.EndDelayed();
  }
  void Done() {
    if (!at_place_) r_.Consume(r_.op()->op1, r_.op()->op1_kind);
  }

 private:
  Recorder& r_;
  bool at_place_;
};

bool FindTarget(Recorder& r, Target* t) {
  const Op* op = r.op();
  if (op->op2_kind != kConst) return false;
  String* name = op->Literal(op->op2)->str;
  t->object = ReadObject(r, &t->now);
  if (!t->object) return false;
  Class* c = t->now->cls;
  PropertyInfo* const* found = c->properties.Find(name->view());
  if (!found || IsLazy(t->now)) return false;
  t->info = *found;
  constexpr uint32_t kSpecial = PropertyFlags::kVirtual | PropertyFlags::kChanged;
  if ((t->info->flags & FunctionFlags::kStatic) || t->info->get_hook || t->info->set_hook ||
      (t->info->flags & kSpecial))
    return false;
  if (!PropertyAccessible(t->info, r.function()->scope)) return false;
  PropertyInfo* info = *found;
  t->of_known_class = GuardSlot(r, t->object, t->now, op->op1_kind == kUnused, &info);
  t->info = info;
  t->address = r.ir().PropAddr(t->object, static_cast<int>(t->info->slot));
  t->place = t->now->props() + t->info->slot;
  return true;
}

// May `value` be stored as it is, without check or conversion? An object's class decides, and is guarded.
bool StoresAsIs(Recorder& r, const PropertyInfo* info, IrRef value, const Value& now, bool first = false) {
  constexpr uint32_t kChecked =
      PropertyFlags::kReadonly | PropertyFlags::kProtectedSet | PropertyFlags::kPrivateSet;
  // A readonly property takes its first value in the class that declares it.
  bool initialises = first && info->type.declared && info->scope == r.function()->scope;
  if ((info->flags & kChecked) && !initialises) return false;
  if (!info->type.declared) return true;
  if (r.TypeOf(value) == ir::Type::kBool) return (info->type.mask & TypeDecl::kBool) == TypeDecl::kBool;
  if (info->type.Allows(now.type)) return true;
  if (!now.IsObject() || !TypeAccepts(info->type, now, info->scope, nullptr)) return false;
  GuardAccepted(r, value, now.obj, &info->type, info->scope);
  return true;
}

Outcome CountProperty(Recorder& r, bool increment, bool result_is_old) {
  Target t;
  ObjectOperand operand(r);
  if (!FindTarget(r, &t) || !t.place->IsInt()) return Outcome::kGeneric;
  IrRef old = r.LoadValue(t.address, *t.place);
  if (!StoresAsIs(r, t.info, old, *t.place)) return Outcome::kGeneric;
  if (t.place->i == (increment ? INT64_MAX : INT64_MIN)) return Outcome::kGeneric;
  IrRef changed = r.ir().Emit(increment ? IrOp::ADDOV : IrOp::SUBOV, old, r.ir().KInt(1));
  operand.GuardsDone();
  r.ir().VStore(t.address, changed);
  operand.Done();
  r.SetResult(result_is_old ? old : changed);
  return Outcome::kNative;
}

}  // namespace

namespace {

// A property that the class does not declare, of an object that leaves such to the table: null when it has
// none now (guarded). False: not recorded natively.
bool FindDynamic(Recorder& r, Target* t) {
  const Op* op = r.op();
  if (op->op2_kind != kConst) return false;
  t->object = ReadObject(r, &t->now);
  if (!t->object) return false;
  const Class* c = t->now->cls;
  String* name = op->Literal(op->op2)->str;
  if (IsLazy(t->now) || c->get || c->isset || c->native_size || c->properties.Find(name->view()))
    return false;
  const Class* scope = r.function()->scope;
  if (scope && scope != c && scope->properties.Find(name->view())) return false;
  ir::Builder& ir = r.ir();
  r.GuardPointer(ir.FLoad(t->object, ir::Field::kObjectClass), ir::ConstKind::kClass, c, c->name->view());
  IrRef found = ir.Call(ir::CallId::kDynamicFind, {t->object, r.ConstantOf(Value(name))});
  t->place = t->now->dynamic ? const_cast<Value*>(Peek(t->now->dynamic, ArrayKey::Str(name))) : nullptr;
  if (t->place) {
    ir.GuardTrue(ir.Emit(IrOp::PNE, found, ir.trace().KNullPtr()));
    t->address = found;
  } else {
    ir.GuardTrue(ir.Emit(IrOp::PEQ, found, ir.trace().KNullPtr()));
  }
  return true;
}

// The value of a property, dereferenced, borrowed. *missing: there is none. kNone: not recorded natively.
IrRef LoadProperty(Recorder& r, bool* missing, Value* now) {
  *missing = false;
  Target t;
  if (FindTarget(r, &t)) {
    if (t.place->IsUndef()) return ir::kNone;
  } else {
    t = Target();
    if (!FindDynamic(r, &t)) return ir::kNone;
    if (!t.place) {
      *missing = true;
      return ir::kNullRef;
    }
  }
  *now = *Deref(t.place);
  IrRef value = r.LoadValue(t.address, *t.place);
  if (value && r.TypeOf(value) == ir::Type::kRef) value = r.LoadValue(r.ir().RefAddr(value), *now);
  return value;
}

Outcome Fetch(Recorder& r, bool quiet) {
  const Op* op = r.op();
  IrRef value;
  bool missing;
  Value now;
  if (quiet && op->op1_kind != kUnused && !r.NowOp1()->IsObject()) {
    // Nothing has properties but objects.
    if (op->op2_kind != kConst || !r.ReadOp1()) return Outcome::kGeneric;
    value = ir::kNullRef;
  } else {
    value = LoadProperty(r, &missing, &now);
    if (!value || (missing && !quiet)) return Outcome::kGeneric;
  }
  r.ir().Retain(value);
  r.Consume(op->op1, op->op1_kind);
  r.SetResult(value);
  return Outcome::kNative;
}

}  // namespace

RECORD(FetchObjR) { return Fetch(r, false); }
RECORD(FetchObjIs) { return Fetch(r, true); }

RECORD(IssetIsemptyPropObj) {
  const Op* op = r.op();
  bool empty = op->extended & kIsEmpty;
  IrRef condition;
  bool answer;
  if (op->op1_kind != kUnused && !r.NowOp1()->IsObject()) {
    if (op->op2_kind != kConst || !r.ReadOp1()) return Outcome::kGeneric;
    condition = ir::BoolRef(empty);
    answer = empty;
  } else {
    bool missing;
    Value now;
    IrRef value = LoadProperty(r, &missing, &now);
    if (!value) return Outcome::kGeneric;
    if (empty && !missing) {
      condition = Truth(r, value, now);
      if (!condition) return Outcome::kGeneric;
      condition = r.ir().Emit(IrOp::NOT, condition);
      answer = !ToBool(now);
    } else {
      answer = empty ? missing : !missing && r.TypeOf(value) != ir::Type::kNull;
      condition = ir::BoolRef(answer);
    }
  }
  // The guard of a branch resumes before the opline: the operand dies behind it.
  bool fused = op->result_kind & (kSmartJmpz | kSmartJmpnz);
  if (fused) r.Branch(condition, answer);
  r.Consume(op->op1, op->op1_kind);
  return fused ? Outcome::kNative : r.Branch(condition, answer);
}

RECORD(FetchObjFuncArg) { return SendsValues(r) ? RecordFetchObjR(r) : Outcome::kGeneric; }

namespace {

// A property of a lazy object looks like one that was never written. What this trace made is not lazy.
void GuardNotLazy(Recorder& r, IrRef object) {
  ir::Builder& ir = r.ir();
  if (!object.IsConst()) {
    const ir::Inst& made = ir.trace()[object];
    if (made.op == IrOp::CALL && made.call() == ir::CallId::kObjectNew) return;
  }
  constexpr int64_t kLazy = ObjectFlags::kLazy | ObjectFlags::kLazyProxy;
  IrRef bits = ir.Emit(IrOp::AND, ir.FLoad(object, ir::Field::kObjectFlags), ir.KInt(kLazy));
  ir.GuardTrue(ir.Emit(IrOp::EQ, bits, ir.KInt(0)));
}

}  // namespace

RECORD(AssignObj) {
  const Op* op = r.op();
  const Op* data = op + 1;
  const Value now_value = *r.Now(data->op1, data->op1_kind, data);
  Target t;
  ObjectOperand operand(r);
  if (now_value.IsUndef() || !FindTarget(r, &t)) return Outcome::kGeneric;
  // A property without a value: __set would be asked if the class had one. (Dynamic ones have no place.)
  bool first = t.place->IsUndef();
  if (first && (t.now->cls->set || IsLazy(t.now))) return Outcome::kGeneric;
  if (t.place->IsReference()) {
    if (t.info->type.declared) return Outcome::kGeneric;
    Place behind;
    if (!FollowPlace(r, t.address, t.place, &behind)) return Outcome::kGeneric;
    t.address = behind.address, t.place = behind.now;
  }
  IrRef value = r.ReadData(data);
  if (!value || !StoresAsIs(r, t.info, value, now_value, first)) return Outcome::kGeneric;
  IrRef old = r.LoadValue(t.address, *t.place);
  if (!old) return Outcome::kGeneric;
  if (first && !t.of_known_class) GuardNoMagicSet(r, t.object);
  if (first) GuardNotLazy(r, t.object);
  operand.GuardsDone();
  IrRef owned = r.TakeOwned(data->op1, data->op1_kind, value);
  if (op->result_kind) {
    r.ir().Retain(owned);
    r.SetResult(owned);
  }
  r.ir().VStore(t.address, owned);
  r.ir().Release(old);
  operand.Done();
  return Outcome::kNative;
}

namespace {

// Whether an opline takes the object at the place that the one before it found.
bool TakesObject(const Op& op) {
  switch (op.opcode) {
    case Opcode::kAssignObj:
    case Opcode::kAssignObjOp:
    case Opcode::kPreIncObj:
    case Opcode::kPreDecObj:
    case Opcode::kPostIncObj:
    case Opcode::kPostDecObj:
    case Opcode::kFetchObjW:
    case Opcode::kFetchObjRw:
    case Opcode::kFetchObjUnset: return true;
    default: return false;
  }
}

// The place of a property, for the next opline to change an array or an object in it. (A property's type
// cannot be violated so.)
Outcome FetchForWriting(Recorder& r) {
  Target t;
  constexpr uint32_t kGuarded =
      PropertyFlags::kReadonly | PropertyFlags::kProtectedSet | PropertyFlags::kPrivateSet;
  bool at_place = r.PlaceOfOp1() != nullptr;
  if (!FindTarget(r, &t) || (t.info->flags & kGuarded)) return Outcome::kGeneric;
  // An object that only the operand keeps alive could go before its property is written; $this stays.
  if (!at_place && (r.op()->op1_kind & kTmpVar) && (!r.frame()->this_object() || t.object != r.ThisRef()))
    return Outcome::kGeneric;
  const Op& next = r.op()[1];
  bool in_elements = ChangesElements(next.opcode, *Deref(t.place));
  if (next.opcode == Opcode::kSendRef && !t.info->type.declared && !t.place->IsUndef()) {
    Place place;
    return FollowPlace(r, t.address, t.place, &place) ? r.Delay(place) : Outcome::kGeneric;
  }
  if (!in_elements && !(TakesObject(next) && Deref(t.place)->IsObject())) return Outcome::kGeneric;
  Place place;
  return FollowPlace(r, t.address, t.place, &place, true) ? r.Delay(place) : Outcome::kGeneric;
}

}  // namespace

RECORD(FetchObjW) { return FetchForWriting(r); }
RECORD(FetchObjRw) { return FetchForWriting(r); }
RECORD(FetchObjUnset) { return FetchForWriting(r); }

RECORD(AssignObjOp) {
  const Op* op = r.op();
  const Op* data = op + 1;
  const Value now_value = *r.Now(data->op1, data->op1_kind, data);
  Target t;
  ObjectOperand operand(r);
  if (now_value.IsUndef() || !FindTarget(r, &t)) return Outcome::kGeneric;
  if (static_cast<Opcode>(op->extended) == Opcode::kConcat && t.place->IsString()) {
    IrRef value = r.ReadData(data), old = value ? r.LoadValue(t.address, *t.place) : ir::kNone;
    if (!old || !StoresAsIs(r, t.info, old, *t.place)) return Outcome::kGeneric;
    IrRef grown = AppendToPlace(r, t.address, old, value);
    if (!grown) return Outcome::kGeneric;
    operand.GuardsDone();
    r.Consume(data->op1, data->op1_kind);
    operand.Done();
    if (op->result_kind) r.ir().Retain(grown), r.SetResult(grown);
    return Outcome::kNative;
  }
  if (!t.place->IsNumber() || !now_value.IsNumber()) return Outcome::kGeneric;
  IrRef value = r.ReadData(data), old = value ? r.LoadValue(t.address, *t.place) : ir::kNone;
  if (!old) return Outcome::kGeneric;
  IrRef result = Arithmetic(r, static_cast<Opcode>(op->extended), old, value, *t.place, now_value);
  if (!result) return Outcome::kGeneric;
  Value now_result = r.TypeOf(result) == ir::Type::kInt ? Value(int64_t{0}) : Value(0.0);
  if (!StoresAsIs(r, t.info, result, now_result)) return Outcome::kGeneric;
  operand.GuardsDone();
  r.ir().VStore(t.address, result);
  r.Consume(data->op1, data->op1_kind);
  operand.Done();
  r.SetResult(result);
  return Outcome::kNative;
}

RECORD(PreIncObj) { return CountProperty(r, true, false); }
RECORD(PreDecObj) { return CountProperty(r, false, false); }
RECORD(PostIncObj) { return CountProperty(r, true, true); }
RECORD(PostDecObj) { return CountProperty(r, false, true); }

namespace {

// The class that NEW means: what the run-time cache knows, self, parent or static, which is guarded. Null:
// none of them.
const Class* ClassToInstantiate(Recorder& r) {
  const Op* op = r.op();
  const Frame* frame = r.frame();
  if (op->op1_kind == kConst) {
    void* known = *reinterpret_cast<void**>(reinterpret_cast<char*>(frame->cache) + op->op2.num);
    return static_cast<Class*>(known);
  }
  const Class* scope = frame->func->scope;
  if (op->op1_kind != kUnused || !scope) return nullptr;
  switch (op->op1.num & ClassFetch::kMask) {
    case ClassFetch::kSelf: return scope;
    case ClassFetch::kParent: return scope->parent;
    case ClassFetch::kStatic: return r.CalledClassRef() ? frame->called_class() : nullptr;
    default: return nullptr;
  }
}

}  // namespace

// An object of a class that is known, and the call of its constructor, if it has one.
RECORD(New) {
  const Op* op = r.op();
  const Class* c = ClassToInstantiate(r);
  constexpr uint32_t kNotInstantiable = ClassFlags::kAbstract | ClassFlags::kImplicitAbstract |
                                        ClassFlags::kInterface | ClassFlags::kTrait | ClassFlags::kEnum;
  if (!c || c->Is(kNotInstantiable) || !c->Is(ClassFlags::kConstantsResolved)) return Outcome::kGeneric;
  if (c->handlers->construct_native || c->native_size) return Outcome::kGeneric;
  Function* f = c->constructor;
  if (!f) {
    if (op->extended != 0 || op[1].opcode != Opcode::kDoFcall) return Outcome::kGeneric;
  } else {
    if (f->kind != FunctionKind::kUser || f->Is(FunctionFlags::kAbstract | FunctionFlags::kTrampoline))
      return Outcome::kGeneric;
    if (!f->Is(FunctionFlags::kPublic) && f->scope != r.function()->scope) return Outcome::kGeneric;
    if (!static_cast<OpArray*>(f)->cache) return Outcome::kStop;
    r.GuardStack();
  }
  IrRef object = r.ir().Call(ir::CallId::kObjectNew, {r.ClassConstantRef(c)});
  r.SetResult(object);
  if (f) {
    r.ir().Retain(object);
    r.BeginCall(f, object, true, ir::kNone);
  }
  return Outcome::kNative;
}

// Of an object that has nothing to say about it.
RECORD(Clone) {
  const Op* op = r.op();
  Object* now;
  IrRef object = ReadObject(r, &now);
  if (!object) return Outcome::kGeneric;
  const Class* c = now->cls;
  if (c->clone || c->native_size || c->Is(ClassFlags::kEnum) || !c->handlers->cloneable ||
      c->handlers->clone_native || IsLazy(now))
    return Outcome::kGeneric;
  r.GuardPointer(r.ir().FLoad(object, ir::Field::kObjectClass), ir::ConstKind::kClass, c, c->name->view());
  GuardNotLazy(r, object);
  IrRef copy = r.ir().Call(ir::CallId::kObjectClone, {object});
  r.Consume(op->op1, op->op1_kind);
  r.SetResult(copy);
  return Outcome::kNative;
}

RECORD(FetchThis) {
  if (!r.frame()->this_object()) return Outcome::kGeneric;
  IrRef self = r.ThisRef();
  if (!self) return Outcome::kGeneric;
  r.ir().Retain(self);
  r.SetResult(self);
  return Outcome::kNative;
}

}  // namespace tusk::trace
