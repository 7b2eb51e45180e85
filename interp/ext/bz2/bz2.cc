// The bz2 extension on libbz2, which is opened when a script first needs it. The declarations are those of
// libbz2 1.0.
#include "interp/ext/bz2/bz2.h"

#include <climits>

#include "interp/ext/library.h"
#include "interp/ext/library_tables.h"
#include "interp/runtime/errors.h"

namespace tusk {
namespace {

struct BzState {
  char* in;
  unsigned in_left, total_in_low, total_in_high;
  char* out;
  unsigned out_left, total_out_low, total_out_high;
  void* state;
  void* (*allocate)(void*, int, int);
  void (*release)(void*, void*);
  void* opaque;
};

// X(result, name, (parameters))
#define TUSK_BZ2_FUNCTIONS(X)                           \
  X(int, BZ2_bzCompressInit, (BzState*, int, int, int)) \
  X(int, BZ2_bzCompress, (BzState*, int))               \
  X(int, BZ2_bzCompressEnd, (BzState*))                 \
  X(int, BZ2_bzDecompressInit, (BzState*, int, int))    \
  X(int, BZ2_bzDecompress, (BzState*))                  \
  X(int, BZ2_bzDecompressEnd, (BzState*))

struct Bz2Library {
  TUSK_BZ2_FUNCTIONS(TUSK_LIBRARY_MEMBER)
};
const Bz2Library& Bz2() {
  static const Bz2Library loaded = [] {
    void* library = OpenLibrary("bz2", {"libbz2.so.1.0"});
    Bz2Library functions;
    TUSK_BZ2_FUNCTIONS(TUSK_LIBRARY_LOAD)
    return functions;
  }();
  return loaded;
}

constexpr int kRun = 0, kFinish = 2;                         // actions
constexpr int kOk = 0, kStreamEnd = 4, kUnexpectedEnd = -7;  // results
constexpr size_t kChunk = 8192;

// Compresses or decompresses what is added to it.
class Codec {
 public:
  Codec(bool compresses, int blocks, int work, bool small) : compresses_(compresses) {
    status_ = compresses ? Bz2().BZ2_bzCompressInit(&z_, blocks, 0, work)
                         : Bz2().BZ2_bzDecompressInit(&z_, 0, small);
    open_ = status_ == kOk;
  }
  ~Codec() { Close(); }
  Codec(const Codec&) = delete;
  Codec& operator=(const Codec&) = delete;
  // <0: the data is bad (or could not be begun). At the end of a compressed text what is behind it is left.
  int Add(std::string_view in, bool closing, std::string* out) {
    if (!open_) return status_;
    z_.in = const_cast<char*>(in.data());
    z_.in_left = static_cast<unsigned>(in.size());
    char chunk[kChunk];
    do {
      z_.out = chunk;
      z_.out_left = sizeof chunk;
      status_ =
          compresses_ ? Bz2().BZ2_bzCompress(&z_, closing ? kFinish : kRun) : Bz2().BZ2_bzDecompress(&z_);
      out->append(chunk, sizeof chunk - z_.out_left);
      if (status_ < 0 || status_ == kStreamEnd) break;
    } while (z_.in_left > 0 || z_.out_left == 0 || (compresses_ && closing));
    if (status_ == kStreamEnd) Close();
    return status_ < 0 ? status_ : kOk;
  }
  bool ended() const { return status_ == kStreamEnd; }
  bool compresses() const { return compresses_; }
  size_t rest() const { return z_.in_left; }
  int status() const { return status_; }

 private:
  void Close() {
    if (std::exchange(open_, false))
      compresses_ ? Bz2().BZ2_bzCompressEnd(&z_) : Bz2().BZ2_bzDecompressEnd(&z_);
  }
  BzState z_{};
  bool compresses_, open_ = false;
  int status_;
};

class BzStream : public Stream {
 public:
  // `beneath` is a stream of its own, or one of a script's (`held`, counted).
  BzStream(std::unique_ptr<Stream> own, Stream* beneath, Resource* held, bool reads)
      : codec_(!reads, 9, 0, false), own_(std::move(own)), beneath_(beneath), held_(held) {
    writable = !reads;
    seekable = false;
  }
  ~BzStream() override {
    if (codec_.compresses() && StillThere()) {
      std::string out;
      if (codec_.Add("", true, &out) == kOk) beneath_->Write(out);
      beneath_->FlushAll();
    }
    if (held_) Release(Value(held_));
  }
  int64_t RawRead(char* to, size_t n) override {
    if (writable) return -1;
    while (ready_.size() - at_ < n && !codec_.ended() && error_ == kOk && StillThere()) {
      std::string bytes = beneath_->Read(kChunk);
      if (bytes.empty()) {
        if (begun_) error_ = kUnexpectedEnd;
        break;
      }
      begun_ = true;
      error_ = codec_.Add(bytes, false, &ready_);
    }
    size_t size = std::min(n, ready_.size() - at_);
    if (size == 0 && error_ != kOk) {
      errno = EBADF;
      return -1;
    }
    std::memcpy(to, ready_.data() + at_, size);
    at_ += size;
    if (at_ == ready_.size()) {
      ready_.clear();
      at_ = 0;
    }
    return static_cast<int64_t>(size);
  }
  int64_t RawWrite(std::string_view bytes) override {
    if (!writable || !StillThere()) return -1;
    std::string out;
    error_ = codec_.Add(bytes, false, &out);
    if (error_ != kOk) return -1;
    if (!out.empty()) beneath_->Write(out);
    return static_cast<int64_t>(bytes.size());
  }
  const char* type() const override { return "BZip2"; }
  const char* wrapper() const override { return "BZip2"; }
  bool greedy() const override { return true; }
  int error() const { return error_; }

 private:
  bool StillThere() const { return !held_ || held_->type_name; }
  Codec codec_;
  std::unique_ptr<Stream> own_;
  Stream* beneath_;
  Resource* held_;
  std::string ready_;
  size_t at_ = 0;
  bool begun_ = false;
  int error_ = kOk;
};

class BzFilter : public StreamFilter {
 public:
  BzFilter(bool compresses, int blocks, int work, bool small, bool joined)
      : blocks_(blocks), work_(work), small_(small), joined_(joined), compresses_(compresses) {
    Begin();
  }
  bool Run(std::string_view in, bool closing, std::string* out) override {
    // Nothing was written: nothing comes out.
    if (compresses_ && in.empty() && (!begun_ || !closing)) return true;
    begun_ = true;
    if (codec_->ended() && !(joined_ && !in.empty())) return true;
    for (;;) {
      if (codec_->ended()) Begin();
      if (!compresses_ && in.empty()) return true;
      if (codec_->Add(in, closing, out) != kOk) {
        RaiseFunctionMessage(ErrorLevel::kNotice, "bzip2 decompression failed");
        return false;
      }
      if (!codec_->ended() || !joined_ || codec_->rest() == 0) return true;
      in = in.substr(in.size() - codec_->rest());
    }
  }

 private:
  void Begin() { codec_ = std::make_unique<Codec>(compresses_, blocks_, work_, small_); }
  int blocks_, work_;
  bool small_, joined_, compresses_;
  bool begun_ = false;
  std::unique_ptr<Codec> codec_;
};

const char* ErrorName(int code) {
  static constexpr const char* kNames[] = {
      "OK",       "SEQUENCE_ERROR", "PARAM_ERROR",  "MEM_ERROR",   "DATA_ERROR", "DATA_ERROR_MAGIC",
      "IO_ERROR", "UNEXPECTED_EOF", "OUTBUFF_FULL", "CONFIG_ERROR"};
  size_t i = code < 0 ? static_cast<size_t>(-code) : 0;
  return i < std::size(kNames) ? kNames[i] : "";
}

// --- functions

void Bzopen(Args args, Value* result) {
  std::string_view mode = args.View(1);
  if (mode != "r" && mode != "w") return ArgumentValueError(2, "must be either \"r\" or \"w\"");
  bool reads = mode == "r";
  Value file = Deref(args[0]);
  std::unique_ptr<Stream> stream;
  if (file.IsString()) {
    if (file.str->length == 0) return ArgumentValueError(1, "must not be empty");
    if (file.str->view().find('\0') != std::string_view::npos)
      return ArgumentTypeError(1, "must not contain null bytes");
    std::unique_ptr<Stream> beneath = OpenStreamOrWarn(file.str->view(), reads ? "rb" : "wb");
    if (!beneath) return HasException() ? void() : Return(result, false);
    Stream* raw = beneath.get();
    stream = std::make_unique<BzStream>(std::move(beneath), raw, nullptr, reads);
    stream->uri = file.str->view();
  } else if (file.IsResource()) {
    Stream* beneath = StreamArgument(args, 0);
    if (!beneath) return;
    std::string their = beneath->mode;
    std::erase(their, 'b');
    if (their.size() != 1 || std::string_view("rwax").find(their[0]) == std::string_view::npos) {
      FunctionWarning("Cannot use stream opened in mode '%s'", beneath->mode);
      return HasException() ? void() : Return(result, false);
    }
    if (reads && their != "r") {
      FunctionWarning("Cannot read from a stream opened in write only mode");
      return HasException() ? void() : Return(result, false);
    }
    if (!reads && their == "r") {
      FunctionWarning("cannot write to a stream opened in read only mode");
      return HasException() ? void() : Return(result, false);
    }
    Resource* held = Copy(file).res;
    stream = std::make_unique<BzStream>(nullptr, beneath, held, reads);
  } else {
    return ArgumentTypeError(
        1, absl::StrFormat("must be of type string or file-resource, %s given", ValueNameForErrors(file)));
  }
  stream->mode = mode;
  *result = Value(NewStreamResource(std::move(stream)));
}

void Bzread(Args args, Value* result) {
  int64_t length = args.Int(1, 1024);
  if (length < 0) return ArgumentValueError(2, "must be greater than or equal to 0");
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  std::string bytes = s->Read(static_cast<size_t>(length));
  if (bytes.empty() && length > 0 && s->read_failed()) return Return(result, false);
  Return(result, std::string_view(bytes));
}
void Bzwrite(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  std::string_view bytes = args.View(1);
  if (!args.IsNull(2)) {
    if (args[2].i < 0) return ArgumentValueError(3, "must be greater than or equal to 0");
    bytes = bytes.substr(0, static_cast<size_t>(args[2].i));
  }
  if (bytes.empty()) return Return(result, int64_t{0});
  int64_t n = s->Write(bytes);
  if (n < 0) return Return(result, false);
  Return(result, n);
}
void Bzflush(Args args, Value* result) {
  if (Stream* s = StreamArgument(args, 0)) Return(result, s->FlushAll());
}
void Bzclose(Args args, Value* result) {
  if (!StreamArgument(args, 0)) return;
  CloseResource(args[0].res);
  Return(result, true);
}

enum class Tell : uint8_t { kNumber, kText, kBoth };
template <Tell kTell>
void Bzerror(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  if (std::string_view(s->type()) != "BZip2") return ArgumentTypeError(1, "must be a bz2 stream");
  int error = static_cast<BzStream*>(s)->error();
  if (kTell == Tell::kNumber) return Return(result, int64_t{error});
  if (kTell == Tell::kText) return Return(result, ErrorName(error));
  Array* a = NewArray();
  SetStr(a, "errno", Value(int64_t{error}));
  SetStr(a, "errstr", Value(NewString(std::string_view(ErrorName(error)))));
  Return(result, a);
}

bool FitsBz(Args args) {
  if (args.View(0).size() <= UINT_MAX) return true;
  ArgumentValueError(1, absl::StrFormat("must have a length less than or equal to %d", UINT_MAX));
  return false;
}
void Bzcompress(Args args, Value* result) {
  if (!FitsBz(args)) return;
  int64_t blocks = args.Int(1, 4), work = args.Int(2, 0);
  if (blocks < INT_MIN || blocks > INT_MAX || work < INT_MIN || work > INT_MAX) blocks = 0;
  Codec codec(true, static_cast<int>(blocks), static_cast<int>(work), false);
  std::string out;
  int status = codec.Add(args.View(0), true, &out);
  if (status != kOk) return Return(result, int64_t{status});
  Return(result, std::string_view(out));
}
void Bzdecompress(Args args, Value* result) {
  if (!FitsBz(args)) return;
  Codec codec(false, 0, 0, args.Bool(1));
  std::string out;
  int status = codec.Add(args.View(0), false, &out);
  if (status != kOk) return Return(result, int64_t{status});
  Return(result, std::string_view(out));
}

constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"bzclose", "($bz): bool", kIo, Bzclose},
    {"bzcompress", "(string $data, int $block_size = 4, int $work_factor = 0): string|int", kIo, Bzcompress},
    {"bzdecompress", "(string $data, bool $use_less_memory = false): string|int|false", kIo, Bzdecompress},
    {"bzerrno", "($bz): int", kIo, Bzerror<Tell::kNumber>},
    {"bzerror", "($bz): array", kIo, Bzerror<Tell::kBoth>},
    {"bzerrstr", "($bz): string", kIo, Bzerror<Tell::kText>},
    {"bzflush", "($bz): bool", kIo, Bzflush},
    {"bzopen", "($file, string $mode)", kIo, Bzopen},
    {"bzread", "($bz, int $length = 1024): string|false", kIo, Bzread},
    {"bzwrite", "($bz, string $data, ?int $length = null): int|false", kIo, Bzwrite},
};
static_assert(SortedByName(kRows));

}  // namespace

std::unique_ptr<Stream> OpenBzip2(std::string_view path, std::string_view mode, std::string* error) {
  bool reads = mode.find('r') != mode.npos;
  std::unique_ptr<Stream> beneath = OpenStream(path, reads ? "rb" : "wb", error);
  if (!beneath) return nullptr;
  Stream* raw = beneath.get();
  return std::make_unique<BzStream>(std::move(beneath), raw, nullptr, reads);
}

std::unique_ptr<StreamFilter> MakeBzip2Filter(bool compresses, const Value& params, bool* said) {
  Value from = Deref(params);
  Array* options = from.IsArray() ? CopyArray(from.arr) : from.IsObject() ? ToArray(from) : NewArray();
  auto option = [&](std::string_view name) { return Deref(GetStr(options, name)); };
  int blocks = 4, work = 0;
  bool small = false, joined = false;
  auto number = [&](const char* name, const char* what, int64_t least, int64_t most, int* to) {
    Value v = option(name);
    if (v.IsUndef()) return;
    int64_t n = ToInt(v);
    if (n < least || n > most) {
      FunctionWarning("Invalid parameter given for %s (%d)", what, n);
    } else {
      *to = static_cast<int>(n);
    }
  };
  if (compresses) {
    number("blocks", "number of blocks to allocate", 1, 9, &blocks);
    number("work", "work factor", 0, 250, &work);
  } else if (from.IsArray() || from.IsObject()) {
    joined = ToBool(option("concatenated"));
    small = ToBool(option("small"));
  } else if (!from.IsUndef()) {
    small = ToBool(from);
  }
  Release(Value(options));
  if (HasException()) {
    *said = true;
    return nullptr;
  }
  return std::make_unique<BzFilter>(compresses, blocks, work, small, joined);
}

constinit const BuiltinTable kBz2Functions(kRows);

}  // namespace tusk
