// Calls of functions by name: INIT_FCALL and its kin, and plain calls, which they do whole.
#include "interp/vm/handlers/plain_call.h"

#include "interp/runtime/array.h"
#include "interp/runtime/errors.h"
#include "interp/vm/call.h"
#include "interp/vm/class_fetch.h"
#include "interp/vm/handlers/builtin_call.h"
#include "interp/vm/stack.h"
#include "interp/vm/user_opcode.h"

namespace tusk::handlers {

// Whether the call that `op` prepares is nothing but that, SEND_* of constants and variables, and DO_*.
bool IsPlainCall(const Op& op) {
  const Op* send = &op + 1;
  for (uint32_t i = 0; i < op.extended; ++i, ++send) {
    switch (send->opcode) {
      case Opcode::kSendVal:
      case Opcode::kSendValEx:
      case Opcode::kSendVar:
      case Opcode::kSendVarEx: break;
      default: return false;
    }
    if (send->op2_kind != kUnused || send->op2.num != i + 1) return false;
    if (send->op1_kind != kConst && send->op1_kind != kCv) return false;
    if (UserOpcodeOf(send->opcode)) return false;
  }
  bool calls = send->opcode == Opcode::kDoIcall || send->opcode == Opcode::kDoUcall ||
               send->opcode == Opcode::kDoFcall || send->opcode == Opcode::kDoFcallByName;
  return calls && !UserOpcodeOf(send->opcode);
}

void TakeBack(const Value* values, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    if (values[i].type >= Type::kString) --values[i].rc->refcount;
  }
}

namespace {

void Quicken(const Op* op, const Function* f);

// Literals of op2: INIT_FCALL the lowercase name; BY_NAME name and lowercase name; NS_BY_NAME name, lowercase
// qualified name, lowercase short name.
inline Transfer InitFunctionSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  void** cache = CacheAt(frame, op->result.num);
  auto* f = static_cast<Function*>(*cache);
  if (!f) {
    const Value* name = Op2<kConst>(frame, op);
    if (op->opcode == Opcode::kInitFcall) {
      f = FindFunction(name[0].str->view());
    } else {
      f = FindFunction(name[1].str->view());
      if (!f && op->opcode == Opcode::kInitNsFcallByName &&
          name[1].str->view().find('\\') != std::string_view::npos)
        f = FindFunction(name[2].str->view());
    }
    if (!f) {
      ThrowError("Call to undefined function %s()", name[0].str->view());
      return Continue(frame);
    }
    *cache = f;
    Quicken(op, f);
  }
  frame->call = PushFrame(vm, f, op->extended, 0, Value(), frame->call);
  return {frame, op + 1};
}
inline Transfer InitFunctionBody(Frame* frame, const Op* op, Vm* vm) {
  auto* f = static_cast<Function*>(*CacheAt(frame, op->result.num));
  if (TUSK_UNLIKELY(!f)) return Slow<InitFunctionSlow>(frame, op);
  Value* top = TopAfter(vm, f, op->extended);
  if (TUSK_UNLIKELY(!top)) return Slow<InitFunctionSlow>(frame, op);
  PushFitting(frame, op, vm, f, 0, Value(), top);
  return {frame, op + 1};
}

// After a builtin that ran without a frame of its own: what waits sees one.
TUSK_NOINLINE const Op* InterruptAfterPure(Frame* frame, Value* result, Vm* vm) {
  const Op* op = frame->op;
  const Op* init = op;
  do {
    --init;
  } while (init->opcode != Opcode::kInitFcall && init->opcode != Opcode::kInitFcallByName &&
           init->opcode != Opcode::kInitNsFcallByName);
  Frame* call = PushFrame(vm, static_cast<Function*>(*CacheAt(frame, init->result.num)), 0,
                          CallInfo::kInternal, Value(), frame);
  call->op = nullptr;
  call->call = nullptr;
  vm->frame = call;
  InterruptInCall(vm);
  vm->frame = frame;
  PopFrame(vm, call, call->info);
  return AfterInternalSlow(frame, result, op->result_kind != kUnused, vm);
}

// INIT_* of a plain call: a builtin whose arguments fit is called at once. Everything else takes the oplines
// one by one.
template <uint32_t Passed>
TUSK_INLINE Transfer InitPlainCallBody(Frame* frame, const Op* op, Vm* vm) {
  auto* f = static_cast<Function*>(*CacheAt(frame, op->result.num));
  if (TUSK_UNLIKELY(!f)) return Slow<InitFunctionSlow>(frame, op);
  uint32_t passed = Passed == kAnyCount ? op->extended : Passed;
  Value* top = TopAfter(vm, f, passed);
  if (TUSK_UNLIKELY(!top)) return Slow<InitFunctionSlow>(frame, op);
  constexpr uint32_t kSpecial = FunctionFlags::kAnyByReference | FunctionFlags::kAbstract |
                                FunctionFlags::kDeprecated | FunctionFlags::kTrampoline |
                                FunctionFlags::kResumesGenerator;
  if (f->kind == FunctionKind::kUser) return CallPlainly<Passed>(frame, op, vm, f, 0, Value(), top);
  if ((f->flags & kSpecial) || passed > f->arg_count || passed < f->required_args) {
    PushFitting(frame, op, vm, f, 0, Value(), top);
    return {frame, op + 1};
  }
  auto* builtin = static_cast<const Builtin*>(f);
  auto* call = reinterpret_cast<Frame*>(vm->stack_top);
  Value* values = call->slots();
  const Op* send = op + 1;
  const uint32_t* fitting = builtin->fitting;
  // What only looks at its arguments and nothing else needs neither a frame nor references of its own.
  bool pure = builtin->row->effects == BuiltinEffects::kPure;
  for (uint32_t i = 0; i < passed; ++i, ++send) {
    const Value* v = PlainArgument(frame, send);
    if (TUSK_UNLIKELY(!((fitting[i] >> static_cast<uint32_t>(v->type)) & 1))) {
      if (!pure) TakeBack(values, i);
      PushFitting(frame, op, vm, f, 0, Value(), top);
      return {frame, op + 1};
    }
    values[i] = *v;
    if (!pure && v->type >= Type::kString) ++v->rc->refcount;
  }
  FillDefaults(builtin, values, passed);
  SaveOp(frame, send);
  Value unwanted;
  bool wanted = send->result_kind != kUnused;
  Value* result = wanted ? Result(frame, send) : &unwanted;
  SetType(result, Type::kNull);
  if (pure) {
    RunBody(vm, builtin, frame, values, passed, result);
    TellTests(vm, SafepointKind::kCallEnd);
    if (TUSK_UNLIKELY(NeedsAttention(vm))) return Helped(frame, InterruptAfterPure(frame, result, vm));
    if (!wanted) Release(*result);
    return {frame, send + 1};
  }
  vm->stack_top = top;
  call->op = nullptr;
  call->call = nullptr;
  call->func = f;
  call->self.type = Type::kUndef;
  call->prev = frame;
  call->symbols = nullptr;
  call->info = CallInfo::kInternal;
  call->arg_count = passed;
  vm->frame = call;
  RunBody(vm, builtin, call, values, passed, result);
  return LeaveBuiltin(frame, call, result, wanted, vm);
}

// ---- builtins with a handler of their own

// Takes the place of INIT_* once the call is known to be one of a quick builtin (kQuick) with one variable as
// its argument and a wanted result: the value itself answers. Code that shares the opline may call another
// function of that name.
template <typename Answer>
TUSK_INLINE Transfer QuickCall(Frame* frame, const Op* op, Vm* vm, Answer answer) {
  const auto* f = static_cast<const Function*>(*CacheAt(frame, op->result.num));
  if (TUSK_UNLIKELY(!f || f->kind != FunctionKind::kBuiltin)) return Rest<InitPlainCallBody<1>>(frame, op);
  const Value* v = Op1<kCv>(frame, op + 1);
  if (v->type == Type::kReference) v = &v->ref->value;
  if (TUSK_UNLIKELY(!answer(*v, Result(frame, op + 2)))) return Rest<InitPlainCallBody<1>>(frame, op);
  return {frame, op + 3};
}
template <uint32_t Types>
TUSK_INLINE Transfer QuickTypeTest(Frame* frame, const Op* op, Vm* vm) {
  return QuickCall(frame, op, vm, [](const Value& v, Value* result) {
    SetBool(result, (Types >> static_cast<uint32_t>(v.type)) & 1);
    return v.type != Type::kUndef;
  });
}
inline Transfer QuickCount(Frame* frame, const Op* op, Vm* vm) {
  return QuickCall(frame, op, vm, [](const Value& v, Value* result) {
    if (!v.IsArray()) return false;
    SetInt(result, v.arr->count);
    return true;
  });
}
inline Transfer QuickStrlen(Frame* frame, const Op* op, Vm* vm) {
  return QuickCall(frame, op, vm, [](const Value& v, Value* result) {
    if (!v.IsString()) return false;
    SetInt(result, static_cast<int64_t>(v.str->length));
    return true;
  });
}

constexpr uint32_t Bit(Type t) { return TypeDecl::Bit(t); }
struct QuickRow {
  std::string_view name;
  Handler handler;
};
// Qualified, or outside namespaces, these calls are oplines of their own: here are those that unqualified
// names make.
constexpr QuickRow kQuick[] = {
    {"count", &Run<QuickCount>},
    {"is_array", &Run<QuickTypeTest<Bit(Type::kArray)>>},
    {"is_bool", &Run<QuickTypeTest<TypeDecl::kBool>>},
    {"is_float", &Run<QuickTypeTest<Bit(Type::kFloat)>>},
    {"is_int", &Run<QuickTypeTest<Bit(Type::kInt)>>},
    {"is_null", &Run<QuickTypeTest<Bit(Type::kNull)>>},
    {"is_object", &Run<QuickTypeTest<Bit(Type::kObject)>>},
    {"is_string", &Run<QuickTypeTest<Bit(Type::kString)>>},
    {"strlen", &Run<QuickStrlen>},
};

// `op` was found to call the builtin `f`.
void Quicken(const Op* op, const Function* f) {
  if (op->handler != &Run<InitPlainCallBody<1>> || f->kind != FunctionKind::kBuiltin) return;
  if (op[1].op1_kind != kCv || op[2].result_kind == kUnused) return;
  for (const QuickRow& row : kQuick) {
    if (row.name == f->name->view()) const_cast<Op*>(op)->handler = row.handler;
  }
}

}  // namespace

Handler PickInitFunction(const Op& op) {
  if (!IsPlainCall(op)) return &Run<InitFunctionBody>;
  return op.extended == 1 ? &Run<InitPlainCallBody<1>> : &Run<InitPlainCallBody<kAnyCount>>;
}
// Step does one opline.
#define FUNCTION(Camel)                                              \
  Handler Pick##Camel(const Op& op) { return PickInitFunction(op); } \
  const Op* Step##Camel(Frame* frame, const Op* op, Vm* vm) { return Step<InitFunctionBody>(frame, op, vm); }
FUNCTION(InitFcall)
FUNCTION(InitFcallByName)
FUNCTION(InitNsFcallByName)
#undef FUNCTION

}  // namespace tusk::handlers
