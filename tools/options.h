// The command line, as the php command reads it, plus tusk's own flags.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tusk {

struct CommandLine {
  enum class Action : uint8_t {
    kRun,          // a file, code or standard input
    kLint,         // -l
    kHighlight,    // -s
    kStrip,        // -w
    kInfo,         // -i
    kModules,      // -m
    kVersion,      // -v
    kHelp,         // -h
    kIniFiles,     // --ini
    kUnsupported,  // a switch of php that tusk does not have: `what` names it
    kBad,          // wrong usage: `error` is the message
    kConflict,     // switches that exclude each other: likewise, on standard output
  };
  Action action = Action::kRun;
  std::string what;
  std::string error;
  std::string file;  // empty: -r or standard input
  std::string code;
  bool has_code = false;
  bool has_file = false;
  // -B, -R or -F, -E: run before, for each, and after the lines of standard input.
  bool process_input = false;
  std::string begin_code, line_code, line_file, end_code;
  std::vector<std::string> arguments;        // after the script; $argv[0] not included
  std::string settings;                      // -d: lines as of a php.ini
  std::string ini_file;                      // -c
  std::vector<std::string> zend_extensions;  // -z
  std::string server;                        // -S: the address of the web server
  std::string document_root;                 // -t
  uint32_t dump = 0;                         // DumpFlags (engine.h)
};

CommandLine ParseCommandLine(int argc, char** argv);
std::string UsageText(const char* program);

}  // namespace tusk
