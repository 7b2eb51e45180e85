// Names of the values of attr and flags.
#include "interp/frontend/ast_names.h"

#include <span>

namespace tusk {
namespace {

template <typename E>
struct NameRow {
  E value;
  std::string_view text;
};

template <typename E>
std::string_view Find(std::span<const NameRow<E>> rows, E value) {
  for (const NameRow<E>& row : rows) {
    if (row.value == value) return row.text;
  }
  return "?";
}

constexpr NameRow<BinaryOp> kBinaryOps[] = {
    {BinaryOp::kAdd, "+"},         {BinaryOp::kSub, "-"},
    {BinaryOp::kMul, "*"},         {BinaryOp::kDiv, "/"},
    {BinaryOp::kMod, "%"},         {BinaryOp::kShiftLeft, "<<"},
    {BinaryOp::kShiftRight, ">>"}, {BinaryOp::kConcat, "."},
    {BinaryOp::kBitOr, "|"},       {BinaryOp::kBitAnd, "&"},
    {BinaryOp::kBitXor, "^"},      {BinaryOp::kPow, "**"},
    {BinaryOp::kBoolXor, "xor"},   {BinaryOp::kIdentical, "==="},
    {BinaryOp::kEqual, "=="},      {BinaryOp::kNotIdentical, "!=="},
    {BinaryOp::kNotEqual, "!="},   {BinaryOp::kSmaller, "<"},
    {BinaryOp::kGreater, ">"},     {BinaryOp::kSmallerOrEqual, "<="},
    {BinaryOp::kSpaceship, "<=>"}, {BinaryOp::kGreaterOrEqual, ">="},
};

constexpr NameRow<UnaryOp> kUnaryOps[] = {
    {UnaryOp::kBitNot, "~"}, {UnaryOp::kBoolNot, "!"}, {UnaryOp::kPlus, "+"}, {UnaryOp::kMinus, "-"}};

constexpr NameRow<CastType> kCastTypes[] = {
    {CastType::kNull, "(unset)"},    {CastType::kInt, "(int)"},     {CastType::kFloat, "(double)"},
    {CastType::kString, "(string)"}, {CastType::kArray, "(array)"}, {CastType::kObject, "(object)"},
    {CastType::kBool, "(bool)"},
};

constexpr NameRow<IncludeKind> kIncludeKinds[] = {
    {IncludeKind::kEval, "eval"},
    {IncludeKind::kInclude, "include"},
    {IncludeKind::kIncludeOnce, "include_once"},
    {IncludeKind::kRequire, "require"},
    {IncludeKind::kRequireOnce, "require_once"},
};

constexpr NameRow<MagicConst> kMagicConsts[] = {
    {MagicConst::kLine, "__LINE__"},         {MagicConst::kFile, "__FILE__"},
    {MagicConst::kDir, "__DIR__"},           {MagicConst::kFunction, "__FUNCTION__"},
    {MagicConst::kMethod, "__METHOD__"},     {MagicConst::kClass, "__CLASS__"},
    {MagicConst::kTrait, "__TRAIT__"},       {MagicConst::kNamespace, "__NAMESPACE__"},
    {MagicConst::kProperty, "__PROPERTY__"},
};

constexpr NameRow<BuiltinType> kBuiltinTypes[] = {
    {BuiltinType::kArray, "array"}, {BuiltinType::kCallable, "callable"}, {BuiltinType::kStatic, "static"}};

constexpr NameRow<NameKind> kNameKinds[] = {{NameKind::kUnqualified, ""},
                                            {NameKind::kFullyQualified, "fully-qualified"},
                                            {NameKind::kRelative, "relative"}};

constexpr NameRow<SymbolKind> kSymbolKinds[] = {{SymbolKind::kMixed, ""},
                                                {SymbolKind::kClass, "class"},
                                                {SymbolKind::kFunction, "function"},
                                                {SymbolKind::kConst, "const"}};

constexpr NameRow<ArraySyntax> kArraySyntaxes[] = {
    {ArraySyntax::kList, "list"}, {ArraySyntax::kLong, "long"}, {ArraySyntax::kShort, "short"}};

constexpr NameRow<uint32_t> kFlags[] = {
    {kModFinal, "final"},
    {kModAbstract, "abstract"},
    {kModPublic, "public"},
    {kModProtected, "protected"},
    {kModPrivate, "private"},
    {kModPublicSet, "public(set)"},
    {kModProtectedSet, "protected(set)"},
    {kModPrivateSet, "private(set)"},
    {kModStatic, "static"},
    {kModReadonly, "readonly"},
    {kParamByRef, "by-ref"},
    {kParamVariadic, "variadic"},
    {kFnReturnsRef, "returns-ref"},
    {kFnHasYield, "generator"},
    {kClassInterface, "interface"},
    {kClassTrait, "trait"},
    {kClassEnum, "enum"},
    {kClassAnonymous, "anonymous"},
};

}  // namespace

std::string_view BinaryOpText(BinaryOp op) { return Find<BinaryOp>(kBinaryOps, op); }
std::string_view UnaryOpText(UnaryOp op) { return Find<UnaryOp>(kUnaryOps, op); }
std::string_view CastTypeText(CastType type) { return Find<CastType>(kCastTypes, type); }
std::string_view IncludeKindText(IncludeKind kind) { return Find<IncludeKind>(kIncludeKinds, kind); }
std::string_view MagicConstText(MagicConst magic) { return Find<MagicConst>(kMagicConsts, magic); }
std::string_view BuiltinTypeText(BuiltinType type) { return Find<BuiltinType>(kBuiltinTypes, type); }

std::string FlagsText(uint32_t flags) {
  std::string text;
  for (const NameRow<uint32_t>& row : kFlags) {
    if (!(flags & row.value)) continue;
    if (!text.empty()) text += ' ';
    text += row.text;
  }
  return text;
}

std::string AttrText(const Ast& node) {
  switch (node.kind) {
    case AstKind::kBinary: return std::string(BinaryOpText(node.Attr<BinaryOp>()));
    case AstKind::kAssignOp: return std::string(BinaryOpText(node.Attr<BinaryOp>())) + "=";
    case AstKind::kUnary: return std::string(UnaryOpText(node.Attr<UnaryOp>()));
    case AstKind::kCast: return std::string(CastTypeText(node.Attr<CastType>()));
    case AstKind::kIncludeOrEval: return std::string(IncludeKindText(node.Attr<IncludeKind>()));
    case AstKind::kMagicConst: return std::string(MagicConstText(node.Attr<MagicConst>()));
    case AstKind::kBuiltinType: return std::string(BuiltinTypeText(node.Attr<BuiltinType>()));
    case AstKind::kName: return std::string(Find<NameKind>(kNameKinds, node.Attr<NameKind>()));
    case AstKind::kUse:
    case AstKind::kUseItem:
    case AstKind::kGroupUse: return std::string(Find<SymbolKind>(kSymbolKinds, node.Attr<SymbolKind>()));
    case AstKind::kArray: return std::string(Find<ArraySyntax>(kArraySyntaxes, node.Attr<ArraySyntax>()));
    case AstKind::kArrayItem:
    case AstKind::kClosureUse:
      return node.Attr<ReferenceFlag>() == ReferenceFlag::kByReference ? "by-ref" : "";
    case AstKind::kConditional:
      return node.Attr<ParenthesizedFlag>() == ParenthesizedFlag::kYes ? "parenthesized" : "";
    case AstKind::kPropertyGroup:
    case AstKind::kClassConstGroup:
    case AstKind::kTraitAlias:
    case AstKind::kParam: return FlagsText(node.attr);
    default: return "";
  }
}

}  // namespace tusk
