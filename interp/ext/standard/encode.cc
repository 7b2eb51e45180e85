// Strings in other forms: base64, hex, URLs, HTML, uuencode, quoted-printable.
#include <cstdlib>
#include <string>
#include <vector>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/ext/walk.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/object.h"
#include "interp/vm/arguments.h"

namespace tusk {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void Bin2hex(Args args, Value* result) {
  String* s = args.Str(0);
  String* out = NewString(s->length * 2);
  for (size_t i = 0; i < s->length; ++i) {
    auto c = static_cast<unsigned char>(s->data[i]);
    out->data[2 * i] = "0123456789abcdef"[c >> 4];
    out->data[2 * i + 1] = "0123456789abcdef"[c & 15];
  }
  Return(result, out);
}

void Hex2bin(Args args, Value* result) {
  std::string_view s = args.View(0);
  if (s.size() % 2) {
    FunctionWarning("Hexadecimal input string must have an even length");
    return Return(result, false);
  }
  StringBuilder out(s.size() / 2);
  for (size_t i = 0; i < s.size(); i += 2) {
    int high = HexDigit(s[i]);
    int low = HexDigit(s[i + 1]);
    if (high < 0 || low < 0) {
      FunctionWarning("Input string must be hexadecimal string");
      return Return(result, false);
    }
    out.Append(static_cast<char>(high * 16 + low));
  }
  Return(result, out.Finish());
}

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void Base64Encode(Args args, Value* result) {
  std::string_view s = args.View(0);
  String* out = NewString((s.size() + 2) / 3 * 4);
  char* p = out->data;
  size_t i = 0;
  for (; i + 2 < s.size(); i += 3) {
    uint32_t n = static_cast<uint32_t>(static_cast<unsigned char>(s[i]) << 16 |
                                       static_cast<unsigned char>(s[i + 1]) << 8 |
                                       static_cast<unsigned char>(s[i + 2]));
    *p++ = kBase64[n >> 18];
    *p++ = kBase64[(n >> 12) & 63];
    *p++ = kBase64[(n >> 6) & 63];
    *p++ = kBase64[n & 63];
  }
  if (i < s.size()) {
    uint32_t n = static_cast<uint32_t>(static_cast<unsigned char>(s[i]) << 16);
    if (i + 1 < s.size()) n |= static_cast<uint32_t>(static_cast<unsigned char>(s[i + 1]) << 8);
    *p++ = kBase64[n >> 18];
    *p++ = kBase64[(n >> 12) & 63];
    *p++ = i + 1 < s.size() ? kBase64[(n >> 6) & 63] : '=';
    *p++ = '=';
  }
  Return(result, out);
}

void Base64Decode(Args args, Value* result) {
  static const auto kTable = [] {
    std::vector<int> t(256, -2);
    for (int i = 0; i < 64; ++i) t[static_cast<unsigned char>(kBase64[i])] = i;
    for (char c : {' ', '\t', '\n', '\r'}) t[static_cast<unsigned char>(c)] = -1;
    return t;
  }();
  std::string_view s = args.View(0);
  bool strict = args.Bool(1);
  StringBuilder out(s.size() * 3 / 4 + 3);
  uint32_t bits = 0;
  size_t n = 0;
  size_t padding = 0;
  for (char c : s) {
    if (c == '=') {
      ++padding;
      continue;
    }
    int v = kTable[static_cast<unsigned char>(c)];
    if (v < 0) {
      if (v == -2 && strict) return Return(result, false);
      continue;
    }
    if (padding && strict) return Return(result, false);
    bits = bits << 6 | static_cast<uint32_t>(v);
    if (++n % 4 == 0) {
      out.Append(static_cast<char>(bits >> 16));
      out.Append(static_cast<char>(bits >> 8));
      out.Append(static_cast<char>(bits));
      bits = 0;
    }
  }
  if (strict && n % 4 == 1) return Return(result, false);
  if (strict && padding && (padding > 2 || (n + padding) % 4 != 0)) return Return(result, false);
  if (n % 4 == 2) out.Append(static_cast<char>(bits >> 4));
  if (n % 4 == 3) {
    out.Append(static_cast<char>(bits >> 10));
    out.Append(static_cast<char>(bits >> 2));
  }
  Return(result, out.Finish());
}

void UrlEncode(std::string_view s, bool raw, StringBuilder* out) {
  for (char c : s) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
        c == '_' || (raw && c == '~')) {
      out->Append(c);
    } else if (c == ' ' && !raw) {
      out->Append('+');
    } else {
      out->Append('%');
      out->Append("0123456789ABCDEF"[static_cast<unsigned char>(c) >> 4]);
      out->Append("0123456789ABCDEF"[static_cast<unsigned char>(c) & 15]);
    }
  }
}
template <bool kRaw>
void Urlencode(Args args, Value* result) {
  StringBuilder out(args.Str(0)->length * 2);
  UrlEncode(args.View(0), kRaw, &out);
  Return(result, out.Finish());
}

void UrlDecode(std::string_view s, bool raw, StringBuilder* out) {
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '+' && !raw) {
      out->Append(' ');
    } else if (s[i] == '%' && i + 2 < s.size() && HexDigit(s[i + 1]) >= 0 && HexDigit(s[i + 2]) >= 0) {
      out->Append(static_cast<char>(HexDigit(s[i + 1]) * 16 + HexDigit(s[i + 2])));
      i += 2;
    } else {
      out->Append(s[i]);
    }
  }
}
template <bool kRaw>
void Urldecode(Args args, Value* result) {
  StringBuilder out(args.Str(0)->length);
  UrlDecode(args.View(0), kRaw, &out);
  Return(result, out.Finish());
}

struct QueryFormat {
  std::string_view separator;
  std::string_view number_prefix;
  bool raw;
};
void BuildQuery(const Array* a, const std::string& prefix, const QueryFormat& format, bool object,
                StringBuilder* out) {
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    if (v.IsNullOrUndef() || v.IsResource()) continue;
    ArrayKey key = KeyAt(a, p);
    if (object && !key.IsInt() && key.name->length && key.name->data[0] == '\0') continue;
    std::string name;
    StringBuilder encoded;
    if (key.IsInt()) {
      if (prefix.empty()) encoded.Append(format.number_prefix);
      encoded.AppendInt(key.num);
    } else {
      UrlEncode(key.name->view(), format.raw, &encoded);
    }
    name =
        prefix.empty() ? std::string(encoded.view()) : prefix + "%5B" + std::string(encoded.view()) + "%5D";
    if (v.IsArray() || v.IsObject()) {
      if (!CheckNativeStack()) return;
      Walk walk(v.rc);
      if (walk.recursive()) continue;
      if (v.IsArray()) {
        BuildQuery(v.arr, name, format, false, out);
      } else {
        Array* props = InitializedProperties(v.obj);
        BuildQuery(props, name, format, true, out);
        Release(Value(props));
      }
      if (HasException()) return;
      continue;
    }
    if (out->size()) out->Append(format.separator);
    out->Append(name);
    out->Append('=');
    if (v.IsFalse()) {
      out->Append('0');
    } else {
      String* s = ToString(v);
      if (!s) return;
      UrlEncode(s->view(), format.raw, out);
      Release(s);
    }
  }
}

void HttpBuildQuery(Args args, Value* result) {
  QueryFormat format{args.IsNull(2) ? IniGet("arg_separator.output").text : args.View(2), args.View(1),
                     args.Int(3, 1) == 2};
  StringBuilder out;
  Walk walk(args[0].rc);
  if (args[0].IsArray()) {
    BuildQuery(args.Arr(0), "", format, false, &out);
  } else {
    Array* props = InitializedProperties(args[0].obj);
    BuildQuery(props, "", format, true, &out);
    Release(Value(props));
  }
  Return(result, out.Finish());
}

void ParseStr(Args args, Value* result) {
  std::string_view s = args.View(0);
  Value root(NewArray());
  std::string separators(IniGet("arg_separator.input").text);
  int64_t most = IniQuantity(IniGet("max_input_vars").text), count = 0;
  auto deepest = static_cast<size_t>(IniQuantity(IniGet("max_input_nesting_level").text));
  while (!s.empty()) {
    size_t end = s.find_first_of(separators);
    std::string_view pair = s.substr(0, end);
    s = end == s.npos ? std::string_view() : s.substr(end + 1);
    if (pair.empty()) continue;
    if (++count > most) {
      FunctionWarning("Input variables exceeded %d. To increase the limit change max_input_vars in php.ini.",
                      most);
      break;
    }
    size_t equals = pair.find('=');
    StringBuilder name_builder;
    StringBuilder value_builder;
    UrlDecode(pair.substr(0, equals), false, &name_builder);
    if (equals != pair.npos) UrlDecode(pair.substr(equals + 1), false, &value_builder);
    std::string name(name_builder.view());
    name.erase(0, name.find_first_not_of(' '));
    if (name.empty() || name[0] == '[') {
      if (name.empty()) continue;
      name[0] = '_';
    }
    size_t bracket = name.find('[');
    std::string base = name.substr(0, bracket);
    for (char& c : base) {
      if (c == ' ' || c == '.') c = '_';
    }
    std::vector<std::string> keys;
    while (bracket != name.npos) {
      size_t close = name.find(']', bracket);
      if (close == name.npos) {
        if (keys.empty()) {
          std::string rest = name.substr(bracket);
          rest[0] = '_';
          base += rest;
        }
        break;
      }
      keys.push_back(name.substr(bracket + 1, close - bracket - 1));
      bracket = close + 1 < name.size() && name[close + 1] == '[' ? close + 1 : name.npos;
    }
    if (keys.size() > deepest) continue;
    Value* place = &root;
    std::string key = base;
    bool append = false;
    for (size_t i = 0;; ++i) {
      if (!place->IsArray()) {
        Release(*place);
        *place = Value(NewArray());
      }
      Array* a = Separate(place);
      if (append) {
        place = AppendPlace(a);
      } else {
        String* k = NewString(key);
        place = FindOrInsert(a, KeyFromString(k));
        Release(k);
      }
      if (!place || i >= keys.size()) break;
      key = keys[i];
      append = key.empty();
    }
    if (!place) continue;
    Release(*place);
    *place = Value(value_builder.Finish());
  }
  AssignArgument(args, 1, root);
}

void ParseUrl(Args args, Value* result) {
  std::string_view url = args.View(0);
  int64_t component = args.Int(1, -1);
  struct Parts {
    std::string_view scheme, host, user, pass, path, query, fragment;
    bool has_scheme = false, has_host = false, has_user = false, has_pass = false, has_path = false,
         has_query = false, has_fragment = false;
    int64_t port = -1;
  } u;
  std::string_view rest = url;
  auto fail = [&] { Return(result, false); };
  size_t colon = rest.find(':');
  bool authority = false;
  auto scheme_ok = [](std::string_view s) {
    if (s.empty()) return false;
    for (char c : s) {
      if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
            c == '.' || c == '-'))
        return false;
    }
    return true;
  };
  if (colon != rest.npos && colon > 0 && scheme_ok(rest.substr(0, colon))) {
    std::string_view after = rest.substr(colon + 1);
    if (after.starts_with("//")) {
      u.scheme = rest.substr(0, colon);
      u.has_scheme = true;
      rest = after.substr(2);
      authority = true;
      if (u.scheme == "file" && rest.starts_with("/")) {
        authority = false;
        if (rest.size() > 2 && rest[2] == ':') rest.remove_prefix(1);  // a drive: file:///c:/x
      }
    } else {
      size_t digits = after.find_first_not_of("0123456789");
      std::string_view number = after.substr(0, digits);
      bool port_like = !number.empty() && number.size() < 6 && (digits == after.npos || after[digits] == '/');
      if (port_like) {
        authority = true;  // host:port
      } else {
        u.scheme = rest.substr(0, colon);
        u.has_scheme = true;
        rest = after;
      }
    }
  } else if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    authority = true;
  } else if (colon == 0 && rest.size() > 1) {
    size_t digits = rest.find_first_not_of("0123456789", 1);
    if (digits > 1 && (digits == rest.npos || rest[digits] == '/')) return fail();
  }
  if (authority) {
    size_t end = rest.find_first_of("/?#");
    std::string_view host = rest.substr(0, end);
    rest = end == rest.npos ? std::string_view() : rest.substr(end);
    size_t at = host.rfind('@');
    if (at != host.npos) {
      std::string_view user = host.substr(0, at);
      host = host.substr(at + 1);
      size_t c = user.find(':');
      u.user = user.substr(0, c);
      u.has_user = true;
      if (c != user.npos) {
        u.pass = user.substr(c + 1);
        u.has_pass = true;
      }
    }
    size_t c = !host.empty() && host[0] == '[' && host.find(']') != host.npos ? host.find(':', host.find(']'))
                                                                              : host.rfind(':');
    if (c != host.npos) {
      std::string_view port = host.substr(c + 1);
      if (!port.empty()) {
        // A number is enough, whatever follows it.
        std::string digits(port);
        char* stop;
        u.port = std::strtol(digits.c_str(), &stop, 10);
        if (port.size() > 5 || stop == digits.c_str() || u.port < 0 || u.port > 65535) return fail();
      }
      host = host.substr(0, c);
    }
    if (host.empty()) return fail();
    u.host = host;
    u.has_host = true;
  }
  size_t hash = rest.find('#');
  if (hash != rest.npos) {
    u.fragment = rest.substr(hash + 1);
    u.has_fragment = true;
    rest = rest.substr(0, hash);
  }
  size_t question = rest.find('?');
  if (question != rest.npos) {
    u.query = rest.substr(question + 1);
    u.has_query = true;
    rest = rest.substr(0, question);
  }
  if (!rest.empty()) {
    u.path = rest;
    u.has_path = true;
  }
  if (url.empty()) u.has_path = true;
  auto clean = [](std::string_view s) {
    String* out = NewString(s.size());
    for (size_t i = 0; i < s.size(); ++i) {
      auto ch = static_cast<unsigned char>(s[i]);
      out->data[i] = ch < 32 || ch == 127 ? '_' : s[i];
    }
    return Value(out);
  };
  if (component >= 0) {
    switch (component) {
      case 0:
        if (u.has_scheme) *result = clean(u.scheme);
        return;
      case 1:
        if (u.has_host) *result = clean(u.host);
        return;
      case 2:
        if (u.port >= 0) Return(result, u.port);
        return;
      case 3:
        if (u.has_user) *result = clean(u.user);
        return;
      case 4:
        if (u.has_pass) *result = clean(u.pass);
        return;
      case 5:
        if (u.has_path) *result = clean(u.path);
        return;
      case 6:
        if (u.has_query) *result = clean(u.query);
        return;
      case 7:
        if (u.has_fragment) *result = clean(u.fragment);
        return;
      default:
        return ArgumentValueError(
            2, absl::StrFormat("must be a valid URL component identifier, %d given", component));
    }
  }
  if (component < -1)
    return ArgumentValueError(
        2, absl::StrFormat("must be a valid URL component identifier, %d given", component));
  Array* a = NewArray();
  if (u.has_scheme) SetStr(a, "scheme", clean(u.scheme));
  if (u.has_host) SetStr(a, "host", clean(u.host));
  if (u.port >= 0) SetStr(a, "port", Value(u.port));
  if (u.has_user) SetStr(a, "user", clean(u.user));
  if (u.has_pass) SetStr(a, "pass", clean(u.pass));
  if (u.has_path) SetStr(a, "path", clean(u.path));
  if (u.has_query) SetStr(a, "query", clean(u.query));
  if (u.has_fragment) SetStr(a, "fragment", clean(u.fragment));
  Return(result, a);
}

void QuotedPrintableDecode(Args args, Value* result) {
  std::string_view s = args.View(0);
  StringBuilder out(s.size());
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '=') {
      out.Append(s[i]);
      continue;
    }
    if (i + 2 < s.size() && HexDigit(s[i + 1]) >= 0 && HexDigit(s[i + 2]) >= 0) {
      out.Append(static_cast<char>(HexDigit(s[i + 1]) * 16 + HexDigit(s[i + 2])));
      i += 2;
      continue;
    }
    size_t k = i + 1;
    while (k < s.size() && (s[k] == ' ' || s[k] == '\t')) ++k;
    if (k >= s.size()) {
      i = s.size();
    } else if (s[k] == '\r' && k + 1 < s.size() && s[k + 1] == '\n') {
      i = k + 1;
    } else if (s[k] == '\n' || s[k] == '\r') {
      i = k;
    } else {
      out.Append(s[i]);
    }
  }
  Return(result, out.Finish());
}

void QuotedPrintableEncode(Args args, Value* result) {
  constexpr size_t kLine = 75;
  std::string_view s = args.View(0);
  StringBuilder out(s.size() * 2);
  size_t used = 0;
  for (size_t i = 0; i < s.size(); ++i) {
    auto c = static_cast<unsigned char>(s[i]);
    bool before_return = i + 1 < s.size() && s[i + 1] == '\r';
    if (c == '\r' && i + 1 < s.size() && s[i + 1] == '\n') {
      out.Append("\r\n");
      ++i;
      used = 0;
      continue;
    }
    bool escape = c < 32 || c >= 127 || c == '=' || (c == ' ' && before_return);
    size_t need = escape ? 3 : 1;
    used += need;
    // The bytes of a UTF-8 character stay together.
    size_t more = c >= 0xf0 && c <= 0xf4 ? 9 : c >= 0xe0 && c <= 0xef ? 6 : c >= 0x80 && c <= 0xdf ? 3 : 0;
    if (used + more > kLine && (c < 0x80 || more)) {
      out.Append("=\r\n");
      used = need;
    }
    if (escape) {
      out.Append('=');
      out.Append("0123456789ABCDEF"[c >> 4]);
      out.Append("0123456789ABCDEF"[c & 15]);
    } else {
      out.Append(s[i]);
    }
  }
  Return(result, out.Finish());
}

void StrRot13(Args args, Value* result) {
  String* s = args.Str(0);
  String* out = NewString(s->length);
  for (size_t i = 0; i < s->length; ++i) {
    char c = s->data[i];
    if (c >= 'a' && c <= 'z') c = static_cast<char>('a' + (c - 'a' + 13) % 26);
    if (c >= 'A' && c <= 'Z') c = static_cast<char>('A' + (c - 'A' + 13) % 26);
    out->data[i] = c;
  }
  Return(result, out);
}

bool DeprecatedFunction() {
  Deprecated(
      "Function %s() is deprecated since 8.2, visit the php.net documentation for various alternatives",
      g_state->running_function()->view());
  return HasException();
}

void Utf8Encode(Args args, Value* result) {
  if (DeprecatedFunction()) return;
  StringBuilder out(args.Str(0)->length * 2);
  for (char ch : args.View(0)) {
    auto c = static_cast<unsigned char>(ch);
    if (c < 0x80) {
      out.Append(ch);
    } else {
      out.Append(static_cast<char>(0xc0 | (c >> 6)));
      out.Append(static_cast<char>(0x80 | (c & 63)));
    }
  }
  Return(result, out.Finish());
}
void Utf8Decode(Args args, Value* result) {
  if (DeprecatedFunction()) return;
  std::string_view s = args.View(0);
  StringBuilder out(s.size());
  for (size_t i = 0; i < s.size();) {
    auto c = static_cast<unsigned char>(s[i]);
    auto follows = [&](size_t n) {
      for (size_t k = 1; k <= n; ++k) {
        if (i + k >= s.size() || (static_cast<unsigned char>(s[i + k]) & 0xc0) != 0x80) return false;
      }
      return true;
    };
    if (c < 0x80) {
      out.Append(s[i++]);
    } else if (c >= 0xc2 && c < 0xe0 && follows(1)) {
      int n = (c & 31) << 6 | (static_cast<unsigned char>(s[i + 1]) & 63);
      out.Append(n < 256 ? static_cast<char>(n) : '?');
      i += 2;
    } else if (c >= 0xe0 && c < 0xf0 && follows(2)) {
      out.Append('?');
      i += 3;
    } else if (c >= 0xf0 && c < 0xf5 && follows(3)) {
      out.Append('?');
      i += 4;
    } else {
      out.Append('?');
      ++i;
    }
  }
  Return(result, out.Finish());
}

constexpr uint16_t kPure = Effects::kPure;
constexpr uint16_t kConverts = Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"base64_decode", "(string $string, bool $strict = false): string|false", kPure, Base64Decode},
    {"base64_encode", "(string $string): string", kPure, Base64Encode},
    {"bin2hex", "(string $string): string", kPure, Bin2hex},
    {"hex2bin", "(string $string): string|false", Effects::kWarns, Hex2bin},
    {"http_build_query",
     "(object|array $data, string $numeric_prefix = \"\", ?string $arg_separator = null, int $encoding_type "
     "= PHP_QUERY_RFC1738): string",
     kConverts, HttpBuildQuery},
    {"parse_str", "(string $string, &$result): void", Effects::kWritesArgs, ParseStr},
    {"parse_url", "(string $url, int $component = -1): array|string|int|false|null", Effects::kThrows,
     ParseUrl},
    {"quoted_printable_decode", "(string $string): string", kPure, QuotedPrintableDecode},
    {"quoted_printable_encode", "(string $string): string", kPure, QuotedPrintableEncode},
    {"rawurldecode", "(string $string): string", kPure, Urldecode<true>},
    {"rawurlencode", "(string $string): string", kPure, Urlencode<true>},
    {"str_rot13", "(string $string): string", kPure, StrRot13},
    {"urldecode", "(string $string): string", kPure, Urldecode<false>},
    {"urlencode", "(string $string): string", kPure, Urlencode<false>},
    {"utf8_decode", "(string $string): string", Effects::kWarns, Utf8Decode},
    {"utf8_encode", "(string $string): string", Effects::kWarns, Utf8Encode},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kEncodeFunctions(kRows);

}  // namespace tusk
