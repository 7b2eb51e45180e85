// Streams: files, the standard descriptors, memory; buffered reading.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "interp/ext/support.h"
#include "interp/runtime/resource.h"

namespace tusk {

class Stream {
 public:
  virtual ~Stream() = default;
  // Raw operations. Read: bytes read, 0 at the end, <0 for an error. Seek: the new offset or <0.
  virtual int64_t RawRead(char* to, size_t n) = 0;
  virtual int64_t RawWrite(std::string_view bytes) = 0;
  virtual int64_t RawSeek(int64_t offset, int whence) { return -1; }
  virtual bool Flush() { return true; }
  virtual bool Truncate(int64_t) { return false; }
  virtual int fd() const { return -1; }
  virtual const char* type() const = 0;          // "STDIO", "MEMORY" ...
  virtual const char* wrapper() const = 0;       // "plainfile", "PHP"
  virtual bool greedy() const { return false; }  // fread() goes on until it has all it was asked for

  // Buffered ones.
  std::string Read(size_t n);
  // A line with its end, at most `limit` bytes (0: no limit); false at the end of the data.
  bool ReadLine(std::string* line, size_t limit = 0, std::string_view ending = "\n");
  std::string ReadAll(int64_t limit = -1);
  int64_t Write(std::string_view bytes);
  bool Seek(int64_t offset, int whence);
  int64_t Tell() const { return position_; }
  bool eof() const { return eof_ && at_ == buffer_.size(); }
  size_t unread() const { return buffer_.size() - at_; }

  std::string mode;
  std::string uri;
  bool readable = true;
  bool writable = true;
  bool seekable = true;
  bool append = false;

 protected:
  int64_t position_ = 0;

 private:
  bool Fill(size_t wanted);  // false when no more data came
  std::string buffer_;
  size_t at_ = 0;
  bool eof_ = false;
};

// Opens a path or php:// URL. Null: *error says why (strerror's words, or a message of its own).
std::unique_ptr<Stream> OpenStream(std::string_view path, std::string_view mode, std::string* error);
// As fopen() warns: "name(path): Failed to open stream: why".
std::unique_ptr<Stream> OpenStreamOrWarn(std::string_view path, std::string_view mode);
// A pipe or the like, closed with the stream.
std::unique_ptr<Stream> StreamOfDescriptor(int fd);
Resource* NewStreamResource(std::unique_ptr<Stream> stream);  // one reference
// The stream in argument `i`; raises and returns null when it is none or closed.
Stream* StreamArgument(Args args, uint32_t i);
// STDIN, STDOUT, STDERR as constants: 0 to 2. Immortal.
Value StandardStream(int fd);

// A CSV record without its line end; see str_getcsv().
struct CsvFormat {
  char delimiter = ',';
  char enclosure = '"';
  int escape = '\\';  // -1: none
};

}  // namespace tusk
