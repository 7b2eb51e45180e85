// Look-up of functions, and calls of builtins: argument counts, defaults, coercion.
#include "interp/vm/builtin.h"
#include "interp/vm/prelude.h"

#include <algorithm>
#include <cstring>

#include <bit>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "interp/runtime/arena.h"
#include "interp/runtime/array.h"
#include "interp/runtime/builtin_class.h"
#include "interp/runtime/closure.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/ini.h"
#include "interp/vm/call.h"
#include "interp/vm/extensions.h"
#include "interp/vm/signature.h"
#include "interp/vm/vm.h"

namespace tusk {
namespace {

// Builtins made so far, by name.
absl::flat_hash_map<std::string_view, Builtin*>& Made() {
  static auto* made = new absl::flat_hash_map<std::string_view, Builtin*>;
  return *made;
}

// Names that no table has: functions of the program, which are looked for again and again.
absl::flat_hash_map<std::string_view, bool>& Missing() {
  static auto* missing = new absl::flat_hash_map<std::string_view, bool>;
  return *missing;
}

const BuiltinRow* FindInTable(const BuiltinTable& table, std::string_view name) {
  uint32_t low = 0;
  uint32_t high = table.count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    int order = name.compare(table.rows[middle].name);
    if (order == 0) return &table.rows[middle];
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return nullptr;
}

std::string FullName(const Function* f) {
  std::string name;
  if (f->scope) name.append(f->scope->name->view()).append("::");
  return f->name ? name.append(f->name->view()) : name;
}

bool CallerIsStrict(const Frame* call) {
  const Frame* caller = call->prev;
  return caller && caller->func && caller->IsUser() && caller->func->Is(FunctionFlags::kStrictTypes);
}

constexpr uint32_t kIntBit = TypeDecl::Bit(Type::kInt);
constexpr uint32_t kFloatBit = TypeDecl::Bit(Type::kFloat);
constexpr uint32_t kStringBit = TypeDecl::Bit(Type::kString);
constexpr uint32_t kNullBit = TypeDecl::Bit(Type::kNull);

bool MatchesClass(const TypeDecl& type, const Value& v) {
  for (const TypeDecl::Conjunction& c : type.classes) {
    bool all = true;
    for (String* name : c.names) {
      Class* cls = g_state->find_class(name, false);
      all = all && cls && InstanceOf(v.obj->cls, cls);
    }
    if (all) return true;
  }
  return false;
}

// A float (or the float that the string `source` stands for) as an int parameter wants it.
bool FloatToIntArgument(double d, const String* source, Value* v) {
  int64_t i;
  if (!FloatIsExactInt(d, &i)) {
    if (!(d >= -9223372036854775808.0 && d < 9223372036854775808.0)) return false;
    i = static_cast<int64_t>(d);
    if (source) {
      Deprecated("Implicit conversion from float-string \"%s\" to int loses precision", source->view());
    } else {
      char text[64];
      size_t n = FormatFloat(d, -1, text, sizeof text);
      Deprecated("Implicit conversion from float %s to int loses precision", std::string_view(text, n));
    }
    if (HasException()) return false;
  }
  if (source) Release(*v);
  *v = Value(i);
  return true;
}

// The weak-mode conversion of a scalar or a stringable object. False: not possible (or something was thrown).
bool CoerceWeak(uint32_t mask, Value* v) {
  switch (v->type) {
    case Type::kNull:
    case Type::kFalse:
    case Type::kTrue: {
      bool b = v->IsTrue();
      if (mask & kIntBit) {
        *v = Value(static_cast<int64_t>(b));
      } else if (mask & kFloatBit) {
        *v = Value(b ? 1.0 : 0.0);
      } else if (mask & kStringBit) {
        *v = Value(b ? CharString('1') : EmptyString());
      } else if (mask & TypeDecl::kBool) {
        *v = Value(b);
      } else {
        return false;
      }
      return true;
    }
    case Type::kInt:
      if (mask & kFloatBit) {
        *v = Value(static_cast<double>(v->i));
      } else if (mask & kStringBit) {
        *v = Value(IntToString(v->i));
      } else if ((mask & TypeDecl::kBool) == TypeDecl::kBool) {
        *v = Value(v->i != 0);
      } else {
        return false;
      }
      return true;
    case Type::kFloat:
      if ((mask & kIntBit) && FloatToIntArgument(v->d, nullptr, v)) return true;
      if (HasException()) return false;
      if (mask & kStringBit) {
        *v = Value(FloatToString(v->d));
      } else if ((mask & TypeDecl::kBool) == TypeDecl::kBool) {
        *v = Value(v->d != 0);
      } else {
        return false;
      }
      return true;
    case Type::kString: {
      if (mask & (kIntBit | kFloatBit)) {
        int64_t i;
        double d;
        Numeric kind = IsNumericString(v->str->view(), &i, &d);
        if (kind == Numeric::kInt) {
          Release(*v);
          *v = (mask & kIntBit) ? Value(i) : Value(static_cast<double>(i));
          return true;
        }
        if (kind == Numeric::kFloat) {
          if (mask & kFloatBit) {
            Release(*v);
            *v = Value(d);
            return true;
          }
          if (FloatToIntArgument(d, v->str, v)) return true;
          if (HasException()) return false;
        }
      }
      if ((mask & TypeDecl::kBool) == TypeDecl::kBool) {
        bool b = ToBool(*v);
        Release(*v);
        *v = Value(b);
        return true;
      }
      return false;
    }
    case Type::kObject: {
      if (!(mask & kStringBit) || (!v->obj->cls->to_string && !v->obj->cls->handlers->cast)) return false;
      String* s = ToString(*v);
      if (!s || HasException()) return false;
      Release(*v);
      *v = Value(s);
      return true;
    }
    default: return false;
  }
}

constexpr uint32_t kScalarBits = kIntBit | kFloatBit | kStringBit | TypeDecl::kBool;

bool CoerceSlow(const Builtin* f, uint32_t index, Value* v, bool strict) {
  const ArgInfo* arg = f->Arg(index);
  const TypeDecl& type = arg->type;
  const char* text = f->type_texts[index < f->arg_count ? index : f->arg_count];
  if (v->IsReference() && !arg->by_reference) {
    Value inner = CopyDeref(*v);
    Release(*v);
    *v = inner;
    if (type.Allows(v->type)) return true;
  }
  if (v->IsObject() && MatchesClass(type, *v)) return true;
  if (type.mask & TypeDecl::kCallable) {
    if (IsClosure(*v)) return true;
    Callable callable;
    std::string why;
    if (ResolveCallable(*v, &callable, &why)) {
      ReleaseCallable(&callable);
      return true;
    }
    if (HasException()) return false;
    if ((type.mask & ~(TypeDecl::kCallable | kNullBit)) == 0) {
      ArgumentTypeError(index + 1, absl::StrFormat("must be a valid callback%s, %s",
                                                   type.mask & kNullBit ? " or null" : "", why));
      return false;
    }
  }
  if (strict) {
    if (v->IsInt() && (type.mask & kFloatBit)) {
      *v = Value(static_cast<double>(v->i));
      return true;
    }
  } else {
    if (v->IsNull() && (type.mask & kScalarBits)) return AcceptNullArgument(f, index, type, text, v);
    if (CoerceWeak(type.mask, v)) return true;
    if (HasException()) return false;
  }
  ArgumentTypeError(index + 1, absl::StrFormat("must be of type %s, %s given", text, ValueNameForErrors(*v)));
  return false;
}

}  // namespace

bool RefusesDynamicCall(Args args) {
  if (!(args.frame->info & CallInfo::kDynamic)) return false;
  ThrowError("Cannot call %s() dynamically", args.frame->func->name->view());
  return true;
}

bool AcceptNullArgument(const Function* f, uint32_t index, const TypeDecl& type, std::string_view text,
                        Value* v) {
  Deprecated("%s(): Passing null to parameter #%d ($%s) of type %s is deprecated", FullName(f), index + 1,
             f->Arg(index)->name->view(), text);
  if (HasException()) return false;
  // A string parameter that also takes arrays or objects sees "", not 0.
  constexpr uint32_t kCompound = TypeDecl::Bit(Type::kArray) | TypeDecl::Bit(Type::kObject);
  bool text_first = (type.mask & kCompound) && (type.mask & kStringBit);
  return CoerceWeak(text_first ? kStringBit : type.mask & kScalarBits, v);
}

void ThrowArgumentCount(const Function* f, uint32_t given) {
  bool variadic = f->Is(FunctionFlags::kVariadic);
  uint32_t limit = given < f->required_args ? f->required_args : f->arg_count;
  const char* how = !variadic && f->required_args == f->arg_count ? "exactly"
                    : given < f->required_args                    ? "at least"
                                                                  : "at most";
  Throw(Throwable::kArgumentCountError,
        absl::StrFormat("%s() expects %s %d argument%s, %d given", FullName(f), how, limit,
                        limit == 1 ? "" : "s", given));
}

const char* ValueNameForErrors(const Value& v) {
  const Value inner = Deref(v);
  return inner.IsTrue() ? "true" : inner.IsFalse() ? "false" : TypeNameForErrors(v);
}

namespace {
std::vector<ExtensionTable>* g_all_tables = nullptr;  // null: nothing was added
}

std::span<const ExtensionTable> ExtensionTables() {
  if (g_all_tables) return *g_all_tables;
  return kExtensionTables;
}
void AddExtension(const ExtensionTable& table) {
  Missing().clear();
  if (!g_all_tables) g_all_tables = new std::vector(kExtensionTables.begin(), kExtensionTables.end());
  g_all_tables->push_back(table);
}

const std::vector<std::string_view>& LoadedExtensions() {
  // They lack too much to say that they are there; what they have works all the same.
  static constexpr std::string_view kParts[] = {"Phar"};
  static const auto* all = [] {
    auto* names = new std::vector<std::string_view>;
    auto add = [&](std::string_view name) {
      bool part = std::find(std::begin(kParts), std::end(kParts), name) != std::end(kParts);
      if (!part && std::find(names->begin(), names->end(), name) == names->end()) names->push_back(name);
    };
    for (const ExtensionTable& table : ExtensionTables()) add(table.extension);
    for (std::span<const BuiltinClassRow> table : kBuiltinClassTables) {
      for (const BuiltinClassRow& row : table) add(row.extension);
    }
    return names;
  }();
  return *all;
}

const BuiltinRow* FindBuiltinRow(std::string_view name, const char** extension) {
  if (name == "_") name = "gettext";  // its other name, the only one without a letter in front
  if (name.empty() || name[0] < 'a' || name[0] > 'z') return nullptr;
  uint32_t initial = 1u << (name[0] - 'a');
  for (const ExtensionTable& table : ExtensionTables()) {
    if (!(table.functions->initials & initial)) continue;
    if (const BuiltinRow* row = FindInTable(*table.functions, name)) {
      if (extension) *extension = table.extension;
      return row;
    }
  }
  return nullptr;
}

Builtin* MakeBuiltin(const BuiltinRow& row, Class* scope, uint32_t flags) {
  auto* f = PermanentArena().Make<Builtin>();
  f->kind = FunctionKind::kBuiltin;
  f->flags = flags;
  f->name = Intern(row.name);
  f->scope = scope;
  f->row = &row;
  f->body = row.body;
  ParseSignature(f);
  return f;
}

bool IsDisabled(std::string_view name) {
  // Fixed before anything asks.
  static const std::string disabled(IniGlobalValue("disable_functions").text);
  std::string_view rest = disabled;
  while (!rest.empty()) {
    size_t n = std::min(rest.find_first_of(", "), rest.size());
    if (EqualIgnoreCase(rest.substr(0, n), name)) return name != "exit" && name != "die";
    rest.remove_prefix(std::min(n + 1, rest.size()));
  }
  return false;
}

namespace {
// Builtin classes written in PHP use what scripts may not.
bool PreludeRuns() {
  const Frame* frame = g_vm.frame;
  while (frame && !frame->IsUser()) frame = frame->prev;
  return frame && IsPrelude(frame->func);
}
}  // namespace

Builtin* FindBuiltin(std::string_view name) {
  // Programs in namespaces ask for each builtin under a name of their own first.
  if (name.find('\\') != name.npos && !name.starts_with("tusk\\")) return nullptr;
  if (IsDisabled(name) && !PreludeRuns()) return nullptr;
  auto it = Made().find(name);
  if (it != Made().end()) return it->second;
  if (Missing().contains(name)) return nullptr;
  const BuiltinRow* row = FindBuiltinRow(name);
  if (!row) {
    constexpr size_t kMostMissing = 10000;
    if (Missing().size() < kMostMissing) Missing().emplace(Intern(name)->view(), true);
    return nullptr;
  }
  Builtin* f = MakeBuiltin(*row);
  Made().try_emplace(f->name->view(), f);
  return f;
}

namespace {
// Of a class that has no constructor.
void ThrowUnknownNamed(const Frame* call) {
  ArrayKey first = KeyAt(call->symbols, First(call->symbols));
  ThrowError("Unknown named parameter $%s", first.name->view());
}
}  // namespace

bool PrepareArguments(const Builtin* f, Frame* call) {
  Value* values = call->slots();
  uint32_t passed = call->arg_count;
  bool too_few = passed < f->required_args && !(call->info & CallInfo::kMayHaveUndef);
  if (!too_few && (call->info & CallInfo::kHasNamedExtra) &&
      !(f->row->effects & BuiltinEffects::kTakesNamed)) {
    if (!f->name || f->name->length == 0) return ThrowUnknownNamed(call), false;
    Throw(Throwable::kArgumentCountError,
          absl::StrFormat("%s() does not accept unknown named parameters", FullName(f)));
    return false;
  }
  bool named = call->info & CallInfo::kMayHaveUndef;
  if (passed < f->required_args || (passed > f->arg_count && !f->Is(FunctionFlags::kVariadic))) {
    return ThrowArgumentCount(f, passed), false;
  }
  bool strict = CallerIsStrict(call);
  for (uint32_t i = 0; i < passed; ++i) {
    const ArgInfo* arg = f->Arg(i);
    Value* v = &values[i];
    if (v->IsUndef()) {
      if (i < f->required_args) {
        Throw(Throwable::kArgumentCountError,
              absl::StrFormat("%s(): Argument #%d ($%s) not passed", FullName(f), i + 1, arg->name->view()));
        return false;
      }
      if (f->defaults[i].IsUndef() && named) {
        Throw(
            Throwable::kArgumentCountError,
            absl::StrFormat(
                "%s(): Argument #%d ($%s) must be passed explicitly, because the default value is not known",
                FullName(f), i + 1, arg->name->view()));
        return false;
      }
      *v = f->defaults[i];
      continue;
    }
    if (arg->by_reference) {
      if (!v->IsReference()) MakeReference(v);
      if (arg->type.declared && !arg->type.Allows(v->ref->value.type)) {
        Value* inner = &v->ref->value;
        if (inner->IsObject() && MatchesClass(arg->type, *inner)) continue;
        const char* text = f->type_texts[i < f->arg_count ? i : f->arg_count];
        ArgumentTypeError(i + 1,
                          absl::StrFormat("must be of type %s, %s given", text, ValueNameForErrors(*inner)));
        return false;
      }
      continue;
    }
    if (arg->prefer_reference) {
      Value inner = Deref(*v);
      if (!arg->type.declared || arg->type.Allows(inner.type)) continue;
      const char* text = f->type_texts[i < f->arg_count ? i : f->arg_count];
      ArgumentTypeError(i + 1,
                        absl::StrFormat("must be of type %s, %s given", text, ValueNameForErrors(inner)));
      return false;
    }
    if (!arg->type.declared) {
      if (v->IsReference()) {
        Value inner = CopyDeref(*v);
        Release(*v);
        *v = inner;
      }
      continue;
    }
    if (arg->type.Allows(v->type)) continue;
    if (!CoerceSlow(f, i, v, strict)) return false;
  }
  for (uint32_t i = passed; i < f->arg_count; ++i) values[i] = f->defaults[i];
  return true;
}

bool BuiltinDefault(const Builtin* f, uint32_t index, Value* value) {
  if (index >= f->arg_count || f->defaults[index].IsUndef()) return false;
  *value = Copy(f->defaults[index]);
  return true;
}

bool CoerceArgument(const Builtin* f, uint32_t index, Value* v, bool strict) {
  const ArgInfo* arg = f->Arg(index);
  if (!arg || !arg->type.declared || arg->type.Allows(v->type)) return true;
  return CoerceSlow(f, index, v, strict);
}

}  // namespace tusk
