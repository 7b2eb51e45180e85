// HTML: escaping and entities.
#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "interp/ext/standard/html5_names.h"
#include "interp/ext/standard/html_charset.h"
#include "interp/ext/standard/html_entities.h"
#include "interp/ext/standard/strings.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/charset.h"
#include "interp/runtime/ini.h"

namespace tusk {
namespace {

struct HtmlFlags {
  enum : int64_t {
    kSingleQuotes = 1,
    kDoubleQuotes = 2,
    kIgnore = 4,
    kSubstitute = 8,
    kXml = 16,
    kXhtml = 32,
    kHtml5 = 48,
    kDoctypes = 48,
    kDisallowed = 128
  };
};
int64_t DoctypeOf(int64_t flags) { return flags & HtmlFlags::kDoctypes; }
static_assert(std::size(kHtmlEntities) > 200);

void AppendUtf8(StringBuilder* out, uint32_t c) {
  if (c < 0x80) {
    out->Append(static_cast<char>(c));
  } else if (c < 0x800) {
    out->Append(static_cast<char>(0xc0 | c >> 6));
    out->Append(static_cast<char>(0x80 | (c & 63)));
  } else if (c < 0x10000) {
    out->Append(static_cast<char>(0xe0 | c >> 12));
    out->Append(static_cast<char>(0x80 | ((c >> 6) & 63)));
    out->Append(static_cast<char>(0x80 | (c & 63)));
  } else {
    out->Append(static_cast<char>(0xf0 | c >> 18));
    out->Append(static_cast<char>(0x80 | ((c >> 12) & 63)));
    out->Append(static_cast<char>(0x80 | ((c >> 6) & 63)));
    out->Append(static_cast<char>(0x80 | (c & 63)));
  }
}

// --- names of characters

// One or two code points.
struct Points {
  uint32_t first = 0, second = 0;
  bool operator==(const Points&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const Points& p) {
    return H::combine(std::move(h), p.first, p.second);
  }
};
struct Html5 {
  absl::flat_hash_map<std::string_view, Points> points;
  absl::flat_hash_map<Points, std::string_view> names;
  absl::flat_hash_map<uint32_t, bool> begins_pair;
};
const Html5& Html5Names() {
  static const Html5* all = [] {
    auto* out = new Html5;
    std::string_view rest = kHtml5Names;
    while (!rest.empty()) {
      size_t end = rest.find(' ');
      std::string_view word = rest.substr(0, end);
      rest.remove_prefix(end + 1);
      size_t mark = word.find_first_of("!=");
      char* after;
      Points p;
      p.first = static_cast<uint32_t>(std::strtoul(word.data() + mark + 1, &after, 16));
      if (*after == ',') p.second = static_cast<uint32_t>(std::strtoul(after + 1, nullptr, 16));
      out->points.emplace(word.substr(0, mark), p);
      if (word[mark] == '!') out->names.emplace(p, word.substr(0, mark));
      if (p.second) out->begins_pair[p.first] = true;
    }
    return out;
  }();
  return *all;
}
// The name of a character beyond ASCII; empty for none.
std::string_view NameOfPoint(uint32_t point, int64_t doctype) {
  if (doctype == HtmlFlags::kXml) return {};
  if (doctype == HtmlFlags::kHtml5) {
    auto it = Html5Names().names.find(Points{point, 0});
    return it == Html5Names().names.end() ? std::string_view() : it->second;
  }
  const HtmlEntity* end = std::end(kHtmlEntities);
  const HtmlEntity* e = std::lower_bound(std::begin(kHtmlEntities), end, point,
                                         [](const HtmlEntity& x, uint32_t p) { return x.point < p; });
  return e != end && e->point == point ? e->name : std::string_view();
}
// What a name stands for; `first` is 0 when it is none.
Points PointsOfName(std::string_view name, int64_t doctype) {
  if (name == "amp") return {'&', 0};
  if (name == "lt") return {'<', 0};
  if (name == "gt") return {'>', 0};
  if (name == "quot") return {'"', 0};
  if (name == "apos") return {doctype ? uint32_t{'\''} : 0, 0};
  if (doctype == HtmlFlags::kHtml5) {
    auto it = Html5Names().points.find(name);
    return it == Html5Names().points.end() ? Points{} : it->second;
  }
  if (doctype == HtmlFlags::kXml) return {};
  for (const HtmlEntity& e : kHtmlEntities) {
    if (name == e.name) return {e.point, 0};
  }
  return {};
}

// --- what documents may hold

bool AllowedInText(uint32_t c, int64_t doctype) {
  bool character = (c >= 0xa0 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0x10ffff);
  switch (doctype) {
    case HtmlFlags::kHtml5:
      return (c >= 0x20 && c <= 0x7e) || (c >= 9 && c <= 0xd && c != 0xb) ||
             (character && (c & 0xfffe) != 0xfffe && (c < 0xfdd0 || c > 0xfdef));
    case HtmlFlags::kXhtml:
    case HtmlFlags::kXml:
      return (c >= 0x20 && c <= 0xd7ff) || c == 9 || c == 0xa || c == 0xd ||
             (c >= 0xe000 && c <= 0x10ffff && c != 0xfffe && c != 0xffff);
    default: return (c >= 0x20 && c <= 0x7e) || c == 9 || c == 0xa || c == 0xd || character;
  }
}
bool AllowedAsNumber(uint32_t c, int64_t doctype) {
  if (doctype == 0) return c <= 0x10ffff;
  if (doctype != HtmlFlags::kHtml5) return AllowedInText(c, doctype);
  return c != 0xd && (AllowedInText(c, doctype) || (c >= 0xd800 && c <= 0xdfff));
}

// The length of the entity at s[i] ("&amp;", "&#39;", "&#x27;"), 0 if there is none. Named ones must look
// like a name.
size_t EntityLength(std::string_view s, size_t i) {
  size_t k = i + 1;
  auto is = [&](auto&& f) { return k < s.size() && f(s[k]); };
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  auto hex = [&](char c) { return digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); };
  auto alnum = [&](char c) { return digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); };
  size_t start;
  if (k < s.size() && s[k] == '#') {
    ++k;
    if (k < s.size() && (s[k] | 0x20) == 'x') {
      start = ++k;
      while (is(hex)) ++k;
    } else {
      start = k;
      while (is(digit)) ++k;
    }
  } else {
    start = k;
    while (is(alnum)) ++k;
  }
  return k > start && k < s.size() && s[k] == ';' ? k + 1 - i : 0;
}
// The code point of "&#39;" or "&#x27;"; beyond 0x10ffff when there is none.
uint32_t PointOfNumber(std::string_view entity) {
  bool hex = (entity[2] | 0x20) == 'x';
  std::string digits(entity.substr(hex ? 3 : 2, entity.size() - (hex ? 4 : 3)));
  unsigned long v = std::strtoul(digits.c_str(), nullptr, hex ? 16 : 10);
  return v > 0x10ffff ? 0x110000 : static_cast<uint32_t>(v);
}

// --- escaping

// The charset of argument `i`, or the default one.
const HtmlCharset& CharsetOf(Args args, uint32_t i) {
  bool given = !args.IsNull(i) && !args.View(i).empty();
  if (!given && !g_default_charset_is_set) return HtmlCharset::Utf8();
  std::string_view name = given ? args.View(i) : DefaultCharset();
  if (name.empty()) return HtmlCharset::Utf8();
  if (const HtmlCharset* found = HtmlCharset::Find(name)) return *found;
  RaiseFunctionMessage(ErrorLevel::kWarning,
                       absl::StrFormat("Charset \"%s\" is not supported, assuming UTF-8", name));
  return HtmlCharset::Utf8();
}
// ' as text.
std::string_view SingleQuote(int64_t doctype, bool all) {
  bool named =
      doctype == HtmlFlags::kXml || doctype == HtmlFlags::kHtml5 || (doctype == HtmlFlags::kXhtml && !all);
  return named ? "&apos;" : "&#039;";
}
// With double_encode off: whether the entity stays what it is.
bool StaysEntity(std::string_view entity, int64_t flags) {
  int64_t doctype = DoctypeOf(flags);
  if (entity[1] != '#') return PointsOfName(entity.substr(1, entity.size() - 2), doctype).first != 0;
  uint32_t point = PointOfNumber(entity);
  if (point > 0x10ffff) return false;
  return !(flags & HtmlFlags::kDisallowed) || AllowedAsNumber(point, doctype);
}

void Escape(Args args, Value* result, bool all) {
  std::string_view s = args.View(0);
  int64_t flags = args[1].i, doctype = DoctypeOf(flags);
  bool twice = args.Bool(3, true);
  const HtmlCharset& charset = CharsetOf(args, 2);
  if (HasException()) return;
  if (all && !charset.has_points()) {
    RaiseFunctionMessage(ErrorLevel::kNotice,
                         "Only basic entities substitution is supported for multi-byte encodings other than "
                         "UTF-8; functionality is equivalent to htmlspecialchars");
    if (HasException()) return;
    all = false;
  }
  bool html5 = all && doctype == HtmlFlags::kHtml5;
  bool check = flags & HtmlFlags::kDisallowed;
  std::string_view substitute = charset.is_utf8() ? "\xef\xbf\xbd" : "&#xFFFD;";
  StringBuilder out(s.size() + s.size() / 8 + 16);
  bool changed = false;
  size_t plain = 0;
  auto put = [&](size_t i, size_t n, std::string_view text) {
    out.Append(s.substr(plain, i - plain));
    out.Append(text);
    plain = i + n;
    changed = true;
  };
  auto put_name = [&](size_t i, size_t n, std::string_view name) {
    std::string text = "&";
    put(i, n, text.append(name).append(";"));
  };
  for (size_t i = 0; i < s.size();) {
    auto c = static_cast<unsigned char>(s[i]);
    uint32_t point = c;
    size_t n = 1;
    if (c < 0x80) {
      switch (c) {
        case '&':
          if (!twice) {
            size_t length = EntityLength(s, i);
            if (length && StaysEntity(s.substr(i, length), flags)) {
              i += length;
              continue;
            }
          }
          put(i++, 1, "&amp;");
          continue;
        case '<':
        case '>':
          // HTML 5 has names for these with a mark above or below.
          if (!html5 || !s.substr(i + 1).starts_with("\xe2\x83\x92")) {
            put(i, 1, c == '<' ? "&lt;" : "&gt;");
            ++i;
            continue;
          }
          break;
        case '"':
          if (flags & HtmlFlags::kDoubleQuotes) put(i, 1, "&quot;");
          ++i;
          continue;
        case '\'':
          if (flags & HtmlFlags::kSingleQuotes) put(i, 1, SingleQuote(doctype, all));
          ++i;
          continue;
        default:
          if (!html5 && !(check && (c < 0x20 || c == 0x7f))) {
            ++i;
            continue;
          }
      }
    } else {
      size_t skip;
      n = charset.Step(s, i, &point, &skip);
      if (n == 0) {
        if (flags & HtmlFlags::kIgnore) {
          put(i, skip, "");
        } else if (flags & HtmlFlags::kSubstitute) {
          put(i, skip, substitute);
        } else {
          return Return(result, EmptyString());
        }
        i += skip;
        continue;
      }
    }
    if (all && point) {
      std::string_view name;
      size_t pair = 0;
      if (html5) {
        const Html5& names = Html5Names();
        if (names.begins_pair.contains(point) && i + n < s.size()) {
          uint32_t second;
          size_t skip;
          size_t more = charset.Step(s, i + n, &second, &skip);
          auto it = more ? names.names.find(Points{point, second}) : names.names.end();
          if (it != names.names.end()) {
            name = it->second;
            pair = more;
          }
        }
      }
      if (name.empty()) name = NameOfPoint(point, doctype);
      if (!name.empty()) {
        put_name(i, n + pair, name);
        i += n + pair;
        continue;
      }
    }
    if (check && (point || !c) && (all || charset.is_utf8() || c != 0x7f) && !AllowedInText(point, doctype))
      put(i, n, substitute);
    i += n;
  }
  if (!changed) return ReturnCopy(result, args[0]);
  out.Append(s.substr(plain));
  Return(result, out.Finish());
}
void Htmlspecialchars(Args args, Value* result) { Escape(args, result, false); }
void Htmlentities(Args args, Value* result) { Escape(args, result, true); }

// --- reading entities

// What the entity stands for; `first` is 0 when it is to be kept.
Points Meaning(std::string_view entity, int64_t flags, bool all) {
  int64_t doctype = DoctypeOf(flags);
  Points p;
  if (entity[1] == '#') {
    p.first = PointOfNumber(entity);
    if (!AllowedInText(p.first, doctype) || (doctype == HtmlFlags::kHtml5 && p.first == 0xd)) return {};
  } else {
    p = PointsOfName(entity.substr(1, entity.size() - 2), doctype);
  }
  uint32_t c = p.first;
  // Only what the escaping functions write is read back by htmlspecialchars_decode().
  if (!all && (p.second || (c != '"' && c != '\'' && c != '&' && c != '<' && c != '>'))) return {};
  if (c == '"' && !(flags & HtmlFlags::kDoubleQuotes)) return {};
  if (c == '\'' && !(flags & HtmlFlags::kSingleQuotes)) return {};
  return p;
}
void Unescape(Args args, Value* result, bool all) {
  std::string_view s = args.View(0);
  int64_t flags = args[1].i;
  if (s.find('&') == s.npos) return ReturnCopy(result, args[0]);
  const HtmlCharset& charset = all ? CharsetOf(args, 2) : HtmlCharset::Utf8();
  if (HasException()) return;
  if (all && !charset.has_points()) {
    RaiseFunctionMessage(ErrorLevel::kNotice,
                         "Only basic entities substitution is supported for multi-byte encodings other than "
                         "UTF-8; functionality is equivalent to htmlspecialchars");
    if (HasException()) return;
  }
  bool every = all && charset.has_points();
  StringBuilder out(s.size());
  for (size_t i = 0; i < s.size();) {
    size_t n = s[i] == '&' ? EntityLength(s, i) : 0;
    if (n == 0) {
      out.Append(s[i++]);
      continue;
    }
    std::string_view entity = s.substr(i, n);
    Points p = Meaning(entity, flags, every);
    int byte = charset.kind() == HtmlCharset::Kind::kSingle && p.first ? charset.ByteOf(p.first) : -1;
    if (!p.first) {
      out.Append(entity);
    } else if (charset.kind() == HtmlCharset::Kind::kSingle) {
      if (byte < 0 || p.second) {
        out.Append(entity);
      } else {
        out.Append(static_cast<char>(byte));
      }
    } else {
      AppendUtf8(&out, p.first);
      if (p.second) AppendUtf8(&out, p.second);
    }
    i += n;
  }
  Return(result, out.Finish());
}
void HtmlspecialcharsDecode(Args args, Value* result) { Unescape(args, result, false); }
void HtmlEntityDecode(Args args, Value* result) { Unescape(args, result, true); }

// --- the table

void GetHtmlTranslationTable(Args args, Value* result) {
  int64_t flags = args[1].i, doctype = DoctypeOf(flags);
  const HtmlCharset& charset = CharsetOf(args, 2);
  if (HasException()) return;
  bool all = args[0].i != 0;
  all = all && charset.has_points();
  Array* a = NewArray();
  auto add = [&](std::string_view c, std::string_view e) {
    String* key = NewString(c);
    Set(a, KeyFromString(key), Value(NewString(e)));
    Release(key);
  };
  auto add_points = [&](Points p, std::string_view name) {
    StringBuilder c;
    for (uint32_t point : {p.first, p.second}) {
      if (!point) continue;
      int byte = charset.is_utf8() ? 0 : charset.ByteOf(point);
      if (byte < 0) return;
      if (charset.is_utf8()) {
        AppendUtf8(&c, point);
      } else {
        c.Append(static_cast<char>(byte));
      }
    }
    std::string text = "&";
    add(c.view(), text.append(name).append(";"));
  };
  auto basic = [&](uint32_t c) {
    if (c == '"' && (flags & HtmlFlags::kDoubleQuotes)) add("\"", "&quot;");
    if (c == '&') add("&", "&amp;");
    if (c == '\'' && (flags & HtmlFlags::kSingleQuotes)) add("'", SingleQuote(doctype, all));
    if (c == '<') add("<", "&lt;");
    if (c == '>') add(">", "&gt;");
    return c == '"' || c == '&' || c == '\'' || c == '<' || c == '>';
  };
  if (all && doctype == HtmlFlags::kHtml5) {
    std::vector<std::pair<Points, std::string_view>> names(Html5Names().names.begin(),
                                                           Html5Names().names.end());
    // By code point; pairs come after what they begin with.
    std::sort(names.begin(), names.end(), [](const auto& x, const auto& y) {
      return std::pair(x.first.first, x.first.second) < std::pair(y.first.first, y.first.second);
    });
    for (const auto& [points, name] : names) {
      if (points.second || !basic(points.first)) add_points(points, name);
    }
    return Return(result, a);
  }
  for (uint32_t c : {'"', '&', '\'', '<', '>'}) basic(c);
  if (all && doctype != HtmlFlags::kXml) {
    if (charset.is_utf8()) {
      for (const HtmlEntity& e : kHtmlEntities) add_points({e.point, 0}, e.name);
    } else {
      for (uint32_t byte = 0x80; byte < 0x100; ++byte) {
        char text = static_cast<char>(byte);
        uint32_t point;
        size_t skip;
        charset.Step({&text, 1}, 0, &point, &skip);
        std::string_view name = point ? NameOfPoint(point, doctype) : std::string_view();
        if (!name.empty()) add_points({point, 0}, name);
      }
    }
  }
  Return(result, a);
}

constexpr uint16_t kPure = Effects::kPure;
constexpr BuiltinRow kRows[] = {
    {"get_html_translation_table",
     "(int $table = HTML_SPECIALCHARS, int $flags = ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML401, string "
     "$encoding = \"UTF-8\"): array",
     Effects::kWarns, GetHtmlTranslationTable},
    {"html_entity_decode",
     "(string $string, int $flags = ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML401, ?string $encoding = null): "
     "string",
     Effects::kWarns, HtmlEntityDecode},
    {"htmlentities",
     "(string $string, int $flags = ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML401, ?string $encoding = null, "
     "bool $double_encode = true): string",
     Effects::kWarns, Htmlentities},
    {"htmlspecialchars",
     "(string $string, int $flags = ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML401, ?string $encoding = null, "
     "bool $double_encode = true): string",
     Effects::kWarns, Htmlspecialchars},
    {"htmlspecialchars_decode",
     "(string $string, int $flags = ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML401): string", kPure,
     HtmlspecialcharsDecode},
    {"strip_tags", "(string $string, array|string|null $allowed_tags = null): string",
     Effects::kCallsBack | Effects::kThrows | Effects::kWarns, StripTags},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kHtmlFunctions(kRows);

}  // namespace tusk
