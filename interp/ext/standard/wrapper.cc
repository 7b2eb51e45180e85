// Classes registered by stream_wrapper_register(): their methods behind the operations of streams, files and
// directories.
#include "interp/ext/standard/wrapper.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

constexpr const char* kBuiltin[] = {"http", "compress.zlib", "compress.bzip2", "php", "file", "glob", "data"};

struct Registry {
  std::vector<UserWrapper*> user;    // never freed: streams and code point at them
  std::vector<std::string> removed;  // built-in ones that are switched off
};
Registry& All() {
  static auto* registry = new Registry;
  return *registry;
}
bool g_any = false;  // something was registered or removed

bool IsBuiltin(std::string_view scheme) {
  return std::any_of(std::begin(kBuiltin), std::end(kBuiltin),
                     [&](const char* name) { return EqualIgnoreCase(name, scheme); });
}
bool IsRemoved(std::string_view scheme) {
  return std::any_of(All().removed.begin(), All().removed.end(),
                     [&](const std::string& name) { return EqualIgnoreCase(name, scheme); });
}
UserWrapper* FindUser(std::string_view scheme) {
  for (UserWrapper* w : All().user) {
    if (w->cls && EqualIgnoreCase(w->scheme, scheme)) return w;
  }
  return nullptr;
}

// $object->method(arguments), which are released. False: there is no such method, or it threw.
bool CallMethod(Object* o, const char* method, std::vector<Value> arguments, Value* result) {
  Array* pair = NewArray(2);
  Retain(o);
  Append(pair, Value(o));
  Append(pair, Value(Intern(method)));
  Value callable(pair);
  *result = Value();
  bool done =
      g_state->call_callable(callable, static_cast<uint32_t>(arguments.size()), arguments.data(), result);
  Release(callable);
  for (Value& v : arguments) Release(v);
  return done && !HasException();
}
void NotImplemented(const Class* c, const char* method) {
  if (!HasException()) FunctionWarning("%s::%s is not implemented!", c->name->view(), method);
}
bool Truth(Value v) {
  bool yes = ToBool(v);
  Release(v);
  return yes;
}
int64_t Number(Value v) {
  int64_t n = ToInt(v);
  Release(v);
  return n;
}

// An instance with its context; null with an exception pending.
Object* MakeInstance(UserWrapper* w, Resource* context) {
  Class* c = w->cls;  // which methods may take out of the wrapper
  Object* o = NewObject(c);
  if (!o) return nullptr;
  Value v = Value::Null();
  if (context) {
    Retain(context);
    v = Value(context);
  }
  if (!WriteProperty(o, Intern("context"), v, c, nullptr, false)) {
    Release(Value(o));
    return nullptr;
  }
  if (Function* const* constructor = c->methods.Find(Intern("__construct"))) {
    Value ignored;
    CallFunction(*constructor, o, c, 0, nullptr, &ignored);
    Release(ignored);
  }
  if (!HasException()) return o;
  Release(Value(o));
  return nullptr;
}

Value Text(std::string_view s) { return Value(NewString(s)); }

void ReadStat(const Value& from, struct stat* out) {
  std::memset(out, 0, sizeof *out);
  auto field = [&](const char* name) {
    Value v = GetStr(from.arr, std::string_view(name));
    return v.IsUndef() ? int64_t{0} : ToInt(Deref(v));
  };
  out->st_dev = static_cast<dev_t>(field("dev"));
  out->st_ino = static_cast<ino_t>(field("ino"));
  out->st_mode = static_cast<mode_t>(field("mode"));
  out->st_nlink = static_cast<nlink_t>(field("nlink"));
  out->st_uid = static_cast<uid_t>(field("uid"));
  out->st_gid = static_cast<gid_t>(field("gid"));
  out->st_rdev = static_cast<dev_t>(field("rdev"));
  out->st_size = field("size");
  out->st_atime = field("atime");
  out->st_mtime = field("mtime");
  out->st_ctime = field("ctime");
  out->st_blksize = static_cast<blksize_t>(field("blksize"));
  out->st_blocks = field("blocks");
}

class UserStream : public Stream {
 public:
  explicit UserStream(Object* o) : object_(o) { wrapper_object = o; }
  ~UserStream() override {
    Value ignored;
    PendingAside aside;
    if (writable && Call("stream_flush", {}, &ignored)) Release(ignored);
    if (Call("stream_close", {}, &ignored)) Release(ignored);
    Release(Value(object_));
  }
  int64_t RawRead(char* to, size_t n) override {
    Value v;
    end_ = true;
    if (!Call("stream_read", {Value(static_cast<int64_t>(n))}, &v)) {
      if (!HasException()) NotImplemented(object_->cls, "stream_read");
      return -1;
    }
    if (v.IsFalse()) return -1;
    String* s = ToString(v);
    Release(v);
    if (!s) return -1;
    size_t got = std::min(s->length, n);
    if (s->length > n) {
      FunctionWarning(
          "%s::stream_read - read %d bytes more data than requested (%d read, %d max) - excess data will be "
          "lost",
          object_->cls->name->view(), s->length - n, s->length, n);
    }
    std::memcpy(to, s->data, got);
    Release(s);
    if (Call("stream_eof", {}, &v)) {
      end_ = Truth(v);
    } else if (!HasException()) {
      FunctionWarning("%s::stream_eof is not implemented! Assuming EOF", object_->cls->name->view());
    }
    return static_cast<int64_t>(got);
  }
  bool TellsEnd() const override { return true; }
  bool RawEnd() override { return end_; }
  int64_t RawWrite(std::string_view bytes) override {
    Value v;
    if (!Call("stream_write", {Text(bytes)}, &v)) {
      NotImplemented(object_->cls, "stream_write");
      return -1;
    }
    if (v.IsFalse()) return -1;
    int64_t n = Number(v), all = static_cast<int64_t>(bytes.size());
    if (n > all) {
      FunctionWarning("%s::stream_write wrote %d bytes more data than requested (%d written, %d max)",
                      object_->cls->name->view(), n - all, n, all);
      n = all;
    }
    return n;
  }
  int64_t RawSeek(int64_t offset, int whence) override {
    Value v;
    if (!Call("stream_seek", {Value(offset), Value(static_cast<int64_t>(whence))}, &v)) {
      seekable = HasException() && seekable;
      return -1;
    }
    if (!Truth(v)) return -1;
    end_ = false;
    if (Call("stream_tell", {}, &v)) return Number(v);
    NotImplemented(object_->cls, "stream_tell");
    return -1;
  }
  bool Flush() override {
    Value v;
    return Call("stream_flush", {}, &v) && Truth(v);
  }
  bool Truncate(int64_t size) override {
    Value v;
    if (!Call("stream_truncate", {Value(size)}, &v)) return false;
    if (v.IsBool()) return v.IsTrue();
    Release(v);
    FunctionWarning("%s::stream_truncate did not return a boolean!", object_->cls->name->view());
    return false;
  }
  bool Stat(struct stat* out) override {
    Value v;
    if (!Call("stream_stat", {}, &v)) {
      NotImplemented(object_->cls, "stream_stat");
      return false;
    }
    bool good = v.IsArray();
    if (good) ReadStat(v, out);
    Release(v);
    return good;
  }
  int Lock(int operation) override {
    Value v;
    int64_t what = (operation & LOCK_SH ? 1 : 0) | (operation & LOCK_EX ? 2 : 0) |
                   (operation & LOCK_UN ? 3 : 0) | (operation & LOCK_NB ? 4 : 0);
    if (!Call("stream_lock", {Value(what)}, &v)) {
      NotImplemented(object_->cls, "stream_lock");
      return -1;
    }
    return Truth(v) ? 0 : -1;
  }
  int SetOption(int option, int64_t a, int64_t b) override {
    constexpr int kBlocking = 1;  // has one argument
    Value v;
    if (!Call("stream_set_option",
              {Value(static_cast<int64_t>(option)), Value(a), option == kBlocking ? Value::Null() : Value(b)},
              &v)) {
      NotImplemented(object_->cls, "stream_set_option");
      return -1;
    }
    return Truth(v) ? 0 : -1;
  }
  int SelectDescriptor() override {
    constexpr int64_t kForSelect = 3;
    Value v;
    int fd = -1;
    const char* name = object_->cls->name->view().data();
    if (!Call("stream_cast", {Value(kForSelect)}, &v)) {
      if (!HasException()) FunctionWarning("%s::stream_cast is not implemented!", name);
    } else if (ToBool(v)) {
      Stream* other = StreamOf(v);
      if (!other) {
        FunctionWarning("%s::stream_cast must return a stream resource", name);
      } else if (other == this) {
        FunctionWarning("%s::stream_cast must not return itself", name);
      } else {
        fd = other->SelectDescriptor();
      }
      Release(v);
    } else {
      Release(v);
    }
    return fd < 0 ? Stream::SelectDescriptor() : fd;
  }
  const char* type() const override { return "user-space"; }
  const char* wrapper() const override { return "user-space"; }

 private:
  bool Call(const char* method, std::vector<Value> arguments, Value* result) {
    ++busy;
    bool done = CallMethod(object_, method, std::move(arguments), result);
    --busy;
    return done;
  }
  Object* object_;  // owned
  bool end_ = false;
};

class UserDirectory : public DirectorySource {
 public:
  explicit UserDirectory(Object* o) : object_(o) {}
  ~UserDirectory() override {
    Value v;
    PendingAside aside;
    if (CallMethod(object_, "dir_closedir", {}, &v)) Release(v);
    Release(Value(object_));
  }
  bool Next(std::string* name) override {
    Value v;
    if (!CallMethod(object_, "dir_readdir", {}, &v)) {
      NotImplemented(object_->cls, "dir_readdir");
      return false;
    }
    if (v.IsFalse() || v.IsNull()) return false;
    String* s = ToString(v);
    if (s) {
      *name = s->view();
      Release(s);
    }
    Release(v);
    return s != nullptr;
  }
  void Rewind() override {
    Value v;
    if (CallMethod(object_, "dir_rewinddir", {}, &v)) Release(v);
  }

 private:
  Object* object_;  // owned
};

// --- the functions

void Register(Args args, Value* result) {
  std::string_view scheme = args.View(0);
  Class* c = FindClass(args.Str(1));
  if (!c) {
    if (HasException()) return;
    return ArgumentTypeError(2, absl::StrFormat("must be a valid class name, %s given", args.View(1)));
  }
  bool valid = !scheme.empty() && std::all_of(scheme.begin(), scheme.end(), [](char ch) {
    return std::isalnum(static_cast<unsigned char>(ch)) || ch == '+' || ch == '-' || ch == '.';
  });
  if (!valid) {
    FunctionWarning("Invalid protocol scheme specified. Unable to register wrapper class %s to %s://",
                    c->name->view(), scheme);
    return Return(result, false);
  }
  if (FindUser(scheme) || (IsBuiltin(scheme) && !IsRemoved(scheme))) {
    FunctionWarning("Protocol %s:// is already defined.", scheme);
    return Return(result, false);
  }
  All().user.push_back(new UserWrapper{std::string(scheme), c, (args[2].i & 1) != 0});
  g_any = true;
  Return(result, true);
}
void Unregister(Args args, Value* result) {
  std::string_view scheme = args.View(0);
  if (UserWrapper* w = FindUser(scheme)) {
    w->cls = nullptr;
  } else if (IsBuiltin(scheme) && !IsRemoved(scheme)) {
    All().removed.emplace_back(scheme);
  } else {
    FunctionWarning("Unable to unregister %s://", scheme);
    return Return(result, false);
  }
  g_any = true;
  Return(result, true);
}
void Restore(Args args, Value* result) {
  std::string_view scheme = args.View(0);
  if (!IsBuiltin(scheme)) {
    FunctionWarning("%s:// never existed, nothing to restore", scheme);
    return Return(result, false);
  }
  UserWrapper* w = FindUser(scheme);
  if (!w && !IsRemoved(scheme)) {
    RaiseFunctionMessage(ErrorLevel::kNotice,
                         absl::StrFormat("%s:// was never changed, nothing to restore", scheme));
    return Return(result, true);
  }
  if (w) w->cls = nullptr;
  std::erase_if(All().removed, [&](const std::string& name) { return EqualIgnoreCase(name, scheme); });
  Return(result, true);
}
void GetWrappers(Args, Value* result) {
  Array* a = NewArray();
  for (const char* name : kBuiltin) {
    if (!IsRemoved(name)) Append(a, Value(Intern(name)));
  }
  for (const UserWrapper* w : All().user) {
    if (w->cls) Append(a, Value(NewString(w->scheme)));
  }
  Return(result, a);
}

constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr char kRegister[] = "(string $protocol, string $class, int $flags = 0): bool";
constexpr BuiltinRow kRows[] = {
    {"stream_get_wrappers", "(): array", kIo, GetWrappers},
    {"stream_register_wrapper", kRegister, kIo, Register},
    {"stream_wrapper_register", kRegister, kIo, Register},
    {"stream_wrapper_restore", "(string $protocol): bool", kIo, Restore},
    {"stream_wrapper_unregister", "(string $protocol): bool", kIo, Unregister},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kWrapperFunctions(kRows);

std::string_view SchemeOf(std::string_view path) {
  size_t n = 0;
  while (n < path.size() && (std::isalnum(static_cast<unsigned char>(path[n])) || path[n] == '+' ||
                             path[n] == '-' || path[n] == '.'))
    ++n;
  return n > 0 && path.substr(n).starts_with("://") ? path.substr(0, n) : std::string_view();
}

UserWrapper* UserWrapperOf(std::string_view path) {
  if (TUSK_LIKELY(!g_any)) return nullptr;
  std::string_view scheme = SchemeOf(path);
  return FindUser(scheme.empty() ? std::string_view("file") : scheme);
}

bool BuiltinWrapperIs(std::string_view scheme) { return IsBuiltin(scheme) && !(g_any && IsRemoved(scheme)); }

std::unique_ptr<Stream> OpenUserStream(UserWrapper* w, std::string_view path, std::string_view mode,
                                       std::string* error, const OpenOptions& options) {
  Object* o = MakeInstance(w, options.context);
  if (!o) return nullptr;
  Value opened = Value::Null();
  MakeReference(&opened);
  Value v;
  Value options_value(static_cast<int64_t>(options.options));
  bool done = CallMethod(o, "stream_open", {Text(path), Text(mode), options_value, opened}, &v) && Truth(v);
  if (done) {
    auto stream = std::make_unique<UserStream>(o);
    stream->mode = mode;
    return stream;
  }
  if (!HasException()) {
    *error = absl::StrFormat("\"%s::stream_open\" call failed", o->cls->name->view());
  }
  Release(Value(o));
  return nullptr;
}

bool UserStat(UserWrapper* w, std::string_view path, int64_t flags, struct stat* out) {
  Object* o = MakeInstance(w, nullptr);
  if (!o) return false;
  Value v;
  bool good = false;
  if (CallMethod(o, "url_stat", {Text(path), Value(flags)}, &v)) {
    good = v.IsArray();
    if (good) ReadStat(v, out);
    Release(v);
  } else {
    NotImplemented(o->cls, "url_stat");
  }
  Release(Value(o));
  return good;
}

bool UserPathCall(UserWrapper* w, const char* method, std::string_view path, std::vector<Value> more,
                  Resource* context) {
  more.insert(more.begin(), Text(path));
  Object* o = MakeInstance(w, context);
  if (!o) {
    for (Value& v : more) Release(v);
    return false;
  }
  Value v;
  bool good = false;
  if (CallMethod(o, method, std::move(more), &v)) {
    good = Truth(v);
  } else {
    NotImplemented(o->cls, method);
  }
  Release(Value(o));
  return good;
}

std::unique_ptr<DirectorySource> OpenUserDirectory(UserWrapper* w, std::string_view path, Resource* context,
                                                   std::string* error) {
  Object* o = MakeInstance(w, context);
  if (!o) return nullptr;
  Value v;
  if (CallMethod(o, "dir_opendir", {Text(path), Value(int64_t{0})}, &v) && Truth(v)) {
    return std::make_unique<UserDirectory>(o);
  }
  *error = absl::StrFormat("\"%s::dir_opendir\" call failed", o->cls->name->view());
  Release(Value(o));
  return nullptr;
}

}  // namespace tusk
