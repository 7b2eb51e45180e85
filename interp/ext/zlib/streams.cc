// Compressed files (gzopen() and its kin) and compression piece by piece (deflate_add(), inflate_add()).
#include <zlib.h>

#include <climits>
#include <cstring>
#include <memory>
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/standard/stream.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"
#include "interp/runtime/output.h"

namespace tusk {
namespace {

std::unique_ptr<Stream> OpenGzipOrWarn(Args args, std::string_view mode) {
  std::string error;
  std::unique_ptr<Stream> s = OpenGzip(args.View(0), mode, &error);
  if (s) {
    s->mode = mode;
    s->uri = args.View(0);
  } else if (error.starts_with("cannot open")) {
    FunctionWarning("%s", error);
  } else if (!error.empty()) {
    Warning("%s(%s): Failed to open stream: %s", g_state->running_function()->view(), args.View(0), error);
  }
  return s;
}
void Gzopen(Args args, Value* result) {
  std::unique_ptr<Stream> s = OpenGzipOrWarn(args, args.View(1));
  if (!s) return Return(result, false);
  *result = Value(NewStreamResource(std::move(s)));
}
void Gzfile(Args args, Value* result) {
  std::unique_ptr<Stream> s = OpenGzipOrWarn(args, "rb");
  if (!s) return Return(result, false);
  Array* a = NewArray();
  for (std::string line; s->ReadLine(&line);) Append(a, Value(NewString(line)));
  Return(result, a);
}
void Readgzfile(Args args, Value* result) {
  std::unique_ptr<Stream> s = OpenGzipOrWarn(args, "rb");
  if (!s) return Return(result, false);
  std::string all = s->ReadAll();
  Echo(all);
  Return(result, static_cast<int64_t>(all.size()));
}
void False(Args, Value* result) { Return(result, false); }

// --- contexts

struct Context {
  z_stream* z;  // owned
  int status;
  bool deflates;
  bool fresh;               // nothing is in the stream yet
  std::string* dictionary;  // owned; for inflate_add(), null when there is none
};
void Destroy(Object* o) {
  auto* c = o->native<Context>();
  if (c->z) {
    c->deflates ? deflateEnd(c->z) : inflateEnd(c->z);
    delete c->z;
  }
  delete c->dictionary;
}
constexpr ObjectHandlers kHandlers = {.destroy_native = Destroy};

bool CheckEncoding(int64_t encoding) {
  if (encoding == -15 || encoding == 15 || encoding == 31) return true;
  ArgumentValueError(1, "must be one of ZLIB_ENCODING_RAW, ZLIB_ENCODING_GZIP, or ZLIB_ENCODING_DEFLATE");
  return false;
}
// An option in its range; false: raised.
bool Option(Args args, const char* name, int64_t missing, int64_t least, int64_t most, const char* message,
            int* out) {
  Value v = Deref(GetStr(args.Arr(1), std::string_view(name)));
  int64_t n = v.IsUndef() ? missing : ToInt(v);
  *out = static_cast<int>(n);
  if (n >= least && n <= most) return true;
  if (const char* percent = std::strstr(message, "%d")) {
    ThrowValueError("%s%d%s", std::string_view(message, static_cast<size_t>(percent - message)), n,
                    percent + 2);
  } else {
    ThrowValueError("%s", message);
  }
  return false;
}
// The option "dictionary": a string, or a list of them. False: raised.
bool Dictionary(Args args, std::string* out) {
  Value v = Deref(GetStr(args.Arr(1), std::string_view("dictionary")));
  if (v.IsUndef()) return true;
  if (v.IsString()) {
    *out = v.str->view();
    return true;
  }
  if (!v.IsArray()) {
    ThrowTypeError("%s(): Argument #2 ($options) must be of type zero-terminated string or array, %s given",
                   g_state->running_function()->view(), ValueNameForErrors(v));
    return false;
  }
  for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
    String* s = ToString(Deref(ValueAt(v.arr, p)));
    if (!s) return false;
    bool empty = s->length == 0;
    bool good = !empty && s->view().find('\0') == std::string_view::npos;
    if (good) {
      *out += s->view();
      *out += '\0';
    }
    Release(s);
    if (good) continue;
    ArgumentValueError(2,
                       empty ? "must not contain empty strings" : "must not contain strings with null bytes");
    return false;
  }
  return true;
}

void DeflateInit(Args args, Value* result) {
  int level, memory, window, strategy;
  std::string dictionary;
  if (!Option(args, "level", -1, -1, 9, "deflate_init(): \"level\" option must be between -1 and 9",
              &level) ||
      !Option(args, "memory", 8, 1, 9, "deflate_init(): \"memory\" option must be between 1 and 9",
              &memory) ||
      !Option(args, "window", 15, 8, 15, "deflate_init(): \"window\" option must be between 8 and 15",
              &window) ||
      !Option(
          args, "strategy", Z_DEFAULT_STRATEGY, 0, 4,
          "deflate_init(): \"strategy\" option must be one of ZLIB_FILTERED, ZLIB_HUFFMAN_ONLY, ZLIB_RLE, "
          "ZLIB_FIXED, or ZLIB_DEFAULT_STRATEGY",
          &strategy) ||
      !Dictionary(args, &dictionary) || !CheckEncoding(args[0].i))
    return;
  auto z = std::make_unique<z_stream>();
  int bits = args[0].i == -15 ? -window : args[0].i == 31 ? window + 16 : window;
  if (bits == -8) bits = -9;
  if (deflateInit2(z.get(), level, Z_DEFLATED, bits, memory, strategy) != Z_OK) {
    FunctionWarning("Failed allocating zlib.deflate context");
    return Return(result, false);
  }
  if (!dictionary.empty()) {
    deflateSetDictionary(z.get(), reinterpret_cast<const Bytef*>(dictionary.data()),
                         static_cast<uInt>(dictionary.size()));
  }
  Object* o = NewObject(FindClass("DeflateContext", false));
  *o->native<Context>() = {z.release(), Z_OK, true, true, nullptr};
  *result = Value(o);
}
void InflateInit(Args args, Value* result) {
  int window;
  std::string dictionary;
  if (!Option(args, "window", 15, 8, 15, "zlib window size (logarithm) (%d) must be within 8..15", &window) ||
      !Dictionary(args, &dictionary))
    return;
  if (args[0].i != -15 && args[0].i != 31 && args[0].i != 15) {
    return ThrowValueError(
        "Encoding mode must be ZLIB_ENCODING_RAW, ZLIB_ENCODING_GZIP or ZLIB_ENCODING_DEFLATE");
  }
  auto z = std::make_unique<z_stream>();
  int bits = args[0].i == -15 ? -window : args[0].i == 31 ? window + 16 : window;
  if (inflateInit2(z.get(), bits) != Z_OK) {
    FunctionWarning("Failed allocating zlib.inflate context");
    return Return(result, false);
  }
  if (args[0].i == -15 && !dictionary.empty()) {
    inflateSetDictionary(z.get(), reinterpret_cast<const Bytef*>(dictionary.data()),
                         static_cast<uInt>(dictionary.size()));
    dictionary.clear();
  }
  Object* o = NewObject(FindClass("InflateContext", false));
  *o->native<Context>() = {z.release(), Z_OK, false, true,
                           dictionary.empty() ? nullptr : new std::string(dictionary)};
  *result = Value(o);
}

bool CheckFlush(Args args) {
  int64_t mode = args.Int(2, Z_SYNC_FLUSH);
  if (mode >= Z_NO_FLUSH && mode <= Z_BLOCK) return true;
  ArgumentValueError(3,
                     "must be one of ZLIB_NO_FLUSH, ZLIB_PARTIAL_FLUSH, ZLIB_SYNC_FLUSH, "
                     "ZLIB_FULL_FLUSH, ZLIB_BLOCK, or ZLIB_FINISH");
  return false;
}
void DeflateAdd(Args args, Value* result) {
  auto* c = args[0].obj->native<Context>();
  if (!c->z) return ThrowError("deflate_add(): Argument #1 ($context) must be initialized");
  if (!CheckFlush(args)) return;
  auto flush = static_cast<int>(args.Int(2, Z_SYNC_FLUSH));
  if (args.View(1).empty() && flush != Z_FINISH) return Return(result, EmptyString());
  z_stream* z = c->z;
  z->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(args.View(1).data()));
  z->avail_in = static_cast<uInt>(args.View(1).size());
  std::string out;
  char chunk[16384];
  do {
    z->next_out = reinterpret_cast<Bytef*>(chunk);
    z->avail_out = sizeof chunk;
    c->status = deflate(z, flush);
    out.append(chunk, sizeof chunk - z->avail_out);
  } while (c->status == Z_OK && z->avail_out == 0);
  if (c->status == Z_STREAM_END) deflateReset(z);
  if (c->status == Z_OK || c->status == Z_STREAM_END || c->status == Z_BUF_ERROR)
    return Return(result, std::string_view(out));
  FunctionWarning("zlib error (%s)", zError(c->status));
  Return(result, false);
}
void InflateAdd(Args args, Value* result) {
  auto* c = args[0].obj->native<Context>();
  if (!c->z) return ThrowError("inflate_add(): Argument #1 ($context) must be initialized");
  if (!CheckFlush(args)) return;
  auto flush = static_cast<int>(args.Int(2, Z_SYNC_FLUSH));
  z_stream* z = c->z;
  if (c->status == Z_STREAM_END) {
    // What comes behind the end is another stream.
    inflateReset(z);
    c->status = Z_OK;
  }
  if (args.View(1).empty() && flush != Z_FINISH) return Return(result, EmptyString());
  z->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(args.View(1).data()));
  z->avail_in = static_cast<uInt>(args.View(1).size());
  std::string out;
  char chunk[16384];
  for (;;) {
    z->next_out = reinterpret_cast<Bytef*>(chunk);
    z->avail_out = sizeof chunk;
    c->status = inflate(z, flush);
    out.append(chunk, sizeof chunk - z->avail_out);
    if (c->status == Z_NEED_DICT) {
      if (!c->dictionary) {
        FunctionWarning(
            "Inflating this data requires a preset dictionary, please specify it in the options "
            "array of inflate_init()");
        return Return(result, false);
      }
      int status = inflateSetDictionary(z, reinterpret_cast<const Bytef*>(c->dictionary->data()),
                                        static_cast<uInt>(c->dictionary->size()));
      if (status == Z_OK) continue;
      FunctionWarning("Dictionary does not match expected dictionary (incorrect adler32 hash)");
      return Return(result, false);
    }
    // With Z_FINISH a full buffer is an error of its own.
    if ((c->status != Z_OK && c->status != Z_BUF_ERROR) || z->avail_out != 0) break;
  }
  bool wants_more = c->status == Z_BUF_ERROR && (flush != Z_FINISH || !out.empty() || z->avail_in == 0);
  if (c->status == Z_OK || c->status == Z_STREAM_END || wants_more) {
    return Return(result, std::string_view(out));
  }
  FunctionWarning("%s", zError(c->status));
  Return(result, false);
}
void InflateGetStatus(Args args, Value* result) {
  auto* c = args[0].obj->native<Context>();
  if (!c->z) return ThrowError("inflate_get_status(): Argument #1 ($context) must be initialized");
  Return(result, c->status);
}
void InflateGetReadLen(Args args, Value* result) {
  auto* c = args[0].obj->native<Context>();
  if (!c->z) return ThrowError("inflate_get_read_len(): Argument #1 ($context) must be initialized");
  Return(result, static_cast<int64_t>(c->z->total_in));
}

constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"deflate_add",
     "(DeflateContext $context, string $data, int $flush_mode = ZLIB_SYNC_FLUSH): string|false", kIo,
     DeflateAdd},
    {"deflate_init", "(int $encoding, array $options = []): DeflateContext|false", kIo, DeflateInit},
    {"gzfile", "(string $filename, int $use_include_path = 0): array|false", kIo, Gzfile},
    {"gzopen", "(string $filename, string $mode, int $use_include_path = 0)", kIo, Gzopen},
    {"inflate_add",
     "(InflateContext $context, string $data, int $flush_mode = ZLIB_SYNC_FLUSH): string|false", kIo,
     InflateAdd},
    {"inflate_get_read_len", "(InflateContext $context): int", kIo, InflateGetReadLen},
    {"inflate_get_status", "(InflateContext $context): int", kIo, InflateGetStatus},
    {"inflate_init", "(int $encoding, array $options = []): InflateContext|false", kIo, InflateInit},
    {"ob_gzhandler", "(string $data, int $flags): string|false", kIo, False},
    {"readgzfile", "(string $filename, int $use_include_path = 0): int|false", kIo, Readgzfile},
    {"zlib_get_coding_type", "(): string|false", kIo, False},
};
static_assert(SortedByName(kRows));

constexpr uint32_t kOpaque = static_cast<uint32_t>(ClassFlags::kFinal) | ClassFlags::kNotSerializable |
                             ClassFlags::kNoDynamicProperties;
constexpr BuiltinRow kNewDeflate = {"", "()", kIo,
                                    [](Args args, Value*) { RefuseConstruction(args, "deflate_init"); }};
constexpr BuiltinRow kNewInflate = {"", "()", kIo,
                                    [](Args args, Value*) { RefuseConstruction(args, "inflate_init"); }};
const BuiltinClassRow kClassRows[] = {
    {.name = "DeflateContext",
     .flags = kOpaque,
     .handlers = &kHandlers,
     .native_size = sizeof(Context),
     .extension = "zlib",
     .constructor = &kNewDeflate},
    {.name = "InflateContext",
     .flags = kOpaque,
     .handlers = &kHandlers,
     .native_size = sizeof(Context),
     .extension = "zlib",
     .constructor = &kNewInflate},
};

}  // namespace

constinit const BuiltinTable kZlibStreamFunctions(kRows);
const std::span<const BuiltinClassRow> kZlibClasses = kClassRows;

}  // namespace tusk
