// Quoting for labels.
#include "ir/text.h"

namespace tusk::ir {

namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::string Quote(std::string_view s) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  for (char c : s) {
    unsigned char u = static_cast<unsigned char>(c);
    if (c == '\n')
      out += "\\n";
    else if (c == '"' || c == '\\')
      Append(&out, '\\', c);
    else if (u < 32 || u > 126)
      Append(&out, "\\x", kHex[u >> 4], kHex[u & 15]);
    else
      out += c;
  }
  return out += '"';
}

bool Unquote(std::string_view* text, std::string* out) {
  std::string_view s = *text;
  if (s.empty() || s[0] != '"') return false;
  out->clear();
  for (size_t i = 1; i < s.size(); ++i) {
    if (s[i] == '"') return text->remove_prefix(i + 1), true;
    if (s[i] != '\\') {
      *out += s[i];
      continue;
    }
    if (++i >= s.size()) return false;
    if (s[i] == 'n')
      *out += '\n';
    else if (s[i] == '"' || s[i] == '\\')
      *out += s[i];
    else if (s[i] == 'x' && i + 2 < s.size() && HexDigit(s[i + 1]) >= 0 && HexDigit(s[i + 2]) >= 0) {
      *out += static_cast<char>(HexDigit(s[i + 1]) * 16 + HexDigit(s[i + 2]));
      i += 2;
    } else {
      return false;
    }
  }
  return false;
}

}  // namespace tusk::ir
