// open_basedir: a path is allowed if what it leads to lies in one of the folders, links resolved.
#include "interp/runtime/base_dir.h"

#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>

#include "absl/strings/str_format.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/ini.h"

namespace tusk {

namespace {

std::string WorkingDirectory() {
  char path[PATH_MAX];
  return getcwd(path, sizeof path) ? path : "";
}

constexpr int kMostLinks = 40;  // as the kernel has it

// Goes from `at`, which is resolved, along the names of `rest`.
std::string Follow(std::string at, std::string_view rest, int links) {
  while (!rest.empty()) {
    size_t slash = rest.find('/');
    std::string_view name = rest.substr(0, slash);
    rest = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
    if (name.empty() || name == ".") continue;
    if (name == "..") {
      at.resize(at.rfind('/') == std::string::npos ? 0 : at.rfind('/'));
      continue;
    }
    std::string next = at + "/" + std::string(name);
    char target[PATH_MAX];
    ssize_t n = links < kMostLinks ? readlink(next.c_str(), target, sizeof target) : -1;
    if (n < 0) {
      at = std::move(next);
    } else {
      std::string_view to(target, static_cast<size_t>(n));
      at = Follow(to.starts_with('/') ? "" : at, to, links + 1);
      if (at == "/") at.clear();
    }
  }
  return at;
}

bool Inside(const std::string& path, std::string_view folder) {
  std::string base = folder == "." ? ResolvePath(WorkingDirectory()) : ResolvePath(folder);
  return path == base || base == "/" ||
         (path.size() > base.size() && path.starts_with(base) && path[base.size()] == '/');
}

template <typename F>
bool AnyFolder(std::string_view list, F matches) {
  while (!list.empty()) {
    size_t colon = list.find(':');
    std::string_view folder = list.substr(0, colon);
    list = colon == std::string_view::npos ? "" : list.substr(colon + 1);
    if (!folder.empty() && matches(folder)) return true;
  }
  return false;
}

}  // namespace

std::string ResolvePath(std::string_view path) {
  std::string resolved = Follow(path.starts_with('/') ? "" : ResolvePath(WorkingDirectory()), path, 0);
  return resolved.empty() ? "/" : resolved;
}

std::string ResolveBaseDirs(std::string_view list) {
  std::string out;
  AnyFolder(list, [&](std::string_view folder) {
    out += (out.empty() ? "" : ":") + ResolvePath(folder);
    return false;
  });
  return out;
}

bool InBaseDir(std::string_view path, const char* function) {
  std::string_view allowed = IniGet("open_basedir").text;
  if (allowed.empty()) return true;
  if (path.size() < PATH_MAX) {
    std::string resolved = ResolvePath(path);
    if (AnyFolder(allowed, [&](std::string_view folder) { return Inside(resolved, folder); })) return true;
  }
  std::string message =
      path.size() < PATH_MAX
          ? absl::StrFormat(
                "open_basedir restriction in effect. File(%s) is not within the allowed path(s): (%s)", path,
                allowed)
          : absl::StrFormat(
                "File name is longer than the maximum allowed path length on this platform (%d): %s",
                PATH_MAX, path);
  if (!function) {
    RaiseFunctionMessage(ErrorLevel::kWarning, message);
  } else if (*function) {
    Warning("%s(): %s", function, message);
  }
  errno = path.size() < PATH_MAX ? EPERM : EINVAL;
  return false;
}

bool BaseDirNarrows(std::string_view value) {
  if (IniGet("open_basedir").text.empty()) return true;
  if (value.empty()) return false;
  return !AnyFolder(value, [](std::string_view folder) {
    return folder == ".." || folder.starts_with("../") || folder.find("/../") != std::string_view::npos ||
           folder.ends_with("/..") || !InBaseDir(folder, "");
  });
}

}  // namespace tusk
