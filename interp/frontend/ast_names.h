#pragma once
// The attributes of syntax tree nodes in words, shared by the dump and the printer of PHP source.

#include <string>
#include <string_view>

#include "interp/frontend/ast.h"

namespace tusk {

std::string_view BinaryOpText(BinaryOp op);    // "+", "===", "xor"
std::string_view UnaryOpText(UnaryOp op);      // "-", "!"
std::string_view CastTypeText(CastType type);  // "(int)"
std::string_view IncludeKindText(IncludeKind kind);
std::string_view MagicConstText(MagicConst magic);
std::string_view BuiltinTypeText(BuiltinType type);

// Modifier, FunctionFlag and ClassFlag bits, separated by spaces, in the order in which they are written.
std::string FlagsText(uint32_t flags);

// A node's attr in words; "" where it says nothing.
std::string AttrText(const Ast& node);

}  // namespace tusk
