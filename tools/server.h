// The built-in web server (-S): a process for each connection answers one request.
#pragma once

#include <string>

#include "tools/options.h"

namespace tusk {

// What the server needs of the command: runs a script file or only finds out what it returned.
struct ServerHooks {
  // Runs a main script at the top level. *declined: it returned false. False: there is no such file.
  bool (*run_file)(const std::string& path, bool* declined);
  // Runs code of ours.
  void (*run_code)(std::string_view code);
};

// Listens until a signal ends it. The engine has started, no script ran yet.
int RunServer(const CommandLine& line, const ServerHooks& hooks);

}  // namespace tusk
