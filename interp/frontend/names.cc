// Names: namespaces, imports, resolution of class, function and constant names, and the groups of literals
// that oplines expect for a name.
#include <algorithm>

#include "interp/frontend/compiler.h"

namespace tusk {

String* Compiler::WithNamespace(std::string_view name) {
  if (!scope_.ns) return Intern(name);
  std::string full(scope_.ns->view());
  full += '\\';
  full += name;
  return Intern(full);
}

String* Compiler::ResolveClass(std::string_view name, NameKind kind) {
  if (ClassFetchOf(name) != ClassFetch::kDefault) {
    if (kind == NameKind::kFullyQualified) Fail("'\\%s' is an invalid class name", name);
    if (kind == NameKind::kRelative) Fail("'namespace\\%s' is an invalid class name", name);
    return Intern(name);
  }
  if (kind == NameKind::kRelative) return WithNamespace(name);
  if (kind == NameKind::kFullyQualified || name.starts_with('\\')) {
    if (name.starts_with('\\')) {
      name.remove_prefix(1);
      if (ClassFetchOf(name) != ClassFetch::kDefault) Fail("'\\%s' is an invalid class name", name);
    }
    return Intern(name);
  }
  if (!scope_.classes.empty()) {
    size_t slash = name.find('\\');
    auto it = scope_.classes.find(InternLower(name.substr(0, slash)));
    if (it != scope_.classes.end()) {
      if (slash == std::string_view::npos) return it->second;
      return Intern(std::string(it->second->view()) + std::string(name.substr(slash)));
    }
  }
  return WithNamespace(name);
}

namespace {

// The part of function and constant resolution that both share; null: unqualified and not imported.
String* ResolveQualified(const FileScope& scope, std::string_view name) {
  size_t slash = name.find('\\');
  if (slash == std::string_view::npos) return nullptr;
  auto it = scope.classes.find(InternLower(name.substr(0, slash)));
  if (it == scope.classes.end()) return nullptr;
  return Intern(std::string(it->second->view()) + std::string(name.substr(slash)));
}

}  // namespace

String* Compiler::ResolveFunction(std::string_view name, NameKind kind, bool* fully_qualified) {
  *fully_qualified = true;
  if (name.starts_with('\\')) return Intern(name.substr(1));
  if (kind == NameKind::kFullyQualified) return Intern(name);
  if (kind == NameKind::kRelative) return WithNamespace(name);
  if (name.find('\\') == std::string_view::npos) {
    auto it = scope_.functions.find(InternLower(name));
    if (it != scope_.functions.end()) return it->second;
    *fully_qualified = false;
  } else if (String* imported = ResolveQualified(scope_, name)) {
    return imported;
  }
  return WithNamespace(name);
}

String* Compiler::ResolveConst(std::string_view name, NameKind kind, bool* fully_qualified) {
  *fully_qualified = true;
  if (name.starts_with('\\')) return Intern(name.substr(1));
  if (kind == NameKind::kFullyQualified) return Intern(name);
  if (kind == NameKind::kRelative) return WithNamespace(name);
  if (name.find('\\') == std::string_view::npos) {
    auto it = scope_.constants.find(Intern(name));
    if (it != scope_.constants.end()) return it->second;
    *fully_qualified = false;
  } else if (String* imported = ResolveQualified(scope_, name)) {
    return imported;
  }
  return WithNamespace(name);
}

bool Compiler::IsScopeKnown() const {
  if (!b_) return false;
  if (b_->fn->Is(FunctionFlags::kClosure)) return false;  // may be bound to another class
  // Without a class: known in a free function, not in a file, which may be included anywhere.
  if (!class_) return b_->fn->name != nullptr;
  return !class_->is_trait;
}

bool Compiler::ThisExists() const {
  return b_->fn->scope != nullptr && !b_->fn->Is(FunctionFlags::kStatic | FunctionFlags::kClosure);
}

void Compiler::CheckClassFetch(uint32_t fetch) {
  if (fetch == ClassFetch::kDefault || in_const_expr_ || !IsScopeKnown()) return;
  const char* word = fetch == ClassFetch::kSelf ? "self" : fetch == ClassFetch::kParent ? "parent" : "static";
  if (!class_) {
    Fail("Cannot use \"%s\" when no class scope is active", word);
  } else if (fetch == ClassFetch::kParent && !class_->cls->parent_name) {
    Fail("Cannot use \"parent\" when current class scope has no parent");
  }
}

bool Compiler::IsReservedClassName(std::string_view name) {
  static constexpr std::string_view kReserved[] = {"bool",   "false", "float",    "int",    "null",
                                                   "parent", "self",  "static",   "string", "true",
                                                   "void",   "never", "iterable", "object", "mixed"};
  size_t slash = name.rfind('\\');
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  return std::any_of(std::begin(kReserved), std::end(kReserved),
                     [&](std::string_view word) { return EqualIgnoreCase(word, name); });
}

void Compiler::CheckClassName(std::string_view name, const char* what) {
  if (!IsReservedClassName(name)) return;
  bool vowel = *what == 'e' || *what == 'i';
  Fail("Cannot use \"%s\" as %s %s name as it is reserved", name, vowel ? "an" : "a", what);
}

// ---- literals of names

uint32_t Compiler::FunctionNameLiteral(String* name) {
  uint32_t first = b_->Literal(Value(name));
  b_->Literal(Value(InternLower(name->view())));
  return first;
}

uint32_t Compiler::NsFunctionNameLiteral(String* name) {
  uint32_t first = FunctionNameLiteral(name);
  std::string_view text = name->view();
  size_t slash = text.rfind('\\');
  if (slash != std::string_view::npos) b_->Literal(Value(InternLower(text.substr(slash + 1))));
  return first;
}

uint32_t Compiler::ClassNameLiteral(String* name) {
  uint32_t first = b_->Literal(Value(name));
  std::string_view text = name->view();
  if (text.starts_with('\\')) text.remove_prefix(1);
  b_->Literal(Value(InternLower(text)));
  return first;
}

uint32_t Compiler::ConstNameLiteral(String* name, bool unqualified) {
  uint32_t first = b_->Literal(Value(name));
  std::string_view text = name->view();
  size_t slash = text.rfind('\\');
  if (slash != std::string_view::npos) {
    std::string key(InternLower(text.substr(0, slash))->view());
    key += text.substr(slash);
    b_->Literal(Value(Intern(key)));
    if (!unqualified) return first;
    text.remove_prefix(slash + 1);
  }
  b_->Literal(Value(Intern(text)));
  return first;
}

// ---- namespace and use

void Compiler::Namespace(Ast* ast) {
  Ast* name = (*ast)[0];
  Ast* body = (*ast)[1];
  bool with_bracket = body != nullptr;
  if (scope_.any_namespace) {
    if (scope_.bracketed && !with_bracket) {
      Fail("Cannot mix bracketed namespace declarations with unbracketed namespace declarations");
    } else if (!scope_.bracketed && with_bracket) {
      Fail("Cannot mix bracketed namespace declarations with unbracketed namespace declarations");
    } else if (scope_.bracketed && scope_.in_namespace) {
      Fail("Namespace declarations cannot be nested");
    }
  } else if (has_namespace_statement_) {
    Fail(
        "Namespace declaration statement has to be the very first statement or after any declare call in the "
        "script");
  }
  scope_.any_namespace = true;
  scope_.bracketed = with_bracket;
  if (name) {
    if (EqualIgnoreCase(name->Text(), "namespace")) {
      Fail("Cannot use '%s' as namespace name", name->Text());
    }
    scope_.ns = Intern(name->Text());
  } else {
    scope_.ns = nullptr;
  }
  scope_.ClearImports();
  seen_.clear();
  scope_.in_namespace = true;
  if (with_bracket) {
    TopStatement(body);
    scope_.in_namespace = false;
    scope_.ns = nullptr;
    scope_.ClearImports();
    seen_.clear();
  }
}

void Compiler::UseItem(Ast* item, SymbolKind kind, std::string_view prefix) {
  std::string full(prefix);
  if (!full.empty()) full += '\\';
  full += (*item)[0]->Text();
  String* old_name = Intern(full);
  std::string_view old_text = old_name->view();
  size_t slash = old_text.rfind('\\');
  std::string_view new_name;
  if ((*item)[1]) {
    new_name = (*item)[1]->Text();
  } else if (slash != std::string_view::npos) {
    new_name = old_text.substr(slash + 1);
  } else {
    new_name = old_text;
    if (!scope_.ns && kind == SymbolKind::kClass && EqualIgnoreCase(new_name, "strict")) {
      Fail("You seem to be trying to use a different language...");
    }
    if (!scope_.ns && kind == SymbolKind::kClass) {
      Warn(ParseNotice::Kind::kWarning, "The use statement with non-compound name '%s' has no effect",
           new_name);
    }
  }
  const char* what = kind == SymbolKind::kFunction ? " function" : kind == SymbolKind::kConst ? " const" : "";
  auto& imports = kind == SymbolKind::kFunction ? scope_.functions
                  : kind == SymbolKind::kConst  ? scope_.constants
                                                : scope_.classes;
  if (kind == SymbolKind::kClass && IsReservedClassName(new_name)) {
    Fail("Cannot use %s as %s because '%s' is a special class name", old_text, new_name, new_name);
    return;
  }
  String* key = kind == SymbolKind::kConst ? Intern(new_name) : InternLower(new_name);
  // Clashes with something that this file declares under the same name.
  String* declared = WithNamespace(new_name);
  String* declared_key = kind == SymbolKind::kConst ? declared : InternLower(declared->view());
  bool same = kind == SymbolKind::kConst ? declared == old_name : EqualIgnoreCase(declared->view(), old_text);
  if (seen_.contains({declared_key, kind}) && !same) {
    Fail("Cannot use%s %s as %s because the name is already in use", what, old_text, new_name);
    return;
  }
  if (!imports.try_emplace(key, old_name).second) {
    Fail("Cannot use%s %s as %s because the name is already in use", what, old_text, new_name);
  }
}

void Compiler::Use(Ast* ast) {
  for (Ast* item : ast->Children()) {
    b_->line = item->line;
    SymbolKind kind = item->Attr<SymbolKind>();
    if (kind == SymbolKind::kMixed) kind = ast->Attr<SymbolKind>();
    UseItem(item, kind, "");
  }
}

void Compiler::GroupUse(Ast* ast) {
  Ast* items = (*ast)[1];
  for (Ast* item : items->Children()) {
    b_->line = item->line;
    SymbolKind kind = ast->Attr<SymbolKind>();
    if (kind == SymbolKind::kMixed) kind = items->Attr<SymbolKind>();
    if (kind == SymbolKind::kMixed) kind = item->Attr<SymbolKind>();
    if (kind == SymbolKind::kMixed) kind = SymbolKind::kClass;
    UseItem(item, kind, (*ast)[0]->Text());
  }
}

// As C strings show it: the unique part of an anonymous class's name, behind a NUL, stays out.
std::string_view ShownName(const Class* cls) {
  std::string_view name = cls->name->view();
  return name.substr(0, name.find('\0'));
}

}  // namespace tusk
