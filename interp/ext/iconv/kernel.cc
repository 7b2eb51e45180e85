// iconv(3) for the functions of the iconv extension, which are in PHP.
#include <iconv.h>

#include <cerrno>
#include <clocale>
#include <string>

#include "interp/ext/mbstring/utf8.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

// One open conversion, kept for the next call with the same pair.
iconv_t Converter(const char* to, const char* from) {
  // //TRANSLIT asks the locale for other spellings. (Not at the start of every script: it reads a file.)
  [[maybe_unused]] static const char* const text_is_utf8 = setlocale(LC_CTYPE, "C.UTF-8");
  static std::string last;
  static auto open = reinterpret_cast<iconv_t>(-1);
  std::string pair = std::string(to) + "\n" + from;
  if (pair != last) {
    if (open != reinterpret_cast<iconv_t>(-1)) iconv_close(open);
    open = iconv_open(to, from);
    last = pair;
  }
  if (open != reinterpret_cast<iconv_t>(-1)) iconv(open, nullptr, nullptr, nullptr, nullptr);
  return open;
}

// Converts; what does not fit becomes `substitute` (already in the target encoding). Returns how many places
// did not, or -1 when iconv(3) does not know the pair.
int64_t ConvertByIconv(std::string_view s, const char* to, const char* from, std::string_view substitute,
                       bool from_utf8, std::string* out) {
  iconv_t c = Converter(to, from);
  if (c == reinterpret_cast<iconv_t>(-1)) return -1;
  out->clear();
  int64_t bad = 0;
  char* in = const_cast<char*>(s.data());
  size_t left = s.size();
  char buffer[4096];
  for (;;) {
    char* to_here = buffer;
    size_t room = sizeof buffer;
    size_t status =
        left ? iconv(c, &in, &left, &to_here, &room) : iconv(c, nullptr, nullptr, &to_here, &room);
    int why = errno;
    out->append(buffer, sizeof buffer - room);
    if (status != static_cast<size_t>(-1)) {
      if (!left && room == sizeof buffer) return bad;
      if (!left && status == 0 && to_here == buffer) return bad;
      continue;
    }
    if (why == E2BIG) continue;
    ++bad;
    out->append(substitute);
    uint32_t point;
    size_t skip = from_utf8 ? ReadUtf8(std::string_view(in, left), 0, &point) : 1;
    if (why == EINVAL) skip = left;
    in += skip;
    left -= skip;
  }
}

// tusk\\iconv(): null for a pair that iconv(3) does not know.
void Iconv(Args args, Value* result) {
  std::string to(args.View(1)), out;
  if (args.Bool(2)) to += "//TRANSLIT";
  int64_t bad =
      ConvertByIconv(args.View(4), to.c_str(), args.Str(0)->data, "", args.View(0) == "UTF-8", &out);
  *result = Value::Null();
  if (bad < 0) return;
  AssignArgument(args, 5, Value(bad == 0 || args.Bool(3)));
  Return(result, std::string_view(out));
}
constexpr BuiltinRow kRows[] = {
    {"tusk\\iconv", "(string $from, string $to, bool $similar, bool $ignore, string $s, &$good): ?string",
     Effects::kReadsState | Effects::kWritesArgs, Iconv},
};

}  // namespace

constinit const BuiltinTable kIconvKernel(kRows);

}  // namespace tusk
