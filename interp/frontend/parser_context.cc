// The builders of the grammar's actions.
#include "interp/frontend/parser_context.h"

#include <algorithm>
#include <utility>

namespace tusk {
namespace {

constexpr uint32_t kLongestJoined = 1024;

struct ModifierRow {
  std::string_view word;
  uint32_t flag;
  uint32_t targets;  // bit per ModifierTarget
};

constexpr uint32_t On(ModifierTarget target) { return 1u << static_cast<uint32_t>(target); }
constexpr uint32_t kMembers = On(ModifierTarget::kMethod) | On(ModifierTarget::kProperty) |
                              On(ModifierTarget::kConstant) | On(ModifierTarget::kParameter);
constexpr uint32_t kStored = On(ModifierTarget::kProperty) | On(ModifierTarget::kParameter);

// By ModifierWord.
constexpr ModifierRow kModifiers[] = {
    {"", 0, 0},
    {"public", kModPublic, kMembers},
    {"protected", kModProtected, kMembers},
    {"private", kModPrivate, kMembers},
    {"public(set)", kModPublicSet, kStored},
    {"protected(set)", kModProtectedSet, kStored},
    {"private(set)", kModPrivateSet, kStored},
    {"static", kModStatic, On(ModifierTarget::kMethod) | On(ModifierTarget::kProperty)},
    {"abstract", kModAbstract, On(ModifierTarget::kMethod) | On(ModifierTarget::kProperty)},
    {"final", kModFinal,
     On(ModifierTarget::kMethod) | On(ModifierTarget::kProperty) | On(ModifierTarget::kConstant) |
         On(ModifierTarget::kHook)},
    {"readonly", kModReadonly, kStored},
};

// By ModifierTarget.
constexpr std::string_view kTargets[] = {"method", "property", "class constant", "parameter",
                                         "property hook"};

// Both: at most one of a set.
struct ExclusiveRow {
  uint32_t mask;
  std::string_view what;
};

constexpr ExclusiveRow kExclusive[] = {
    {kModVisibilityMask, "access type"},
    {kModAbstract, "abstract"},
    {kModStatic, "static"},
    {kModFinal, "final"},
    {kModReadonly, "readonly"},
    {kModSetVisibilityMask, "access type"},
};

// The error of adding a modifier to others, or "".
std::string Repeated(uint64_t flags, uint64_t added) {
  for (const ExclusiveRow& row : kExclusive) {
    if ((flags & row.mask) && (added & row.mask)) {
      return "Multiple " + std::string(row.what) + " modifiers are not allowed";
    }
  }
  return "";
}

bool IsFinalAbstract(uint64_t flags) { return (flags & kModFinal) && (flags & kModAbstract); }

void SetChild(Ast* node, size_t index, Ast* child) {
  node->kids[index] = child;
  node->depth = std::max(node->depth, child->depth + 1);
}

}  // namespace

Ast* ParserContext::Node(AstKind kind, std::initializer_list<Ast*> kids, uint64_t attr) {
  Ast* node = arena_.Node(kind, static_cast<uint16_t>(attr), 0, kids);
  if (node->line == 0) node->line = lexer_.line();
  return node;
}

Ast* ParserContext::List(AstKind kind, std::initializer_list<Ast*> kids) {
  Ast* node = arena_.List(kind, 0, 0, kids);
  if (node->line == 0) node->line = lexer_.line();
  return node;
}

Ast* ParserContext::Name(SourceText text, NameKind kind) {
  std::string_view name = text.view();
  if (kind == NameKind::kFullyQualified) name.remove_prefix(1);
  if (kind == NameKind::kRelative) name.remove_prefix(sizeof("namespace\\") - 1);
  return arena_.TextNoCopy(AstKind::kName, name, text.line, static_cast<uint16_t>(kind));
}

Ast* ParserContext::VariableName(SourceText variable) {
  return arena_.TextNoCopy(AstKind::kString, variable.view().substr(1), variable.line);
}

bool ParserContext::CheckIdentifier(SourceText text) {
  if (text.view() != "<?=") return true;
  SyntaxError("Cannot use \"<?=\" as an identifier");
  return false;
}

SourceText ParserContext::TakeDoc() {
  std::string_view doc = lexer_.TakeDocComment();
  return {doc.data(), static_cast<uint32_t>(doc.size()), lexer_.line()};
}

bool ParserContext::ToFlags(uint64_t words, ModifierTarget target, uint64_t* flags) {
  auto target_name = std::string(kTargets[static_cast<size_t>(target)]);
  uint64_t result = 0;
  for (int shift = 60; shift >= 0; shift -= 4) {
    uint64_t word = words >> shift & 15;
    if (!word) continue;
    const ModifierRow& row = kModifiers[word];
    if (!(row.targets & On(target))) {
      Fatal("Cannot use the " + std::string(row.word) + " modifier on a " + target_name);
      return false;
    }
    std::string repeated = Repeated(result, row.flag);
    if (!repeated.empty()) {
      Fatal(std::move(repeated));
      return false;
    }
    result |= row.flag;
    if (IsFinalAbstract(result)) {
      Fatal("Cannot use the final modifier on an abstract " + target_name);
      return false;
    }
  }
  *flags = result;
  return true;
}

bool ParserContext::AddClassModifier(uint64_t flags, uint64_t added, uint64_t* result) {
  std::string error = Repeated(flags, added);
  if (error.empty() && IsFinalAbstract(flags | added)) {
    error = "Cannot use the final modifier on an abstract class";
  }
  *result = flags | added;
  if (error.empty()) return true;
  Fatal(std::move(error));
  return false;
}

bool ParserContext::AddAnonymousModifier(uint64_t flags, uint64_t added, uint64_t* result) {
  std::string error;
  if (added & (kModAbstract | kModFinal)) {
    error = std::string("Cannot use the ") + (added & kModAbstract ? "abstract" : "final") +
            " modifier on an anonymous class";
  } else {
    error = Repeated(flags, added);
  }
  *result = flags | added;
  if (error.empty()) return true;
  Fatal(std::move(error));
  return false;
}

uint64_t ParserContext::EnterBody() { return std::exchange(body_flags_, 0); }

Ast* ParserContext::Function(AstKind kind, SourceText start, uint64_t flags, SourceText name, SourceText doc,
                             Ast* params, Ast* uses, Ast* body, Ast* return_type, uint64_t outer_body) {
  uint32_t body_flags = std::exchange(body_flags_, static_cast<uint32_t>(outer_body));
  return arena_.Decl(kind, static_cast<uint32_t>(flags) | body_flags, start.line, lexer_.line(), name.view(),
                     doc.view(), {params, uses, body, return_type, nullptr});
}

Ast* ParserContext::Parameter(uint64_t flags, uint64_t by_ref, uint64_t variadic, Ast* type, SourceText name,
                              Ast* default_value, SourceText doc, Ast* hooks) {
  uint64_t attr = flags | (by_ref ? kParamByRef : 0) | (variadic ? kParamVariadic : 0);
  return Node(AstKind::kParam, {type, VariableName(name), default_value, nullptr, Doc(doc), hooks}, attr);
}

Ast* ParserContext::Class(SourceText start, uint64_t flags, SourceText name, SourceText doc, Ast* parent,
                          Ast* interfaces, Ast* members, Ast* backing_type) {
  return arena_.Decl(AstKind::kClass, static_cast<uint32_t>(flags), start.line, lexer_.line(), name.view(),
                     doc.view(), {parent, interfaces, members, nullptr, backing_type});
}

Ast* ParserContext::AnonymousClass(SourceText start, uint64_t flags, SourceText doc, Ast* arguments,
                                   Ast* parent, Ast* interfaces, Ast* members) {
  Ast* declaration = Class(start, flags | kClassAnonymous, {}, doc, parent, interfaces, members, nullptr);
  return Node(AstKind::kNew, {declaration, arguments});
}

Ast* ParserContext::ClosureUse(SourceText variable, ReferenceFlag flag) {
  return arena_.TextNoCopy(AstKind::kClosureUse, variable.view().substr(1), variable.line,
                           static_cast<uint16_t>(flag));
}

Ast* ParserContext::WithAttributes(Ast* node, Ast* attributes) {
  size_t index = kFnAttributes;
  switch (node->kind) {
    case AstKind::kNew:  // of an anonymous class
      SetChild(node, 0, WithAttributes((*node)[0], attributes));
      return node;
    case AstKind::kClass: index = kClassAttributes; break;
    case AstKind::kPropertyGroup: index = 2; break;
    case AstKind::kClassConstGroup: index = 1; break;
    case AstKind::kEnumCase:
    case AstKind::kParam: index = 3; break;
    default: break;
  }
  SetChild(node, index, attributes);
  return node;
}

Ast* ParserContext::AddFlags(Ast* declaration, uint32_t flags) {
  static_cast<DeclAst*>(declaration)->flags |= flags;
  return declaration;
}

// Short literals are joined right away, as in PHP, where messages of assert() show it.
Ast* ParserContext::Concat(Ast* left, Ast* right) {
  auto is_literal = [](const Ast* node) { return node->Is(AstKind::kString) || node->Is(AstKind::kInt); };
  if (is_literal(left) && is_literal(right)) {
    auto text = [](const Ast* node) {
      return node->Is(AstKind::kInt) ? std::to_string(node->IntValue()) : std::string(node->Text());
    };
    // Longer ones are the compiler's: each step copies, and a chain of them must not cost the square of its
    // length.
    if (left->size < kLongestJoined && right->size < kLongestJoined) {
      return arena_.Text(AstKind::kString, text(left) + text(right), lexer_.line());
    }
  }
  return Binary(BinaryOp::kConcat, left, right);
}

Ast* ParserContext::Call(Ast* callee, Ast* arguments) { return Node(AstKind::kCall, {callee, arguments}); }

Ast* ParserContext::Exit(Ast* arguments) {
  Ast* name = arena_.TextNoCopy(AstKind::kName, "exit", lexer_.line(),
                                static_cast<uint16_t>(NameKind::kFullyQualified));
  return Call(name, arguments);
}

Ast* ParserContext::Yield(Ast* value, Ast* key) {
  body_flags_ |= kFnHasYield;
  return Node(AstKind::kYield, {value, key});
}

Ast* ParserContext::YieldFrom(Ast* value) {
  body_flags_ |= kFnHasYield;
  return Node(AstKind::kYieldFrom, {value});
}

Ast* ParserContext::Parenthesized(Ast* expr) {
  if (expr->kind == AstKind::kConditional) expr->attr = static_cast<uint16_t>(ParenthesizedFlag::kYes);
  return expr;
}

Ast* ParserContext::ClassConstant(Ast* class_name, Ast* name) {
  std::string_view text = name->Text();
  bool is_class = text.size() == 5 && (text[0] | 0x20) == 'c' && (text[1] | 0x20) == 'l' &&
                  (text[2] | 0x20) == 'a' && (text[3] | 0x20) == 's' && (text[4] | 0x20) == 's';
  if (is_class) return Node(AstKind::kClassName, {class_name});
  return Node(AstKind::kClassConst, {class_name, name});
}

Ast* ParserContext::WithSyntax(Ast* array, ArraySyntax syntax) {
  array->attr = static_cast<uint16_t>(syntax);
  return array;
}

Ast* ParserContext::TrimArray(Ast* array) {
  if (!array->kids[array->count - 1]) array->count--;
  return array;
}

Ast* ParserContext::NegativeOffset(Ast* offset) {
  if (offset->kind == AstKind::kInt && offset->int_value != 0) {
    offset->int_value = -offset->int_value;
    return offset;
  }
  if (offset->kind == AstKind::kInt) return arena_.Text(AstKind::kString, "-0", offset->line);
  return DecodeOffset(offset->Text(), true, offset->line, arena_);
}

bool ParserContext::HeredocPartText(Ast* part, bool first, bool last) {
  auto text = StripHeredoc({part->Text(), part->line, first, last}, lexer_.heredoc_end(), arena_);
  if (text && part->attr == '<') text = DecodeEscapes(*text, '\0', part->line, arena_, file_.notices);
  if (!text) {
    Report(std::move(text.error()));
    return false;
  }
  part->text = text->data();
  part->size = static_cast<uint32_t>(text->size());
  part->attr = 0;
  return true;
}

Ast* ParserContext::Heredoc(Ast* parts) {
  if (parts->kind == AstKind::kString) return HeredocPartText(parts, true, true) ? parts : nullptr;
  const HeredocEnd& end = lexer_.heredoc_end();
  if (end.indentation && !parts->kids[0]->Is(AstKind::kString)) {
    Report({ParseError::Kind::kSyntax,
            "Invalid body indentation level (expecting an indentation level of at least " +
                std::to_string(end.indentation) + ")",
            parts->kids[0]->line});
    return nullptr;
  }
  for (uint32_t i = 0; i < parts->count; i++) {
    Ast* part = parts->kids[i];
    if (!part->Is(AstKind::kString)) continue;
    if (!HeredocPartText(part, i == 0, i + 1 == parts->count)) return nullptr;
  }
  return parts;
}

void ParserContext::NoteDollarBrace(bool expression) {
  file_.notices.push_back(
      {ParseNotice::Kind::kDeprecated,
       expression ? "Using ${expr} (variable variables) in strings is deprecated, use {${expr}} instead"
                  : "Using ${var} in strings is deprecated, use {$var} instead",
       lexer_.line()});
}

Ast* ParserContext::HaltCompiler() {
  auto offset = static_cast<int64_t>(lexer_.offset());
  lexer_.Stop();
  return Node(AstKind::kHaltCompiler, {arena_.Int(offset, lexer_.line())});
}

}  // namespace tusk
