// Text forms of tokens and syntax trees, for --dump and tests.
#include <charconv>
#include <string>
#include <vector>

#include "interp/frontend/ast.h"
#include "interp/frontend/ast_names.h"
#include "interp/frontend/parser.h"

namespace tusk {
namespace {

void AppendQuoted(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (char c : text) {
    switch (c) {
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '"':
      case '\\':
        out += '\\';
        out += c;
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          out += "\\x";
          out += kHex[c >> 4 & 15];
          out += kHex[c & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void AppendFloat(std::string& out, double value) {
  char buffer[40];
  auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  std::string_view text(buffer, static_cast<size_t>(end - buffer));
  out += text;
  if (text.find_first_not_of("-0123456789") == std::string_view::npos) out += ".0";
}

// The name of a child, from the kind's row.
std::string_view RoleOf(AstKind parent, uint32_t index) {
  const AstKindInfo& info = GetAstKindInfo(parent);
  if (info.shape == AstShape::kList) return {};
  std::string_view rest = info.children;
  for (; index > 0; index--) rest.remove_prefix(rest.find(' ') + 1);
  std::string_view role = rest.substr(0, rest.find(' '));
  if (role.ends_with('?')) role.remove_suffix(1);
  return role;
}

void AppendFlags(std::string& out, std::string_view words) {
  if (!words.empty()) out.append(" ").append(words);
}

void AppendNode(std::string& out, const Ast& node) {
  const AstKindInfo& info = GetAstKindInfo(node.kind);
  out += info.name;
  AppendFlags(out, AttrText(node));
  if (info.shape == AstShape::kDecl) {
    const DeclAst& decl = *node.AsDecl();
    AppendFlags(out, FlagsText(decl.flags));
    out += ' ';
    AppendQuoted(out, decl.name);
    if (!decl.doc.empty()) {
      out += " doc ";
      AppendQuoted(out, decl.doc);
    }
    out += " @" + std::to_string(decl.line) + "-" + std::to_string(decl.end_line) + "\n";
    return;
  }
  switch (node.kind) {
    case AstKind::kInt: out += " " + std::to_string(node.int_value); break;
    case AstKind::kFloat:
      out += ' ';
      AppendFloat(out, node.float_value);
      break;
    case AstKind::kString:
    case AstKind::kName:
    case AstKind::kClosureUse:
      out += ' ';
      AppendQuoted(out, node.Text());
      break;
    default: break;
  }
  out += " @" + std::to_string(node.line) + "\n";
}

}  // namespace

std::string DumpTokens(std::string_view source, const ParseOptions& options) {
  std::string out;
  TokenizedSource tokenized = Tokenize(source, options);
  for (const Token& token : tokenized.tokens) {
    out += std::to_string(token.line);
    out += ' ';
    out += TokenName(token.kind);
    out += ' ';
    AppendQuoted(out, token.text);
    out += '\n';
  }
  return out;
}

std::string DumpAst(const Ast* root) {
  struct Entry {
    const Ast* node;
    std::string_view role;
    uint32_t depth;
  };
  std::string out;
  // A stack of our own: trees are deeper than the C++ stack likes.
  std::vector<Entry> pending{{root, {}, 0}};
  while (!pending.empty()) {
    Entry entry = pending.back();
    pending.pop_back();
    out.append(size_t{entry.depth} * 2, ' ');
    if (!entry.role.empty()) out.append(entry.role).append(": ");
    if (!entry.node) {
      out += "null\n";
      continue;
    }
    const Ast& node = *entry.node;
    AppendNode(out, node);
    bool is_list = GetAstKindInfo(node.kind).shape == AstShape::kList;
    for (uint32_t i = node.count; i-- > 0;) {
      if (!node[i] && !is_list) continue;
      pending.push_back({node[i], RoleOf(node.kind, i), entry.depth + 1});
    }
  }
  return out;
}

}  // namespace tusk
