// libFuzzer entry point of the parser: no input crashes it, what it accepts can be dumped and printed, and
// tokens cover the source. Build the preset dev and run: build/dev/tests/fuzz/parser_fuzz CORPUS_DIR
// (tests/lang is a good seed).
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "interp/frontend/parser.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view source(reinterpret_cast<const char*>(data), size);
  if (tusk::ParseResult result = tusk::Parse(source)) {
    tusk::DumpAst(result->root);
    tusk::PrintAst(result->root);
  }
  size_t covered = 0;
  tusk::TokenizedSource tokenized = tusk::Tokenize(source);
  for (const tusk::Token& token : tokenized.tokens) covered += token.text.size();
  if (covered != size) std::abort();
  return 0;
}
