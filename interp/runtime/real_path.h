// Real paths: absolute, without ".", ".." and links.
#pragma once

#include <string>

namespace tusk {

// The real path of something that exists; else empty, with errno set. What folders lead to is remembered, so
// that a path below a known one takes two system calls.
std::string RealPath(const std::string& path);

// The script moved, removed or linked something: what is remembered about files may not hold any more.
void ForgetRealPaths();
// Changes with each of those.
unsigned RealPathsVersion();

}  // namespace tusk
