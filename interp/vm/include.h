// Finding and reading the files of include and require.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interp/runtime/string.h"

namespace tusk {

struct OpArray;

// The real path of the file that `name` means, or "". Relative names: include_path, then the including file's
// folder.
std::string ResolveInclude(std::string_view name, String* including_file);
// get_included_files(). MarkIncluded: false if it was marked before.
bool MarkIncluded(const std::string& real_path);
bool WasIncluded(const std::string& real_path);
const std::vector<String*>& IncludedFiles();
bool ReadSource(const std::string& path, std::string* out);

// Code that comes from streams, which the extensions fill in.
struct IncludeHooks {
  // Whether the name is a URL that code may come from: it is taken as it is.
  bool (*is_source)(std::string_view name) = nullptr;
  // Reads it, and files whose wrapper a script has replaced. *handled false: it is a plain file. On failure
  // *error says why, in words.
  bool (*read)(const std::string& path, std::string* out, std::string* error, bool* handled) = nullptr;
};
extern IncludeHooks g_include_hooks;

// The frame of included or eval'd code is gone. Some time later, when nothing can be at it, it is freed.
void RetireCode(OpArray* code);

}  // namespace tusk
