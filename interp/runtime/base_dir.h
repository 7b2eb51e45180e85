// open_basedir: which paths a script may use.
#pragma once

#include <string>
#include <string_view>

namespace tusk {

// Whether open_basedir lets the script use a path, which need not exist. If not, errno is EPERM, and there is
// a warning in the name of `function` (null: the running builtin; "": no warning).
bool InBaseDir(std::string_view path, const char* function = nullptr);
// The absolute path without ".", ".." and links, as far as there is something.
std::string ResolvePath(std::string_view path);
// A list of folders, each resolved.
std::string ResolveBaseDirs(std::string_view list);
// Whether a new value allows nothing that the present one does not.
bool BaseDirNarrows(std::string_view value);

}  // namespace tusk
