// Finding and reading the files of include and require.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interp/runtime/string.h"

namespace tusk {

// The real path of the file that `name` means, or "". Relative names: include_path, then the including file's
// folder.
std::string ResolveInclude(std::string_view name, String* including_file);
// get_included_files(). MarkIncluded: false if it was marked before.
bool MarkIncluded(const std::string& real_path);
bool WasIncluded(const std::string& real_path);
const std::vector<String*>& IncludedFiles();
bool ReadSource(const std::string& path, std::string* out);

}  // namespace tusk
