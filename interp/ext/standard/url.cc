// The URLs that streams open without a script's help: php://filter, data:, compress.zlib:.
#include <zlib.h>

#include <cstring>

#include "interp/ext/bz2/bz2.h"
#include "interp/ext/standard/stream.h"
#include "interp/ext/standard/wrapper.h"
#include "interp/runtime/base_dir.h"
#include "interp/runtime/ini.h"
#include "interp/vm/builtin.h"

namespace tusk {
namespace {

class TextStream : public Stream {
 public:
  TextStream(std::string bytes, const char* type, const char* wrapper)
      : bytes_(std::move(bytes)), type_(type), wrapper_(wrapper) {
    writable = false;
  }
  int64_t RawRead(char* to, size_t n) override {
    n = std::min(n, bytes_.size() - at_);
    std::memcpy(to, bytes_.data() + at_, n);
    at_ += n;
    return static_cast<int64_t>(n);
  }
  int64_t RawWrite(std::string_view) override { return -1; }
  bool TakesWrites() const override { return false; }
  int64_t RawSeek(int64_t offset, int whence) override {
    auto size = static_cast<int64_t>(bytes_.size());
    if (whence == SEEK_END) offset += size;
    if (offset < 0 || offset > size) return -1;
    at_ = static_cast<size_t>(offset);
    return offset;
  }
  const char* type() const override { return type_; }
  const char* wrapper() const override { return wrapper_; }
  bool greedy() const override { return true; }

 private:
  std::string bytes_;
  size_t at_ = 0;
  const char* type_;
  const char* wrapper_;
};

// What the builtin function makes of the string; false for false.
bool Apply(std::string_view function, std::string_view s, bool strict, std::string* out) {
  Value arguments[] = {Value(NewString(s)), Value(strict)};
  Value v;
  CallFunction(FindBuiltin(function), nullptr, nullptr, strict ? 2 : 1, arguments, &v);
  Release(arguments[0]);
  bool good = v.IsString();
  if (good) *out = v.str->view();
  Release(v);
  return good;
}

// data:[type][;attribute=value]...[;base64],bytes
std::unique_ptr<Stream> OpenData(std::string_view rest, std::string* error) {
  if (rest.starts_with("//")) rest.remove_prefix(2);
  size_t comma = rest.find(',');
  *error = "operation failed";
  auto fail = [&](const char* why) {
    *error = std::string("rfc2397: ") + why;
    return nullptr;
  };
  if (comma == rest.npos) return fail("no comma in URL");
  std::string_view head = rest.substr(0, comma), bytes = rest.substr(comma + 1);
  bool base64 = false;
  size_t semicolon = head.find(';');
  std::string_view type = head.substr(0, semicolon);
  std::string_view attributes = semicolon == head.npos ? std::string_view() : head.substr(semicolon);
  if (!type.empty() && type.find('/') == type.npos && type != "base64") return fail("illegal media type");
  while (!attributes.empty()) {
    attributes.remove_prefix(1);
    size_t end = std::min(attributes.find(';'), attributes.size());
    std::string_view one = attributes.substr(0, end);
    if (one == "base64") {
      base64 = true;
    } else if (one.find('=') == one.npos) {
      return fail("illegal parameter");
    }
    attributes.remove_prefix(end);
  }
  std::string text;
  if (base64) {
    if (!Apply("base64_decode", bytes, true, &text)) return fail("unable to decode");
  } else {
    Apply("urldecode", bytes, false, &text);
  }
  error->clear();
  return NewTextStream(std::move(text), "RFC2397", "RFC2397");
}

// Adds the filters of "a|b"; unknown ones are warned of.
void AddFilters(Stream* s, std::string_view names, bool read, bool write) {
  while (!names.empty()) {
    size_t end = std::min(names.find('|'), names.size());
    std::string name;
    Apply("urldecode", names.substr(0, end), false, &name);
    for (bool reads : {true, false}) {
      if (!(reads ? read : write)) continue;
      bool said = false;
      std::unique_ptr<StreamFilter> filter = MakeFilter(name, Value::Null(), &said);
      if (filter) {
        s->AddFilter(std::move(filter), reads, false);
      } else {
        FunctionWarning("Unable to create filter (%s)", name);
      }
    }
    names.remove_prefix(std::min(end + 1, names.size()));
  }
}
std::unique_ptr<Stream> OpenFilter(std::string_view spec, std::string_view mode, std::string* error,
                                   const OpenOptions& options) {
  size_t at = spec.find("/resource=");
  if (at == spec.npos) {
    *error = "operation failed";
    return nullptr;
  }
  std::unique_ptr<Stream> s = OpenStream(spec.substr(at + 10), mode, error, options);
  if (!s) return nullptr;
  bool reads = mode.find_first_of("r+") != mode.npos, writes = mode.find_first_of("wax+c") != mode.npos;
  std::string_view steps = spec.substr(0, at);
  while (!steps.empty()) {
    if (steps[0] == '/') steps.remove_prefix(1);
    size_t end = std::min(steps.find('/'), steps.size());
    std::string_view step = steps.substr(0, end);
    if (EqualIgnoreCase(step.substr(0, 5), "read=")) {
      AddFilters(s.get(), step.substr(5), true, false);
    } else if (EqualIgnoreCase(step.substr(0, 6), "write=")) {
      AddFilters(s.get(), step.substr(6), false, true);
    } else {
      AddFilters(s.get(), step, reads, writes);
    }
    steps.remove_prefix(end);
  }
  s->mode = mode;
  s->uri = "php://" + ("filter" + std::string(spec));
  s->seekable = s->seekable && false;
  return s;
}

class GzipStream : public Stream {
 public:
  GzipStream(gzFile file, bool reads) : file_(file) { writable = !reads; }
  ~GzipStream() override { gzclose(file_); }
  int64_t RawRead(char* to, size_t n) override {
    return writable ? -1 : gzread(file_, to, static_cast<unsigned>(std::min<size_t>(n, 1 << 30)));
  }
  int64_t RawWrite(std::string_view bytes) override {
    return bytes.empty() || !writable ? 0 : gzwrite(file_, bytes.data(), static_cast<unsigned>(bytes.size()));
  }
  int64_t RawSeek(int64_t offset, int whence) override {
    return whence == SEEK_END ? -1 : gzseek(file_, offset, whence);
  }
  bool Flush() override { return !writable || gzflush(file_, Z_SYNC_FLUSH) == Z_OK; }
  const char* type() const override { return "ZLIB"; }
  const char* wrapper() const override { return "ZLIB"; }
  bool greedy() const override { return true; }

 private:
  gzFile file_;
};

}  // namespace

std::unique_ptr<Stream> NewTextStream(std::string bytes, const char* type, const char* wrapper) {
  return std::make_unique<TextStream>(std::move(bytes), type, wrapper);
}

// A descriptor of its own for what `stream` holds, or <0: a temporary stream becomes a temporary file.
int DetachedDescriptor(Stream* stream) {
  if (stream->fd() >= 0) return dup(stream->fd());
  std::string_view type = stream->type();
  if (type != "TEMP" && type != "RFC2397") return -1;
  std::FILE* file = std::tmpfile();
  if (!file) return -1;
  std::string bytes = stream->ReadAll();
  std::fwrite(bytes.data(), 1, bytes.size(), file);
  std::rewind(file);
  int fd = dup(fileno(file));
  std::fclose(file);
  return fd;
}

std::unique_ptr<Stream> OpenGzip(std::string_view path, std::string_view mode, std::string* error) {
  if (EqualIgnoreCase(path.substr(0, 16), "compress.zlib://")) path.remove_prefix(16);
  if (path.starts_with("file://")) path.remove_prefix(7);
  if (mode.find('+') != mode.npos) {
    *error = "Cannot open a zlib stream for reading and writing at the same time!";
    return nullptr;
  }
  if (!InBaseDir(path)) {
    *error = std::strerror(errno);
    return nullptr;
  }
  gzFile f = nullptr;
  std::string z_mode(mode);
  if (SchemeOf(path).empty()) {
    errno = 0;
    f = gzopen(std::string(path).c_str(), z_mode.c_str());
    if (!f) *error = errno ? std::strerror(errno) : "gzopen failed";
  } else {
    // zlib works on the descriptor of the stream beneath.
    std::unique_ptr<Stream> inner =
        OpenStream(path, mode.substr(0, mode.find_first_of("0123456789fhRFT")), error);
    if (!inner) return nullptr;
    int fd = DetachedDescriptor(inner.get());
    if (fd >= 0) f = gzdopen(fd, z_mode.c_str());
    if (!f) FunctionWarning("Cannot represent a stream of type %s as a File Descriptor", inner->type());
  }
  if (!f) return nullptr;
  return std::make_unique<GzipStream>(f, mode.find('r') != mode.npos);
}

std::unique_ptr<Stream> OpenBuiltinUrl(std::string_view url, std::string_view mode, std::string* error,
                                       const OpenOptions& options) {
  std::string_view scheme = SchemeOf(url);
  bool data = scheme.empty() && EqualIgnoreCase(url.substr(0, 5), "data:");
  for (std::string_view remote : {"data", "http", "https", "ftp", "ftps"}) {
    if (!EqualIgnoreCase(data ? "data" : scheme, remote) || IniBool(IniGet("allow_url_fopen").text)) continue;
    FunctionWarning("%s:// wrapper is disabled in the server configuration by allow_url_fopen=0", remote);
    *error = "no suitable wrapper could be found";
    return nullptr;
  }
  if (scheme.empty() && EqualIgnoreCase(url.substr(0, 5), "data:")) {
    return BuiltinWrapperIs("data") ? OpenData(url.substr(5), error) : nullptr;
  }
  if (scheme.empty()) return nullptr;
  std::string_view rest = url.substr(scheme.size() + 3);
  if (!BuiltinWrapperIs(scheme)) {
    FunctionWarning(
        "Unable to find the wrapper \"%s\" - did you forget to enable it when you configured PHP?", scheme);
    return nullptr;
  }
  if (EqualIgnoreCase(scheme, "http")) return OpenHttp(url, mode, error, options);
  if (EqualIgnoreCase(scheme, "data")) return OpenData(rest, error);
  if (EqualIgnoreCase(scheme, "compress.zlib")) return OpenGzip(rest, mode, error);
  if (EqualIgnoreCase(scheme, "compress.bzip2")) return OpenBzip2(rest, mode, error);
  if (EqualIgnoreCase(scheme, "php") && EqualIgnoreCase(rest.substr(0, 7), "filter/")) {
    return OpenFilter(rest.substr(6), mode, error, options);
  }
  if (EqualIgnoreCase(scheme, "glob")) *error = "wrapper does not support stream open";
  return nullptr;
}

}  // namespace tusk
