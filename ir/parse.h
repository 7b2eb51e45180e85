// Text -> trace (print.h has the grammar). Lines that start with ; are comments; `host ...` lines before a
// trace describe the world it is evaluated in (eval_text.h) and are handed through.
//
// Names: %n with a number keeps that position (gaps become NOP), %name takes the next position.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "ir/ir.h"

namespace tusk::ir {

struct HostLine {
  int line;          // 1-based
  std::string text;  // without the leading `host`
};

struct ParsedFile {
  std::vector<HostLine> host;
  std::vector<Trace> traces;
};

// The error says "LINE: what was expected".
std::expected<ParsedFile, std::string> Parse(std::string_view text);

// Reads one operand (constant or %n) from the front of *text; kNone and an error text if there is none.
IrRef ParseConstant(Trace* trace, std::string_view* text, std::string* error);

}  // namespace tusk::ir
