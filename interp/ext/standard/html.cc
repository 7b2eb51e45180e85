// HTML: escaping, entities, removing tags.
#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>

#include "interp/ext/standard/html_entities.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/charset.h"
#include "interp/runtime/ini.h"

namespace tusk {
namespace {

struct HtmlFlags {
  enum : int64_t {
    kHtmlQuotes = 2,
    kSingleQuotes = 1,
    kIgnore = 4,
    kSubstitute = 8,
    kXml = 16,
    kXhtml = 32,
    kHtml5 = 48,
    kDoctypes = 48
  };
};
static_assert(std::size(kHtmlEntities) > 200);

std::string_view SingleQuote(int64_t flags) {
  return (flags & HtmlFlags::kDoctypes) == 0 ? "&#039;" : "&apos;";
}

// Length of the well-formed UTF-8 sequence at s[i] and its code point; 0: malformed.
size_t DecodeUtf8(std::string_view s, size_t i, uint32_t* point) {
  auto byte = [&](size_t k) { return k < s.size() ? static_cast<unsigned char>(s[k]) : 0u; };
  auto tail = [&](size_t k) { return (byte(i + k) & 0xc0) == 0x80; };
  uint32_t c = byte(i);
  *point = c;
  if (c < 0x80) return 1;
  if (c >= 0xc2 && c < 0xe0 && tail(1)) {
    *point = (c & 31) << 6 | (byte(i + 1) & 63);
    return 2;
  }
  if (c >= 0xe0 && c < 0xf0 && tail(1) && tail(2)) {
    *point = (c & 15) << 12 | (byte(i + 1) & 63) << 6 | (byte(i + 2) & 63);
    return *point >= 0x800 && (*point < 0xd800 || *point > 0xdfff) ? 3 : 0;
  }
  if (c >= 0xf0 && c < 0xf5 && tail(1) && tail(2) && tail(3)) {
    *point = (c & 7) << 18 | (byte(i + 1) & 63) << 12 | (byte(i + 2) & 63) << 6 | (byte(i + 3) & 63);
    return *point >= 0x10000 && *point <= 0x10ffff ? 4 : 0;
  }
  return 0;
}
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

const HtmlEntity* EntityOfPoint(uint32_t point) {
  const HtmlEntity* end = std::end(kHtmlEntities);
  const HtmlEntity* e = std::lower_bound(std::begin(kHtmlEntities), end, point,
                                         [](const HtmlEntity& x, uint32_t p) { return x.point < p; });
  return e != end && e->point == point ? e : nullptr;
}
const HtmlEntity* EntityOfName(std::string_view name) {
  for (const HtmlEntity& e : kHtmlEntities) {
    if (name == e.name) return &e;
  }
  return nullptr;
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

bool KnownEntity(std::string_view entity, int64_t flags) {
  if (entity[1] == '#') return true;
  std::string_view name = entity.substr(1, entity.size() - 2);
  if (name == "amp" || name == "lt" || name == "gt" || name == "quot") return true;
  if (name == "apos") return (flags & HtmlFlags::kDoctypes) != 0;
  return EntityOfName(name) != nullptr;
}

// Whether the charset of argument 2, or the default one, is UTF-8 and not one of single bytes.
bool IsUtf8(Args args) {
  bool given = !args.IsNull(2) && !args.View(2).empty();
  if (!given && !g_default_charset_is_set) return true;
  String* charset = ToLowerAscii(given ? args.View(2) : DefaultCharset());
  std::string_view name = charset->view();
  bool utf8 = name.empty() || name == "utf-8" || name == "utf8";
  // Those of Europe; bytes of others come through as they are as well.
  constexpr std::string_view kSingle[] = {
      "iso-8859-1", "iso8859-1", "iso-8859-15", "iso8859-15",   "iso-8859-5", "windows-1252", "cp1252",
      "1252",       "us-ascii",  "cp1251",      "windows-1251", "win-1251",   "1251",         "cp866",
      "866",        "ibm866",    "koi8-r",      "koi8r",        "koi8-ru",    "macroman"};
  if (!utf8 && std::find(std::begin(kSingle), std::end(kSingle), name) == std::end(kSingle)) {
    RaiseFunctionMessage(ErrorLevel::kWarning,
                         absl::StrFormat("Charset \"%s\" is not supported, assuming UTF-8", name));
    utf8 = true;
  }
  Release(charset);
  return utf8;
}

// The code points from here to 255 have the same numbers in the charset.
uint32_t FirstOfLatin(Args args) {
  std::string_view name = !args.IsNull(2) && !args.View(2).empty() ? args.View(2) : DefaultCharset();
  if (EqualIgnoreCase(name, "iso-8859-1") || EqualIgnoreCase(name, "iso8859-1")) return 0x80;
  bool nearly = EqualIgnoreCase(name, "cp1252") || EqualIgnoreCase(name, "windows-1252") || name == "1252";
  return nearly ? 0xa0 : 0x100;
}

void Escape(Args args, Value* result, bool all) {
  std::string_view s = args.View(0);
  int64_t flags = args[1].i;
  bool twice = args.Bool(3, true);
  bool utf8 = IsUtf8(args);
  StringBuilder out(s.size() + s.size() / 8 + 16);
  bool changed = false;
  size_t plain = 0;
  auto put = [&](size_t i, size_t n, std::string_view text) {
    out.Append(s.substr(plain, i - plain));
    out.Append(text);
    plain = i + n;
    changed = true;
  };
  for (size_t i = 0; i < s.size();) {
    auto c = static_cast<unsigned char>(s[i]);
    if (c < 0x80) {
      switch (c) {
        case '&':
          if (!twice) {
            size_t n = EntityLength(s, i);
            if (n && (!all || KnownEntity(s.substr(i, n), flags))) {
              i += n;
              continue;
            }
          }
          put(i, 1, "&amp;");
          break;
        case '<': put(i, 1, "&lt;"); break;
        case '>': put(i, 1, "&gt;"); break;
        case '"':
          if (flags & HtmlFlags::kHtmlQuotes) put(i, 1, "&quot;");
          break;
        case '\'':
          if ((flags & 3) == 3) put(i, 1, SingleQuote(flags));
          break;
        default: break;
      }
      ++i;
      continue;
    }
    uint32_t point = c;
    size_t n = utf8 ? DecodeUtf8(s, i, &point) : 1;
    if (n == 0) {
      if (flags & HtmlFlags::kIgnore) {
        put(i, 1, "");
        ++i;
        continue;
      }
      if (!(flags & HtmlFlags::kSubstitute)) return Return(result, EmptyString());
      // One substitute per maximal part of a sequence.
      size_t part = 1;
      size_t wanted = c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xc2 && c < 0xe0 ? 2 : 1;
      while (part < wanted && i + part < s.size() && (static_cast<unsigned char>(s[i + part]) & 0xc0) == 0x80)
        ++part;
      if (part == wanted && wanted > 1) part = 1;
      put(i, part, "\xef\xbf\xbd");
      i += part;
      continue;
    }
    if (all && (flags & HtmlFlags::kDoctypes) != HtmlFlags::kXml) {
      if (const HtmlEntity* e = EntityOfPoint(point)) {
        std::string text = "&";
        text.append(e->name).append(";");
        put(i, n, text);
      }
    }
    i += n;
  }
  if (!changed) return ReturnCopy(result, args[0]);
  out.Append(s.substr(plain));
  Return(result, out.Finish());
}
void Htmlspecialchars(Args args, Value* result) { Escape(args, result, false); }
void Htmlentities(Args args, Value* result) { Escape(args, result, true); }

// Code points that a numeric entity may stand for.
bool PointAllowed(uint32_t point, int64_t flags) {
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
  if ((flags & HtmlFlags::kDoctypes) == 0) {
    return (point >= 0x20 && point <= 0x7e) || point == 9 || point == 10 || point == 13 || point >= 0xa0;
  }
  return point >= 0x20 || point == 9 || point == 10 || point == 13;
}

void Unescape(Args args, Value* result, bool all) {
  std::string_view s = args.View(0);
  int64_t flags = args[1].i;
  if (s.find('&') == s.npos) return ReturnCopy(result, args[0]);
  bool utf8 = !all || IsUtf8(args);
  uint32_t latin = utf8 ? 0 : FirstOfLatin(args);
  StringBuilder out(s.size());
  for (size_t i = 0; i < s.size();) {
    size_t n = s[i] == '&' ? EntityLength(s, i) : 0;
    if (n == 0) {
      out.Append(s[i++]);
      continue;
    }
    std::string_view entity = s.substr(i, n);
    uint32_t point = 0;
    if (entity[1] == '#') {
      bool hex = (entity[2] | 0x20) == 'x';
      std::string digits(entity.substr(hex ? 3 : 2, n - (hex ? 4 : 3)));
      unsigned long v = digits.size() > 10 ? 0x110000 : std::strtoul(digits.c_str(), nullptr, hex ? 16 : 10);
      point = v > 0x10ffff ? 0x110000 : static_cast<uint32_t>(v);
      if (!PointAllowed(point, flags)) point = 0;
      // Only what the escaping functions write is read back by htmlspecialchars_decode().
      if (!all && point != '"' && point != '\'' && point != '&' && point != '<' && point != '>') point = 0;
    } else {
      std::string_view name = entity.substr(1, n - 2);
      if (name == "amp") {
        point = '&';
      } else if (name == "lt") {
        point = '<';
      } else if (name == "gt") {
        point = '>';
      } else if (name == "quot") {
        point = '"';
      } else if (name == "apos" && (flags & HtmlFlags::kDoctypes)) {
        point = '\'';
      } else if (all) {
        if (const HtmlEntity* e = EntityOfName(name)) point = e->point;
      }
    }
    if ((point == '"' && !(flags & HtmlFlags::kHtmlQuotes)) || (point == '\'' && (flags & 3) != 3)) point = 0;
    if (point == 0 || (!utf8 && point > 0x7f && (point > 0xff || point < latin))) {
      out.Append(entity);
    } else if (!utf8) {
      out.Append(static_cast<char>(point));
    } else {
      AppendUtf8(&out, point);
    }
    i += n;
  }
  Return(result, out.Finish());
}
void HtmlspecialcharsDecode(Args args, Value* result) { Unescape(args, result, false); }
void HtmlEntityDecode(Args args, Value* result) { Unescape(args, result, true); }

void GetHtmlTranslationTable(Args args, Value* result) {
  bool all = args[0].i == 1;
  int64_t flags = args[1].i;
  Array* a = NewArray();
  auto add = [&](std::string_view c, std::string_view e) { SetStr(a, c, Value(NewString(e))); };
  if (flags & HtmlFlags::kHtmlQuotes) add("\"", "&quot;");
  add("&", "&amp;");
  if ((flags & 3) == 3) add("'", SingleQuote(flags));
  add("<", "&lt;");
  add(">", "&gt;");
  if (all) {
    for (const HtmlEntity& e : kHtmlEntities) {
      StringBuilder c;
      AppendUtf8(&c, e.point);
      std::string text = "&";
      add(c.view(), text.append(e.name).append(";"));
    }
  }
  Return(result, a);
}

// ---- strip_tags

// "<a><b>" and arrays of names as a list ",a,b,".
bool AllowedTags(const Value& v, std::string* allowed) {
  *allowed = ",";
  auto add = [&](std::string_view name) {
    for (char c : name) *allowed += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    *allowed += ',';
  };
  if (v.IsArray()) {
    for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
      String* s = ToString(Deref(ValueAt(v.arr, p)));
      if (!s) return false;
      add(s->view());
      Release(s);
    }
    return true;
  }
  if (!v.IsString()) return true;
  std::string_view s = v.str->view();
  for (size_t i = 0; (i = s.find('<', i)) != s.npos;) {
    size_t end = s.find('>', i);
    if (end == s.npos) break;
    std::string_view name = s.substr(i + 1, end - i - 1);
    while (!name.empty() && (name.back() == '/' || name.back() == ' ')) name.remove_suffix(1);
    add(name);
    i = end;
  }
  return true;
}
bool TagAllowed(std::string_view tag, const std::string& allowed) {
  std::string name = ",";
  size_t i = 1;
  while (i < tag.size() && (tag[i] == '/' || tag[i] == ' ')) ++i;
  for (; i < tag.size(); ++i) {
    char c = tag[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '>' || c == '/') break;
    name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  name += ',';
  return name.size() > 2 && allowed.find(name) != allowed.npos;
}

void StripTags(Args args, Value* result) {
  std::string_view s = args.View(0);
  std::string allowed;
  if (!AllowedTags(args[1], &allowed)) return;
  StringBuilder out(s.size());
  enum class In { kText, kTag, kPhp, kDeclaration, kComment } state = In::kText;
  char quote = 0;
  int depth = 0;
  size_t start = 0;
  for (size_t i = 0; i < s.size(); ++i) {
    char c = s[i];
    if (c == '\0') continue;
    switch (state) {
      case In::kText:
        if (c == '<') {
          if (i + 1 < s.size() &&
              (s[i + 1] == ' ' || s[i + 1] == '\t' || s[i + 1] == '\n' || s[i + 1] == '\r')) {
            out.Append(c);
          } else {
            start = i;
            depth = 0;
            quote = 0;
            state = In::kTag;
            if (s.substr(i).starts_with("<!--")) {
              state = In::kComment;
            } else if (i + 1 < s.size() && s[i + 1] == '!') {
              state = In::kDeclaration;
            } else if (i + 1 < s.size() && s[i + 1] == '?') {
              state = In::kPhp;
            }
          }
        } else {
          out.Append(c);
        }
        break;
      case In::kTag:
        if (quote) {
          if (c == quote) quote = 0;
        } else if ((c == '"' || c == '\'') && i > start + 1) {
          quote = c;
        } else if (c == '<') {
          ++depth;
        } else if (c == '>') {
          if (depth) {
            --depth;
          } else {
            std::string_view tag = s.substr(start, i + 1 - start);
            if (TagAllowed(tag, allowed)) out.Append(tag);
            state = In::kText;
          }
        }
        break;
      case In::kPhp:
        if (c == '>' && s[i - 1] == '?') state = In::kText;
        break;
      case In::kDeclaration:
        if (c == '>') state = In::kText;
        break;
      case In::kComment:
        if (c == '>' && i >= start + 6 && s[i - 1] == '-' && s[i - 2] == '-') state = In::kText;
        break;
    }
  }
  Return(result, out.Finish());
}

constexpr uint16_t kPure = Effects::kPure;
constexpr BuiltinRow kRows[] = {
    {"get_html_translation_table",
     "(int $table = HTML_SPECIALCHARS, int $flags = ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML401, string "
     "$encoding = \"UTF-8\"): array",
     kPure, GetHtmlTranslationTable},
    {"html_entity_decode",
     "(string $string, int $flags = ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML401, ?string $encoding = null): "
     "string",
     kPure, HtmlEntityDecode},
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
