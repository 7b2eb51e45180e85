// What a file's text declares for the names in it: the current namespace, imports, declare() settings.
#pragma once

#include "absl/container/flat_hash_map.h"
#include "interp/runtime/string.h"

namespace tusk {

struct FileScope {
  String* ns = nullptr;  // current namespace, null: the global one
  bool in_namespace = false;
  bool bracketed = false;  // namespace blocks with braces
  bool any_namespace = false;
  bool strict_types = false;
  int64_t ticks = 0;
  // By lowercase alias, constants by exact alias. Cleared by each namespace.
  absl::flat_hash_map<String*, String*> classes;
  absl::flat_hash_map<String*, String*> functions;
  absl::flat_hash_map<String*, String*> constants;

  void ClearImports() {
    classes.clear();
    functions.clear();
    constants.clear();
  }
};

}  // namespace tusk
