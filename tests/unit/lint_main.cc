// Parses files and prints one line for each, for comparisons with other parsers: "PATH<tab>ok" or
// "PATH<tab>MESSAGE on line N". Paths come from the command line, or from standard input one per line. --time
// parses the files without printing anything and reports the speed, --ast and --tokens print dumps,
// --asserts prints the arguments of assert().
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "interp/frontend/parser.h"

namespace {

void PrintAsserts(const tusk::Ast* node) {
  using enum tusk::AstKind;
  if (!node) return;
  if (node->Is(kCall) && (*node)[0]->Is(kName) && (*node)[0]->Text() == "assert" && (*(*node)[1]).count) {
    std::printf("assert(%s)\n", tusk::PrintAst((*(*node)[1])[0]).c_str());
  }
  for (const tusk::Ast* child : node->Children()) PrintAsserts(child);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> paths(argv + 1, argv + argc);
  auto take_flag = [&](std::string_view flag) {
    if (paths.empty() || paths[0] != flag) return false;
    paths.erase(paths.begin());
    return true;
  };
  bool time = take_flag("--time");
  bool dump_ast = take_flag("--ast");
  bool dump_tokens = take_flag("--tokens");
  bool print_asserts = take_flag("--asserts");
  if (paths.empty()) {
    for (std::string line; std::getline(std::cin, line);) paths.push_back(line);
  }
  std::vector<std::string> sources;
  size_t bytes = 0;
  tusk::ParseOptions options{.skip_shebang = true};
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    std::string source(std::istreambuf_iterator<char>(file), {});
    bytes += source.size();
    if (time) {
      sources.push_back(std::move(source));
      continue;
    }
    if (dump_tokens) {
      std::fputs(tusk::DumpTokens(source).c_str(), stdout);
      continue;
    }
    tusk::ParseResult result = tusk::Parse(source, options);
    if (result && dump_ast) {
      std::fputs(tusk::DumpAst(result->root).c_str(), stdout);
    } else if (result && print_asserts) {
      PrintAsserts(result->root);
    } else if (result) {
      std::printf("%s\tok\n", path.c_str());
    } else {
      std::printf("%s\t%s on line %u\n", path.c_str(), result.error().message.c_str(), result.error().line);
    }
  }
  if (!time) return 0;
  auto start = std::chrono::steady_clock::now();
  size_t accepted = 0;
  for (const std::string& source : sources) accepted += tusk::Parse(source, options).has_value();
  std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  double megabytes = static_cast<double>(bytes) / 1e6;
  std::printf("%zu of %zu files, %.1f MB in %.3f s: %.1f MB/s\n", accepted, sources.size(), megabytes,
              seconds.count(), megabytes / seconds.count());
}
