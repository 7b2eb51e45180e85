// Compatibility of methods, and how PHP writes a method's declaration in messages.
#include "interp/runtime/signature_check.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "interp/runtime/class_internal.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

// The first class that a check needed and did not find.
String* g_missing_class = nullptr;
// Whether a check may load classes, and whether it has asked about the class that is being linked, which is
// not whole until all its parts are there.
bool g_may_autoload = true;
bool g_saw_linking = false;

std::string_view ResolveName(String* lower, Class* scope) {
  if (scope && lower->view() == "self") return scope->lower_name->view();
  if (scope && lower->view() == "parent") {
    return scope->parent ? scope->parent->lower_name->view() : lower->view();
  }
  return lower->view();
}

// An exception of the autoloader ends the program: the class can't be linked halfway.
Class* LoadForCheck(String* name, std::string_view lower, const Class* linking) {
  Class* c = EqualIgnoreCase(name->view(), lower) ? FindClass(name, true) : FindClass(lower, true);
  if (!HasException()) return c;
  FatalUncaught(
      absl::StrFormat("During inheritance of %s, while autoloading %s", linking->name->data, name->view()));
}

// The same for classes that may not have found their ancestors yet.
bool IsA(const Class* a, const Class* b, Class* linking) {
  if (a == b || InstanceOf(a, b)) return true;
  if (a->Is(ClassFlags::kLinked)) return false;
  auto through = [&](String* name) {
    Class* c = EqualIgnoreCase(linking->name->view(), name->view()) ? linking : FindClass(name, false);
    for (Class* other : ClassesBeingLinked()) {
      if (!c && EqualIgnoreCase(other->name->view(), name->view())) c = other;
    }
    return c && c != a && IsA(c, b, linking);
  };
  if (a->parent_name && through(a->parent_name)) return true;
  return std::any_of(a->interface_names.begin(), a->interface_names.end(), through);
}

// Checks that wait: until the class is whole, then until all classes that it names are there.
struct Pending {
  Class* linking;
  std::function<bool()> fits;
  std::function<void()> error;
};
std::vector<Pending>& AllPending() {
  static auto* all = new std::vector<Pending>;
  return *all;
}
bool Try(const std::function<bool()>& fits, bool autoload) {
  g_missing_class = nullptr;
  g_saw_linking = false;
  g_may_autoload = autoload;
  bool result = fits();
  g_may_autoload = true;
  return result;
}

Class* FindForCheck(String* name, String* lower, Class* scope, Class* linking) {
  std::string_view resolved = ResolveName(lower, scope);
  if (resolved == linking->lower_name->view()) {
    g_saw_linking = true;
    return linking;
  }
  if (scope && resolved == scope->lower_name->view()) return scope;
  Class* c = FindClass(resolved, false);
  for (Class* other : ClassesBeingLinked()) {
    if (!c && other->lower_name->view() == resolved) c = other;
  }
  if (!c && g_may_autoload) c = LoadForCheck(name, resolved, linking);
  if (!c && !g_missing_class) g_missing_class = name;
  return c;
}

bool ClassIsA(String* a_name, String* a_lower, Class* a_scope, String* b_name, String* b_lower,
              Class* b_scope, Class* linking) {
  if (ResolveName(a_lower, a_scope) == ResolveName(b_lower, b_scope)) return true;
  Class* a = FindForCheck(a_name, a_lower, a_scope, linking);
  Class* b = FindForCheck(b_name, b_lower, b_scope, linking);
  return a && b && IsA(a, b, linking);
}

bool ConjunctionFits(const TypeDecl::Conjunction& a, Class* a_scope, const TypeDecl& b, Class* b_scope,
                     Class* linking) {
  if (b.Allows(Type::kObject)) return true;
  for (const TypeDecl::Conjunction& wanted : b.classes) {
    bool all = true;
    for (size_t i = 0; i < wanted.names.size() && all; ++i) {
      bool any = false;
      for (size_t j = 0; j < a.names.size() && !any; ++j) {
        any = ClassIsA(a.names[j], a.lower_names[j], a_scope, wanted.names[i], wanted.lower_names[i], b_scope,
                       linking);
      }
      all = any;
    }
    if (all) return true;
  }
  for (size_t j = 0; j < a.names.size(); ++j) {
    if ((b.mask & TypeDecl::kCallable) && a.lower_names[j]->view() == "closure") return true;
  }
  return false;
}

}  // namespace

namespace {
absl::flat_hash_map<const Function*, Class*>& TraitOrigins() {
  static auto* origins = new absl::flat_hash_map<const Function*, Class*>;
  return *origins;
}
}  // namespace

Class* TraitOrigin(const Function* f) {
  auto it = TraitOrigins().find(f);
  return it == TraitOrigins().end() ? nullptr : it->second;
}
void RememberTraitOrigin(const Function* f, Class* trait) { TraitOrigins()[f] = trait; }

bool IsSubtype(const TypeDecl& a, Class* a_scope, const TypeDecl& b, Class* b_scope, Class* linking) {
  if (!b.declared) return true;
  uint32_t a_mask = a.declared ? a.mask : TypeDecl::kMixed;
  if ((b.mask & TypeDecl::kMixed) == TypeDecl::kMixed && !(a_mask & TypeDecl::kVoid)) return true;
  if (a_mask == TypeDecl::kNever) return true;
  uint32_t rest = a_mask & ~b.mask & ~TypeDecl::kIterable;
  if (rest & TypeDecl::kStatic) {
    // static is at least the class itself.
    bool fits = b.Allows(Type::kObject);
    for (const TypeDecl::Conjunction& wanted : b.classes) {
      bool all = true;
      for (size_t i = 0; i < wanted.names.size(); ++i) {
        Class* c = FindForCheck(wanted.names[i], wanted.lower_names[i], b_scope, linking);
        all = all && c && a_scope && IsA(a_scope, c, linking);
      }
      fits = fits || all;
    }
    if (fits) rest &= ~TypeDecl::kStatic;
  }
  if (rest != 0) return false;
  for (const TypeDecl::Conjunction& c : a.classes) {
    if (!ConjunctionFits(c, a_scope, b, b_scope, linking)) return false;
  }
  return true;
}

bool SameType(const TypeDecl& a, Class* a_scope, const TypeDecl& b, Class* b_scope, Class* linking) {
  if (a.declared != b.declared) return false;
  if (!a.declared) return true;
  return IsSubtype(a, a_scope, b, b_scope, linking) && IsSubtype(b, b_scope, a, a_scope, linking);
}

namespace {

// Types in declarations name classes: self and static are shown as the class they are in.
std::string TypeForDeclaration(const TypeDecl& type, const Function* f) {
  String* s = TypeToString(type);
  std::string text(s->view());
  Release(s);
  if (f->scope) {
    if (text == "self") return f->scope->name->data;
    if (text == "?self") return std::string("?") + f->scope->name->data;
    if (text == "parent" && f->scope->parent) return f->scope->parent->name->data;
  }
  return text;
}

bool ArgumentsFit(const Function* child, const Function* parent, Class* linking) {
  if (child->required_args > parent->required_args) return false;
  if (parent->Is(FunctionFlags::kReturnsReference) && !child->Is(FunctionFlags::kReturnsReference))
    return false;
  bool child_variadic = child->Is(FunctionFlags::kVariadic);
  bool parent_variadic = parent->Is(FunctionFlags::kVariadic);
  if (parent_variadic && !child_variadic) return false;
  if (child->arg_count < parent->arg_count && !child_variadic) return false;
  uint32_t count = parent->arg_count;
  if (parent_variadic) count = std::max(count, child->arg_count) + 1;
  for (uint32_t i = 0; i < count; ++i) {
    const ArgInfo* p = parent->Arg(i);
    const ArgInfo* c = child->Arg(i);
    if (!p || !c) return false;
    if (p->by_reference != c->by_reference) return false;
    if (!c->type.declared) continue;
    TypeDecl any;
    any.declared = true;
    any.mask = TypeDecl::kMixed;
    if (!IsSubtype(p->type.declared ? p->type : any, parent->scope, c->type, child->scope, linking))
      return false;
  }
  return true;
}

}  // namespace

void FatalUncaught(const std::string& during) {
  Object* o = g_state->exception;
  Retain(Value(o));
  ClearException();
  String* text = ToString(Value(o));
  Value file = o->props()[ThrowableSlots::kFile], line = o->props()[ThrowableSlots::kLine];
  FatalErrorAt(absl::StrFormat("%s: Uncaught %s", during, text ? text->view() : ""),
               file.IsString() ? file.str : nullptr, line.IsInt() ? static_cast<uint32_t>(line.i) : 0);
}

std::string MethodDeclaration(const Function* f) {
  std::string out;
  if (f->Is(FunctionFlags::kReturnsReference)) out += "& ";
  if (f->scope) {
    const Class* origin = TraitOrigin(f);
    out += (origin ? origin : f->scope)->name->data;
    out += "::";
  }
  out += f->name->view();
  out += '(';
  uint32_t count = f->arg_count + (f->Is(FunctionFlags::kVariadic) ? 1 : 0);
  for (uint32_t i = 0; i < count; ++i) {
    const ArgInfo& arg = f->args[i];
    if (i) out += ", ";
    if (arg.type.declared) {
      out += TypeForDeclaration(arg.type, f);
      out += ' ';
    }
    if (arg.by_reference) out += '&';
    if (arg.variadic) out += "...";
    out += '$';
    out += arg.name ? arg.name->view() : std::string_view("param");
    if (i >= f->required_args && !arg.variadic) {
      out += " = ";
      String* text = nullptr;
      if (arg.default_text) {
        out += arg.default_text + (arg.default_text[0] == '\\');
      } else if (g_state->default_text && (text = g_state->default_text(f, i))) {
        out += text->view();
        Release(text);
      } else {
        out += "<default>";
      }
    }
  }
  out += ')';
  if (f->return_type.declared) {
    out += ": ";
    out += TypeForDeclaration(f->return_type, f);
  }
  return out;
}

namespace {
bool SignatureFits(const Function* child, const Function* parent, Class* linking);
}

std::vector<Class*>& ClassesBeingLinked() {
  static auto* all = new std::vector<Class*>;
  return *all;
}

bool Answerable(const std::function<bool()>& fits) { return Try(fits, false) || !g_missing_class; }
bool SignatureAnswerable(const Function* child, const Function* parent, Class* linking) {
  return Answerable([=] { return SignatureFits(child, parent, linking); });
}

void Require(Class* linking, std::function<bool()> fits, std::function<void()> error) {
  if (Try(fits, false)) return;
  if (!g_missing_class && !g_saw_linking) return error();
  AllPending().push_back({linking, std::move(fits), std::move(error)});
}

void CheckPending(Class* linking, bool autoload) {
  std::vector<Pending>& all = AllPending();
  for (size_t i = 0; i < all.size();) {
    if (all[i].linking != linking) {
      ++i;
      continue;
    }
    Pending one = std::move(all[i]);
    all.erase(all.begin() + static_cast<ptrdiff_t>(i));
    if (Try(one.fits, autoload)) {
      i = 0;  // others may have come and gone
    } else if (g_missing_class && !autoload) {
      all.insert(all.begin() + static_cast<ptrdiff_t>(i++), std::move(one));
    } else {
      one.error();
    }
  }
}

namespace {
bool SignatureFits(const Function* child, const Function* parent, Class* linking) {
  return ArgumentsFit(child, parent, linking) &&
         (!parent->return_type.declared ||
          (child->return_type.declared &&
           IsSubtype(child->return_type, child->scope, parent->return_type, parent->scope, linking)));
}
void SignatureError(const Function* child, const Function* parent, Class* linking);
}  // namespace

void CheckSignature(const Function* child, const Function* parent, Class* linking) {
  Require(
      linking, [=] { return SignatureFits(child, parent, linking); },
      [=] { SignatureError(child, parent, linking); });
}

namespace {

void SignatureError(const Function* child, const Function* parent, Class* linking) {
  bool fits = ArgumentsFit(child, parent, linking);
  // Also of builtin classes that are written in PHP.
  auto builtin = [](const Function* f) {
    return f->kind == FunctionKind::kBuiltin || (f->scope && f->scope->Is(ClassFlags::kBuiltin)) ||
           (f->scope && f->scope->file && f->scope->file->view() == "[builtin]");
  };
  bool tentative = builtin(parent) && parent->return_type.declared;
  String* file = child->scope ? child->scope->file : linking->file;
  uint32_t line = g_link_hooks.function_line ? g_link_hooks.function_line(child) : 0;
  if (!line) {
    file = linking->file;
    line = linking->line_start;
  }
  if (fits && tentative && !g_missing_class) {
    if (child->Is(FunctionFlags::kReturnTypeWillChange) || builtin(child)) return;
    RaiseMessageAt(
        ErrorLevel::kDeprecated,
        absl::StrFormat(
            "Return type of %s should either be compatible with %s, or the "
            "#[\\ReturnTypeWillChange] attribute should be used to temporarily suppress the notice",
            MethodDeclaration(child), MethodDeclaration(parent)),
        file, line);
    if (HasException()) FatalUncaught(absl::StrFormat("During inheritance of %s", parent->scope->name->data));
    return;
  }
  if (g_missing_class) {
    FatalErrorAt(
        absl::StrFormat("Could not check compatibility between %s and %s, because class %s is not available",
                        MethodDeclaration(child), MethodDeclaration(parent), g_missing_class->data),
        file, line, ErrorLevel::kCompileError);
  }
  FatalErrorAt(absl::StrFormat("Declaration of %s must be compatible with %s", MethodDeclaration(child),
                               MethodDeclaration(parent)),
               file, line, ErrorLevel::kCompileError);
}

}  // namespace

}  // namespace tusk
