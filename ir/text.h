// Small text helpers. Debian's abseil has its own string_view, so its StrCat does not take std::string_view.
#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace tusk::ir {

inline void AppendPiece(std::string* out, std::string_view s) { out->append(s); }
inline void AppendPiece(std::string* out, char c) { out->push_back(c); }
template <std::integral T>
void AppendPiece(std::string* out, T n) {
  char buffer[24];
  out->append(buffer, std::to_chars(buffer, buffer + sizeof buffer, n).ptr);
}

// Concatenates strings, characters and integers.
template <typename... Pieces>
void Append(std::string* out, const Pieces&... pieces) {
  (AppendPiece(out, pieces), ...);
}
template <typename... Pieces>
std::string Cat(const Pieces&... pieces) {
  std::string out;
  Append(&out, pieces...);
  return out;
}

// Double quotes around s; quotes, backslashes and bytes outside printable ASCII escaped as in C (\xHH, two
// digits).
std::string Quote(std::string_view s);
// Reads a quoted string from the front of *text and removes it; false (text unchanged) if there is none.
bool Unquote(std::string_view* text, std::string* out);

}  // namespace tusk::ir
