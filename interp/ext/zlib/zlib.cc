// Compression of strings, by the zlib library.
#include <zlib.h>

#include <climits>
#include <string>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

// Encodings as PHP numbers them: zlib's window bits.
constexpr int64_t kRaw = -15, kGzip = 31, kDeflate = 15, kAny = 47;

void Compress(std::string_view data, int64_t level, int64_t encoding, const char* level_argument,
              Value* result) {
  if (level < -1 || level > 9) {
    return ThrowValueError("%s must be between -1 and 9", level_argument);
  }
  z_stream z{};
  if (deflateInit2(&z, static_cast<int>(level), Z_DEFLATED, static_cast<int>(encoding), MAX_MEM_LEVEL,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return Return(result, false);
  }
  std::string out(deflateBound(&z, data.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  z.avail_in = static_cast<uInt>(data.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  int status = deflate(&z, Z_FINISH);
  size_t size = z.total_out;
  deflateEnd(&z);
  if (status != Z_STREAM_END) return Return(result, false);
  Return(result, std::string_view(out).substr(0, size));
}

void Uncompress(std::string_view data, int64_t limit, int64_t encoding, Value* result) {
  if (limit < 0) return ArgumentValueError(2, "must be greater than or equal to 0");
  z_stream z{};
  if (inflateInit2(&z, static_cast<int>(encoding)) != Z_OK) return Return(result, false);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  z.avail_in = static_cast<uInt>(data.size());
  std::string out;
  char chunk[65536];
  int status;
  do {
    z.next_out = reinterpret_cast<Bytef*>(chunk);
    z.avail_out = sizeof chunk;
    status = inflate(&z, Z_NO_FLUSH);
    out.append(chunk, sizeof chunk - z.avail_out);
    if (limit > 0 && out.size() > static_cast<size_t>(limit)) status = Z_BUF_ERROR;
  } while (status == Z_OK);
  inflateEnd(&z);
  // What has no header may be a raw stream.
  if (status == Z_DATA_ERROR && encoding == kAny) return Uncompress(data, limit, kRaw, result);
  if (status == Z_STREAM_END) return Return(result, std::string_view(out));
  FunctionWarning(
      "%s", limit > 0 && out.size() > static_cast<size_t>(limit) ? "insufficient memory" : "data error");
  Return(result, false);
}

template <int64_t Encoding>
void Encode(Args args, Value* result) {
  int64_t encoding = args.Int(2, Encoding);
  if (encoding != kRaw && encoding != kGzip && encoding != kDeflate) {
    return ThrowValueError(
        "%s(): Argument #3 ($encoding) must be one of ZLIB_ENCODING_RAW, ZLIB_ENCODING_GZIP, or "
        "ZLIB_ENCODING_DEFLATE",
        args.frame->func->name->view());
  }
  std::string name(args.frame->func->name->view());
  Compress(args.View(0), args.Int(1, -1), encoding, (name + "(): Argument #2 ($level)").c_str(), result);
}
void ZlibEncode(Args args, Value* result) {
  int64_t encoding = args.Int(1);
  if (encoding != kRaw && encoding != kGzip && encoding != kDeflate) {
    return ThrowValueError(
        "zlib_encode(): Argument #2 ($encoding) must be one of ZLIB_ENCODING_RAW, ZLIB_ENCODING_GZIP, or "
        "ZLIB_ENCODING_DEFLATE");
  }
  Compress(args.View(0), args.Int(2, -1), encoding, "zlib_encode(): Argument #3 ($level)", result);
}
template <int64_t Encoding>
void Decode(Args args, Value* result) {
  Uncompress(args.View(0), args.Int(1, 0), Encoding, result);
}

constexpr uint16_t kFails = Effects::kThrows | Effects::kWarns;
constexpr BuiltinRow kRows[] = {
    {"gzcompress", "(string $data, int $level = -1, int $encoding = ZLIB_ENCODING_DEFLATE): string|false",
     kFails, Encode<kDeflate>},
    {"gzdecode", "(string $data, int $max_length = 0): string|false", kFails, Decode<kGzip>},
    {"gzdeflate", "(string $data, int $level = -1, int $encoding = ZLIB_ENCODING_RAW): string|false", kFails,
     Encode<kRaw>},
    {"gzencode", "(string $data, int $level = -1, int $encoding = ZLIB_ENCODING_GZIP): string|false", kFails,
     Encode<kGzip>},
    {"gzinflate", "(string $data, int $max_length = 0): string|false", kFails, Decode<kRaw>},
    {"gzuncompress", "(string $data, int $max_length = 0): string|false", kFails, Decode<kDeflate>},
    {"zlib_decode", "(string $data, int $max_length = 0): string|false", kFails, Decode<kAny>},
    {"zlib_encode", "(string $data, int $encoding, int $level = -1): string|false", kFails, ZlibEncode},
};
static_assert(SortedByName(kRows));

constexpr ConstantRow kConstants[] = {
    {"FORCE_DEFLATE", 15},
    {"FORCE_GZIP", 31},
    {"ZLIB_BLOCK", 5},
    {"ZLIB_BUF_ERROR", -5},
    {"ZLIB_DATA_ERROR", -3},
    {"ZLIB_DEFAULT_STRATEGY", 0},
    {"ZLIB_ENCODING_DEFLATE", 15},
    {"ZLIB_ENCODING_GZIP", 31},
    {"ZLIB_ENCODING_RAW", -15},
    {"ZLIB_ERRNO", -1},
    {"ZLIB_FILTERED", 1},
    {"ZLIB_FINISH", 4},
    {"ZLIB_FIXED", 4},
    {"ZLIB_FULL_FLUSH", 3},
    {"ZLIB_HUFFMAN_ONLY", 2},
    {"ZLIB_MEM_ERROR", -4},
    {"ZLIB_NEED_DICT", 2},
    {"ZLIB_NO_FLUSH", 0},
    {"ZLIB_OK", 0},
    {"ZLIB_PARTIAL_FLUSH", 1},
    {"ZLIB_RLE", 3},
    {"ZLIB_STREAM_END", 1},
    {"ZLIB_STREAM_ERROR", -2},
    {"ZLIB_SYNC_FLUSH", 2},
    {"ZLIB_VERNUM", ZLIB_VERNUM},
    {"ZLIB_VERSION", ZLIB_VERSION},
    {"ZLIB_VERSION_ERROR", -6},
};
static_assert(SortedByName(kConstants));

}  // namespace

constinit const BuiltinTable kZlibFunctions(kRows);
const std::span<const ConstantRow> kZlibConstants = kConstants;

}  // namespace tusk
