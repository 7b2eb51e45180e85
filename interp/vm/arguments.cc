// Binding arguments: by name, by position beyond what was announced, defaults; errors of user functions.
#include "interp/vm/arguments.h"

#include <algorithm>

#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/vm/builtin.h"
#include "interp/vm/handlers.h"
#include "interp/vm/prelude.h"
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

uint32_t ParameterNamed(const Function* f, const String* name) {
  uint32_t i = 0;
  while (i < f->arg_count && !(f->args[i].name && Equal(f->args[i].name, name))) ++i;
  return i;
}

std::string ArgumentText(const Function* f, uint32_t index) {
  String* name = FunctionDisplayName(f);
  std::string text = absl::StrFormat("%s(): Argument #%d", name->view(), index + 1);
  Release(name);
  // What a variadic parameter collects has no name of its own.
  if (index < f->arg_count && f->args[index].name)
    text += absl::StrFormat(" ($%s)", f->args[index].name->view());
  return text;
}

void WarnValueForReference(const Function* f, uint32_t index) {
  Warning("%s must be passed by reference, value given", ArgumentText(f, index));
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
    if (const Function* f = (*call)->func; f->ArgByReference(index)) {
      *slot = Copy(v);
      if (slot->IsReference()) continue;
      if (!f->Arg(index)->prefer_reference) WarnValueForReference(f, index);
      MakeReference(slot);
      if (HasException()) return false;
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
  if (IsPrelude(f) && !f->Is(FunctionFlags::kClosure)) return ThrowArgumentCount(f, frame->arg_count);
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

namespace {

// The type as messages show it: self, parent and static by the names of their classes.
std::string ResolvedTypeText(const TypeDecl& type, const Class* scope, const Class* called) {
  std::string text = TypeText(type), out;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find_first_of("|&()?", at), text.size());
    std::string_view word(text.data() + at, end - at);
    if (scope && EqualIgnoreCase(word, "self")) {
      out += scope->name->data;  // to the hidden part of an anonymous class's name
    } else if (scope && scope->parent && EqualIgnoreCase(word, "parent")) {
      out += scope->parent->name->data;
    } else if (called && word == "static") {
      out += called->name->data;
    } else {
      out += word;
    }
    if (end < text.size()) out += text[end];
    at = end + 1;
  }
  return out;
}

}  // namespace

void ThrowArgumentType(Vm* vm, Frame* frame, uint32_t number, const Value& v) {
  Function* f = frame->func;
  const ArgInfo* arg = f->Arg(number - 1);
  String* name = FunctionDisplayName(f);
  std::string type = ResolvedTypeText(arg->type, f->scope, frame->called_class());
  // What a variadic parameter collects has no name of its own.
  std::string parameter = number > f->arg_count ? "" : absl::StrFormat(" ($%s)", arg->name->view());
  std::string text =
      absl::StrFormat("%s(): Argument #%d%s must be of type %s, %s given", name->view(), number, parameter,
                      type, IsPrelude(f) ? ValueNameForErrors(v) : TypeNameForErrors(*Deref(&v)));
  Frame* caller = frame->prev;
  if (caller && caller->func && caller->IsUser() && !IsPrelude(f)) {
    text +=
        absl::StrFormat(", called in %s on line %d", caller->op_array()->file->view(), LineOf(vm, caller));
  }
  Release(name);
  Throw(Throwable::kTypeError, text);
}

void ThrowReturnType(Frame* frame, const Value* v) {
  Function* f = frame->func;
  String* name = FunctionDisplayName(f);
  if (f->scope && f->Is(FunctionFlags::kClosure) && !name->view().starts_with(f->scope->name->view())) {
    String* qualified = Concat(f->scope->name->data, "::", name->view());
    Release(name);
    name = qualified;
  }
  std::string type = ResolvedTypeText(f->return_type, f->scope, frame->called_class());
  ThrowTypeError("%s(): Return value must be of type %s, %s returned", name->view(), type,
                 v ? TypeNameForErrors(*Deref(v)) : "none");
  Release(name);
}

namespace {

// " since X, message" of a #[Deprecated] attribute; false with an exception pending.
bool DeprecationText(const AttributeList* attributes, Class* scope, std::string* out) {
  if (!attributes) return true;
  for (const Attribute& attribute : *attributes) {
    if (!EqualIgnoreCase(attribute.name->view(), "Deprecated")) continue;
    std::string parts[2];  // message, since
    for (size_t i = 0; i < attribute.arguments.size(); ++i) {
      const Attribute::Argument& argument = attribute.arguments[i];
      size_t which = argument.name ? (argument.name->view() == "since" ? 1 : 0) : i;
      if (which > 1) continue;
      Value v = Copy(argument.value);
      if (v.type == Type::kConstantAst && !g_state->evaluate_constant(&v, scope)) return false;
      if (v.IsNull()) continue;
      if (v.IsArray() || v.IsObject()) {
        ThrowTypeError("Deprecated::__construct(): Argument #%d ($%s) must be of type ?string, %s given",
                       which + 1, which ? "since" : "message", TypeNameForErrors(v));
        Release(v);
        return false;
      }
      String* text = ToString(v);
      parts[which] = text->view();
      Release(text);
      Release(v);
    }
    if (!parts[1].empty()) *out += " since " + parts[1];
    if (!parts[0].empty()) *out += ", " + parts[0];
    return true;
  }
  return true;
}

}  // namespace

void WarnDeprecated(const Function* f) {
  std::string text;
  if (!DeprecationText(f->attributes, f->scope, &text)) return;
  String* name = FunctionDisplayName(f);
  bool user = f->kind == FunctionKind::kUser;
  RaiseMessage(
      user ? ErrorLevel::kUserDeprecated : ErrorLevel::kDeprecated,
      absl::StrFormat("%s %s() is deprecated%s", f->scope ? "Method" : "Function", name->view(), text));
  Release(name);
}

void WarnDeprecated(const Class* c, String* name, const ClassConstant* constant) {
  std::string text;
  if (!DeprecationText(constant->attributes, constant->scope, &text)) return;
  RaiseMessage(
      ErrorLevel::kUserDeprecated,
      absl::StrFormat("%s %s::%s is deprecated%s", constant->flags & kEnumCase ? "Enum case" : "Constant",
                      c->name->view(), name->view(), text));
}

}  // namespace tusk
