// Binding arguments: by name, by position beyond what was announced, defaults; errors of user functions.
#include "interp/vm/arguments.h"

#include "interp/runtime/array.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/vm/builtin.h"
#include "interp/vm/handlers.h"
#include "interp/vm/stack.h"

namespace tusk {

bool Evaluated(Value* v, Class* scope) {
  if (v->type != Type::kConstantAst) return true;
  return g_state->evaluate_constant(v, scope);
}

Value* NextArgument(Vm* vm, Frame** call) {
  Frame* c = *call;
  uint32_t index = c->arg_count;
  const Function* f = c->func;
  if (index >= f->arg_count) {
    // Beyond the declared ones each argument needs a slot of its own.
    uint32_t have = FrameSlots(f, index);
    uint32_t need = FrameSlots(f, index + 1);
    if (need > have) {
      auto* end = reinterpret_cast<char*>(c->slots() + need);
      auto* top = reinterpret_cast<char*>(vm->stack_top);
      if (end > top) {
        *call = c = ExtendCall(vm, c, static_cast<uint32_t>((end - top) / sizeof(Value)));
      }
    }
  }
  c->arg_count = index + 1;
  return c->slots() + index;
}

Value* NamedArgument(Vm* vm, Frame** call, String* name) {
  Frame* c = *call;
  const Function* f = c->func;
  if (!(f->flags & FunctionFlags::kTrampoline)) {
    for (uint32_t i = 0; i < f->arg_count; ++i) {
      if (!f->args[i].name || !Equal(f->args[i].name, name)) continue;
      Value* slot = c->slots() + i;
      if (i >= c->arg_count) {
        for (uint32_t k = c->arg_count; k <= i; ++k) c->slots()[k].type = Type::kUndef;
        if (i > c->arg_count) c->info |= CallInfo::kMayHaveUndef;
        c->arg_count = i + 1;
      } else if (!slot->IsUndef()) {
        ThrowError("Named parameter $%s overwrites previous argument", name->view());
        return nullptr;
      }
      return slot;
    }
  }
  if (!(f->flags & FunctionFlags::kVariadic)) {
    ThrowError("Unknown named parameter $%s", name->view());
    return nullptr;
  }
  if (!(c->info & CallInfo::kHasNamedExtra)) {
    c->info |= CallInfo::kHasNamedExtra;
    c->symbols = NewHash(8);
  }
  if (Has(c->symbols, ArrayKey::Str(name))) {
    ThrowError("Named parameter $%s overwrites previous argument", name->view());
    return nullptr;
  }
  Value* place = FindOrInsert(c->symbols, ArrayKey::Str(name));
  place->type = Type::kUndef;
  return place;
}

bool BindNamedArray(Vm* vm, Frame** call, Array* named) {
  bool have_named = false;
  for (uint32_t p = First(named); p != kEnd; p = Next(named, p)) {
    ArrayKey key = KeyAt(named, p);
    Value v = ValueAt(named, p);
    uint32_t index = (*call)->arg_count;
    Value* slot;
    if (key.IsInt()) {
      if (have_named) {
        ThrowError("Cannot use positional argument after named argument");
        return false;
      }
      slot = NextArgument(vm, call);
    } else {
      have_named = true;
      slot = NamedArgument(vm, call, key.name);
      if (!slot) return false;
      index = static_cast<uint32_t>(slot - (*call)->slots());
    }
    if ((*call)->func->ArgByReference(index)) {
      *slot = Copy(v);
      if (!slot->IsReference()) MakeReference(slot);
    } else {
      *slot = CopyDeref(v);
    }
  }
  return true;
}

bool FillUndefArguments(Vm* vm, Frame* call) {
  Function* f = call->func;
  if (f->flags & FunctionFlags::kTrampoline) return true;
  for (uint32_t i = 0; i < call->arg_count && i < f->arg_count; ++i) {
    Value* slot = call->slots() + i;
    if (!slot->IsUndef()) continue;
    if (f->kind == FunctionKind::kBuiltin) {
      if (f->args[i].optional) continue;  // the builtin's own default
    } else {
      auto* a = static_cast<OpArray*>(f);
      const Op* found = nullptr;
      for (uint32_t k = 0; k < a->op_count && !found; ++k) {
        const Op& op = a->ops[k];
        if ((op.opcode == Opcode::kRecv || op.opcode == Opcode::kRecvInit) && op.op1.num == i + 1)
          found = &op;
      }
      if (found && found->opcode == Opcode::kRecvInit) {
        Value v = Copy(*found->Literal(found->op2));
        if (!Evaluated(&v, a->scope)) return false;
        *slot = v;
        continue;
      }
    }
    String* name = FunctionDisplayName(f);
    Throw(Throwable::kArgumentCountError,
          absl::StrFormat("%s(): Argument #%d%s%s%s not passed", name->view(), i + 1,
                          f->args[i].name ? " ($" : "", f->args[i].name ? f->args[i].name->view() : "",
                          f->args[i].name ? ")" : ""));
    Release(name);
    return false;
  }
  return true;
}

void ThrowMissingArgument(Vm* vm, Frame* frame) {
  Function* f = frame->func;
  String* name = FunctionDisplayName(f);
  const char* relation =
      f->required_args == f->arg_count && !f->Is(FunctionFlags::kVariadic) ? "exactly" : "at least";
  Frame* caller = frame->prev;
  std::string text;
  if (caller && caller->func && caller->IsUser()) {
    text = absl::StrFormat(
        "Too few arguments to function %s(), %d passed in %s on line %d and %s %d expected", name->view(),
        frame->arg_count, caller->op_array()->file->view(), LineOf(vm, caller), relation, f->required_args);
  } else {
    text = absl::StrFormat("Too few arguments to function %s(), %d passed and %s %d expected", name->view(),
                           frame->arg_count, relation, f->required_args);
  }
  Release(name);
  Throw(Throwable::kArgumentCountError, text);
}

void ThrowArgumentType(Vm* vm, Frame* frame, uint32_t number, const Value& v) {
  Function* f = frame->func;
  const ArgInfo* arg = f->Arg(number - 1);
  String* name = FunctionDisplayName(f);
  String* type = TypeToString(arg->type);
  // What a variadic parameter collects has no name of its own.
  std::string parameter = number > f->arg_count ? "" : absl::StrFormat(" ($%s)", arg->name->view());
  std::string text = absl::StrFormat("%s(): Argument #%d%s must be of type %s, %s given", name->view(),
                                     number, parameter, type->view(), TypeNameForErrors(*Deref(&v)));
  Frame* caller = frame->prev;
  if (caller && caller->func && caller->IsUser()) {
    text +=
        absl::StrFormat(", called in %s on line %d", caller->op_array()->file->view(), LineOf(vm, caller));
  }
  Release(name);
  Release(type);
  Throw(Throwable::kTypeError, text);
}

void ThrowReturnType(Frame* frame, const Value* v) {
  Function* f = frame->func;
  String* name = FunctionDisplayName(f);
  String* type = TypeToString(f->return_type);
  ThrowTypeError("%s(): Return value must be of type %s, %s returned", name->view(), type->view(),
                 v ? TypeNameForErrors(*Deref(v)) : "none");
  Release(name);
  Release(type);
}

}  // namespace tusk
