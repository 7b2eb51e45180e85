// Streams: files, the standard descriptors, memory; buffered reading.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "interp/ext/support.h"
#include "interp/runtime/resource.h"

struct stat;

namespace tusk {

// What changes bytes on their way into or out of a stream. Filters that code may remove are named by a
// resource.
class Stream;
class StreamFilter {
 public:
  virtual ~StreamFilter();
  // Appends what becomes of `in`; with `closing` also what was held back. False: the data is bad.
  virtual bool Run(std::string_view in, bool closing, std::string* out) = 0;
  Stream* owner = nullptr;
  Resource* resource = nullptr;  // owned; closed when the filter goes
};
using FilterChain = std::vector<std::unique_ptr<StreamFilter>>;

class Stream {
 public:
  virtual ~Stream();
  // Raw operations. Read: bytes read, 0 at the end, <0 for an error (errno EAGAIN: nothing yet, EBADF: not at
  // the end either). Write: <0 for an error. Both have said what there is to say about it. Seek: the new
  // offset or <0.
  virtual int64_t RawRead(char* to, size_t n) = 0;
  virtual int64_t RawWrite(std::string_view bytes) = 0;
  virtual int64_t RawSeek(int64_t offset, int whence) { return -1; }
  virtual bool TakesWrites() const { return true; }  // else Write() says that it does not
  virtual bool Flush() { return true; }
  virtual bool Truncate(int64_t) { return false; }
  virtual int fd() const { return -1; }
  // The descriptor that poll() takes in its place; <0 after a warning.
  virtual int SelectDescriptor();
  virtual const char* type() const = 0;          // "STDIO", "MEMORY" ...
  virtual const char* wrapper() const = 0;       // "plainfile", "PHP"
  virtual bool greedy() const { return false; }  // fread() goes on until it has all it was asked for
  // After a read: whether the end is known to be reached. Asked for streams that tell it themselves.
  virtual bool TellsEnd() const { return false; }
  virtual bool RawEnd() { return false; }
  // False: fstat() has to make something up.
  virtual bool Stat(struct ::stat*) { return false; }
  virtual int Lock(int operation);  // as flock(2); <0: not possible
  // What stream_get_meta_data() shows as wrapper_data, owned; kUndef for nothing.
  virtual Value WrapperData() const { return {}; }
  // stream_set_option() of user streams; <0: not done.
  virtual int SetOption(int option, int64_t a, int64_t b) { return -1; }

  // Buffered ones.
  std::string Read(size_t n);
  // A line with its end, at most `limit` bytes (0: no limit); false at the end of the data.
  bool ReadLine(std::string* line, size_t limit = 0, std::string_view ending = "\n");
  // What comes before `ending` (taken too), at most `limit` bytes of it (0: no limit). False at the end of
  // the data, and when there is neither yet: what came is kept.
  bool ReadRecord(std::string* out, size_t limit, std::string_view ending);
  // The byte that ends lines: '\\r' where auto_detect_line_endings says to look, and the first line ends so.
  static char LineEnding(std::string_view text);
  std::string ReadAll(int64_t limit = -1);
  int64_t Write(std::string_view bytes);
  bool Seek(int64_t offset, int whence);
  void Locate();  // takes the place where the stream begins from the stream itself
  int64_t Tell() const { return position_; }
  bool eof() const { return eof_ && at_ == buffer_.size(); }
  size_t unread() const { return buffer_.size() - at_; }
  bool reached_end() const { return eof_; }
  bool read_failed() const { return failed_; }  // the last attempt to get more bytes

  // Filters, in the order in which they are applied.
  void AddFilter(std::unique_ptr<StreamFilter> filter, bool reads, bool first);
  // Takes the filter of this resource out, after it gave what it held back. False: it is not here.
  bool RemoveFilter(const Resource* resource);
  // Lets filters give what they held back, and writes it: before a stream is closed.
  void Finish();
  bool FlushAll();  // filters and the stream itself

  std::string mode;
  std::string uri;
  bool writable = true;
  bool seekable = true;
  bool append = false;
  bool blocking = true;
  bool timed_out = false;
  uint32_t busy = 0;                 // user code runs on behalf of it: must not be closed
  Resource* context = nullptr;       // owned, or null
  Resource* resource = nullptr;      // not counted; null for streams that scripts do not see
  Object* wrapper_object = nullptr;  // of a user's stream; borrowed

 protected:
  int64_t position_ = 0;

 private:
  bool Fill(size_t wanted);  // false when no more data came
  bool FillFiltered(size_t wanted);
  int64_t WriteFiltered(std::string_view bytes, bool closing);
  FilterChain read_filters_;
  FilterChain write_filters_;
  bool read_finished_ = false;
  std::string buffer_;
  size_t at_ = 0;
  bool eof_ = false;
  bool failed_ = false;
};

// Opens a path or URL. Null: *error says why (strerror's words, or a message of its own; "" when all was said
// already). `context` is retained, null for none; `options` is what a user's wrapper gets.
struct OpenOptions {
  Resource* context = nullptr;
  int options = 0;
};
std::unique_ptr<Stream> OpenStream(std::string_view path, std::string_view mode, std::string* error,
                                   const OpenOptions& options = {});
// As fopen() warns: "name(path): Failed to open stream: why".
std::unique_ptr<Stream> OpenStreamOrWarn(std::string_view path, std::string_view mode,
                                         const OpenOptions& options = {});
// data: and the like: bytes to be read.
std::unique_ptr<Stream> NewTextStream(std::string bytes, const char* type, const char* wrapper);
// php://filter, data:, compress.zlib:, glob:  (url.cc); null with an empty *error: not such a URL.
std::unique_ptr<Stream> OpenBuiltinUrl(std::string_view url, std::string_view mode, std::string* error,
                                       const OpenOptions& options);
// A connection to "tcp://host:port" within some seconds; null: *why says why not.  (sockets.cc)
std::unique_ptr<Stream> ConnectSocket(const std::string& url, double seconds, std::string* why);
double DefaultSocketTimeout();
// http://  (http.cc)
std::unique_ptr<Stream> OpenHttp(std::string_view url, std::string_view mode, std::string* error,
                                 const OpenOptions& options);
// The file of gzopen() and compress.zlib:
std::unique_ptr<Stream> OpenGzip(std::string_view path, std::string_view mode, std::string* error);

// The filter of this name, or null (*said: a warning was given already).
std::unique_ptr<StreamFilter> MakeFilter(std::string_view name, const Value& params, bool* said);
// A pipe or the like, closed with the stream.
std::unique_ptr<Stream> StreamOfDescriptor(int fd, std::string_view mode);
Resource* NewStreamResource(std::unique_ptr<Stream> stream);  // one reference
// The open stream that `v` names, or null.
Stream* StreamOf(const Value& v);
// The stream in argument `i`; raises and returns null when it is none or closed.
Stream* StreamArgument(Args args, uint32_t i);
// The context in argument `i`: the default one when it is null. False: raised.
bool ContextFromArgument(Args args, uint32_t i, Resource** context);
Resource* DefaultStreamContext();  // borrowed
// Option of a context, kUndef when it is not set; borrowed.
Value ContextOption(const Resource* context, std::string_view wrapper, std::string_view option);
// STDIN, STDOUT, STDERR as constants: 0 to 2. Immortal.
Value StandardStream(int fd);

// A CSV record without its line end; see str_getcsv().
struct CsvFormat {
  char delimiter = ',';
  char enclosure = '"';
  int escape = '\\';  // -1: none
};

}  // namespace tusk
