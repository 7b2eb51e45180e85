// Calls. A user function is inlined: its frame exists in snapshots only. A builtin is recorded natively where
// builtins.cc knows it, and runs through Step otherwise.
#include <algorithm>
#include <deque>

#include "interp/runtime/builtin_class.h"
#include "interp/runtime/closure.h"
#include "interp/vm/arguments.h"
#include "interp/vm/builtin.h"
#include "interp/vm/constant_expression.h"
#include "interp/vm/generator.h"
#include "trace/frames.h"
#include "trace/record/common.h"
#include "trace/runtime_calls.h"

namespace tusk::trace {

using ir::IrRef;

namespace {

void** CacheWords(Recorder& r, uint32_t offset) {
  return reinterpret_cast<void**>(reinterpret_cast<char*>(r.frame()->cache) + offset);
}

// Arguments land in slots whether the callee is inlined or not; what decides is the DO opline.
Outcome InitFunction(Recorder& r) {
  auto* f = static_cast<Function*>(*CacheWords(r, r.op()->result.num));
  if (!f) return Outcome::kGeneric;  // not looked up yet
  if (f->kind == FunctionKind::kUser && !static_cast<OpArray*>(f)->cache) return Outcome::kStop;
  r.BeginCall(f, ir::kNone, false, ir::kNone);
  return Outcome::kNative;
}

Outcome SendValue(Recorder& r) {
  const Op* op = r.op();
  Call* call = r.pending_call();
  if (!call || op->op2_kind == kConst || r.Now(op->op1, op->op1_kind)->IsUndef()) return Outcome::kGeneric;
  if (call->function->ArgByReference(op->op2.num - 1)) return Outcome::kGeneric;
  IrRef value = r.ReadOp1();
  if (!value) return Outcome::kGeneric;
  int slot = call->base + static_cast<int>(op->result.num / sizeof(Value));
  r.Define(slot, r.TakeOwned(op->op1, op->op1_kind, value));
  return Outcome::kNative;
}

// What a fetch for writing found, by reference: the place becomes one if it is none yet.
Outcome SendPlace(Recorder& r, const Call& call, const Place& place) {
  ir::Builder& ir = r.ir();
  IrRef reference = place.reference;
  if (!place.address || (reference && !place.now)) return Outcome::kGeneric;
  if (!reference) {
    IrRef value = LoadPlace(r, place);
    if (!value) return Outcome::kGeneric;
    ir.VStore(place.address, ir::kNullRef);  // its reference becomes the trace's, which gives it to the call
    reference = ir.Call(ir::CallId::kNewReference, {value});
    ir.VStore(place.address, reference);
  }
  ir.Retain(reference);
  int slot = call.base + static_cast<int>(r.op()->result.num / sizeof(Value));
  r.EndDelayed();
  r.Define(slot, reference);
  return Outcome::kNative;
}

// A variable by reference: it becomes one if it is none yet.
Outcome SendReference(Recorder& r) {
  const Op* op = r.op();
  Call* call = r.pending_call();
  if (!call || op->op2_kind == kConst || op->op2.num > call->function->arg_count) return Outcome::kGeneric;
  if (const Place* place = r.PlaceOfOp1()) return SendPlace(r, *call, *place);
  if (op->op1_kind != kCv) return Outcome::kGeneric;
  int variable = r.SlotOf(op->op1), slot = call->base + static_cast<int>(op->result.num / sizeof(Value));
  IrRef reference = r.ReadSlot(variable);
  if (!reference) return Outcome::kGeneric;
  if (r.TypeOf(reference) != ir::Type::kRef) {
    IrRef value = r.TypeOf(reference) == ir::Type::kUndef ? ir::kNullRef : reference;
    reference = r.ir().Call(ir::CallId::kNewReference, {value});
    r.Define(variable, reference);
  }
  r.ir().Retain(reference);
  r.Define(slot, reference);
  return Outcome::kNative;
}

Outcome SendAny(Recorder& r) {
  const Op* op = r.op();
  const Call* call = r.pending_call();
  bool by_reference = call && op->op2_kind != kConst && call->function->ArgByReference(op->op2.num - 1);
  return by_reference ? SendReference(r) : SendValue(r);
}

// Descriptions of direct calls outlive the traces that have them; equal ones are one.
const calls::DirectCall* Share(const calls::DirectCall& call) {
  static auto* shared = new std::deque<calls::DirectCall>;
  for (const calls::DirectCall& known : *shared) {
    if (known.function == call.function && known.passed == call.passed && known.wanted == call.wanted &&
        known.method == call.method && std::equal(call.types, call.types + call.passed, known.types))
      return &known;
  }
  return &shared->emplace_back(call);
}

// What a builtin writes over through a reference is given up by the trace, behind the call. kNone: the
// builtin changes it in place.
struct Argument {
  IrRef value, written_over;
};

// A reference that is passed as one: what it holds is guarded to be of the type that it has now.
bool PassReference(Recorder& r, const Value& now, bool in_place, Argument* a) {
  if (!now.IsReference() || now.ref->constraints) return false;
  ir::Builder& ir = r.ir();
  ir.GuardTrue(
      ir.Emit(ir::Opcode::PEQ, ir.FLoad(a->value, ir::Field::kRefConstraints), ir.trace().KNullPtr()));
  IrRef held = r.LoadValue(ir.RefAddr(a->value), now.ref->value);
  if (!held) return false;
  if (!in_place) {
    if (r.TypeOf(held) == ir::Type::kObject)
      return false;  // its destructor would not find the builtin's frame
    a->written_over = held;
  }
  return true;
}

// A builtin that nothing can go wrong in is called where it stands, whatever frames exist only in snapshots.
Outcome CallWithoutFrame(Recorder& r, const Call& call, absl::Span<const IrRef> args,
                         absl::Span<const Value> now) {
  using calls::DirectCall;
  const Op* op = r.op();
  const auto* f = static_cast<const Builtin*>(call.function);
  bool wanted = op->result_kind != kUnused;
  bool method = f->scope != nullptr;
  if (call.argc + method > DirectCall::kMostArguments || f->arg_count > DirectCall::kMostSlots ||
      f->Is(FunctionFlags::kDeprecated) || !ArgumentsFit(f, call.frame, call.frame->slots(), call.argc))
    return Outcome::kGeneric;
  DirectCall direct{.function = f, .passed = call.argc, .wanted = wanted, .method = method, .types = {}};
  IrRef payloads[DirectCall::kMostArguments];
  std::fill(std::begin(payloads), std::end(payloads), r.ir().KInt(0));
  bool references = false;
  for (uint32_t i = 0; i < call.argc; ++i) {
    ir::Type type = r.TypeOf(args[i]);
    if (type == ir::Type::kFloat || type == ir::Type::kUndef) return Outcome::kGeneric;
    direct.types[i] = now[i].type;
    if ((type == ir::Type::kRef) != f->ArgByReference(i)) return Outcome::kGeneric;
    references |= type == ir::Type::kRef;
    if (type == ir::Type::kBool) {
      uint32_t fits = f->fitting[std::min(i, f->arg_count)];
      if ((fits & TypeDecl::kBool) != TypeDecl::kBool) return Outcome::kGeneric;
      direct.types[i] = Type::kFalse;
    }
    if (type != ir::Type::kNull) payloads[i] = args[i];
  }
  for (uint32_t i = call.argc; i < f->arg_count; ++i) {
    if (f->defaults[i].IsRefCounted() && !f->defaults[i].rc->Immortal()) return Outcome::kGeneric;
  }
  FrameNeed need = method ? FrameNeed::kWarns : NeedOfFrame(r, f, args, now);
  if (need == FrameNeed::kAlways || ((references || !wanted) && need == FrameNeed::kNever))
    return Outcome::kGeneric;
  std::vector<IrRef> written_over;
  for (uint32_t i = 0; i < call.argc && references; ++i) {
    Argument argument{args[i], ir::kNone};
    if (f->ArgByReference(i) && !PassReference(r, now[i], need == FrameNeed::kInPlace, &argument))
      return Outcome::kGeneric;
    if (argument.written_over) written_over.push_back(argument.written_over);
  }
  ir::Builder& ir = r.ir();
  IrRef owned_self = method && call.owns_this ? call.self : ir::kNone;
  if (method) payloads[DirectCall::kMostArguments - 1] = call.self;
  for (IrRef v : written_over) ir.Retain(v);
  if (need != FrameNeed::kNever) r.BeforeUserCode();
  IrRef shape = ir.KPtr(ir::ConstKind::kPointer, Share(direct), r.NameOf(f));
  ir::CallId id = need != FrameNeed::kNever                  ? ir::CallId::kBuiltinWarns
                  : f->row->effects == BuiltinEffects::kPure ? ir::CallId::kPureBuiltin
                                                             : ir::CallId::kBuiltin;
  IrRef result = ir.Call(id, {shape, payloads[0], payloads[1], payloads[2], payloads[3], payloads[4]});
  if (op->result_kind) {
    int slot = r.SlotOf(op->result);
    ir.Emit(ir::Opcode::VCOPY, r.AddressOf(slot), result);
    r.Forget(slot);
    r.ResultIsInMemory();
  }
  r.DropCall(args);
  if (owned_self) ir.Release(owned_self);
  for (IrRef v : written_over) ir.Release(v);
  return Outcome::kNative;
}

// Methods of classes whose objects are data: they look at no frame and change none but through calls.
bool IsDirectMethod(const Call& call, const Builtin* f) {
  constexpr uint16_t kOther = BuiltinEffects::kUsesFrame | BuiltinEffects::kTakesNamed |
                              BuiltinEffects::kWritesArgs | BuiltinEffects::kMayPause;
  if (!call.self || call.real || !call.frame->self.IsObject() || f->Is(FunctionFlags::kStatic)) return false;
  if (f->row->effects & kOther) return false;
  const BuiltinClassRow* row = FindBuiltinClassRow(f->scope->name->view());
  return row && !row->source && std::string_view(row->extension) == "SPL";
}

Outcome DoBuiltin(Recorder& r, Call* call) {
  const Op* op = r.op();
  auto* builtin = static_cast<Builtin*>(call->function);
  // The recording could not go on in whatever runs meanwhile.
  if (builtin->row && (builtin->row->effects & BuiltinEffects::kMayPause)) return Outcome::kStop;
  if (call->frame->self.IsObject() && IsGenerator(call->frame->self.obj)) {
    Outcome outcome = GeneratorMethod(r, *call);
    if (outcome != Outcome::kGeneric) return outcome;
  }
  // The frame of strlen(...) holds its closure, which the opline's own way lets go of.
  if (call->varying || call->closure || !builtin->row) return Outcome::kGeneric;
  if (builtin->scope && !IsDirectMethod(*call, builtin)) return Outcome::kGeneric;
  std::vector<IrRef> args;
  std::vector<Value> now;
  bool references = false;
  for (uint32_t i = 0; i < call->argc; ++i) {
    int slot = call->base + ir::kFrameSlots + static_cast<int>(i);
    IrRef value = r.ReadSlot(slot);
    if (!value) return Outcome::kGeneric;
    references |= r.TypeOf(value) == ir::Type::kRef;
    args.push_back(value);
    now.push_back(*r.Memory(slot));
  }
  IrRef result = references || builtin->scope ? ir::kNone : RecordBuiltin(r, builtin->row->name, args, now);
  if (!result) return CallWithoutFrame(r, *call, args, now);
  r.DropCall(args);
  if (op->result_kind) {
    r.SetResult(result);
  } else {
    r.ir().Release(result);
  }
  return Outcome::kNative;
}

Outcome DoCall(Recorder& r) {
  Call* call = r.pending_call();
  if (!call) return Outcome::kStop;
  Function* f = call->function;
  if (f->kind == FunctionKind::kBuiltin) return DoBuiltin(r, call);
  if (call->varying) return Outcome::kStop;
  // One that makes others of itself goes as deep as its data; not so where other loops ask it.
  if (f->Is(FunctionFlags::kGenerator) && r.current_call() && r.current_call()->heap >= 0 &&
      r.CanCreateGenerator(f) && !r.CanInline(f, call->argc))
    return r.LeaveChainsAlone();
  if (!r.CanInline(f, call->argc) || f->Is(FunctionFlags::kAbstract | FunctionFlags::kDeprecated))
    return r.LinkCall() ? Outcome::kNative : Outcome::kStop;
  r.EnterCall();
  return Outcome::kNative;
}

}  // namespace

namespace {

// The number of the argument that an opline which ends in FUNC_ARG works for; 0: not found.
uint32_t ArgumentNumber(Recorder& r) {
  const Op* op = r.op();
  const Op* end = r.function()->ops + r.function()->op_count;
  while (op->opcode != Opcode::kCheckFuncArg && op->opcode != Opcode::kSendFuncArg) {
    if (op->result_kind != kVar) return 0;
    const Op* user = op + 1;
    while (user != end && (user->op1_kind != kVar || user->op1.num != op->result.num)) ++user;
    if (user == end) return 0;
    op = user;
  }
  return op->op2_kind == kConst ? 0 : op->op2.num;
}

}  // namespace

bool SendsValues(Recorder& r) {
  Call* call = r.pending_call();
  if (!call) return false;
  if (!call->function->Is(FunctionFlags::kAnyByReference)) return true;
  // A frame in memory keeps in it what the opline before has found out.
  if (call->real) return false;
  uint32_t number = ArgumentNumber(r);
  return number && !call->function->ArgByReference(number - 1);
}

RECORD(InitFcall) { return InitFunction(r); }
RECORD(InitFcallByName) { return InitFunction(r); }
RECORD(InitNsFcallByName) { return InitFunction(r); }

namespace {

// The lowercase name of the method or property that op2 names; of a string that is no constant it is guarded
// to be what it is now. Null: it is no string.
String* GuardName(Recorder& r, bool lower) {
  const Op* op = r.op();
  if (op->op2_kind == kConst) return op->Literal(op->op2)[lower ? 1 : 0].str;
  const Value* now = r.NowOp2();
  IrRef name = now->IsString() ? r.ReadOp2() : ir::kNone;
  if (!name) return nullptr;
  String* known = Intern(now->str->view());
  r.ir().GuardTrue(StringsEqual(r, name, r.ConstantOf(Value(known))));
  return lower ? InternLower(known->view()) : known;
}

}  // namespace

RECORD(InitMethodCall) {
  const Op* op = r.op();
  Object* now;
  IrRef object;
  if (op->op1_kind == kUnused) {
    now = r.frame()->this_object();
    object = now ? r.ThisRef() : ir::kNone;
  } else {
    if (!r.NowOp1()->IsObject()) return Outcome::kGeneric;
    now = r.NowOp1()->obj;
    object = r.ReadOp1();
  }
  if (!object || IsClosure(Value(now))) return Outcome::kGeneric;
  // The object's class, which is guarded, and the scope, which is the trace's, decide.
  String* name = GuardName(r, true);
  Function* f = name ? FindAccessibleMethod(now->cls, name->view(), r.function()->scope) : nullptr;
  constexpr uint32_t kSpecial = FunctionFlags::kTrampoline | FunctionFlags::kAbstract;
  if (!f || f->Is(kSpecial) || f->closure) return Outcome::kGeneric;
  bool is_static = f->Is(FunctionFlags::kStatic);
  if (is_static && f->kind != FunctionKind::kUser) return Outcome::kGeneric;
  if (f->kind == FunctionKind::kUser && !static_cast<OpArray*>(f)->cache) return Outcome::kStop;
  if (is_static) {
    GuardClass(r, object, now->cls);
  } else {
    GuardMethod(r, object, now, op->op1_kind == kUnused, name, f);
  }
  bool owns = op->op1_kind != kUnused && !is_static;
  r.GuardStack();
  if (is_static) {
    object = r.ClassConstantRef(now->cls);
    r.Consume(op->op1, op->op1_kind);
  } else if (owns) {
    object = r.TakeOwned(op->op1, op->op1_kind, object);
  }
  r.Consume(op->op2, op->op2_kind);
  r.BeginCall(f, object, owns, ir::kNone);
  return Outcome::kNative;
}

// Class::f(), self::f(), parent::f() and static::f(), as the handler's quick way has it: the class meant is
// what the cache says. The function that runs, with its scope, is guarded; what static means in it is guarded
// here.
namespace {

// parent::__construct() and its kin.
Outcome InitConstructor(Recorder& r) {
  const Op* op = r.op();
  const Object* self = r.frame()->this_object();
  Class* scope = r.frame()->func->scope;
  uint32_t fetch = op->op1.num & ClassFetch::kMask;
  if (op->op1_kind != kUnused || !self || !scope || fetch == ClassFetch::kStatic) return Outcome::kGeneric;
  Class* c = fetch == ClassFetch::kSelf ? scope : scope->parent;
  Function* f = c && InstanceOf(self->cls, c) ? c->constructor : nullptr;
  constexpr uint32_t kSpecial =
      FunctionFlags::kAbstract | FunctionFlags::kTrampoline | FunctionFlags::kStatic;
  if (!f || f->Is(kSpecial) || (f->Is(FunctionFlags::kPrivate) && scope != f->scope))
    return Outcome::kGeneric;
  if (f->kind == FunctionKind::kUser && !static_cast<OpArray*>(f)->cache) return Outcome::kStop;
  // The scope is the trace's, and $this is an object of it.
  IrRef object = r.ThisRef();
  if (!object) return Outcome::kGeneric;
  r.BeginCall(f, object, false, ir::kNone);
  return Outcome::kNative;
}

}  // namespace

RECORD(InitStaticMethodCall) {
  const Op* op = r.op();
  if (op->op2_kind == kUnused) return InitConstructor(r);
  if (op->op2_kind != kConst || (op->op1_kind != kConst && op->op1_kind != kUnused)) return Outcome::kGeneric;
  void** cache = CacheWords(r, op->result.num);
  auto* c = static_cast<Class*>(cache[0]);
  auto* f = static_cast<Function*>(cache[1]);
  if (!f || f->Is(FunctionFlags::kAbstract | FunctionFlags::kTrampoline) || f->closure)
    return Outcome::kGeneric;
  IrRef self;
  if (op->op1_kind == kConst) {
    if (!f->Is(FunctionFlags::kStatic)) return Outcome::kGeneric;
    self = r.ClassConstantRef(c);
  } else {
    const Frame* frame = r.frame();
    Class* scope = frame->func->scope;
    uint32_t fetch = op->op1.num & ClassFetch::kMask;
    bool is_static = fetch == ClassFetch::kStatic;
    Class* meant = is_static                    ? frame->called_class()
                   : !scope                     ? nullptr
                   : fetch == ClassFetch::kSelf ? scope
                                                : scope->parent;
    if (!meant || meant != c) return Outcome::kGeneric;
    if (f->Is(FunctionFlags::kStatic)) {
      // self:: and parent:: pass on what static means.
      self = frame->called_class() ? r.CalledClassRef() : r.ClassConstantRef(c);
    } else if (!is_static && frame->this_object()) {
      self = r.ThisRef();
    }
    if (!self) return Outcome::kGeneric;
  }
  if (f->kind == FunctionKind::kUser && !static_cast<OpArray*>(f)->cache) return Outcome::kStop;
  r.BeginCall(f, self, false, ir::kNone);
  return Outcome::kNative;
}

// A closure: its code and scope are guarded, and whether it has $this or stands for a class; which copy of
// the function it brings does not matter.
RECORD(InitDynamicCall) {
  const Op* op = r.op();
  const Value now = *r.Now(op->op2, op->op2_kind);
  if (op->op2_kind == kConst || !IsClosure(now)) return Outcome::kGeneric;
  const Closure* closure = ClosureOf(now.obj);
  if (closure->function->kind != FunctionKind::kUser || closure->function->Is(FunctionFlags::kTrampoline) ||
      closure->origin)
    return Outcome::kGeneric;
  auto* f = static_cast<OpArray*>(closure->function);
  if (!f->cache) return Outcome::kStop;
  IrRef object = r.Read(op->op2, op->op2_kind);
  if (!object) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  r.GuardPointer(ir.FLoad(object, ir::Field::kObjectClass), ir::ConstKind::kClass, now.obj->cls,
                 now.obj->cls->name->view());
  r.GuardCode(ir.FLoad(object, ir::Field::kClosureFunc), f);
  ir.GuardEq(ir.FLoad(object, ir::Field::kClosureTag), ir.KInt(static_cast<int64_t>(closure->self.type)));
  IrRef self;
  if (closure->self.IsObject()) {
    self = ir.FLoad(object, ir::Field::kClosureThis);
  } else if (closure->self.type == Type::kPointer) {
    self = r.ClassConstantRef(static_cast<Class*>(closure->self.ptr));
    ir.GuardTrue(ir.Emit(ir::Opcode::PEQ, ir.FLoad(object, ir::Field::kClosureClass), self));
  }
  r.GuardStack();
  object = r.TakeOwned(op->op2, op->op2_kind, object);
  r.BeginCall(LastingCopy(f), self, false, object);
  return Outcome::kNative;
}

RECORD(SendVal) { return SendValue(r); }
RECORD(SendValEx) { return SendValue(r); }
RECORD(SendVar) { return SendValue(r); }
RECORD(SendVarEx) { return SendAny(r); }
RECORD(SendRef) { return SendReference(r); }
RECORD(SendVarNoRefEx) { return SendValue(r); }
RECORD(CheckFuncArg) {
  return SendsValues(r) && r.op()->op2_kind != kConst ? Outcome::kNative : Outcome::kGeneric;
}
RECORD(SendFuncArg) { return SendsValues(r) ? SendValue(r) : Outcome::kGeneric; }

RECORD(DoUcall) { return DoCall(r); }
RECORD(DoFcall) { return DoCall(r); }
RECORD(DoFcallByName) { return DoCall(r); }
RECORD(DoIcall) {
  Call* call = r.pending_call();
  return call ? DoBuiltin(r, call) : Outcome::kGeneric;
}

RECORD(Recv) {
  const Op* op = r.op();
  IrRef value = r.ReadSlot(r.SlotOf(op->result));
  if (!value) return Outcome::kGeneric;
  const Value* now = r.frame()->At(op->result.num);
  if (op->op1.num > r.frame()->arg_count) return Outcome::kGeneric;
  if (r.TypeOf(value) == ir::Type::kRef) {
    now = Deref(now);
    value = r.LoadValue(r.ir().RefAddr(value), *now);
    if (!value) return Outcome::kGeneric;
  }
  uint32_t mask = op->extended;
  if (r.TypeOf(value) == ir::Type::kBool) {
    return (mask & TypeDecl::kBool) == TypeDecl::kBool ? Outcome::kNative : Outcome::kGeneric;
  }
  if (mask >> static_cast<uint32_t>(now->type) & 1) return Outcome::kNative;
  // A class type: decided by the object's class, which is guarded.
  const Function* f = r.frame()->func;
  const ArgInfo* arg = f->Arg(op->op1.num - 1);
  if (!now->IsObject() || !arg || !TypeAccepts(arg->type, *now, f->scope, r.frame()->called_class()))
    return Outcome::kGeneric;
  GuardAccepted(r, value, now->obj, &arg->type, f->scope);
  return Outcome::kNative;
}

RECORD(RecvInit) {
  const Op* op = r.op();
  int slot = r.SlotOf(op->result);
  Frame* frame = r.frame();
  if (op->op1.num > frame->arg_count) {
    const Value* literal = op->Literal(op->op2);
    if (literal->type == Type::kConstantAst) {
      // (Once evaluated, it is also known to pass the declared type as it is, or not.)
      literal = KnownConstant(*literal, frame->func->scope);
      const TypeDecl& declared = frame->func->args[op->op1.num - 1].type;
      if (!literal || (declared.declared && !declared.Allows(literal->type))) return Outcome::kGeneric;
    }
    bool constant = literal->type <= Type::kString || (literal->IsArray() && literal->arr->Immortal());
    if (!constant) return Outcome::kGeneric;
    IrRef value = r.ConstantOf(*literal);
    r.ir().Retain(value);
    r.Define(slot, value);
    return Outcome::kNative;
  }
  const Value* now = frame->At(op->result.num);
  if (now->IsUndef()) return Outcome::kGeneric;
  IrRef value = r.ReadSlot(slot);
  if (!value) return Outcome::kGeneric;
  const TypeDecl& type = frame->func->args[op->op1.num - 1].type;
  if (!type.declared) return Outcome::kNative;
  if (r.TypeOf(value) == ir::Type::kRef) {
    now = Deref(now);
    value = r.LoadValue(r.ir().RefAddr(value), *now);
    if (!value) return Outcome::kGeneric;
  }
  if (r.TypeOf(value) == ir::Type::kBool)
    return (type.mask & TypeDecl::kBool) == TypeDecl::kBool ? Outcome::kNative : Outcome::kGeneric;
  if (type.Allows(now->type)) return Outcome::kNative;
  const Function* f = frame->func;
  if (!now->IsObject() || !TypeAccepts(type, *now, f->scope, frame->called_class())) return Outcome::kGeneric;
  GuardAccepted(r, value, now->obj, &type, f->scope);
  return Outcome::kNative;
}

RECORD(RecvVariadic) {
  const Op* op = r.op();
  if (!r.current_call() || r.frame()->arg_count >= op->op1.num) return Outcome::kGeneric;
  if (r.frame()->info & CallInfo::kHasNamedExtra) return Outcome::kGeneric;
  r.Define(r.SlotOf(op->result), r.ConstantOf(Value(EmptyArray())));
  return Outcome::kNative;
}

RECORD(VerifyReturnType) {
  const Op* op = r.op();
  if (op->op1_kind == kUnused || op->op1_kind == kConst) return Outcome::kGeneric;
  const Value now = *r.frame()->At(op->op1.num);
  IrRef value = r.ReadSlot(r.SlotOf(op->op1));
  if (!value || now.IsUndef() || now.IsReference()) return Outcome::kGeneric;
  const TypeDecl& type = r.frame()->func->return_type;
  if (r.TypeOf(value) == ir::Type::kBool)
    return (type.mask & TypeDecl::kBool) == TypeDecl::kBool ? Outcome::kNative : Outcome::kGeneric;
  if (type.Allows(now.type)) return Outcome::kNative;
  const Function* f = r.frame()->func;
  if (!now.IsObject()) return Outcome::kGeneric;
  TypeDecl fixed = type;
  if (type.mask & TypeDecl::kStatic) {
    // $this is always what static means; of other objects only the class that is called now decides.
    if (r.frame()->this_object() && value == r.ThisRef()) return Outcome::kNative;
    fixed.mask &= ~TypeDecl::kStatic;
  }
  if (!TypeAccepts(fixed, now, f->scope, r.frame()->called_class())) return Outcome::kGeneric;
  if (type.mask & TypeDecl::kStatic) {
    GuardClass(r, value, now.obj->cls);
  } else {
    GuardAccepted(r, value, now.obj, &type, f->scope);
  }
  return Outcome::kNative;
}

RECORD(Return) {
  const Op* op = r.op();
  if (r.NowOp1()->IsUndef()) return Outcome::kStop;
  IrRef value = r.ReadOp1();
  if (!value) return Outcome::kStop;
  bool temporary = op->op1_kind & (kTmp | kVar);
  if (temporary && r.TypeOf(r.ReadSlot(r.SlotOf(op->op1))) == ir::Type::kRef) return Outcome::kStop;
  if (!r.current_call())
    return r.LinkReturn(op->op1, op->op1_kind, value) ? Outcome::kNative : Outcome::kStop;
  if (!r.ReadVariables()) return Outcome::kStop;
  IrRef owned = r.TakeOwned(op->op1, op->op1_kind, value);
  r.LeaveCall(owned);
  return r.failed() ? Outcome::kStop : Outcome::kNative;
}

}  // namespace tusk::trace
