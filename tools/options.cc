// php's getopt: short options may be joined (-nr CODE) and may hold their value (-dfoo=1).
#include "tools/options.h"

#include <cctype>
#include <charconv>
#include <cstdio>

#include "interp/runtime/ini.h"
#include "interp/runtime/string.h"
#include "interp/vm/constants.h"
#include "tools/engine.h"
#include "tools/trace_options.h"

namespace tusk {

namespace {

struct SwitchRow {
  char letter;
  bool takes_value;
  const char* unsupported;  // null: tusk has it
};
constexpr SwitchRow kSwitches[] = {
    {'a', false, nullptr}, {'B', true, nullptr},  {'c', true, nullptr},  {'d', true, nullptr},
    {'E', true, nullptr},  {'e', false, nullptr}, {'F', true, nullptr},  {'f', true, nullptr},
    {'H', false, nullptr}, {'h', false, nullptr}, {'?', false, nullptr}, {'i', false, nullptr},
    {'l', false, nullptr}, {'m', false, nullptr}, {'n', false, nullptr}, {'q', false, nullptr},
    {'C', false, nullptr}, {'R', true, nullptr},  {'r', true, nullptr},  {'S', true, nullptr},
    {'s', false, nullptr}, {'t', true, nullptr},  {'v', false, nullptr}, {'w', false, nullptr},
    {'z', true, nullptr},
};

const SwitchRow* FindSwitch(char letter) {
  for (const SwitchRow& row : kSwitches) {
    if (row.letter == letter) return &row;
  }
  return nullptr;
}

class Parser {
 public:
  Parser(int argc, char** argv) : argc_(argc), argv_(argv) {}

  CommandLine Parse() {
    for (at_ = 1; at_ < argc_; ++at_) {
      std::string_view arg = argv_[at_];
      if (arg == "--") {
        ++at_;
        break;
      }
      if (arg.starts_with("--")) {
        if (!Long(arg.substr(2))) return std::move(line_);
      } else if (arg.size() > 1 && arg[0] == '-') {
        if (!Short(arg)) return std::move(line_);
      } else {
        // The script; everything behind it is its own. With -r or -f already given, arguments begin here.
        if (!line_.has_code && !line_.process_input && !line_.has_file) {
          line_.file = arg;
          line_.has_file = true;
          ++at_;
        }
        break;
      }
    }
    for (; at_ < argc_; ++at_) line_.arguments.emplace_back(argv_[at_]);
    return std::move(line_);
  }

 private:
  bool Bad(int character, const char* problem, char letter) {
    char text[128];
    std::snprintf(text, sizeof(text), "Error in argument %d, char %d: %s%c", at_, character, problem, letter);
    line_.action = CommandLine::Action::kBad;
    line_.error = text;
    return false;
  }

  // A usage error that php prints without its usage text.
  bool Usage(const char* problem) {
    line_.action = CommandLine::Action::kConflict;
    line_.error = problem;
    return false;
  }

  static constexpr const char* kOneWay = "Either execute direct code, process stdin or use a file.";

  // -B, -R, -F, -E.
  bool Input(std::string_view value, std::string* to, const char* twice) {
    if (line_.has_code || line_.action == CommandLine::Action::kLint) return Usage(kOneWay);
    if (!to->empty()) return Usage(twice);
    line_.process_input = true;
    *to = value;
    return true;
  }

  bool Long(std::string_view name) {
    std::string error;
    switch (ParseTraceOption(argv_[at_], &error)) {
      case OptionResult::kTaken: return true;
      case OptionResult::kBad:
        line_.action = CommandLine::Action::kBad;
        line_.error = error;
        return false;
      case OptionResult::kNotMine: break;
    }
    if (name.starts_with("dump=")) return Dump(name.substr(5));
    struct LongRow {
      std::string_view name;
      char letter;
    };
    static constexpr LongRow kLong[] = {
        {"help", 'h'},
        {"usage", 'h'},
        {"version", 'v'},
        {"info", 'i'},
        {"modules", 'm'},
        {"syntax-check", 'l'},
        {"no-php-ini", 'n'},
        {"run", 'r'},
        {"file", 'f'},
        {"define", 'd'},
        {"php-ini", 'c'},
        {"interactive", 'a'},
        {"syntax-highlight", 's'},
        {"syntax-highlighting", 's'},
        {"strip", 'w'},
        {"zend-extension", 'z'},
        {"process-begin", 'B'},
        {"process-code", 'R'},
        {"process-file", 'F'},
        {"process-end", 'E'},
    };
    if (name == "ini") {
      line_.action = CommandLine::Action::kIniFiles;
      return true;
    }
    if (name == "rf" || name == "rc" || name == "re" || name == "rz" || name == "ri") {
      line_.action = CommandLine::Action::kUnsupported;
      line_.what = "reflection on the command line (--" + std::string(name) + ")";
      return false;
    }
    std::string_view value;
    size_t equals = name.find('=');
    bool has_value = equals != std::string_view::npos;
    if (has_value) {
      value = name.substr(equals + 1);
      name = name.substr(0, equals);
    }
    for (const LongRow& row : kLong) {
      if (row.name != name) continue;
      const SwitchRow* s = FindSwitch(row.letter);
      if (s->takes_value && !has_value) {
        if (at_ + 1 >= argc_) return Bad(2, "no argument for option ", row.letter);
        value = argv_[++at_];
      }
      return Apply(*s, value);
    }
    return Bad(2, "option not found ", '-');
  }

  bool Dump(std::string_view kinds) {
    for (bool more = true; more;) {
      size_t comma = kinds.find(',');
      std::string_view kind = kinds.substr(0, comma);
      more = comma != std::string_view::npos;
      if (more) kinds.remove_prefix(comma + 1);
      if (kind == "tokens") {
        line_.dump |= DumpFlags::kTokens;
      } else if (kind == "ast") {
        line_.dump |= DumpFlags::kAst;
      } else if (kind == "oplines") {
        line_.dump |= DumpFlags::kOplines;
      } else if (!EnableTraceDump(kind)) {
        line_.action = CommandLine::Action::kBad;
        line_.error = "--dump: unknown kind \"" + std::string(kind) + "\"";
        return false;
      }
    }
    return true;
  }

  bool Short(std::string_view arg) {
    for (size_t i = 1; i < arg.size(); ++i) {
      char letter = arg[i];
      const SwitchRow* row = FindSwitch(letter);
      int character = static_cast<int>(i) + 1;
      if (!row) return Bad(character, "option not found ", letter);
      if (!row->takes_value) {
        if (!Apply(*row, "")) return false;
        continue;
      }
      std::string_view value = arg.substr(i + 1);
      if (value.starts_with('=')) value.remove_prefix(1);
      if (i + 1 == arg.size()) {
        if (at_ + 1 >= argc_) return Bad(character, "no argument for option ", letter);
        value = argv_[++at_];
      }
      return Apply(*row, value);
    }
    return true;
  }

  // False: nothing after it matters.
  bool Apply(const SwitchRow& row, std::string_view value) {
    using Action = CommandLine::Action;
    if (row.unsupported) {
      line_.action = Action::kUnsupported;
      line_.what = row.unsupported;
      return false;
    }
    switch (row.letter) {
      case 'h':
      case '?': line_.action = Action::kHelp; return false;
      case 'v': line_.action = Action::kVersion; return false;
      case 'i': line_.action = Action::kInfo; break;
      case 'm': line_.action = Action::kModules; return false;
      case 'l':
        if (line_.has_code || line_.process_input) return Usage(kOneWay);
        line_.action = Action::kLint;
        break;
      case 'a': return Usage("Interactive shell (-a) requires the readline extension.");
      case 's':
      case 'w':
        if (line_.has_code || line_.process_input) return Usage(kOneWay);
        line_.action = row.letter == 's' ? Action::kHighlight : Action::kStrip;
        break;
      case 'z': line_.zend_extensions.emplace_back(value); break;
      case 'c': line_.ini_file = value; break;
      case 'S': line_.server = value; break;
      case 't': line_.document_root = value; break;
      case 'f':
        if (line_.has_code || line_.process_input) return Usage(kOneWay);
        if (line_.has_file) return Usage("You can use -f only once.");
        line_.file = value;
        line_.has_file = true;
        break;
      case 'B': return Input(value, &line_.begin_code, "You can use -B only once.");
      case 'R':
      case 'F':
        if (!line_.line_code.empty() || !line_.line_file.empty())
          return Usage("You can use -R or -F only once.");
        return Input(value, row.letter == 'R' ? &line_.line_code : &line_.line_file, "");
      case 'E': return Input(value, &line_.end_code, "You can use -E only once.");
      case 'r':
        if (line_.has_code) return Usage("You can use -r only once.");
        if (line_.process_input || line_.action == Action::kLint || line_.action == Action::kHighlight ||
            line_.action == Action::kStrip || line_.has_file) {
          return Usage(kOneWay);
        }
        line_.code = value;
        line_.has_code = true;
        break;
      case 'd': {
        line_.settings += value;
        size_t equals = value.find('=');
        if (equals == std::string_view::npos) {
          line_.settings += "=1\n";
          break;
        }
        // What does not begin like a word or a quoted string is taken as it is.
        char first = equals + 1 < value.size() ? value[equals + 1] : '\0';
        if (first != '\0' && !std::isalnum(static_cast<unsigned char>(first)) && first != '"' &&
            first != '\'') {
          line_.settings.insert(line_.settings.size() - (value.size() - equals - 1), 1, '"');
          line_.settings += '"';
        }
        line_.settings += '\n';
        break;
      }
      default: break;
    }
    return true;
  }

  int argc_;
  char** argv_;
  int at_ = 1;
  CommandLine line_;
};

}  // namespace

CommandLine ParseCommandLine(int argc, char** argv) { return Parser(argc, argv).Parse(); }

std::string UsageText(const char* program) {
  std::string p = program;
  std::string text = "Usage: " + p + " [options] [-f] <file> [--] [args...]\n   " + p +
                     " [options] -r <code> [--] [args...]\n   " + p +
                     " [options] [-B <begin_code>] -R <code> [-E <end_code>] [--] [args...]\n   " + p +
                     " [options] [-B <begin_code>] -F <file> [-E <end_code>] [--] [args...]\n   " + p +
                     " [options] -- [args...]\n\n";
  text +=
      "  -c <path>|<file> Look for php.ini file in this directory\n"
      "  -n               No configuration (ini) files will be used\n"
      "  -d foo[=bar]     Define INI entry foo with value 'bar'\n"
      "  -f <file>        Parse and execute <file>.\n"
      "  -h               This help\n"
      "  -i               PHP information\n"
      "  -l               Syntax check only (lint)\n"
      "  -m               Show compiled in modules\n"
      "  -s               Output HTML syntax highlighted source.\n"
      "  -w               Output source with stripped comments and whitespace.\n"
      "  -r <code>        Run PHP <code> without using script tags <?..?>\n"
      "  -B <begin_code>  Run PHP <begin_code> before processing input lines\n"
      "  -R <code>        Run PHP <code> for every input line\n"
      "  -F <file>        Parse and execute <file> for every input line\n"
      "  -E <end_code>    Run PHP <end_code> after processing all input lines\n"
      "  -v               Version number\n\n"
      "  args...          Arguments passed to script. Use -- args when first argument\n"
      "                   starts with - or script is read from stdin\n\n"
      "  --ini            Show configuration file names\n"
      "  --dump=KIND,...  Show what a script becomes: tokens, ast, oplines; with -l instead of running it\n";
  text += TraceOptionHelp();
  return text;
}

}  // namespace tusk
