// Files and directories by path.
#include <dirent.h>
#include <fnmatch.h>
#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <utime.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "interp/ext/standard/file_stat.h"
#include "interp/ext/standard/stream.h"
#include "interp/ext/standard/temporary_folder.h"
#include "interp/ext/standard/wrapper.h"
#include "interp/ext/tables.h"
#include "interp/runtime/base_dir.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/real_path.h"
#include "interp/vm/include.h"

namespace tusk {

Array* StatArray(const struct stat& s) {
  const std::pair<const char*, int64_t> kFields[] = {
      {"dev", static_cast<int64_t>(s.st_dev)},      {"ino", static_cast<int64_t>(s.st_ino)},
      {"mode", static_cast<int64_t>(s.st_mode)},    {"nlink", static_cast<int64_t>(s.st_nlink)},
      {"uid", static_cast<int64_t>(s.st_uid)},      {"gid", static_cast<int64_t>(s.st_gid)},
      {"rdev", static_cast<int64_t>(s.st_rdev)},    {"size", static_cast<int64_t>(s.st_size)},
      {"atime", static_cast<int64_t>(s.st_atime)},  {"mtime", static_cast<int64_t>(s.st_mtime)},
      {"ctime", static_cast<int64_t>(s.st_ctime)},  {"blksize", static_cast<int64_t>(s.st_blksize)},
      {"blocks", static_cast<int64_t>(s.st_blocks)}};
  Array* a = NewHash(26);
  for (int i = 0; i < 13; ++i) SetInt(a, i, Value(kFields[i].second));
  for (const auto& [name, v] : kFields) SetStr(a, name, Value(v));
  return a;
}

namespace {

std::string Path(Args args, uint32_t i) {
  std::string_view p = args.View(i);
  if (p.starts_with("file://")) p.remove_prefix(7);
  return std::string(p);
}
const char* Error() { return std::strerror(errno); }
std::string_view Self() { return g_state->running_function()->view(); }

// open_basedir forbids the path of an argument: warns, and the result is false.
bool Barred(Args args, uint32_t i, Value* result) {
  if (UserWrapperOf(args.View(i)) || InBaseDir(Path(args, i))) return false;
  Return(result, false);
  return true;
}

constexpr int64_t kLinkStat = 1, kQuietStat = 6;  // flags of url_stat()
bool Stat(const std::string& path, struct stat* s, int64_t flags = kQuietStat) {
  if (UserWrapper* w = UserWrapperOf(path)) return UserStat(w, path, flags, s);
  if (path.find('\0') != path.npos || path.empty()) return false;
  return (flags & kLinkStat ? ::lstat(path.c_str(), s) : ::stat(path.c_str(), s)) == 0;
}

void FileExists(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  struct stat s;
  Return(result, Stat(Path(args, 0), &s));
}
template <int kKind>
void IsKind(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  struct stat s;
  Return(result, Stat(Path(args, 0), &s) && (s.st_mode & S_IFMT) == kKind);
}
void IsLink(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  struct stat s;
  Return(result, Stat(Path(args, 0), &s, kLinkStat | kQuietStat) && S_ISLNK(s.st_mode));
}
template <int kMode>
void Accessible(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  std::string path = Path(args, 0);
  if (UserWrapper* w = UserWrapperOf(path)) {
    struct stat s;
    if (!UserStat(w, path, kQuietStat, &s)) return Return(result, false);
    if (geteuid() == 0) return Return(result, kMode != X_OK || (s.st_mode & 0111) != 0);
    int shift = s.st_uid == geteuid() ? 6 : s.st_gid == getegid() ? 3 : 0;
    return Return(result, (s.st_mode >> shift & kMode) != 0);
  }
  Return(result, !path.empty() && path.find('\0') == path.npos && access(path.c_str(), kMode) == 0);
}

enum class Field { kSize, kMtime, kAtime, kCtime, kPerms, kOwner, kGroup, kInode, kType };
template <Field kField>
void StatField(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  struct stat s;
  std::string path = Path(args, 0);
  bool link = kField == Field::kType;
  if (path.empty() || !Stat(path, &s, link ? kLinkStat : 0)) {
    if (HasException() || path.empty()) return Return(result, false);
    if (path.find('\0') != path.npos) {
      FunctionWarning("Filename contains null byte");
      return Return(result, false);
    }
    FunctionWarning("%sstat failed for %s", link ? "L" : "", path);
    return Return(result, false);
  }
  switch (kField) {
    case Field::kSize: return Return(result, static_cast<int64_t>(s.st_size));
    case Field::kMtime: return Return(result, static_cast<int64_t>(s.st_mtime));
    case Field::kAtime: return Return(result, static_cast<int64_t>(s.st_atime));
    case Field::kCtime: return Return(result, static_cast<int64_t>(s.st_ctime));
    case Field::kPerms: return Return(result, static_cast<int64_t>(s.st_mode));
    case Field::kOwner: return Return(result, static_cast<int64_t>(s.st_uid));
    case Field::kGroup: return Return(result, static_cast<int64_t>(s.st_gid));
    case Field::kInode: return Return(result, static_cast<int64_t>(s.st_ino));
    case Field::kType:
      return Return(result, S_ISREG(s.st_mode)    ? "file"
                            : S_ISDIR(s.st_mode)  ? "dir"
                            : S_ISLNK(s.st_mode)  ? "link"
                            : S_ISFIFO(s.st_mode) ? "fifo"
                            : S_ISCHR(s.st_mode)  ? "char"
                            : S_ISBLK(s.st_mode)  ? "block"
                                                  : "unknown");
  }
}

template <bool kLink>
void StatFunction(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  struct stat s;
  std::string path = Path(args, 0);
  if (!Stat(path, &s, kLink ? kLinkStat : 0)) {
    if (HasException()) return;
    FunctionWarning("%s failed for %s", kLink ? "Lstat" : "stat", path);
    return Return(result, false);
  }
  Return(result, StatArray(s));
}

Resource* ContextOf(Args args, uint32_t i) {
  return !args.IsNull(i) && args[i].IsResource() ? args[i].res : DefaultStreamContext();
}
bool Metadata(UserWrapper* w, std::string_view path, int64_t what, Value v) {
  return UserPathCall(w, "stream_metadata", path, {Value(what), v}, nullptr);
}

void Clearstatcache(Args args, Value*) {
  if (args.Bool(0)) ForgetRealPaths();
}

void Unlink(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  if (UserWrapper* w = UserWrapperOf(args.View(0))) {
    return Return(result, UserPathCall(w, "unlink", args.View(0), {}, ContextOf(args, 1)));
  }
  bool ok = unlink(Path(args, 0).c_str()) == 0;
  if (ok) ForgetRealPaths();
  if (!ok) Warning("unlink(%s): %s", args.View(0), Error());
  Return(result, ok);
}
void Rename(Args args, Value* result) {
  UserWrapper* w = UserWrapperOf(args.View(0));
  if (w != UserWrapperOf(args.View(1))) {
    FunctionWarning("Cannot rename a file across wrapper types");
    return Return(result, false);
  }
  if (w) {
    Value to(NewString(args.View(1)));
    return Return(result, UserPathCall(w, "rename", args.View(0), {to}, ContextOf(args, 2)));
  }
  if (Barred(args, 0, result) || Barred(args, 1, result)) return;
  bool ok = rename(Path(args, 0).c_str(), Path(args, 1).c_str()) == 0;
  if (ok) ForgetRealPaths();
  if (!ok) Warning("rename(%s,%s): %s", args.View(0), args.View(1), Error());
  Return(result, ok);
}
bool IsUrl(std::string_view path) { return path.find("://") != path.npos && !path.starts_with("file://"); }
void CopyFile(Args args, Value* result) {
  if (!IsUrl(args.View(0)) && Barred(args, 0, result)) return;
  std::unique_ptr<Stream> from = OpenStreamOrWarn(args.View(0), "rb");
  std::unique_ptr<Stream> to = from ? OpenStreamOrWarn(args.View(1), "wb") : nullptr;
  if (!to) return Return(result, false);
  constexpr size_t kPiece = size_t{1} << 20;
  bool ok = true;
  for (std::string piece; ok && !(piece = from->Read(kPiece)).empty();) ok = to->Write(piece) >= 0;
  from.reset();
  Return(result, ok);
}

bool MakeDirectories(const std::string& path, mode_t mode) {
  if (mkdir(path.c_str(), mode) == 0) return true;
  if (errno != ENOENT) return false;
  size_t slash = path.find_last_of('/', path.find_last_not_of('/'));
  if (slash == path.npos || slash == 0) return false;
  if (!MakeDirectories(path.substr(0, slash), mode) && errno != EEXIST) return false;
  return mkdir(path.c_str(), mode) == 0;
}
void Mkdir(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  if (UserWrapper* w = UserWrapperOf(args.View(0))) {
    Value options(static_cast<int64_t>(8 | (args.Bool(2) ? 1 : 0)));
    return Return(result,
                  UserPathCall(w, "mkdir", args.View(0), {Value(args[1].i), options}, ContextOf(args, 3)));
  }
  auto mode = static_cast<mode_t>(args[1].i);
  std::string path = Path(args, 0);
  bool ok = args.Bool(2) ? MakeDirectories(path, mode) : mkdir(path.c_str(), mode) == 0;
  if (!ok) FunctionWarning("%s", Error());
  Return(result, ok);
}
void Rmdir(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  if (UserWrapper* w = UserWrapperOf(args.View(0))) {
    return Return(result, UserPathCall(w, "rmdir", args.View(0), {Value(int64_t{8})}, ContextOf(args, 1)));
  }
  bool ok = rmdir(Path(args, 0).c_str()) == 0;
  if (ok) ForgetRealPaths();
  if (!ok) Warning("rmdir(%s): %s", args.View(0), Error());
  Return(result, ok);
}
void Touch(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  if (UserWrapper* w = UserWrapperOf(args.View(0))) {
    Array* times = NewArray(2);
    if (!args.IsNull(1)) {
      Append(times, Value(args[1].i));
      Append(times, Value(args.IsNull(2) ? args[1].i : args[2].i));
    }
    return Return(result, Metadata(w, args.View(0), 1, Value(times)));
  }
  std::string path = Path(args, 0);
  if (access(path.c_str(), F_OK) != 0) {
    std::FILE* f = std::fopen(path.c_str(), "ab");
    if (!f) {
      FunctionWarning("Unable to create file %s because %s", path, Error());
      return Return(result, false);
    }
    std::fclose(f);
  }
  time_t now = time(nullptr);
  utimbuf t;
  t.modtime = args.IsNull(1) ? now : args[1].i;
  t.actime = args.IsNull(2) ? t.modtime : args[2].i;
  Return(result, utime(path.c_str(), &t) == 0);
}
void Chmod(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  if (UserWrapper* w = UserWrapperOf(args.View(0))) {
    return Return(result, Metadata(w, args.View(0), 6, Value(args[1].i)));
  }
  bool ok = chmod(Path(args, 0).c_str(), static_cast<mode_t>(args[1].i)) == 0;
  if (!ok) FunctionWarning("%s", Error());
  Return(result, ok);
}
// chown() and its kin: by name or number.
template <bool kGroup, bool kLink>
void ChangeOwner(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  std::string path = Path(args, 0);
  if (UserWrapper* w = kLink ? nullptr : UserWrapperOf(path)) {
    int64_t what = (kGroup ? 4 : 2) + (args[1].IsInt() ? 1 : 0);
    return Return(result, Metadata(w, path, what, Copy(args[1])));
  }
  int64_t id = args[1].IsInt() ? args[1].i : -1;
  if (args[1].IsString()) {
    std::string name(args.View(1));
    if (kGroup) {
      group* g = getgrnam(name.c_str());
      if (g) id = g->gr_gid;
    } else {
      passwd* p = getpwnam(name.c_str());
      if (p) id = p->pw_uid;
    }
    if (id < 0) {
      FunctionWarning("Unable to find %s for %s", kGroup ? "gid" : "uid", name);
      return Return(result, false);
    }
  }
  auto n = static_cast<uid_t>(id), none = static_cast<uid_t>(-1);
  auto change = kLink ? lchown : chown;
  bool ok = change(path.c_str(), kGroup ? none : n, kGroup ? n : none) == 0;
  if (!ok) FunctionWarning("%s", Error());
  Return(result, ok);
}
void Umask(Args args, Value* result) {
  mode_t old = umask(077);
  umask(args.IsNull(0) ? old : static_cast<mode_t>(args[0].i & 0777));
  Return(result, static_cast<int64_t>(old));
}
// The two paths of a link, against open_basedir; what it leads to is seen from the link's folder.
bool LinkBarred(Args args, Value* result, bool symbolic) {
  std::string target = Path(args, 0), link = Path(args, 1);
  if (IniGet("open_basedir").text.empty()) return false;
  if (symbolic && !target.starts_with('/')) {
    size_t slash = link.rfind('/');
    target = (slash == link.npos ? "." : link.substr(0, slash + 1)) + "/" + target;
  }
  if (InBaseDir(ResolvePath(link)) && InBaseDir(ResolvePath(target))) return false;
  Return(result, false);
  return true;
}
void Symlink(Args args, Value* result) {
  if (LinkBarred(args, result, true)) return;
  bool ok = symlink(Path(args, 0).c_str(), Path(args, 1).c_str()) == 0;
  if (ok) ForgetRealPaths();
  if (!ok) FunctionWarning("%s", Error());
  Return(result, ok);
}
void Link(Args args, Value* result) {
  if (LinkBarred(args, result, false)) return;
  bool ok = link(Path(args, 0).c_str(), Path(args, 1).c_str()) == 0;
  if (!ok) FunctionWarning("%s", Error());
  Return(result, ok);
}
void Readlink(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  char target[PATH_MAX];
  ssize_t n = readlink(Path(args, 0).c_str(), target, sizeof target);
  if (n < 0) {
    FunctionWarning("%s", Error());
    return Return(result, false);
  }
  Return(result, std::string_view(target, static_cast<size_t>(n)));
}
void Realpath(Args args, Value* result) {
  std::string path = Path(args, 0);
  std::string resolved = RealPath(path.empty() ? "." : path);
  if (resolved.empty() || !InBaseDir(resolved)) return Return(result, false);
  Return(result, std::string_view(resolved));
}
void StreamResolveIncludePath(Args args, Value* result) {
  std::string found = ResolveInclude(args.View(0), nullptr);
  if (found.empty()) return Return(result, false);
  Return(result, std::string_view(found));
}
void Getcwd(Args, Value* result) {
  char path[PATH_MAX];
  if (!getcwd(path, sizeof path)) return Return(result, false);
  Return(result, std::string_view(path));
}
void Chdir(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  bool ok = chdir(Path(args, 0).c_str()) == 0;
  if (!ok) FunctionWarning("%s (errno %d)", Error(), errno);
  Return(result, ok);
}
void Tempnam(Args args, Value* result) {
  std::string dir = Path(args, 0);
  if (!InBaseDir(dir.empty() ? TemporaryFolder() : dir)) return Return(result, false);
  if (dir.empty() || access(dir.c_str(), W_OK) != 0) {
    if (!dir.empty())
      RaiseFunctionMessage(ErrorLevel::kNotice, "file created in the system's temporary directory");
    dir = TemporaryFolder();
  }
  std::string prefix(args.View(1));
  prefix = prefix.substr(prefix.rfind('/') + 1).substr(0, 63);
  std::string path = dir + (dir.back() == '/' ? "" : "/") + prefix + "XXXXXX";
  int fd = mkstemp(path.data());
  if (fd < 0) return Return(result, false);
  close(fd);
  Return(result, NewString(path));
}

// ---- names

std::string_view BaseName(std::string_view path) {
  size_t end = path.find_last_not_of('/');
  if (end == path.npos) return {};
  path = path.substr(0, end + 1);
  return path.substr(path.rfind('/') + 1);
}
void Basename(Args args, Value* result) {
  std::string_view base = BaseName(args.View(0));
  std::string_view suffix = args.View(1);
  if (!suffix.empty() && base.size() > suffix.size() && base.ends_with(suffix))
    base.remove_suffix(suffix.size());
  Return(result, base);
}
std::string_view DirName(std::string_view path) {
  size_t end = path.find_last_not_of('/');
  if (end == path.npos) return path.empty() ? std::string_view() : "/";
  size_t slash = path.rfind('/', end);
  if (slash == path.npos) return ".";
  end = path.find_last_not_of('/', slash);
  return end == path.npos ? "/" : path.substr(0, end + 1);
}
void Dirname(Args args, Value* result) {
  int64_t levels = args[1].i;
  if (levels < 1) return ArgumentValueError(2, "must be greater than or equal to 1");
  std::string_view path = args.View(0);
  for (; levels > 0; --levels) {
    std::string_view up = DirName(path);
    if (up == path) break;
    path = up;
  }
  Return(result, path);
}
void Pathinfo(Args args, Value* result) {
  std::string_view path = args.View(0);
  int64_t flags = args[1].i;
  Array* a = NewArray();
  std::string_view base = BaseName(path);
  if (flags & 1) {
    std::string_view dir = DirName(path);
    if (!dir.empty()) SetStr(a, "dirname", Value(NewString(dir)));
  }
  size_t dot = base.rfind('.');
  if (flags & 2) SetStr(a, "basename", Value(NewString(base)));
  if ((flags & 4) && dot != base.npos) SetStr(a, "extension", Value(NewString(base.substr(dot + 1))));
  if (flags & 8) SetStr(a, "filename", Value(NewString(base.substr(0, dot))));
  if (flags == 15) return Return(result, a);
  if (a->count) {
    ReturnCopy(result, ValueAt(a, First(a)));
  } else {
    Return(result, EmptyString());
  }
  Release(Value(a));
}
void Fnmatch(Args args, Value* result) {
  for (uint32_t i : {1u, 0u}) {
    if (args.View(i).size() < PATH_MAX) continue;
    FunctionWarning("%s exceeds the maximum allowed length of %d characters", i ? "Filename" : "Pattern",
                    PATH_MAX);
    return Return(result, false);
  }
  Return(result, fnmatch(std::string(args.View(0)).c_str(), std::string(args.View(1)).c_str(),
                         static_cast<int>(args[2].i)) == 0);
}

// ---- directories

// False: *error says why.
bool ListDirectory(const std::string& path, std::vector<std::string>* names, std::string* error,
                   Resource* context = nullptr) {
  if (UserWrapper* w = UserWrapperOf(path)) {
    std::unique_ptr<DirectorySource> source = OpenUserDirectory(w, path, context, error);
    std::string name;
    while (source && source->Next(&name)) names->push_back(name);
    return source != nullptr;
  }
  if (EqualIgnoreCase(path.substr(0, 7), "glob://")) {
    glob_t found;
    if (glob(path.c_str() + 7, 0, nullptr, &found) != 0) return true;
    for (size_t i = 0; i < found.gl_pathc; ++i) {
      if (InBaseDir(found.gl_pathv[i], "")) names->emplace_back(BaseName(found.gl_pathv[i]));
    }
    globfree(&found);
    return true;
  }
  *error = std::strerror(EPERM);
  if (!InBaseDir(path)) return false;
  *error = std::strerror(ENOENT);
  DIR* d = opendir(path.c_str());
  if (!d) *error = std::strerror(errno);
  if (!d) return false;
  while (dirent* e = readdir(d)) names->emplace_back(e->d_name);
  closedir(d);
  return true;
}
void Scandir(Args args, Value* result) {
  std::string path = Path(args, 0);
  if (path.empty()) return ArgumentValueError(1, "must not be empty");
  std::vector<std::string> names;
  std::string why;
  errno = ENOENT;
  if (!ListDirectory(path, &names, &why, ContextOf(args, 2))) {
    int error = errno;
    if (HasException()) return;
    Warning("scandir(%s): Failed to open directory: %s", path, why);
    FunctionWarning("(errno %d): %s", error, std::strerror(error));
    return Return(result, false);
  }
  if (args[1].i != 2) std::sort(names.begin(), names.end());
  if (args[1].i == 1) std::reverse(names.begin(), names.end());
  Array* a = NewArray();
  for (const std::string& name : names) Append(a, Value(NewString(name)));
  Return(result, a);
}
void Glob(Args args, Value* result) {
  glob_t found;
  int64_t flags = args[1].i;
  int rc = glob(std::string(args.View(0)).c_str(),
                static_cast<int>(flags) &
                    (GLOB_MARK | GLOB_NOSORT | GLOB_NOCHECK | GLOB_NOESCAPE | GLOB_ERR | GLOB_BRACE),
                nullptr, &found);
  Array* a = NewArray();
  bool forbidden = false;
  if (rc == 0) {
    for (size_t i = 0; i < found.gl_pathc; ++i) {
      struct stat s;
      if (!InBaseDir(found.gl_pathv[i], "")) {
        forbidden = true;
        continue;
      }
      if ((flags & GLOB_ONLYDIR) && !(stat(found.gl_pathv[i], &s) == 0 && S_ISDIR(s.st_mode))) continue;
      Append(a, Value(NewString(std::string_view(found.gl_pathv[i]))));
    }
    globfree(&found);
  }
  if (forbidden && a->count == 0) {
    Release(Value(a));
    return Return(result, false);
  }
  Return(result, a);
}

// A stream without bytes: what streams are asked about is answered, and readdir() goes over the names.
class Directory : public Stream {
 public:
  Directory() { mode = "r"; }
  int64_t RawRead(char*, size_t) override { return 0; }
  int64_t RawWrite(std::string_view) override { return -1; }
  const char* type() const override { return "dir"; }
  const char* wrapper() const override { return "plainfile"; }
  std::unique_ptr<DirectorySource> source;  // of a script's wrapper, instead of names
  std::vector<std::string> names;
  size_t next = 0;
};
void CloseDirectory(Resource* r) { delete static_cast<Stream*>(r->data); }
Resource* g_last_directory = nullptr;  // borrowed: readdir() without an argument

void Opendir(Args args, Value* result) {
  auto d = std::make_unique<Directory>();
  std::string why;
  if (UserWrapper* w = UserWrapperOf(args.View(0))) {
    d->source = OpenUserDirectory(w, args.View(0), ContextOf(args, 1), &why);
  }
  if (!d->source && (!why.empty() || HasException() || !ListDirectory(Path(args, 0), &d->names, &why))) {
    if (HasException()) return;
    Warning("%s(%s): Failed to open directory: %s", Self(), args.View(0), why);
    return Return(result, false);
  }
  Resource* r = NewResource("stream", static_cast<Stream*>(d.release()), [](Resource* self) {
    if (g_last_directory == self) g_last_directory = nullptr;
    CloseDirectory(self);
  });
  g_last_directory = r;
  *result = Value(r);
}
Directory* DirectoryArgument(Args args) {
  Resource* r = args.IsNull(0) ? g_last_directory : args[0].IsResource() ? args[0].res : nullptr;
  if (!r) {
    if (args.IsNull(0)) {
      ThrowTypeError("No resource supplied");
    } else {
      ArgumentTypeError(
          1, absl::StrFormat("must be of type resource or null, %s given", ValueNameForErrors(args[0])));
    }
    return nullptr;
  }
  if (!r->type_name) {
    ThrowTypeError("%s(): supplied resource is not a valid Directory resource", Self());
    return nullptr;
  }
  auto* stream = static_cast<Stream*>(r->data);
  if (std::string_view(r->type_name) != "stream" || std::string_view(stream->type()) != "dir") {
    ThrowTypeError("%s(): Argument #1 ($dir_handle) must be a valid Directory resource", Self());
    return nullptr;
  }
  return static_cast<Directory*>(stream);
}
void Readdir(Args args, Value* result) {
  Directory* d = DirectoryArgument(args);
  if (!d) return;
  if (d->source) {
    std::string name;
    if (!d->source->Next(&name)) return Return(result, false);
    return Return(result, NewString(name));
  }
  if (d->next >= d->names.size()) return Return(result, false);
  Return(result, NewString(d->names[d->next++]));
}
void Rewinddir(Args args, Value*) {
  Directory* d = DirectoryArgument(args);
  if (!d) return;
  d->next = 0;
  if (d->source) d->source->Rewind();
}
void Closedir(Args args, Value*) {
  if (DirectoryArgument(args)) CloseResource(args.IsNull(0) ? g_last_directory : args[0].res);
}

template <bool kFree>
void DiskSpace(Args args, Value* result) {
  if (Barred(args, 0, result)) return;
  struct statvfs s;
  if (statvfs(Path(args, 0).c_str(), &s) != 0) {
    FunctionWarning("%s", Error());
    return Return(result, false);
  }
  Return(result, static_cast<double>(s.f_frsize) * static_cast<double>(kFree ? s.f_bavail : s.f_blocks));
}

// Wrappers of scripts run PHP behind any of these.
constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr uint16_t kReads = kIo;
constexpr BuiltinRow kRows[] = {
    {"basename", "(string $path, string $suffix = \"\"): string", Effects::kPure, Basename},
    {"chdir", "(string $directory): bool", kIo, Chdir},
    {"chgrp", "(string $filename, string|int $group): bool", kIo, ChangeOwner<true, false>},
    {"chmod", "(string $filename, int $permissions): bool", kIo, Chmod},
    {"chown", "(string $filename, string|int $user): bool", kIo, ChangeOwner<false, false>},
    {"clearstatcache", "(bool $clear_realpath_cache = false, string $filename = \"\"): void",
     Effects::kWritesState, Clearstatcache},
    {"closedir", "($dir_handle = null): void", kIo, Closedir},
    {"copy", "(string $from, string $to, $context = null): bool", kIo, CopyFile},
    {"dirname", "(string $path, int $levels = 1): string", Effects::kThrows, Dirname},
    {"disk_free_space", "(string $directory): float|false", kIo, WithoutNul<DiskSpace<true>, 0>},
    {"disk_total_space", "(string $directory): float|false", kIo, WithoutNul<DiskSpace<false>, 0>},
    {"diskfreespace", "(string $directory): float|false", kIo, WithoutNul<DiskSpace<true>, 0>},
    {"file_exists", "(string $filename): bool", kReads, FileExists},
    {"fileatime", "(string $filename): int|false", kIo, StatField<Field::kAtime>},
    {"filectime", "(string $filename): int|false", kIo, StatField<Field::kCtime>},
    {"filegroup", "(string $filename): int|false", kIo, StatField<Field::kGroup>},
    {"fileinode", "(string $filename): int|false", kIo, StatField<Field::kInode>},
    {"filemtime", "(string $filename): int|false", kIo, StatField<Field::kMtime>},
    {"fileowner", "(string $filename): int|false", kIo, StatField<Field::kOwner>},
    {"fileperms", "(string $filename): int|false", kIo, StatField<Field::kPerms>},
    {"filesize", "(string $filename): int|false", kIo, StatField<Field::kSize>},
    {"filetype", "(string $filename): string|false", kIo, StatField<Field::kType>},
    {"fnmatch", "(string $pattern, string $filename, int $flags = 0): bool", kIo, WithoutNul<Fnmatch, 0, 1>},
    {"getcwd", "(): string|false", kReads, Getcwd},
    {"glob", "(string $pattern, int $flags = 0): array|false", kIo, Glob},
    {"is_dir", "(string $filename): bool", kReads, IsKind<S_IFDIR>},
    {"is_executable", "(string $filename): bool", kReads, Accessible<X_OK>},
    {"is_file", "(string $filename): bool", kReads, IsKind<S_IFREG>},
    {"is_link", "(string $filename): bool", kReads, IsLink},
    {"is_readable", "(string $filename): bool", kReads, Accessible<R_OK>},
    {"is_writable", "(string $filename): bool", kReads, Accessible<W_OK>},
    {"is_writeable", "(string $filename): bool", kReads, Accessible<W_OK>},
    {"lchgrp", "(string $filename, string|int $group): bool", kIo, ChangeOwner<true, true>},
    {"lchown", "(string $filename, string|int $user): bool", kIo, ChangeOwner<false, true>},
    {"link", "(string $target, string $link): bool", kIo, WithoutNul<Link, 0, 1>},
    {"lstat", "(string $filename): array|false", kIo, StatFunction<true>},
    {"mkdir", "(string $directory, int $permissions = 0777, bool $recursive = false, $context = null): bool",
     kIo, Mkdir},
    {"opendir", "(string $directory, $context = null)", kIo, Opendir},
    {"pathinfo", "(string $path, int $flags = PATHINFO_ALL): array|string", Effects::kPure, Pathinfo},
    {"readdir", "($dir_handle = null): string|false", kIo, Readdir},
    {"readlink", "(string $path): string|false", kIo, WithoutNul<Readlink, 0>},
    {"realpath", "(string $path): string|false", kReads, Realpath},
    {"rename", "(string $from, string $to, $context = null): bool", kIo, Rename},
    {"rewinddir", "($dir_handle = null): void", kIo, Rewinddir},
    {"rmdir", "(string $directory, $context = null): bool", kIo, Rmdir},
    {"scandir",
     "(string $directory, int $sorting_order = SCANDIR_SORT_ASCENDING, $context = null): array|false", kIo,
     Scandir},
    {"stat", "(string $filename): array|false", kIo, StatFunction<false>},
    {"stream_resolve_include_path", "(string $filename): string|false", kReads, StreamResolveIncludePath},
    {"symlink", "(string $target, string $link): bool", kIo, WithoutNul<Symlink, 0, 1>},
    {"tempnam", "(string $directory, string $prefix): string|false", kIo, WithoutNul<Tempnam, 0, 1>},
    {"touch", "(string $filename, ?int $mtime = null, ?int $atime = null): bool", kIo, Touch},
    {"umask", "(?int $mask = null): int", kIo, Umask},
    {"unlink", "(string $filename, $context = null): bool", kIo, Unlink},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kFileFunctions(kRows);

}  // namespace tusk
