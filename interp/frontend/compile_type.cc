// Type declarations.
#include <algorithm>

#include "interp/frontend/compiler.h"
#include "interp/runtime/object.h"

namespace tusk {

namespace {

struct TypeName {
  std::string_view name;
  uint32_t mask;
};
constexpr TypeName kTypeNames[] = {
    {"null", TypeDecl::Bit(Type::kNull)},
    {"true", TypeDecl::Bit(Type::kTrue)},
    {"false", TypeDecl::Bit(Type::kFalse)},
    {"int", TypeDecl::Bit(Type::kInt)},
    {"float", TypeDecl::Bit(Type::kFloat)},
    {"string", TypeDecl::Bit(Type::kString)},
    {"bool", TypeDecl::kBool},
    {"void", TypeDecl::kVoid},
    {"never", TypeDecl::kNever},
    {"iterable", TypeDecl::kIterable | TypeDecl::Bit(Type::kArray)},
    {"object", TypeDecl::Bit(Type::kObject)},
    {"mixed", TypeDecl::kMixed},
};
// Names of other languages, which PHP takes for classes and warns about.
constexpr std::string_view kConfusable[][2] = {
    {"boolean", "bool"}, {"integer", "int"}, {"double", "float"}, {"resource", ""}};

constexpr uint32_t kNullBit = TypeDecl::Bit(Type::kNull);
constexpr uint32_t kObjectBit = TypeDecl::Bit(Type::kObject);

std::span<TypeDecl::Conjunction> AppendConjunction(Arena* memory, std::span<TypeDecl::Conjunction> old,
                                                   const std::vector<String*>& names) {
  std::span<TypeDecl::Conjunction> all = memory->MakeSpan<TypeDecl::Conjunction>(old.size() + 1);
  std::copy(old.begin(), old.end(), all.begin());
  std::span<String*> exact = memory->MakeSpan<String*>(names.size());
  std::span<String*> lower = memory->MakeSpan<String*>(names.size());
  for (size_t i = 0; i < names.size(); ++i) {
    exact[i] = names[i];
    lower[i] = InternLower(names[i]->view());
  }
  all[old.size()] = {exact, lower};
  return all;
}

// Whether every class of `inner` is one of `outer`.
bool Includes(const TypeDecl::Conjunction& outer, const TypeDecl::Conjunction& inner) {
  return std::ranges::all_of(inner.lower_names,
                             [&](String* name) { return std::ranges::count(outer.lower_names, name) != 0; });
}

std::string ConjunctionText(const TypeDecl::Conjunction& all) {
  std::string text;
  for (String* name : all.names) {
    if (!text.empty()) text += '&';
    text += name->view();
  }
  return text;
}

std::string MaskName(uint32_t bits) {
  for (const TypeName& t : kTypeNames) {
    if (t.mask == bits) return std::string(t.name);
  }
  if (bits == TypeDecl::Bit(Type::kArray)) return "array";
  if (bits == TypeDecl::kCallable) return "callable";
  if (bits == TypeDecl::kStatic) return "static";
  if ((bits & TypeDecl::kBool) == TypeDecl::kBool) return "bool";
  for (const TypeName& t : kTypeNames) {
    if (bits & t.mask) return std::string(t.name);
  }
  return "mixed";
}

}  // namespace

TypeDecl Compiler::SimpleType(Ast* ast) {
  TypeDecl type;
  type.declared = true;
  if (ast->Is(AstKind::kBuiltinType)) {
    switch (ast->Attr<BuiltinType>()) {
      case BuiltinType::kArray: type.mask = TypeDecl::Bit(Type::kArray); break;
      case BuiltinType::kCallable: type.mask = TypeDecl::kCallable; break;
      case BuiltinType::kStatic:
        CheckClassFetch(ClassFetch::kStatic);
        type.mask = TypeDecl::kStatic;
        break;
    }
    return type;
  }
  std::string_view text = ast->Text();
  NameKind kind = ast->Attr<NameKind>();
  bool plain = kind == NameKind::kUnqualified && text.find('\\') == std::string_view::npos;
  for (const TypeName& t : kTypeNames) {
    if (!EqualIgnoreCase(t.name, text)) continue;
    if (!plain) {
      Fail("Type declaration '%s' must be unqualified", InternLower(text)->view());
      return type;
    }
    type.mask = t.mask;
    if (t.mask & TypeDecl::kIterable) {
      type.classes = AppendConjunction(&unit_->memory, {}, {Intern("Traversable")});
    }
    return type;
  }
  uint32_t fetch =
      kind == NameKind::kFullyQualified ? static_cast<uint32_t>(ClassFetch::kDefault) : ClassFetchOf(text);
  String* name;
  if (fetch == ClassFetch::kDefault) {
    name = ResolveClass(ast);
    CheckClassName(name->view(), "type");
    if (plain && !scope_.classes.contains(InternLower(text))) {
      for (const auto& pair : kConfusable) {
        if (!EqualIgnoreCase(pair[0], text)) continue;
        std::string extra = scope_.ns ? " or import the class with \"use\"" : "";
        if (pair[1].empty()) {
          Warn(ParseNotice::Kind::kWarning,
               "\"%s\" is not a supported builtin type and will be interpreted as a class name. Write "
               "\"\\%s\"%s to suppress this warning",
               text, name->view(), extra);
        } else {
          Warn(
              ParseNotice::Kind::kWarning,
              "\"%s\" will be interpreted as a class name. Did you mean \"%s\"? Write \"\\%s\"%s to suppress "
              "this warning",
              text, pair[1], name->view(), extra);
        }
      }
    }
  } else {
    CheckClassFetch(fetch);
    name = Intern(text);
  }
  type.classes = AppendConjunction(&unit_->memory, {}, {name});
  return type;
}

TypeDecl Compiler::IntersectionType(Ast* ast) {
  TypeDecl type;
  type.declared = true;
  std::vector<String*> names;
  for (Ast* member : ast->Children()) {
    TypeDecl single = SimpleType(member);
    if (failed_) return type;
    if (single.mask || single.classes.empty()) {
      Fail("Type %s cannot be part of an intersection type",
           single.mask & TypeDecl::kIterable ? "Traversable|array" : MaskName(single.mask));
      return type;
    }
    String* name = single.classes[0].names[0];
    if (ClassFetchOf(name->view()) != ClassFetch::kDefault) {
      Fail("Type %s cannot be part of an intersection type", name->view());
      return type;
    }
    for (String* other : names) {
      if (EqualIgnoreCase(other->view(), name->view())) {
        Fail("Duplicate type %s is redundant", name->view());
        return type;
      }
    }
    names.push_back(name);
  }
  type.classes = AppendConjunction(&unit_->memory, {}, names);
  return type;
}

TypeDecl Compiler::UnionType(Ast* ast) {
  TypeDecl type;
  type.declared = true;
  for (Ast* member : ast->Children()) {
    TypeDecl single = member->Is(AstKind::kIntersectionType) ? IntersectionType(member) : SimpleType(member);
    if (failed_) return type;
    if (single.mask == TypeDecl::kMixed) {
      Fail("Type mixed can only be used as a standalone type");
      return type;
    }
    if (uint32_t overlap = type.mask & single.mask & ~TypeDecl::kIterable) {
      Fail("Duplicate type %s is redundant", MaskName(overlap));
      return type;
    }
    if (((type.mask & TypeDecl::Bit(Type::kTrue)) && single.mask == TypeDecl::Bit(Type::kFalse)) ||
        ((type.mask & TypeDecl::Bit(Type::kFalse)) && single.mask == TypeDecl::Bit(Type::kTrue))) {
      Fail("Type contains both true and false, bool must be used instead");
      return type;
    }
    type.mask |= single.mask;
    for (const auto& conjunction : single.classes) {
      for (const auto& other : type.classes) {
        bool mine = Includes(conjunction, other);
        bool theirs = Includes(other, conjunction);
        if (!mine && !theirs) continue;
        if (conjunction.names.size() == 1 && other.names.size() == 1) {
          Fail("Duplicate type %s is redundant", conjunction.names[0]->view());
        } else if (mine && theirs) {
          Fail("Type %s is redundant with type %s", ConjunctionText(conjunction), ConjunctionText(other));
        } else {
          Fail("Type %s is redundant as it is more restrictive than type %s",
               ConjunctionText(mine ? conjunction : other), ConjunctionText(mine ? other : conjunction));
        }
        return type;
      }
      type.classes = AppendConjunction(&unit_->memory, type.classes,
                                       {conjunction.names.begin(), conjunction.names.end()});
    }
  }
  if (type.mask & TypeDecl::kVoid) Fail("Void can only be used as a standalone type");
  if (type.mask & TypeDecl::kNever) Fail("never can only be used as a standalone type");
  // iterable next to object is only partly covered by it: that may stay.
  bool only_iterable = (type.mask & TypeDecl::kIterable) && type.classes.size() == 1;
  bool names_class = (!type.classes.empty() && !only_iterable) || (type.mask & TypeDecl::kStatic);
  if ((type.mask & kObjectBit) && names_class) {
    Fail("Type %s contains both object and a class type, which is redundant", TypeText(type));
  }
  return type;
}

TypeDecl Compiler::CompileType(Ast* ast) {
  uint32_t line = b_->line;
  TypeDecl type;
  switch (ast->kind) {
    case AstKind::kNullableType: {
      type = CompileType((*ast)[0]);
      if (failed_) break;
      if (type.mask == TypeDecl::kMixed) {
        Fail("Type mixed cannot be marked as nullable since mixed already includes null");
      } else if (type.mask == kNullBit && type.classes.empty()) {
        Fail("null cannot be marked as nullable");
      } else if (type.mask & TypeDecl::kVoid) {
        Fail("Void can only be used as a standalone type");
      } else if (type.mask & TypeDecl::kNever) {
        Fail("never can only be used as a standalone type");
      }
      type.mask |= kNullBit;
      break;
    }
    case AstKind::kUnionType: type = UnionType(ast); break;
    case AstKind::kIntersectionType: type = IntersectionType(ast); break;
    default: type = SimpleType(ast); break;
  }
  b_->line = line;
  return type;
}

bool Compiler::TypeAllows(const TypeDecl& type, const Value& v) { return type.Allows(v.type); }

}  // namespace tusk
