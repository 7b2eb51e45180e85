// fopen() and what works on open streams; whole files; CSV.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "interp/ext/standard/file_stat.h"
#include "interp/ext/standard/format.h"
#include "interp/ext/standard/stream.h"
#include "interp/ext/standard/temporary_folder.h"
#include "interp/ext/standard/wrapper.h"
#include "interp/ext/tables.h"
#include "interp/runtime/output.h"
#include "interp/vm/include.h"

namespace tusk {
namespace {

// The script whose code runs, or null.
String* RunningFile() {
  String* file = nullptr;
  uint32_t line = 0;
  if (g_state->position) g_state->position(&file, &line);
  return file;
}

// The file that a name means, for functions that may look in the include path.
std::string_view InIncludePath(std::string_view name, bool look, std::string* found, OpenOptions* options) {
  if (!look) return name;
  options->options |= 1;
  *found = ResolveInclude(name, RunningFile());
  return found->empty() ? name : std::string_view(*found);
}

void Fopen(Args args, Value* result) {
  if (RefusesNul(args, 0)) return;
  if (args.View(0).empty()) return Throw(Throwable::kValueError, "Path must not be empty");
  OpenOptions options;
  std::string found;
  if (!ContextFromArgument(args, 3, &options.context)) return;
  std::unique_ptr<Stream> stream =
      OpenStreamOrWarn(InIncludePath(args.View(0), args.Bool(2), &found, &options), args.View(1), options);
  if (!stream) return HasException() ? void() : Return(result, false);
  *result = Value(NewStreamResource(std::move(stream)));
}
void Fclose(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  if (s->busy) {
    FunctionWarning("cannot close the provided stream, as it must not be manually closed");
    return Return(result, false);
  }
  CloseResource(args[0].res);
  Return(result, true);
}
void Feof(Args args, Value* result) {
  if (Stream* s = StreamArgument(args, 0)) Return(result, s->eof());
}

void Fread(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  if (args[1].i < 1) return ArgumentValueError(2, "must be greater than 0");
  std::string bytes = s->Read(static_cast<size_t>(args[1].i));
  if (bytes.empty() && s->read_failed()) return Return(result, false);
  Return(result, NewString(bytes));
}
void Fgets(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  size_t limit = 0;
  if (!args.IsNull(1)) {
    if (args[1].i <= 0) return ArgumentValueError(2, "must be greater than 0");
    if (args[1].i == 1) return Return(result, false);
    limit = static_cast<size_t>(args[1].i) - 1;
  }
  std::string line;
  if (!s->ReadLine(&line, limit)) return Return(result, false);
  Return(result, NewString(line));
}
void Fgetc(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  std::string c = s->Read(1);
  if (c.empty()) return Return(result, false);
  Return(result, CharString(static_cast<unsigned char>(c[0])));
}
void Fwrite(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  std::string_view bytes = args.View(1);
  if (!args.IsNull(2)) bytes = bytes.substr(0, static_cast<size_t>(args[2].i < 0 ? 0 : args[2].i));
  if (bytes.empty()) return Return(result, int64_t{0});
  int64_t n = s->Write(bytes);
  if (n < 0) return Return(result, false);
  Return(result, n);
}
void Fflush(Args args, Value* result) {
  if (Stream* s = StreamArgument(args, 0)) Return(result, s->FlushAll());
}
void Fseek(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (s) Return(result, int64_t{s->Seek(args[1].i, static_cast<int>(args[2].i)) ? 0 : -1});
}
void Ftell(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (s) Return(result, s->Tell());
}
void Rewind(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (s) Return(result, s->Seek(0, SEEK_SET));
}
void Ftruncate(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  if (args[1].i < 0) return ArgumentValueError(2, "must be greater than or equal to 0");
  Return(result, s->writable && s->Truncate(args[1].i));
}
void Flock(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  static constexpr int kOperations[] = {LOCK_SH, LOCK_EX, LOCK_UN};
  int64_t what = args[1].i & 3;
  if (what < 1) return ArgumentValueError(2, "must be one of LOCK_SH, LOCK_EX, or LOCK_UN");
  bool ok = s->Lock(kOperations[what - 1] | (args[1].i & 4 ? LOCK_NB : 0)) == 0;
  if (args.Has(2)) AssignArgument(args, 2, Value(static_cast<int64_t>(!ok && errno == EWOULDBLOCK)));
  Return(result, ok);
}
int64_t PassThrough(Stream* s) {
  std::string all = s->ReadAll();
  Echo(all);
  return all.empty() && s->read_failed() ? -1 : static_cast<int64_t>(all.size());
}
void Fpassthru(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  Return(result, PassThrough(s));
}
void Fstat(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  if (std::string_view(s->type()) == "dir") return Return(result, false);
  struct stat info = {};
  if (s->fd() >= 0) {
    if (fstat(s->fd(), &info) != 0) return Return(result, false);
  } else if (s->TellsEnd()) {
    if (!s->Stat(&info)) return Return(result, false);
  } else {
    int64_t at = s->Tell();
    s->Seek(0, SEEK_END);
    info.st_size = s->Tell();
    s->Seek(at, SEEK_SET);
    info.st_mode = 0100666;
  }
  Return(result, StatArray(info));
}

void Readfile(Args args, Value* result) {
  OpenOptions options;
  std::string found;
  if (!ContextFromArgument(args, 2, &options.context)) return;
  std::unique_ptr<Stream> s =
      OpenStreamOrWarn(InIncludePath(args.View(0), args.Bool(1), &found, &options), "rb", options);
  if (!s) return Return(result, false);
  Return(result, PassThrough(s.get()));
}

void FileGetContents(Args args, Value* result) {
  if (RefusesNul(args, 0)) return;
  if (args.View(0).empty()) return Throw(Throwable::kValueError, "Path must not be empty");
  if (!args.IsNull(4) && args[4].i < 0) return ArgumentValueError(5, "must be greater than or equal to 0");
  OpenOptions options;
  std::string found;
  if (!ContextFromArgument(args, 2, &options.context)) return;
  std::unique_ptr<Stream> s =
      OpenStreamOrWarn(InIncludePath(args.View(0), args.Bool(1), &found, &options), "rb", options);
  if (!s) return Return(result, false);
  struct stat info;
  if (args[3].i != 0) {
    if (args[3].i > 0 && s->fd() >= 0 && info.st_size < args[3].i) {
      s->Seek(0, SEEK_END);
    } else if (!s->Seek(args[3].i, args[3].i < 0 ? SEEK_END : SEEK_SET)) {
      Warning("file_get_contents(): Failed to seek to position %d in the stream", args[3].i);
      return Return(result, false);
    }
  }
  std::string all = s->ReadAll(args.IsNull(4) ? -1 : args[4].i);
  s.reset();
  if (!HasException()) Return(result, NewString(all));
}

void FilePutContents(Args args, Value* result) {
  if (RefusesNul(args, 0)) return;
  if (args.View(0).empty()) return Throw(Throwable::kValueError, "Path must not be empty");
  constexpr int64_t kAppend = 8;
  constexpr int64_t kLock = 2;
  OpenOptions options;
  std::string found;
  if (!ContextFromArgument(args, 3, &options.context)) return;
  std::string_view name = InIncludePath(args.View(0), args[2].i & 1, &found, &options);
  const char* mode = args[2].i & kAppend ? "ab" : args[2].i & kLock ? "cb" : "wb";
  std::unique_ptr<Stream> s = OpenStreamOrWarn(name, mode, options);
  if (!s) return Return(result, false);
  if (args[2].i & kLock) {
    if (s->Lock(LOCK_EX) != 0) {
      FunctionWarning("Exclusive locks are not supported for this stream");
      return Return(result, false);
    }
    if (!(args[2].i & kAppend)) s->Truncate(0);
  }
  const Value& data = args[1];
  int64_t total = 0;
  auto write = [&](const Value& v) {
    String* text = ToString(v);
    if (!text) return false;
    int64_t n = s->Write(text->view());
    total += n < 0 ? 0 : n;
    Release(text);
    return n >= 0;
  };
  if (data.IsArray()) {
    for (uint32_t p = First(data.arr); p != kEnd; p = Next(data.arr, p)) {
      if (!write(Deref(ValueAt(data.arr, p)))) break;
    }
  } else if (data.IsResource()) {
    Stream* from = StreamArgument(args, 1);
    if (!from) return;
    total = s->Write(from->ReadAll());
  } else if (!write(data)) {
    if (!HasException()) Return(result, false);
    return;
  }
  s->Finish();
  s.reset();
  if (!HasException()) Return(result, total);
}

void File(Args args, Value* result) {
  int64_t flags = args[1].i;
  if (flags < 0 || flags > 31) return ArgumentValueError(2, "must be a valid flag value");
  OpenOptions options;
  std::string found;
  if (!ContextFromArgument(args, 2, &options.context)) return;
  std::unique_ptr<Stream> s =
      OpenStreamOrWarn(InIncludePath(args.View(0), flags & 1, &found, &options), "rb", options);
  if (!s) return Return(result, false);
  bool trim = flags & 2;
  bool skip_empty = flags & 4;
  Array* a = NewArray();
  std::string all = s->ReadAll();
  std::string_view rest = all;
  char ending = Stream::LineEnding(all);
  while (!rest.empty()) {
    size_t end = rest.find(ending);
    std::string_view line = rest.substr(0, end == rest.npos ? end : end + 1);
    rest.remove_prefix(line.size());
    if (trim) {
      if (line.ends_with('\n')) line.remove_suffix(1);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (skip_empty && line.empty()) continue;
    }
    Append(a, Value(NewString(line)));
  }
  Return(result, a);
}

void StreamGetContents(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  if (!args.IsNull(1) && args[1].i < -1) return ArgumentValueError(2, "must be greater than or equal to -1");
  if (args[2].i >= 0 && !s->Seek(args[2].i, SEEK_SET)) {
    FunctionWarning("Failed to seek to position %d in the stream", args[2].i);
    return Return(result, false);
  }
  Return(result, NewString(s->ReadAll(args.IsNull(1) ? -1 : args[1].i)));
}
void StreamCopyToStream(Args args, Value* result) {
  Stream* from = StreamArgument(args, 0);
  Stream* to = from ? StreamArgument(args, 1) : nullptr;
  if (!to) return;
  if (args[3].i > 0) from->Seek(args[3].i, SEEK_CUR);
  Return(result, to->Write(from->ReadAll(args.IsNull(2) ? -1 : args[2].i)));
}
void StreamGetLine(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  if (args[1].i < 0) return ArgumentValueError(2, "must be greater than or equal to 0");
  std::string out;
  if (!s->ReadRecord(&out, static_cast<size_t>(args[1].i), args.View(2))) return Return(result, false);
  Return(result, NewString(out));
}
void StreamGetMetaData(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  Array* a = NewArray();
  SetStr(a, "timed_out", Value(s->timed_out));
  SetStr(a, "blocked", Value(s->blocking));
  SetStr(a, "eof", Value(s->eof()));
  if (s->wrapper_object) {
    Retain(s->wrapper_object);
    SetStr(a, "wrapper_data", Value(s->wrapper_object));
  } else if (Value data = s->WrapperData(); !data.IsUndef()) {
    SetStr(a, "wrapper_data", data);
  }
  if (s->wrapper()[0]) SetStr(a, "wrapper_type", Value(NewString(s->wrapper())));
  SetStr(a, "stream_type", Value(NewString(s->type())));
  SetStr(a, "mode", Value(NewString(s->mode)));
  SetStr(a, "unread_bytes", Value(static_cast<int64_t>(s->unread())));
  SetStr(a, "seekable", Value(s->seekable));
  if (!s->uri.empty()) SetStr(a, "uri", Value(NewString(s->uri)));
  Return(result, a);
}
void StreamIsatty(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (s) Return(result, s->fd() >= 0 && isatty(s->fd()));
}
void StreamSetBlocking(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  if (s->TellsEnd()) return Return(result, s->SetOption(1, args.Bool(1), 0) == 0);
  if (s->fd() < 0) return Return(result, false);
  s->blocking = args.Bool(1);
  int flags = fcntl(s->fd(), F_GETFL);
  Return(result, fcntl(s->fd(), F_SETFL, args.Bool(1) ? flags & ~O_NONBLOCK : flags | O_NONBLOCK) == 0);
}
void StreamIsLocal(Args args, Value* result) {
  if (args[0].IsResource()) {
    if (Stream* s = StreamArgument(args, 0)) Return(result, std::string_view(s->type()) != "tcp_socket");
    return;
  }
  String* path = ToString(args[0]);
  if (!path) return;
  UserWrapper* w = UserWrapperOf(path->view());
  std::string_view scheme = SchemeOf(path->view());
  Return(result,
         w ? !w->is_url : scheme != "http" && scheme != "https" && scheme != "ftp" && scheme != "data");
  Release(path);
}
void Fsync(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  if (s->fd() < 0) {
    FunctionWarning("Can't fsync this stream!");
    return Return(result, false);
  }
  Return(result, s->FlushAll() && fsync(s->fd()) == 0);
}

void Tmpfile(Args, Value* result) {
  std::string path = TemporaryFolder() + "/phpXXXXXX";
  int fd = mkstemp(path.data());
  if (fd < 0) return Return(result, false);
  close(fd);
  std::string error;
  std::unique_ptr<Stream> s = OpenStream(path, "r+b", &error);
  unlink(path.c_str());
  if (!s) return Return(result, false);
  *result = Value(NewStreamResource(std::move(s)));
}

void Fprintf(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  StringBuilder out;
  if (!s || !FormatPrintf(args.View(1), args.count - 2, args.values + 2, 2, &out)) return;
  s->Write(out.view());
  Return(result, static_cast<int64_t>(out.size()));
}
void Vfprintf(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  std::vector<Value> values;
  for (uint32_t p = First(args.Arr(2)); p != kEnd; p = Next(args.Arr(2), p))
    values.push_back(Deref(ValueAt(args.Arr(2), p)));
  StringBuilder out;
  if (!FormatPrintf(args.View(1), static_cast<uint32_t>(values.size()), values.data(), -1, &out)) return;
  s->Write(out.view());
  Return(result, static_cast<int64_t>(out.size()));
}

// ---- CSV

bool ReadFormat(Args args, uint32_t first, CsvFormat* format) {
  if (args.View(first).size() != 1) {
    ArgumentValueError(first + 1, "must be a single character");
    return false;
  }
  if (args.View(first + 1).size() != 1) {
    ArgumentValueError(first + 2, "must be a single character");
    return false;
  }
  if (args.View(first + 2).size() > 1) {
    ArgumentValueError(first + 3, "must be empty or a single character");
    return false;
  }
  format->delimiter = args.View(first)[0];
  format->enclosure = args.View(first + 1)[0];
  format->escape = args.View(first + 2).empty() ? -1 : static_cast<unsigned char>(args.View(first + 2)[0]);
  return true;
}

// The fields of `text`; `more`, if given, appends the next line while an enclosed field is open.
template <typename More>
Array* ParseCsv(std::string text, const CsvFormat& f, More more) {
  Array* a = NewArray();
  auto line_end = [&](const std::string& s) {
    size_t n = s.size();
    if (n && s[n - 1] == '\n') --n;
    if (n && s[n - 1] == '\r') --n;
    return n;
  };
  size_t i = 0;
  for (;;) {
    size_t end = line_end(text);
    size_t start = i;
    while (i < end && (text[i] == ' ' || text[i] == '\t') && text[i] != f.delimiter) ++i;
    std::string field;
    if (i < end && text[i] == f.enclosure) {
      ++i;
      bool closed = false;
      while (!closed) {
        for (; i < text.size(); ++i) {
          char c = text[i];
          if (f.escape >= 0 && static_cast<unsigned char>(c) == f.escape && c != f.enclosure &&
              i + 1 < text.size() && text[i + 1] == f.enclosure) {
            field += c;
            field += text[++i];
          } else if (c == f.enclosure) {
            if (i + 1 < text.size() && text[i + 1] == f.enclosure) {
              field += c;
              ++i;
            } else {
              ++i;
              closed = true;
              break;
            }
          } else {
            field += c;
          }
        }
        if (!closed && !more(&text)) break;
      }
      end = line_end(text);
      while (i < end && text[i] != f.delimiter) field += text[i++];
    } else {
      i = start;
      while (i < end && text[i] != f.delimiter) field += text[i++];
    }
    Append(a, Value(NewString(field)));
    if (i >= end) return a;
    ++i;  // the delimiter
    if (i >= end) {
      Append(a, Value(EmptyString()));
      return a;
    }
  }
}

void StrGetcsv(Args args, Value* result) {
  CsvFormat format;
  if (!ReadFormat(args, 1, &format)) return;
  if (args.View(0).empty()) {
    Array* a = NewArray();
    Append(a, Value::Null());
    return Return(result, a);
  }
  Return(result, ParseCsv(std::string(args.View(0)), format, [](std::string*) { return false; }));
}
void Fgetcsv(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  CsvFormat format;
  if (!s || !ReadFormat(args, 2, &format)) return;
  std::string line;
  if (!s->ReadLine(&line)) return Return(result, false);
  if (line == "\n" || line == "\r\n") {
    Array* a = NewArray();
    Append(a, Value::Null());
    return Return(result, a);
  }
  Return(result, ParseCsv(line, format, [&](std::string* text) {
           std::string next;
           if (!s->ReadLine(&next)) return false;
           *text += next;
           return true;
         }));
}
void Fputcsv(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  CsvFormat format;
  if (!s || !ReadFormat(args, 2, &format)) return;
  StringBuilder out;
  bool first = true;
  for (uint32_t p = First(args.Arr(1)); p != kEnd; p = Next(args.Arr(1), p)) {
    String* field = ToString(Deref(ValueAt(args.Arr(1), p)));
    if (!field) return;
    if (!first) out.Append(format.delimiter);
    first = false;
    std::string_view text = field->view();
    bool quote = false;
    for (char c : text) {
      quote = quote || c == format.delimiter || c == format.enclosure || c == '\n' || c == '\r' ||
              c == '\t' || c == ' ' || (format.escape >= 0 && static_cast<unsigned char>(c) == format.escape);
    }
    if (quote) {
      out.Append(format.enclosure);
      bool escaped = false;
      for (char c : text) {
        if (format.escape >= 0 && c != format.enclosure && static_cast<unsigned char>(c) == format.escape) {
          escaped = true;
        } else if (!escaped && c == format.enclosure) {
          out.Append(c);
        } else {
          escaped = false;
        }
        out.Append(c);
      }
      out.Append(format.enclosure);
    } else {
      out.Append(text);
    }
    Release(field);
  }
  out.Append(args.View(5));
  Return(result, s->Write(out.view()));
}

// Streams of scripts and filters run PHP behind any of these.
constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr uint16_t kCalls = kIo;
constexpr BuiltinRow kRows[] = {
    {"fclose", "($stream): bool", kIo, Fclose},
    {"fdatasync", "($stream): bool", kIo, Fsync},
    {"feof", "($stream): bool", kIo, Feof},
    {"fflush", "($stream): bool", kIo, Fflush},
    {"fgetc", "($stream): string|false", kIo, Fgetc},
    {"fgetcsv",
     "($stream, ?int $length = null, string $separator = \",\", string $enclosure = \"\\\"\", string $escape "
     "= \"\\\\\"): array|false",
     kIo, Fgetcsv},
    {"fgets", "($stream, ?int $length = null): string|false", kIo, Fgets},
    {"file", "(string $filename, int $flags = 0, $context = null): array|false", kIo, File},
    {"file_get_contents",
     "(string $filename, bool $use_include_path = false, $context = null, int $offset = 0, ?int $length = "
     "null): string|false",
     kIo, FileGetContents},
    {"file_put_contents", "(string $filename, mixed $data, int $flags = 0, $context = null): int|false",
     kCalls, FilePutContents},
    {"flock", "($stream, int $operation, &$would_block = null): bool", kIo | Effects::kWritesArgs, Flock},
    {"fopen", "(string $filename, string $mode, bool $use_include_path = false, $context = null)", kIo,
     Fopen},
    {"fpassthru", "($stream): int", kCalls, Fpassthru},
    {"fprintf", "($stream, string $format, mixed ...$values): int", kCalls, Fprintf},
    {"fputcsv",
     "($stream, array $fields, string $separator = \",\", string $enclosure = \"\\\"\", string $escape = "
     "\"\\\\\", string $eol = \"\\n\"): int|false",
     kCalls, Fputcsv},
    {"fputs", "($stream, string $data, ?int $length = null): int|false", kCalls, Fwrite},
    {"fread", "($stream, int $length): string|false", kIo, Fread},
    {"fseek", "($stream, int $offset, int $whence = SEEK_SET): int", kIo, Fseek},
    {"fstat", "($stream): array|false", kIo, Fstat},
    {"fsync", "($stream): bool", kIo, Fsync},
    {"ftell", "($stream): int|false", kIo, Ftell},
    {"ftruncate", "($stream, int $size): bool", kIo, Ftruncate},
    {"fwrite", "($stream, string $data, ?int $length = null): int|false", kCalls, Fwrite},
    {"readfile", "(string $filename, bool $use_include_path = false, $context = null): int|false", kCalls,
     Readfile},
    {"rewind", "($stream): bool", kIo, Rewind},
    {"str_getcsv",
     "(string $string, string $separator = \",\", string $enclosure = \"\\\"\", string $escape = \"\\\\\"): "
     "array",
     Effects::kThrows, StrGetcsv},
    {"stream_copy_to_stream", "($from, $to, ?int $length = null, int $offset = 0): int|false", kIo,
     StreamCopyToStream},
    {"stream_get_contents", "($stream, ?int $length = null, int $offset = -1): string|false", kIo,
     StreamGetContents},
    {"stream_get_line", "($stream, int $length, string $ending = \"\"): string|false", kIo, StreamGetLine},
    {"stream_get_meta_data", "($stream): array", kIo, StreamGetMetaData},
    {"stream_is_local", "($stream): bool", kIo, StreamIsLocal},
    {"stream_isatty", "($stream): bool", kIo, StreamIsatty},
    {"stream_set_blocking", "($stream, bool $enable): bool", kIo, StreamSetBlocking},
    {"tmpfile", "()", kIo, Tmpfile},
    {"vfprintf", "($stream, string $format, array $values): int", kCalls, Vfprintf},
};
static_assert(SortedByName(kRows));
// The same under zlib's names.
constexpr BuiltinRow kGzipRows[] = {
    {"gzclose", "($stream): bool", kIo, Fclose},
    {"gzeof", "($stream): bool", kIo, Feof},
    {"gzgetc", "($stream): string|false", kIo, Fgetc},
    {"gzgets", "($stream, ?int $length = null): string|false", kIo, Fgets},
    {"gzpassthru", "($stream): int", kIo, Fpassthru},
    {"gzputs", "($stream, string $data, ?int $length = null): int|false", kIo, Fwrite},
    {"gzread", "($stream, int $length): string|false", kIo, Fread},
    {"gzrewind", "($stream): bool", kIo, Rewind},
    {"gzseek", "($stream, int $offset, int $whence = SEEK_SET): int", kIo, Fseek},
    {"gztell", "($stream): int|false", kIo, Ftell},
    {"gzwrite", "($stream, string $data, ?int $length = null): int|false", kIo, Fwrite},
};
static_assert(SortedByName(kGzipRows));

}  // namespace

constinit const BuiltinTable kStreamFunctions(kRows);
constinit const BuiltinTable kGzipFunctions(kGzipRows);

}  // namespace tusk
