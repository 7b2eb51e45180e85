// Variables and constants by name: compact, extract, get_defined_vars, define, constant.
#include <string>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/ext/walk.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"
#include "interp/runtime/resource.h"
#include "interp/vm/arguments.h"
#include "interp/vm/constants.h"
#include "interp/vm/symbols.h"
#include "interp/vm/vm.h"

namespace tusk {
namespace {

void CompactName(Array* symbols, Frame* frame, const Value& name, uint32_t argument, Array* out) {
  if (name.IsString()) {
    Value* v = FindVariable(symbols, name.str);
    if (v && !v->IsUndef()) {
      SetStr(out, name.str, CopyDeref(*v));
    } else if (name.str->view() == "this") {
      if (Object* self = frame->this_object()) {
        Retain(self);
        SetStr(out, name.str, Value(self));
      }
    } else {
      FunctionWarning("Undefined variable $%s", name.str->view());
    }
  } else if (name.IsArray()) {
    Array* a = name.arr;
    if (!CheckNativeStack()) return;
    Walk walk(a);
    if (walk.recursive()) return ThrowError("Recursion detected");
    for (uint32_t p = First(a); p != kEnd && !HasException(); p = Next(a, p)) {
      CompactName(symbols, frame, Deref(ValueAt(a, p)), argument, out);
    }
  } else {
    FunctionWarning("Argument #%d must be string or array of strings, %s given", argument,
                    ValueNameForErrors(name));
  }
}

void Compact(Args args, Value* result) {
  if (RefusesDynamicCall(args)) return;
  Frame* frame = UserFrame(args.frame->prev);
  Array* symbols = SymbolTable(args.vm, frame);
  Array* out = NewArray();
  for (uint32_t i = 0; i < args.count && !HasException(); ++i)
    CompactName(symbols, frame, Deref(args[i]), i + 1, out);
  Return(result, out);
}

bool ValidName(std::string_view s) {
  if (s.empty()) return false;
  for (size_t i = 0; i < s.size(); ++i) {
    char c = s[i];
    bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    if (!letter && !(i > 0 && c >= '0' && c <= '9')) return false;
  }
  return true;
}

void Extract(Args args, Value* result) {
  if (RefusesDynamicCall(args)) return;
  enum { kOverwrite, kSkip, kPrefixSame, kPrefixAll, kPrefixInvalid, kPrefixIfExists, kIfExists };
  int64_t flags = args[1].i;
  bool refs = flags & 256;
  int64_t mode = flags & 255;
  if (mode > kIfExists || flags < 0) return ArgumentValueError(2, "must be a valid extract type");
  if (mode > kSkip && mode <= kPrefixIfExists && args.count < 3)
    return ArgumentValueError(3, "is required when using this extract type");
  std::string prefix(args.View(2));
  if (!prefix.empty() && !ValidName(prefix)) return ArgumentValueError(3, "must be a valid identifier");
  Frame* frame = UserFrame(args.frame->prev);
  Array* symbols = SymbolTable(args.vm, frame);
  Value source = Deref(args[0]);
  Array* a = source.arr;
  if (refs && args[0].IsReference() && a->count) a = Separate(&args[0].ref->value);
  Retain(a);
  int64_t count = 0;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    ArrayKey key = KeyAt(a, p);
    std::string name;
    if (key.IsInt()) {
      if (mode != kPrefixAll && mode != kPrefixInvalid) continue;
      name = prefix + "_" + std::to_string(key.num);
    } else {
      name = std::string(key.name->view());
      String* s = key.name;
      Value* existing = FindVariable(symbols, s);
      bool exists = existing && !existing->IsUndef();
      if (name == "this" && mode != kPrefixAll) {
        if (mode == kOverwrite && frame->this_object()) {
          Release(Value(a));
          return ThrowError("Cannot re-assign $this");
        }
        if (mode != kPrefixSame && mode != kPrefixInvalid) continue;
      }
      switch (mode) {
        case kSkip:
          if (exists) continue;
          break;
        case kPrefixSame:
          if (exists || name.empty() || name == "this") name = prefix + "_" + name;
          break;
        case kPrefixAll:
          if (name.empty()) continue;
          name = prefix + "_" + name;
          break;
        case kPrefixInvalid:
          if (!ValidName(name) || name == "this") name = prefix + "_" + name;
          break;
        case kPrefixIfExists:
          if (!exists) continue;
          name = prefix + "_" + name;
          break;
        case kIfExists:
          if (!exists) continue;
          break;
        default: break;
      }
    }
    if (!ValidName(name) || name == "this") continue;
    String* s = Intern(name);
    if (refs) {
      Reference* ref = MakeReference(PlaceAt(a, p));
      Value* place = VariablePlace(symbols, s);
      Value old = *place;
      Retain(ref);
      *place = Value(ref);
      Release(old);
    } else {
      SetVariable(symbols, s, CopyDeref(ValueAt(a, p)));
      if (HasException()) break;
    }
    ++count;
  }
  Release(Value(a));
  if (!HasException()) Return(result, count);
}

void GetDefinedVars(Args args, Value* result) {
  if (RefusesDynamicCall(args)) return;
  Array* symbols = SymbolTable(args.vm, UserFrame(args.frame->prev));
  Array* out = NewArray();
  for (uint32_t p = symbols ? First(symbols) : kEnd; p != kEnd; p = Next(symbols, p)) {
    Value v = ValueAt(symbols, p);
    if (v.IsIndirect()) v = *v.indirect;
    if (v.IsUndef()) continue;
    Set(out, KeyAt(symbols, p), v.IsReference() && v.ref->refcount == 1 ? CopyDeref(v) : Copy(v));
  }
  Return(result, out);
}

// What a constant keeps of an array: values without references, so that nothing can change it. Null when
// something was thrown.
Array* ConstantCopy(Array* a) {
  if (a->Immortal()) return a;
  if (!CheckNativeStack()) return nullptr;
  Walk walk(a);
  if (walk.recursive()) {
    ArgumentValueError(2, "cannot be a recursive array");
    return nullptr;
  }
  Array* out = NewArray(a->count);
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    if (v.IsArray()) {
      v.arr = ConstantCopy(v.arr);
      if (!v.arr) {
        Release(Value(out));
        return nullptr;
      }
    } else {
      Retain(v);
    }
    Set(out, KeyAt(a, p), v);
  }
  out->next_free = a->next_free;
  return out;
}

void Define(Args args, Value* result) {
  std::string_view name = args.View(0);
  if (name.find("::") != name.npos) return ArgumentValueError(1, "cannot be a class constant");
  if (args.Bool(2)) {
    Warning(
        "define(): Argument #3 ($case_insensitive) is ignored since declaration of case-insensitive "
        "constants is no longer supported");
  }
  Value v = Deref(args[1]);
  if (v.IsArray()) {
    v.arr = ConstantCopy(v.arr);
    if (!v.arr) return;
  } else {
    Retain(v);
  }
  bool special = name == "__COMPILER_HALT_OFFSET__" || EqualIgnoreCase(name, "true") ||
                 EqualIgnoreCase(name, "false") || EqualIgnoreCase(name, "null");
  if (special || !DeclareConstant(name, v)) {
    Warning("Constant %s already defined", name);
    return Return(result, false);
  }
  Return(result, true);
}

std::string_view StripSlash(std::string_view name) {
  if (!name.empty() && name[0] == '\\') name.remove_prefix(1);
  return name;
}

// A constant by name, "A::B" too. kUndef: there is none (or something was thrown).
Value ConstantByName(Args args, bool silent) {
  std::string_view name = StripSlash(args.View(0));
  size_t colons = name.find("::");
  if (colons == name.npos) {
    if (name == "true" || name == "TRUE") return Value(true);
    if (name == "false" || name == "FALSE") return Value(false);
    if (name == "null" || name == "NULL") return Value::Null();
    const Value* v = FindConstant(name);
    if (v) return *v;
    if (!silent) ThrowError("Undefined constant \"%s\"", args.View(0));
    return Value();
  }
  std::string_view class_name = name.substr(0, colons);
  std::string_view constant = name.substr(colons + 2);
  Frame* f = UserFrame(args.frame->prev);
  Class* scope = f ? f->func->scope : nullptr;
  String* lower = ToLowerAscii(class_name);
  std::string l(lower->view());
  Release(lower);
  Class* c = l == "self"              ? scope
             : l == "static" && f     ? f->called_class()
             : l == "parent" && scope ? scope->parent
                                      : FindClass(class_name, true);
  if (HasException()) return Value();
  if (!c) {
    if (!silent) ThrowError("Class \"%s\" not found", class_name);
    return Value();
  }
  ClassConstant** found = c->constants.Find(constant);
  if (!found) {
    if (!silent) ThrowError("Undefined constant %s::%s", class_name, constant);
    return Value();
  }
  ClassConstant* k = *found;
  if ((k->flags & FunctionFlags::kPrivate && k->scope != scope) ||
      (k->flags & FunctionFlags::kProtected &&
       !(scope && (InstanceOf(scope, k->scope) || InstanceOf(k->scope, scope))))) {
    if (!silent) {
      ThrowError("Cannot access %s constant %s::%s",
                 k->flags & FunctionFlags::kPrivate ? "private" : "protected", class_name, constant);
    }
    return Value();
  }
  if (k->value.type == Type::kConstantAst && !g_state->evaluate_constant(&k->value, k->scope)) return Value();
  return k->value;
}

void Constant(Args args, Value* result) {
  Value v = ConstantByName(args, false);
  if (v.IsUndef()) return;
  if (std::string_view name = StripSlash(args.View(0)); IsDeprecatedConstant(name)) {
    Deprecated("Constant %s is deprecated", name);
    if (HasException()) return;
  }
  ReturnCopy(result, v);
}
void Defined(Args args, Value* result) { Return(result, !ConstantByName(args, true).IsUndef()); }

void GetDefinedConstants(Args args, Value* result) {
  Array* user = UserConstants();
  if (args.Bool(0)) {
    Array* all = BuiltinConstantsByExtension();
    if (user->count) {
      SetStr(all, "user", Value(user));
    } else {
      Release(Value(user));
    }
    return Return(result, all);
  }
  Array* builtin = BuiltinConstants();
  for (uint32_t p = First(user); p != kEnd; p = Next(user, p))
    Set(builtin, KeyAt(user, p), Copy(ValueAt(user, p)));
  Release(Value(user));
  Return(result, builtin);
}

constexpr uint16_t kVariables =
    Effects::kUsesFrame | Effects::kWarns | Effects::kThrows | Effects::kWritesState | Effects::kCallsBack;
Resource* ResourceArgument(Args args) {
  if (args[0].IsResource()) return static_cast<Resource*>(args[0].rc);
  ArgumentTypeError(1, absl::StrFormat("must be of type resource, %s given", ValueNameForErrors(args[0])));
  return nullptr;
}
void GetResourceId(Args args, Value* result) {
  if (Resource* r = ResourceArgument(args)) Return(result, r->id);
}
void GetResourceType(Args args, Value* result) {
  if (Resource* r = ResourceArgument(args)) Return(result, r->type_name ? r->type_name : "Unknown");
}

constexpr BuiltinRow kRows[] = {
    {"compact", "($var_name, ...$var_names): array", kVariables, Compact},
    {"constant", "(string $name): mixed",
     Effects::kReadsState | Effects::kThrows | Effects::kCallsBack | Effects::kUsesFrame, Constant},
    {"define", "(string $constant_name, mixed $value, bool $case_insensitive = false): bool",
     Effects::kWritesState | Effects::kWarns | Effects::kThrows, Define},
    {"defined", "(string $constant_name): bool",
     Effects::kReadsState | Effects::kThrows | Effects::kCallsBack | Effects::kUsesFrame, Defined},
    {"extract", "(array &?$array, int $flags = EXTR_OVERWRITE, string $prefix = \"\"): int",
     kVariables | Effects::kWritesArgs, Extract},
    {"get_defined_constants", "(bool $categorize = false): array", Effects::kReadsState, GetDefinedConstants},
    {"get_defined_vars", "(): array", kVariables, GetDefinedVars},
    {"get_resource_id", "($resource): int", Effects::kThrows, GetResourceId},
    {"get_resource_type", "($resource): string", Effects::kThrows, GetResourceType},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kVariableFunctions(kRows);

}  // namespace tusk
