// Real paths. A folder is known by device and inode: as long as its path leads there, its real path is the
// same.
#include "interp/runtime/real_path.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <string_view>

#include "absl/container/flat_hash_map.h"

namespace tusk {

namespace {

struct KnownFolder {
  dev_t device;
  ino_t inode;
  std::string real;
};
absl::flat_hash_map<std::string, KnownFolder>& KnownFolders() {
  static auto* folders = new absl::flat_hash_map<std::string, KnownFolder>;
  return *folders;
}
constexpr size_t kMostKnown = 10000;
unsigned g_version = 0;

std::string Searched(const std::string& path) {
  char real[PATH_MAX];
  return realpath(path.c_str(), real) ? real : "";
}

// The real path of a folder, or empty.
const std::string* RealFolder(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) return nullptr;
  auto& known = KnownFolders();
  auto it = known.find(path);
  if (it != known.end() && it->second.device == info.st_dev && it->second.inode == info.st_ino) {
    return &it->second.real;
  }
  std::string real = Searched(path);
  if (real.empty()) return nullptr;
  if (known.size() >= kMostKnown) known.clear();
  KnownFolder& folder = known[path];
  folder = {info.st_dev, info.st_ino, std::move(real)};
  return &folder.real;
}

}  // namespace

std::string RealPath(const std::string& path) {
  size_t slash = path.rfind('/');
  bool plain = path.starts_with('/') && slash > 0 && slash + 1 < path.size() && path[slash + 1] != '.' &&
               path.size() < PATH_MAX;
  if (!plain) return Searched(path);
  char target[1];
  // What is no link says so.
  if (readlink(path.c_str(), target, sizeof target) >= 0 || errno != EINVAL) return Searched(path);
  const std::string* folder = RealFolder(path.substr(0, slash));
  if (!folder) return Searched(path);
  return *folder == "/" ? path.substr(slash) : *folder + path.substr(slash);
}

void ForgetRealPaths() {
  KnownFolders().clear();
  ++g_version;
}
unsigned RealPathsVersion() { return g_version; }

}  // namespace tusk
