// Filters on streams: those of PHP by name, and classes of scripts (php_user_filter) with their buckets.
#include <zlib.h>

#include <deque>

#include "interp/ext/bz2/bz2.h"
#include "interp/ext/class_tables.h"
#include "interp/ext/standard/stream.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

// What the builtin function makes of the string; false for anything but a string.
bool Apply(std::string_view function, std::string_view s, std::string* out) {
  Value argument(NewString(s)), v;
  CallFunction(FindBuiltin(function), nullptr, nullptr, 1, &argument, &v);
  Release(argument);
  bool good = v.IsString();
  if (good) out->append(v.str->view());
  Release(v);
  return good;
}

// One function over whatever comes.
class MapFilter : public StreamFilter {
 public:
  explicit MapFilter(const char* function) : function_(function) {}
  bool Run(std::string_view in, bool, std::string* out) override {
    return in.empty() || Apply(function_, in, out);
  }

 private:
  const char* function_;
};

Value Param(const Value& params, std::string_view name) {
  return params.IsArray() ? Deref(GetStr(params.arr, name)) : Value();
}

// Base64 and quoted-printable, with lines of a given length.
class EncodeFilter : public StreamFilter {
 public:
  EncodeFilter(bool base64, const Value& params) : base64_(base64) {
    Value length = Param(params, "line-length"), ending = Param(params, "line-break-chars");
    if (length.IsInt() && length.i > 0) line_ = static_cast<size_t>(length.i);
    if (ending.IsString()) {
      ending_ = ending.str->view();
    } else if (line_ > 0) {
      ending_ = "\r\n";
    }
    binary_ = ToBool(Param(params, "binary"));
  }
  bool Run(std::string_view in, bool closing, std::string* out) override {
    std::string encoded;
    if (base64_) {
      held_ += in;
      size_t n = closing ? held_.size() : held_.size() / 3 * 3;
      if (n > 0) Apply("base64_encode", std::string_view(held_).substr(0, n), &encoded);
      held_.erase(0, n);
      for (char c : encoded) Put(std::string_view(&c, 1), out);
      return true;
    }
    static constexpr char kHex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < in.size(); ++i) {
      char ch = in[i];
      auto c = static_cast<unsigned char>(ch);
      if (!binary_ && !ending_.empty() && in.substr(i).starts_with(ending_)) {
        out->append(ending_);
        i += ending_.size() - 1;
        column_ = 0;
      } else if (c >= 33 && c <= 126 && c != '=') {
        Put(std::string_view(&ch, 1), out);
      } else if (c == ' ' && !binary_) {
        Put(" ", out);
      } else {
        char coded[] = {'=', kHex[c >> 4], kHex[c & 15]};
        Put(std::string_view(coded, 3), out);
      }
    }
    return true;
  }

 private:
  void Put(std::string_view piece, std::string* out) {
    size_t room = base64_ ? line_ : line_ - 1;
    if (line_ > 0 && column_ + piece.size() > room) {
      if (!base64_) out->push_back('=');
      out->append(ending_);
      column_ = 0;
    }
    out->append(piece);
    column_ += piece.size();
  }
  bool base64_;
  bool binary_ = false;
  size_t line_ = 0, column_ = 0;
  std::string ending_, held_;
};

class DecodeFilter : public StreamFilter {
 public:
  explicit DecodeFilter(bool base64) : base64_(base64) {}
  bool Run(std::string_view in, bool closing, std::string* out) override {
    if (!base64_) {
      held_ += in;
      // An escape that is not complete waits for the rest.
      size_t n = held_.size(), last = held_.rfind('=');
      if (!closing && last != held_.npos && n - last < 3) n = last;
      bool good = n == 0 || Apply("quoted_printable_decode", std::string_view(held_).substr(0, n), out);
      held_.erase(0, n);
      return good;
    }
    for (char ch : in) {
      auto c = static_cast<unsigned char>(ch);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
      if (c != '=' && c != '+' && c != '/' && !std::isalnum(c)) return false;
      if (c != '=') held_ += ch;
    }
    size_t n = closing ? held_.size() : held_.size() / 4 * 4;
    bool good = n == 0 || Apply("base64_decode", std::string_view(held_).substr(0, n), out);
    held_.erase(0, n);
    return good;
  }

 private:
  bool base64_;
  std::string held_;
};

// convert.iconv.FROM/TO: whole sequences as they become complete.
class IconvFilter : public StreamFilter {
 public:
  IconvFilter(std::string_view from, std::string_view to) : from_(from), to_(to) {}
  bool Run(std::string_view in, bool closing, std::string* out) override {
    held_ += in;
    // Up to four bytes of an incomplete character wait.
    for (size_t keep = 0; keep <= std::min<size_t>(closing ? 0 : 4, held_.size()); ++keep) {
      size_t n = held_.size() - keep;
      if (n == 0) return true;
      Value arguments[] = {Value(NewString(from_)), Value(NewString(to_)),
                           Value(NewString(std::string_view(held_).substr(0, n)))};
      Value v;
      ++g_state->silence;
      CallFunction(FindBuiltin("iconv"), nullptr, nullptr, 3, arguments, &v);
      --g_state->silence;
      for (Value& a : arguments) Release(a);
      bool good = v.IsString();
      if (good) out->append(v.str->view());
      Release(v);
      if (!good) continue;
      held_.erase(0, n);
      return true;
    }
    FunctionWarning("iconv stream filter (\"%s\"=>\"%s\"): invalid multibyte sequence", from_, to_);
    return false;
  }

 private:
  std::string from_, to_, held_;
};

// The chunks of HTTP's transfer coding without their frames.
class DechunkFilter : public StreamFilter {
 public:
  bool Run(std::string_view in, bool, std::string* out) override {
    while (!in.empty()) {
      switch (state_) {
        case kSize: {
          size_t end = in.find('\n');
          line_ += in.substr(0, end);
          in.remove_prefix(end == in.npos ? in.size() : end + 1);
          if (end == std::string_view::npos) return true;
          left_ = std::strtoull(line_.c_str(), nullptr, 16);
          if (!std::isxdigit(static_cast<unsigned char>(line_.c_str()[0]))) state_ = kBad;
          line_.clear();
          if (state_ == kSize) state_ = left_ == 0 ? kTrailer : kBytes;
          break;
        }
        case kBytes: {
          size_t n = std::min<size_t>(left_, in.size());
          out->append(in.substr(0, n));
          in.remove_prefix(n);
          left_ -= n;
          if (left_ == 0) state_ = kEnd;
          break;
        }
        case kEnd:
          if (in[0] == '\n') state_ = kSize;
          in.remove_prefix(1);
          break;
        case kTrailer: return true;
        case kBad: out->append(in); return true;
      }
    }
    return true;
  }

 private:
  enum { kSize, kBytes, kEnd, kTrailer, kBad } state_ = kSize;
  size_t left_ = 0;
  std::string line_;
};

class ZlibFilter : public StreamFilter {
 public:
  ZlibFilter(bool deflates, const Value& params) : deflates_(deflates) {
    Value window = Param(params, "window"), level = params.IsInt() ? params : Param(params, "level");
    int bits = window.IsInt() ? static_cast<int>(window.i) : -MAX_WBITS;
    Value memory = Param(params, "memory");
    ok_ = (deflates
               ? deflateInit2(&z_, level.IsInt() ? static_cast<int>(level.i) : Z_DEFAULT_COMPRESSION,
                              Z_DEFLATED, bits, memory.IsInt() ? static_cast<int>(memory.i) : MAX_MEM_LEVEL,
                              Z_DEFAULT_STRATEGY)
               : inflateInit2(&z_, bits)) == Z_OK;
  }
  ~ZlibFilter() override {
    if (ok_) deflates_ ? deflateEnd(&z_) : inflateEnd(&z_);
  }
  bool Run(std::string_view in, bool closing, std::string* out) override {
    if (!ok_) return false;
    if (done_) return true;
    z_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    z_.avail_in = static_cast<uInt>(in.size());
    char chunk[16384];
    int status;
    do {
      z_.next_out = reinterpret_cast<Bytef*>(chunk);
      z_.avail_out = sizeof chunk;
      int flush = closing ? Z_FINISH : Z_NO_FLUSH;
      status = deflates_ ? deflate(&z_, flush) : inflate(&z_, closing ? Z_FINISH : Z_SYNC_FLUSH);
      out->append(chunk, sizeof chunk - z_.avail_out);
    } while (status == Z_OK && (z_.avail_in > 0 || z_.avail_out == 0));
    done_ = status == Z_STREAM_END;
    if (status == Z_DATA_ERROR || status == Z_NEED_DICT) {
      RaiseFunctionMessage(ErrorLevel::kNotice, "zlib: data error");
      return false;
    }
    return true;
  }

 private:
  z_stream z_{};
  bool deflates_, ok_ = false, done_ = false;
};

// --- classes of scripts

struct Bucket {
  std::string bytes;
};
using Brigade = std::deque<Resource*>;  // buckets, owned

void FreeBucket(Resource* r) { delete static_cast<Bucket*>(r->data); }
void FreeBrigade(Resource* r) {
  auto* b = static_cast<Brigade*>(r->data);
  for (Resource* bucket : *b) Release(Value(bucket));
  delete b;
}
constexpr char kBucketType[] = "userfilter.bucket";
constexpr char kBrigadeType[] = "userfilter.bucket brigade";
Resource* NewBucket(std::string_view bytes) {
  return NewResource(kBucketType, new Bucket{std::string(bytes)}, FreeBucket);
}

class UserFilter : public StreamFilter {
 public:
  explicit UserFilter(Object* o) : object_(o) {}
  ~UserFilter() override {
    Value v;
    PendingAside aside;
    Invoke("onClose", 0, nullptr, &v);
    Release(v);
    Release(Value(object_));
  }
  bool Create() {
    Value v;
    Invoke("onCreate", 0, nullptr, &v);
    bool good = !HasException() && !v.IsFalse();
    Release(v);
    return good;
  }
  bool Run(std::string_view in, bool closing, std::string* out) override {
    if (HasException()) return false;
    Resource* from = NewResource(kBrigadeType, new Brigade, FreeBrigade);
    Resource* to = NewResource(kBrigadeType, new Brigade, FreeBrigade);
    if (!in.empty()) static_cast<Brigade*>(from->data)->push_back(NewBucket(in));
    Value stream = Value::Null();
    if (owner && owner->resource) {
      Retain(owner->resource);
      stream = Value(owner->resource);
    }
    WriteProperty(object_, Intern("stream"), stream, object_->cls, nullptr, false);
    Value consumed(int64_t{0});
    MakeReference(&consumed);
    Value arguments[] = {Value(from), Value(to), consumed, Value(closing)};
    Value v;
    Invoke("filter", 4, arguments, &v);
    bool failed = HasException();
    int64_t status = failed ? 0 : ToInt(v);
    Release(v);
    Release(consumed);
    {
      PendingAside aside;
      WriteProperty(object_, Intern("stream"), Value::Null(), object_->cls, nullptr, false);
    }
    if (status == 2) {
      for (Resource* bucket : *static_cast<Brigade*>(to->data)) {
        out->append(static_cast<Bucket*>(bucket->data)->bytes);
      }
    }
    if (!failed && !static_cast<Brigade*>(from->data)->empty() && !closing) {
      FunctionWarning("Unprocessed filter buckets remaining on input brigade");
    }
    Release(Value(from));
    Release(Value(to));
    return !failed && status != 0;
  }

 private:
  void Invoke(const char* method, uint32_t argc, const Value* argv, Value* v) {
    *v = Value();
    Function* const* f = object_->cls->methods.Find(InternLower(method));
    if (f) CallFunction(*f, object_, object_->cls, argc, argv, v);
  }
  Object* object_;  // owned
};

// Filters that scripts registered: name or pattern with a star, and class.
std::vector<std::pair<std::string, std::string>>& Registered() {
  static auto* all = new std::vector<std::pair<std::string, std::string>>;
  return *all;
}
const std::string* ClassFor(std::string_view name) {
  for (const auto& [pattern, cls] : Registered()) {
    if (EqualIgnoreCase(pattern, name)) return &cls;
  }
  // a.b.c is looked for as a.b.* and as a.*
  std::string part(name);
  for (size_t dot; (dot = part.rfind('.')) != part.npos;) {
    part.resize(dot);
    for (const auto& [pattern, cls] : Registered()) {
      if (EqualIgnoreCase(pattern, part + ".*")) return &cls;
    }
  }
  return nullptr;
}

std::unique_ptr<StreamFilter> MakeUserFilter(std::string_view name, const Value& params, bool* said) {
  const std::string* cls = ClassFor(name);
  if (!cls) return nullptr;
  String* class_name = Intern(*cls);
  Class* c = FindClass(class_name);
  *said = HasException();
  if (!c && !HasException()) {
    FunctionWarning("User-filter \"%s\" requires class \"%s\", but that class is not defined", name, *cls);
    return nullptr;
  }
  Object* o = c ? NewObject(c) : nullptr;
  if (!o) return nullptr;
  WriteProperty(o, Intern("filtername"), Value(NewString(name)), c, nullptr, false);
  WriteProperty(o, Intern("params"), params.IsUndef() ? Value::Null() : Copy(params), c, nullptr, false);
  auto filter = std::make_unique<UserFilter>(o);
  *said = *said || HasException();
  if (HasException() || !filter->Create()) return nullptr;
  return filter;
}

constexpr const char* kNames[] = {"zlib.*",    "bzip2.*",  "string.rot13", "string.toupper", "string.tolower",
                                  "convert.*", "consumed", "dechunk",      "convert.iconv.*"};

void GetFilters(Args, Value* result) {
  Array* a = NewArray();
  for (const char* name : kNames) Append(a, Value(Intern(name)));
  for (const auto& [pattern, cls] : Registered()) Append(a, Value(NewString(pattern)));
  Return(result, a);
}
void RegisterFilter(Args args, Value* result) {
  if (args.View(0).empty()) return ArgumentValueError(1, "must be a non-empty string");
  if (args.View(1).empty()) return ArgumentValueError(2, "must be a non-empty string");
  for (const auto& [pattern, cls] : Registered()) {
    if (EqualIgnoreCase(pattern, args.View(0))) return Return(result, false);
  }
  Registered().emplace_back(args.View(0), args.View(1));
  Return(result, true);
}

void CloseFilter(Resource*) {}
constexpr int64_t kRead = 1, kWrite = 2;

template <bool kFirst>
void Attach(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  int64_t mode = args.Int(2, 0) & 3;
  if (mode == 0) {
    mode = (s->mode.find_first_of("r+") != std::string::npos ? kRead : 0) |
           (s->mode.find_first_of("wax+c") != std::string::npos ? kWrite : 0);
  }
  Resource* handle = nullptr;
  for (int64_t direction : {kRead, kWrite}) {
    if (!(mode & direction)) continue;
    bool said = false;
    std::unique_ptr<StreamFilter> filter =
        MakeFilter(args.View(1), args.IsNull(3) ? Value::Null() : args[3], &said);
    if (!filter) {
      if (!said && !HasException()) {
        FunctionWarning("Unable to %slocate filter \"%s\"", ClassFor(args.View(1)) ? "create or " : "",
                        args.View(1));
      }
      if (handle) Release(Value(handle));
      return Return(result, false);
    }
    if (!handle) handle = NewResource("stream filter", s, CloseFilter);
    filter->resource = handle;
    Retain(handle);
    s->AddFilter(std::move(filter), direction == kRead, kFirst);
  }
  if (!handle) return Return(result, false);
  *result = Value(handle);
}
void RemoveFilterFunction(Args args, Value* result) {
  Resource* r = args[0].IsResource() ? args[0].res : nullptr;
  if (!r) {
    return ArgumentTypeError(
        1, absl::StrFormat("must be of type resource, %s given", ValueNameForErrors(args[0])));
  }
  if (!r->type_name || std::string_view(r->type_name) != "stream filter") {
    return ThrowTypeError("stream_filter_remove(): supplied resource is not a valid stream filter resource");
  }
  auto* s = static_cast<Stream*>(r->data);
  bool any = false;
  // One handle may stand for a filter in each direction.
  while (s->RemoveFilter(r)) any = true;
  Return(result, any);
}

// --- buckets as scripts see them

Resource* Checked(const Value& v, const char* type) {
  if (v.IsResource() && v.res->type_name && std::string_view(v.res->type_name) == type) return v.res;
  ThrowTypeError("%s(): supplied resource is not a valid %s resource", g_state->running_function()->view(),
                 type);
  return nullptr;
}
Object* WrapBucket(Resource* bucket) {  // takes over the bucket
  Object* o = NewObject(g_state->find_class(Intern("StreamBucket"), false));
  const std::string& bytes = static_cast<Bucket*>(bucket->data)->bytes;
  o->props()[0] = Value(bucket);
  o->props()[1] = Value(NewString(bytes));
  o->props()[2] = Value(static_cast<int64_t>(bytes.size()));
  o->props()[3] = Value(static_cast<int64_t>(bytes.size()));
  return o;
}
void MakeWriteable(Args args, Value* result) {
  Resource* r = Checked(args[0], kBrigadeType);
  if (!r) return;
  auto* brigade = static_cast<Brigade*>(r->data);
  if (brigade->empty()) return;
  Resource* bucket = brigade->front();
  brigade->pop_front();
  *result = Value(WrapBucket(bucket));
}
void BucketNew(Args args, Value* result) {
  if (StreamArgument(args, 0)) *result = Value(WrapBucket(NewBucket(args.View(1))));
}
template <bool kFront>
void AttachBucket(Args args, Value*) {
  Resource* r = Checked(args[0], kBrigadeType);
  if (!r) return;
  Object* o = args[1].obj;
  Value bucket = ReadProperty(o, Intern("bucket"), nullptr, nullptr);
  if (!bucket.IsResource() || !bucket.res->data) {
    Release(bucket);
    if (HasException()) return;
    return ArgumentValueError(2, "must be an object that has a \"bucket\" property");
  }
  Value data = ReadProperty(o, Intern("data"), nullptr, nullptr);
  if (data.IsString()) static_cast<Bucket*>(bucket.res->data)->bytes = data.str->view();
  Release(data);
  auto* brigade = static_cast<Brigade*>(r->data);
  kFront ? brigade->push_front(bucket.res) : brigade->push_back(bucket.res);
}

constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr char kAttach[] = "($stream, string $filter_name, int $mode = 0, mixed $params = null)";
constexpr BuiltinRow kRows[] = {
    {"stream_bucket_append", "($brigade, object $bucket): void", kIo, AttachBucket<false>},
    {"stream_bucket_make_writeable", "($brigade): ?StreamBucket", kIo, MakeWriteable},
    {"stream_bucket_new", "($stream, string $buffer): StreamBucket", kIo, BucketNew},
    {"stream_bucket_prepend", "($brigade, object $bucket): void", kIo, AttachBucket<true>},
    {"stream_filter_append", kAttach, kIo, Attach<false>},
    {"stream_filter_prepend", kAttach, kIo, Attach<true>},
    {"stream_filter_register", "(string $filter_name, string $class): bool", kIo, RegisterFilter},
    {"stream_filter_remove", "($stream_filter): bool", kIo, RemoveFilterFunction},
    {"stream_get_filters", "(): array", kIo, GetFilters},
};
static_assert(SortedByName(kRows));

constexpr char kUserFilter[] = R"php(
class php_user_filter {
    public string $filtername = '';
    public mixed $params = '';
    public $stream = null;
    /** @tentative-return-type */
    public function filter($in, $out, &$consumed, bool $closing): int { return PSFS_ERR_FATAL; }
    public function onCreate(): bool { return true; }
    public function onClose(): void {}
}
)php";
constexpr BuiltinPropertyRow kBucketProperties[] = {{"bucket", "", Type::kNull},
                                                    {"data", "string", Type::kUndef},
                                                    {"datalen", "int", Type::kUndef},
                                                    {"dataLength", "int", Type::kUndef}};
const BuiltinClassRow kClassRows[] = {
    {.name = "php_user_filter", .extension = "standard", .source = kUserFilter},
    {.name = "StreamBucket",
     .flags = ClassFlags::kFinal,
     .properties = kBucketProperties,
     .extension = "standard"},
};

}  // namespace

std::unique_ptr<StreamFilter> MakeFilter(std::string_view name, const Value& params, bool* said) {
  auto is = [&](std::string_view wanted) { return EqualIgnoreCase(name, wanted); };
  if (is("string.rot13")) return std::make_unique<MapFilter>("str_rot13");
  if (is("string.toupper")) return std::make_unique<MapFilter>("strtoupper");
  if (is("string.tolower")) return std::make_unique<MapFilter>("strtolower");
  if (is("convert.base64-encode")) return std::make_unique<EncodeFilter>(true, params);
  if (is("convert.base64-decode")) return std::make_unique<DecodeFilter>(true);
  if (is("convert.quoted-printable-encode")) return std::make_unique<EncodeFilter>(false, params);
  if (is("convert.quoted-printable-decode")) return std::make_unique<DecodeFilter>(false);
  if (is("dechunk")) return std::make_unique<DechunkFilter>();
  if (is("bzip2.compress") || is("bzip2.decompress"))
    return MakeBzip2Filter(is("bzip2.compress"), params, said);
  if (is("zlib.deflate")) return std::make_unique<ZlibFilter>(true, params);
  if (is("zlib.inflate")) return std::make_unique<ZlibFilter>(false, params);
  if (EqualIgnoreCase(name.substr(0, 14), "convert.iconv.")) {
    std::string_view pair = name.substr(14);
    size_t cut = pair.find_first_of("/.");
    if (cut != pair.npos) return std::make_unique<IconvFilter>(pair.substr(0, cut), pair.substr(cut + 1));
  }
  return MakeUserFilter(name, params, said);
}

constinit const BuiltinTable kFilterStreamFunctions(kRows);
const std::span<const BuiltinClassRow> kStreamFilterClasses = kClassRows;

}  // namespace tusk
