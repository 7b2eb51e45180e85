// Streams over descriptors and memory.
#include "interp/ext/standard/stream.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "interp/ext/standard/wrapper.h"
#include "interp/runtime/base_dir.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/output.h"
#include "interp/runtime/response.h"
#include "interp/vm/main.h"

namespace tusk {

StreamFilter::~StreamFilter() {
  if (!resource) return;
  CloseResource(resource);
  Release(Value(resource));
}

namespace {
// Streams with filters, which may hold something back: what is open at the end of the program gives it out,
// the newest stream first.
std::vector<Stream*>& Filtered() {
  static std::vector<Stream*>* streams = [] {
    AtEnd([](Vm*) {
      while (!Filtered().empty()) Filtered().back()->Finish();
    });
    return new std::vector<Stream*>;
  }();
  return *streams;
}
}  // namespace

Stream::~Stream() {
  if (!read_filters_.empty() || !write_filters_.empty()) std::erase(Filtered(), this);
  if (context) Release(Value(context));
}

int Stream::SelectDescriptor() {
  if (fd() < 0) FunctionWarning("Cannot represent a stream of type %s as a select()able descriptor", type());
  return fd();
}

int Stream::Lock(int operation) { return fd() < 0 ? -1 : flock(fd(), operation); }

namespace {

// Runs bytes through a chain from filter `first` on.
bool RunChain(const FilterChain& chain, size_t first, std::string bytes, bool closing, std::string* out) {
  for (size_t i = first; i < chain.size(); ++i) {
    std::string next;
    if (!chain[i]->Run(bytes, closing, &next)) return false;
    bytes = std::move(next);
  }
  out->append(bytes);
  return true;
}

}  // namespace

void Stream::AddFilter(std::unique_ptr<StreamFilter> filter, bool reads, bool first) {
  if (read_filters_.empty() && write_filters_.empty()) Filtered().push_back(this);
  filter->owner = this;
  if (reads && unread() > 0) {
    std::string out;
    filter->Run(std::string_view(buffer_).substr(at_), false, &out);
    buffer_ = std::move(out);
    at_ = 0;
  }
  FilterChain& chain = reads ? read_filters_ : write_filters_;
  chain.insert(first ? chain.begin() : chain.end(), std::move(filter));
}

bool Stream::RemoveFilter(const Resource* which) {
  for (FilterChain* chain : {&read_filters_, &write_filters_}) {
    for (size_t i = 0; i < chain->size(); ++i) {
      if ((*chain)[i]->resource != which) continue;
      std::string out;
      ++busy;
      if ((*chain)[i]->Run({}, true, &out)) {
        std::string rest;
        RunChain(*chain, i + 1, out, false, &rest);
        if (chain == &write_filters_) {
          if (!rest.empty()) RawWrite(rest);
        } else {
          buffer_ += rest;
        }
      }
      --busy;
      chain->erase(chain->begin() + static_cast<long>(i));
      if (read_filters_.empty() && write_filters_.empty()) std::erase(Filtered(), this);
      return true;
    }
  }
  return false;
}

void Stream::Finish() {
  if (read_filters_.empty() && write_filters_.empty()) return;
  std::erase(Filtered(), this);
  if (!write_filters_.empty()) WriteFiltered({}, true);
  write_filters_.clear();
  read_filters_.clear();
}

bool Stream::FlushAll() {
  if (!write_filters_.empty()) WriteFiltered({}, false);
  return Flush();
}

int64_t Stream::WriteFiltered(std::string_view bytes, bool closing) {
  std::string out;
  ++busy;
  bool good = RunChain(write_filters_, 0, std::string(bytes), closing, &out);
  if (good && !out.empty()) good = RawWrite(out) >= 0;
  --busy;
  return good ? static_cast<int64_t>(bytes.size()) : -1;
}

bool Stream::FillFiltered(size_t wanted) {
  std::string chunk;
  while (!read_finished_) {
    int64_t got = 0;
    chunk.resize_and_overwrite(std::max<size_t>(wanted, 8192), [&](char* bytes, size_t n) {
      got = RawRead(bytes, n);
      return static_cast<size_t>(got > 0 ? got : 0);
    });
    read_finished_ = TellsEnd() ? RawEnd() : got <= 0;
    if (HasException()) read_finished_ = true;
    std::string out;
    ++busy;
    bool good = RunChain(read_filters_, 0, chunk, read_finished_, &out);
    --busy;
    if (!good) read_finished_ = true;
    if (read_finished_) eof_ = true;
    if (!good) return false;
    buffer_ += out;
    if (!out.empty()) return true;
  }
  eof_ = true;
  return false;
}

bool Stream::Fill(size_t wanted) {
  if (at_ > 0 && at_ == buffer_.size()) {
    buffer_.clear();
    at_ = 0;
  }
  if (TUSK_UNLIKELY(!read_filters_.empty() || read_finished_)) return FillFiltered(wanted);
  size_t old = buffer_.size();
  size_t n = TellsEnd() ? 8192 : std::max<size_t>(wanted, 8192);
  int64_t got = 0;
  buffer_.resize_and_overwrite(old + n, [&](char* bytes, size_t) {
    got = RawRead(bytes + old, n);
    return old + static_cast<size_t>(got > 0 ? got : 0);
  });
  if (TellsEnd()) {
    eof_ = RawEnd();
  } else if (got == 0 || (got < 0 && errno != EAGAIN && errno != EBADF)) {
    eof_ = true;
  }
  failed_ = got < 0 && errno != EAGAIN;
  return got > 0;
}

std::string Stream::Read(size_t n) {
  std::string out;
  while (out.size() < n) {
    size_t have = std::min(n - out.size(), unread());
    if (have) {
      out.append(buffer_, at_, have);
      at_ += have;
      continue;
    }
    if (!out.empty() && !greedy()) break;
    if (!Fill(std::min<size_t>(n - out.size(), 1 << 16))) break;
  }
  position_ += static_cast<int64_t>(out.size());
  return out;
}

char Stream::LineEnding(std::string_view text) {
  if (!IniBool(IniGet("auto_detect_line_endings").text)) return '\n';
  size_t first = text.find_first_of("\r\n");
  return first == text.npos || text[first] == '\n' || text.substr(first).starts_with("\r\n") ? '\n' : '\r';
}

bool Stream::ReadLine(std::string* line, size_t limit, std::string_view ending) {
  line->clear();
  size_t searched = at_;
  for (;;) {
    char last = ending == "\n" ? LineEnding(std::string_view(buffer_).substr(at_)) : ending.back();
    size_t found = buffer_.find(last, searched);
    size_t end = found == buffer_.npos ? buffer_.size() : found + 1;
    if (limit != 0 && end - at_ >= limit) {
      end = at_ + limit;
      found = end;
    }
    if (found != buffer_.npos) {
      line->assign(buffer_, at_, end - at_);
      at_ = end;
      break;
    }
    size_t offset = buffer_.size() - at_;
    if ((eof_ && failed_) || !Fill(8192)) {
      line->assign(buffer_, at_, buffer_.size() - at_);
      at_ = buffer_.size();
      break;
    }
    searched = at_ + offset;
  }
  position_ += static_cast<int64_t>(line->size());
  return !line->empty();
}

bool Stream::ReadRecord(std::string* out, size_t limit, std::string_view ending) {
  for (;;) {
    std::string_view have = std::string_view(buffer_).substr(at_);
    size_t end = ending.empty() ? have.npos : have.find(ending);
    size_t skip = ending.size();
    if (limit && have.size() >= limit && end > limit) {
      end = limit;
      skip = 0;
    } else if (end == have.npos && eof_) {
      if (have.empty()) return false;
      end = have.size();
      skip = 0;
    }
    if (end != have.npos) {
      out->assign(have.substr(0, end));
      at_ += end + skip;
      position_ += static_cast<int64_t>(end + skip);
      return true;
    }
    if (!Fill(8192) && !eof_) return false;
  }
}

std::string Stream::ReadAll(int64_t limit) {
  std::string out;
  while (limit < 0 || static_cast<int64_t>(out.size()) < limit) {
    if (unread() == 0 && ((TellsEnd() && eof_ && !out.empty()) || !Fill(1 << 16))) break;
    size_t n = unread();
    if (limit >= 0) n = std::min(n, static_cast<size_t>(limit) - out.size());
    out.append(buffer_, at_, n);
    at_ += n;
  }
  position_ += static_cast<int64_t>(out.size());
  return out;
}

int64_t Stream::Write(std::string_view bytes) {
  if (!TakesWrites()) {
    RaiseFunctionMessage(ErrorLevel::kNotice, "Stream is not writable");
    return -1;
  }
  if (unread() != 0 && seekable) RawSeek(position_, SEEK_SET);
  buffer_.clear();
  at_ = 0;
  int64_t n = write_filters_.empty() ? RawWrite(bytes) : WriteFiltered(bytes, false);
  if (n > 0) position_ += n;
  return n;
}

void Stream::Locate() {
  int64_t at = RawSeek(0, SEEK_CUR);
  if (at >= 0) position_ = at;
}

bool Stream::Seek(int64_t offset, int whence) {
  if (!seekable) return false;
  if (whence == SEEK_CUR) {
    if (__builtin_add_overflow(offset, position_, &offset)) return false;
    whence = SEEK_SET;
  }
  if (whence == SEEK_SET && offset < 0) return false;
  // What was read ahead is not read again.
  if (whence == SEEK_SET && offset > position_ && offset - position_ <= static_cast<int64_t>(unread())) {
    at_ += static_cast<size_t>(offset - position_);
    position_ = offset;
    eof_ = false;
    return true;
  }
  if (!write_filters_.empty()) WriteFiltered({}, false);
  int64_t at = RawSeek(offset, whence);
  if (at < 0) return false;
  read_finished_ = false;
  buffer_.clear();
  at_ = 0;
  position_ = at;
  eof_ = false;
  return true;
}

namespace {

class FileStream : public Stream {
 public:
  FileStream(int fd, bool owned, const char* wrapper) : fd_(fd), owned_(owned), wrapper_(wrapper) {
    struct stat s;
    seekable = fstat(fd, &s) == 0 && S_ISREG(s.st_mode);
    regular_ = seekable;
    if (seekable) position_ = lseek(fd, 0, SEEK_CUR);
  }
  ~FileStream() override {
    if (!owned_) return;
    if (fd_ == 1 || fd_ == 2) FlushOutput();
    close(fd_);
  }
  int64_t RawRead(char* to, size_t n) override {
    if (fd_ == 0) FlushOutput();
    for (;;) {
      int64_t got = read(fd_, to, n);
      if (got >= 0) return got;
      if (errno == EINTR) continue;
      if (errno != EAGAIN) NoticeFailure("Read", 8192);
      return -1;
    }
  }
  int64_t RawWrite(std::string_view bytes) override {
    // What echo printed before comes first.
    if (fd_ == 1 || fd_ == 2) FlushOutput();
    int64_t done = 0;
    while (!bytes.empty()) {
      int64_t n = write(fd_, bytes.data(), bytes.size());
      if (n < 0) {
        if (errno == EINTR) continue;
        if (done || errno == EAGAIN) return done;
        NoticeFailure("Write", bytes.size());
        return -1;
      }
      done += n;
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return done;
  }
  int64_t RawSeek(int64_t offset, int whence) override { return lseek(fd_, offset, whence); }
  bool Truncate(int64_t size) override { return ftruncate(fd_, size) == 0; }
  int fd() const override { return fd_; }
  const char* type() const override { return "STDIO"; }
  const char* wrapper() const override { return wrapper_; }
  bool greedy() const override { return regular_; }

 private:
  // errno stays what it is.
  static void NoticeFailure(const char* what, size_t bytes) {
    int number = errno;
    RaiseFunctionMessage(ErrorLevel::kNotice, absl::StrFormat("%s of %d bytes failed with errno=%d %s", what,
                                                              bytes, number, std::strerror(number)));
    errno = number;
  }
  int fd_;
  bool owned_;
  const char* wrapper_;
  bool regular_ = false;
};

class MemoryStream : public Stream {
 public:
  enum class Kind { kMemory, kTemp, kInput };
  MemoryStream(Kind kind, std::string_view how) : kind_(kind) {
    writable = kind != Kind::kInput && how.find_first_of("+wa") != how.npos;
    mode = !writable ? "rb" : how[0] == 'a' ? "a+b" : "w+b";
  }
  int64_t RawRead(char* to, size_t n) override {
    if (offset_ >= data_.size()) return 0;
    n = std::min(n, data_.size() - offset_);
    std::memcpy(to, data_.data() + offset_, n);
    offset_ += n;
    return static_cast<int64_t>(n);
  }
  int64_t RawWrite(std::string_view bytes) override {
    if (!writable) return -1;
    if (append) offset_ = data_.size();
    if (offset_ + bytes.size() > data_.size()) data_.resize(offset_ + bytes.size());
    std::memcpy(data_.data() + offset_, bytes.data(), bytes.size());
    offset_ += bytes.size();
    return static_cast<int64_t>(bytes.size());
  }
  int64_t RawSeek(int64_t offset, int whence) override {
    if (whence == SEEK_END) offset += static_cast<int64_t>(data_.size());
    if (offset < 0) return -1;
    offset_ = static_cast<size_t>(offset);
    return offset;
  }
  bool Truncate(int64_t size) override {
    data_.resize(static_cast<size_t>(size));
    return true;
  }
  // A temporary file never keeps anyone waiting.
  int SelectDescriptor() override {
    static const int ready = open("/dev/null", O_RDWR | O_CLOEXEC);
    return kind_ == Kind::kTemp ? ready : Stream::SelectDescriptor();
  }
  const char* type() const override {
    return kind_ == Kind::kTemp ? "TEMP" : kind_ == Kind::kInput ? "Input" : "MEMORY";
  }
  const char* wrapper() const override { return "PHP"; }
  bool greedy() const override { return true; }

 private:
  Kind kind_;
  std::string data_;
  size_t offset_ = 0;
};

// php://output: what echo writes to.
class OutputStream : public Stream {
 public:
  OutputStream() {
    seekable = false;
    mode = "wb";
  }
  int64_t RawRead(char*, size_t) override { return -1; }
  int64_t RawWrite(std::string_view bytes) override {
    Echo(bytes);
    return static_cast<int64_t>(bytes.size());
  }
  const char* type() const override { return "Output"; }
  const char* wrapper() const override { return "PHP"; }
};

// What fopen()'s second argument asks of open().
struct OpenMode {
  int flags = 0;
  bool write = false;
  bool append = false;
};
bool ParseMode(std::string_view mode, OpenMode* out) {
  if (mode.empty()) return false;
  switch (mode[0]) {
    case 'r': out->flags = 0; break;
    case 'w': out->flags = O_CREAT | O_TRUNC; break;
    case 'a': out->flags = O_CREAT | O_APPEND; break;
    case 'x': out->flags = O_CREAT | O_EXCL; break;
    case 'c': out->flags = O_CREAT; break;
    default: return false;
  }
  bool plus = mode.find('+') != mode.npos;
  out->append = mode[0] == 'a';
  out->write = plus || mode[0] != 'r';
  out->flags |= plus ? O_RDWR : out->write ? O_WRONLY : O_RDONLY;
  return true;
}

std::unique_ptr<Stream> OpenPhp(std::string_view name, std::string_view mode, std::string* error) {
  auto number = [](std::string_view s) { return std::atoi(std::string(s).c_str()); };
  if (name == "stdin") return std::make_unique<FileStream>(dup(0), true, "PHP");
  if (name == "stdout") return std::make_unique<FileStream>(dup(1), true, "PHP");
  if (name == "stderr") return std::make_unique<FileStream>(dup(2), true, "PHP");
  if (name == "output") return std::make_unique<OutputStream>();
  using Memory = MemoryStream::Kind;
  if (name == "memory") return std::make_unique<MemoryStream>(Memory::kMemory, mode);
  if (name == "input" && !g_response.body.empty()) return NewTextStream(g_response.body, "Input", "PHP");
  if (name == "input") return std::make_unique<MemoryStream>(Memory::kInput, mode);
  if (name.starts_with("temp")) return std::make_unique<MemoryStream>(Memory::kTemp, mode);
  if (name.starts_with("fd/")) {
    int fd = dup(number(name.substr(3)));
    if (fd >= 0) return std::make_unique<FileStream>(fd, true, "PHP");
  }
  *error = "operation failed";
  return nullptr;
}

}  // namespace

namespace {

std::unique_ptr<Stream> OpenFile(std::string_view path, const OpenMode& mode, std::string* error) {
  if (path.starts_with("file://")) path.remove_prefix(7);
  if (!InBaseDir(path)) {
    *error = std::strerror(EPERM);
    return nullptr;
  }
  int fd = open(std::string(path).c_str(), mode.flags | O_CLOEXEC, 0666);
  if (fd < 0) {
    *error = std::strerror(errno);
    return nullptr;
  }
  auto stream = std::make_unique<FileStream>(fd, true, "plainfile");
  stream->writable = mode.write;
  if (mode.append) stream->Seek(0, SEEK_END);
  return stream;
}

std::unique_ptr<Stream> OpenByKind(std::string_view path, std::string_view mode, std::string* error,
                                   const OpenOptions& options) {
  OpenMode parsed;
  if (UserWrapper* wrapper = UserWrapperOf(path)) {
    std::unique_ptr<Stream> stream = OpenUserStream(wrapper, path, mode, error, options);
    if (!stream) return nullptr;
    stream->writable = mode.find_first_of("waxc+") != mode.npos;
    if (mode.find('a') != mode.npos) stream->Locate();
    return stream;
  }
  if (!ParseMode(mode, &parsed)) {
    *error = absl::StrFormat("`%s' is not a valid mode for fopen", mode);
    return nullptr;
  }
  if (std::unique_ptr<Stream> stream = OpenBuiltinUrl(path, mode, error, options)) return stream;
  if (!error->empty()) return nullptr;
  if (EqualIgnoreCase(path.substr(0, 6), "php://")) return OpenPhp(path.substr(6), mode, error);
  return OpenFile(path, parsed, error);
}

}  // namespace

std::unique_ptr<Stream> OpenStream(std::string_view path, std::string_view mode, std::string* error,
                                   const OpenOptions& options) {
  error->clear();
  std::unique_ptr<Stream> stream = OpenByKind(path, mode, error, options);
  if (!stream) return nullptr;
  if (stream->mode.empty()) stream->mode = mode;
  if (stream->uri.empty()) stream->uri = path;
  stream->append = mode.find('a') != mode.npos;
  if (options.context) {
    stream->context = options.context;
    Retain(options.context);
  }
  return stream;
}

std::unique_ptr<Stream> StreamOfDescriptor(int fd, std::string_view mode) {
  auto stream = std::make_unique<FileStream>(fd, true, "");
  stream->mode = mode;
  return stream;
}

std::unique_ptr<Stream> OpenStreamOrWarn(std::string_view path, std::string_view mode,
                                         const OpenOptions& options) {
  std::string error;
  std::unique_ptr<Stream> stream = OpenStream(path, mode, &error, options);
  if (!stream && !error.empty() && !HasException())
    Warning("%s(%s): Failed to open stream: %s", g_state->running_function()->view(), path, error);
  return stream;
}

namespace {
void CloseStream(Resource* r) {
  auto* s = static_cast<Stream*>(r->data);
  // Filters in PHP still see the stream.
  ++r->refcount;
  r->type_name = "stream";
  s->Finish();
  r->type_name = nullptr;
  --r->refcount;
  r->data = nullptr;
  delete s;
}
}  // namespace

Resource* NewStreamResource(std::unique_ptr<Stream> stream) {
  // The standard streams have the numbers 1 to 3, opened or not.
  for (int fd = 0; fd < 3; ++fd) StandardStream(fd);
  Stream* s = stream.release();
  s->resource = NewResource("stream", s, CloseStream);
  return s->resource;
}

Value StandardStream(int fd) {
  static Resource* streams[3];
  if (!streams[0]) {
    static constexpr const char* kNames[] = {"php://stdin", "php://stdout", "php://stderr"};
    for (int i = 0; i < 3; ++i) {
      // A script that closes one really does: daemons open others in its place.
      auto stream = std::make_unique<FileStream>(i, true, "PHP");
      stream->mode = i == 0 ? "rb" : "wb";
      stream->uri = kNames[i];
      stream->writable = i != 0;
      streams[i] = NewResource("stream", stream.release(), CloseStream);
      streams[i]->refcount = RefCounted::kImmortal;
    }
  }
  return Value(streams[fd]);
}

Stream* StreamOf(const Value& v) {
  bool open = v.IsResource() && v.res->type_name && std::string_view(v.res->type_name) == "stream";
  return open ? static_cast<Stream*>(v.res->data) : nullptr;
}

Stream* StreamArgument(Args args, uint32_t i) {
  const Value& v = args[i];
  if (!v.IsResource()) {
    ArgumentTypeError(i + 1, absl::StrFormat("must be of type resource, %s given", ValueNameForErrors(v)));
    return nullptr;
  }
  Stream* stream = StreamOf(v);
  if (!stream) {
    ThrowTypeError("%s(): supplied resource is not a valid stream resource",
                   g_state->running_function()->view());
  }
  return stream;
}

}  // namespace tusk
