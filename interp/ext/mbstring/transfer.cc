// Base64, quoted-printable, uuencode and HTML entities as encodings, and what iconv(3) converts.
#include "interp/ext/mbstring/transfer.h"

#include <iconv.h>

#include <cerrno>
#include <clocale>

#include "interp/ext/mbstring/encodings.h"
#include "interp/ext/mbstring/utf8.h"
#include "interp/ext/standard/html_entities.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

// What the builtin function makes of the string.
std::string Apply(std::string_view function, std::string_view s) {
  Function* f = FindBuiltin(function);
  Value argument(NewString(s)), result;
  CallFunction(f, nullptr, nullptr, 1, &argument, &result);
  std::string out(result.IsString() ? result.str->view() : std::string_view());
  Release(argument);
  Release(result);
  return out;
}

struct Transfer {
  std::string_view encoding;
  std::string_view encode;  // builtin functions
  std::string_view decode;
};
constexpr Transfer kTransfers[] = {{"BASE64", "base64_encode", "base64_decode"},
                                   {"Quoted-Printable", "quoted_printable_encode", "quoted_printable_decode"},
                                   {"UUENCODE", "convert_uuencode", "convert_uudecode"}};

std::string EncodeEntities(std::string_view utf8) {
  std::string out;
  uint32_t c;
  for (size_t i = 0; i < utf8.size();) {
    i += ReadUtf8(utf8, i, &c);
    if (c < 0x80) {
      out += static_cast<char>(c);
      continue;
    }
    const char* name = nullptr;
    for (const HtmlEntity& e : kHtmlEntities) {
      if (e.point == c) name = e.name;
    }
    out += name ? absl::StrFormat("&%s;", name) : absl::StrFormat("&#%d;", c);
  }
  return out;
}

std::string DecodeEntities(std::string_view s) {
  std::string out;
  for (size_t i = 0; i < s.size(); ++i) {
    size_t end = s[i] == '&' ? s.find(';', i) : s.npos;
    std::string_view name = end == s.npos ? std::string_view() : s.substr(i + 1, end - i - 1);
    uint32_t point = 0;
    if (name.size() > 1 && name.size() < 12 && name[0] == '#') {
      bool hex = name[1] == 'x' || name[1] == 'X';
      char* stop;
      std::string digits(name.substr(hex ? 2 : 1));
      unsigned long n = strtoul(digits.c_str(), &stop, hex ? 16 : 10);
      if (!digits.empty() && !*stop && n <= 0x10ffff) point = static_cast<uint32_t>(n);
    } else if (name == "amp" || name == "lt" || name == "gt" || name == "quot") {
      point = name == "amp" ? '&' : name == "lt" ? '<' : name == "gt" ? '>' : '"';
    } else if (!name.empty() && name.size() < 10) {
      for (const HtmlEntity& e : kHtmlEntities) {
        if (name == e.name) point = e.point;
      }
    }
    if (point) {
      WriteUtf8(&out, point);
      i = end;
    } else {
      out += s[i];
    }
  }
  return out;
}

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

const char* IconvName(std::string_view encoding) {
  const Encoding* e = FindEncoding(encoding);
  return e && *e->iconv ? e->iconv : nullptr;
}

}  // namespace

bool DecodeTransfer(std::string_view s, std::string_view encoding, std::string* utf8) {
  for (const Transfer& t : kTransfers) {
    if (t.encoding == encoding) {
      *utf8 = Apply(t.decode, s);
      return true;
    }
  }
  if (encoding == "HTML-ENTITIES") {
    *utf8 = DecodeEntities(s);
    return true;
  }
  const char* name = IconvName(encoding);
  return name && ConvertByIconv(s, "UTF-8", name, SubstituteText(), false, utf8) >= 0;
}

bool EncodeTransfer(std::string_view utf8, std::string_view encoding, std::string* s) {
  for (const Transfer& t : kTransfers) {
    if (t.encoding == encoding) {
      *s = Apply(t.encode, utf8);
      return true;
    }
  }
  if (encoding == "HTML-ENTITIES") {
    *s = EncodeEntities(utf8);
    return true;
  }
  const char* name = IconvName(encoding);
  return name && ConvertByIconv(utf8, name, "UTF-8", SubstituteText(), true, s) >= 0;
}

bool ValidByIconv(std::string_view s, std::string_view encoding, bool* known) {
  const char* name = IconvName(encoding);
  std::string out;
  int64_t bad = name ? ConvertByIconv(s, "UTF-8", name, "", false, &out) : -1;
  *known = bad >= 0;
  return bad == 0;
}

namespace {

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
