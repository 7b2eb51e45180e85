// The reader of JSON text: recursive descent straight into values.
#include <charconv>
#include <string>

#include "interp/ext/json/json.h"
#include "interp/runtime/object.h"
#include "interp/vm/arguments.h"

namespace tusk {
namespace {

class Decoder {
 public:
  Decoder(std::string_view text, int64_t flags, int64_t max_depth, bool validate_only)
      : p_(text.data()),
        end_(text.data() + text.size()),
        flags_(flags),
        max_depth_(max_depth),
        build_(!validate_only) {}

  bool Decode(Value* result) {
    SkipSpace();
    if (!ReadValue(result)) return false;
    SkipSpace();
    if (p_ == end_) return true;
    Release(*result);
    *result = Value::Null();
    return Fail(static_cast<unsigned char>(*p_) < 32 ? JsonError::kControlCharacter : JsonError::kSyntax);
  }
  JsonError error() const { return error_; }

 private:
  bool Fail(JsonError error) {
    if (error_ == JsonError::kNone) error_ = error;
    return false;
  }
  void SkipSpace() {
    while (p_ != end_ && (*p_ == ' ' || *p_ == '\t' || *p_ == '\n' || *p_ == '\r')) ++p_;
  }
  bool Take(char c) {
    if (p_ == end_ || *p_ != c) return false;
    ++p_;
    return true;
  }
  bool Word(std::string_view word, Value v, Value* result) {
    if (static_cast<size_t>(end_ - p_) < word.size() || std::string_view(p_, word.size()) != word)
      return Fail(JsonError::kSyntax);
    p_ += word.size();
    *result = v;
    return true;
  }

  bool ReadValue(Value* result) {
    if (p_ == end_) return Fail(JsonError::kSyntax);
    switch (*p_) {
      case '{': return ReadObject(result);
      case '[': return ReadArray(result);
      case '"': {
        ++p_;
        String* s;
        if (!ReadString(&s)) return false;
        *result = Value(s);
        return true;
      }
      case 't': return Word("true", Value(true), result);
      case 'f': return Word("false", Value(false), result);
      case 'n': return Word("null", Value::Null(), result);
      default:
        if (*p_ == '-' || (*p_ >= '0' && *p_ <= '9')) return ReadNumber(result);
        return Fail(static_cast<unsigned char>(*p_) < 32 ? JsonError::kControlCharacter : BadByte());
    }
  }
  // A byte that starts no token: wrong UTF-8 is reported as such.
  JsonError BadByte() const {
    auto c = static_cast<unsigned char>(*p_);
    return c >= 0x80 && Utf8Length(p_) == 0 ? JsonError::kUtf8 : JsonError::kSyntax;
  }

  bool ReadNumber(Value* result) {
    const char* start = p_;
    Take('-');
    if (p_ == end_) return Fail(JsonError::kSyntax);
    if (!Take('0')) {
      if (*p_ < '1' || *p_ > '9') return Fail(JsonError::kSyntax);
      while (p_ != end_ && *p_ >= '0' && *p_ <= '9') ++p_;
    }
    bool is_float = false;
    auto digits = [&] {
      const char* from = p_;
      while (p_ != end_ && *p_ >= '0' && *p_ <= '9') ++p_;
      return p_ > from;
    };
    if (p_ != end_ && *p_ == '.') {
      ++p_;
      is_float = true;
      if (!digits()) return Fail(JsonError::kSyntax);
    }
    if (p_ != end_ && (*p_ == 'e' || *p_ == 'E')) {
      ++p_;
      is_float = true;
      if (p_ != end_ && (*p_ == '+' || *p_ == '-')) ++p_;
      if (!digits()) return Fail(JsonError::kSyntax);
    }
    if (!is_float) {
      int64_t i;
      auto [stop, failed] = std::from_chars(start, p_, i);
      if (failed == std::errc()) {
        *result = Value(i);
        return true;
      }
      if (flags_ & JsonFlags::kBigintAsString) {
        *result = Value(NewString(std::string_view(start, static_cast<size_t>(p_ - start))));
        return true;
      }
    }
    double d = 0;
    auto [stop, failed] = std::from_chars(start, p_, d);
    if (failed == std::errc::result_out_of_range) {
      d = std::strtod(std::string(start, p_).c_str(), nullptr);
    }
    *result = Value(d);
    return true;
  }

  size_t Utf8Length(const char* p) const {
    auto at = [&](int k) { return p + k < end_ ? static_cast<unsigned char>(p[k]) : 0u; };
    auto tail = [&](int k) { return (at(k) & 0xc0) == 0x80; };
    unsigned c = at(0);
    if (c >= 0xc2 && c < 0xe0) return tail(1) ? 2 : 0;
    if (c >= 0xe0 && c < 0xf0) {
      if (!tail(1) || !tail(2)) return 0;
      if (c == 0xe0 && at(1) < 0xa0) return 0;
      if (c == 0xed && at(1) >= 0xa0) return 0;
      return 3;
    }
    if (c >= 0xf0 && c < 0xf5) {
      if (!tail(1) || !tail(2) || !tail(3)) return 0;
      if (c == 0xf0 && at(1) < 0x90) return 0;
      if (c == 0xf4 && at(1) >= 0x90) return 0;
      return 4;
    }
    return 0;
  }

  bool ReadHex(uint32_t* unit) {
    if (end_ - p_ < 4) return Fail(JsonError::kSyntax);
    uint32_t n = 0;
    for (int i = 0; i < 4; ++i, ++p_) {
      char c = static_cast<char>(*p_ | 0x20);
      if (*p_ >= '0' && *p_ <= '9') {
        n = n * 16 + static_cast<uint32_t>(*p_ - '0');
      } else if (c >= 'a' && c <= 'f') {
        n = n * 16 + static_cast<uint32_t>(c - 'a' + 10);
      } else {
        return Fail(JsonError::kSyntax);
      }
    }
    *unit = n;
    return true;
  }

  static void AppendUtf8(std::string* out, uint32_t c) {
    if (c < 0x80) {
      *out += static_cast<char>(c);
    } else if (c < 0x800) {
      *out += static_cast<char>(0xc0 | c >> 6);
      *out += static_cast<char>(0x80 | (c & 63));
    } else if (c < 0x10000) {
      *out += static_cast<char>(0xe0 | c >> 12);
      *out += static_cast<char>(0x80 | ((c >> 6) & 63));
      *out += static_cast<char>(0x80 | (c & 63));
    } else {
      *out += static_cast<char>(0xf0 | c >> 18);
      *out += static_cast<char>(0x80 | ((c >> 12) & 63));
      *out += static_cast<char>(0x80 | ((c >> 6) & 63));
      *out += static_cast<char>(0x80 | (c & 63));
    }
  }

  // After the opening quote. *s is owned.
  bool ReadString(String** s) {
    const char* start = p_;
    // The common case: ASCII without escapes.
    while (p_ != end_ && *p_ != '"' && *p_ != '\\' && static_cast<unsigned char>(*p_) >= 32 &&
           static_cast<unsigned char>(*p_) < 0x80)
      ++p_;
    if (p_ != end_ && *p_ == '"') {
      *s = build_ ? NewString(std::string_view(start, static_cast<size_t>(p_ - start))) : EmptyString();
      ++p_;
      return true;
    }
    std::string text(start, p_);
    for (;;) {
      if (p_ == end_) return Fail(JsonError::kControlCharacter);
      auto c = static_cast<unsigned char>(*p_);
      if (c == '"') {
        ++p_;
        *s = build_ ? NewString(text) : EmptyString();
        return true;
      }
      if (c < 32) return Fail(JsonError::kControlCharacter);
      if (c >= 0x80) {
        size_t n = Utf8Length(p_);
        if (n == 0) {
          ++p_;
          if (flags_ & JsonFlags::kIgnoreInvalidUtf8) continue;
          if (!(flags_ & JsonFlags::kSubstituteInvalidUtf8)) return Fail(JsonError::kUtf8);
          text += "\xef\xbf\xbd";
          continue;
        }
        text.append(p_, n);
        p_ += n;
        continue;
      }
      ++p_;
      if (c != '\\') {
        text += static_cast<char>(c);
        continue;
      }
      if (p_ == end_) return Fail(JsonError::kSyntax);
      switch (*p_++) {
        case '"': text += '"'; break;
        case '\\': text += '\\'; break;
        case '/': text += '/'; break;
        case 'b': text += '\b'; break;
        case 'f': text += '\f'; break;
        case 'n': text += '\n'; break;
        case 'r': text += '\r'; break;
        case 't': text += '\t'; break;
        case 'u': {
          uint32_t unit;
          if (!ReadHex(&unit)) return false;
          if (unit >= 0xd800 && unit < 0xdc00) {
            uint32_t low;
            if (end_ - p_ < 6 || p_[0] != '\\' || p_[1] != 'u') return Fail(JsonError::kUtf16);
            p_ += 2;
            if (!ReadHex(&low)) return false;
            if (low < 0xdc00 || low > 0xdfff) return Fail(JsonError::kUtf16);
            unit = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
          } else if (unit >= 0xdc00 && unit <= 0xdfff) {
            return Fail(JsonError::kUtf16);
          }
          AppendUtf8(&text, unit);
          break;
        }
        default: return Fail(JsonError::kSyntax);
      }
    }
  }

  bool Enter() {
    if (++depth_ >= max_depth_) return Fail(JsonError::kDepth);
    return CheckNativeStack() || Fail(JsonError::kDepth);
  }

  bool ReadArray(Value* result) {
    ++p_;
    if (!Enter()) return false;
    Array* a = build_ ? NewArray() : nullptr;
    SkipSpace();
    bool ok = true;
    if (!Take(']')) {
      for (;;) {
        SkipSpace();
        Value v;
        if (!(ok = ReadValue(&v))) break;
        if (build_) Append(a, v);
        SkipSpace();
        if (Take(',')) continue;
        if (Take(']')) break;
        ok = Fail(p_ != end_ && *p_ == '}' ? JsonError::kStateMismatch : JsonError::kSyntax);
        break;
      }
    }
    --depth_;
    if (!ok) {
      if (a) Release(Value(a));
      return false;
    }
    *result = a ? Value(a) : Value::Null();
    return true;
  }

  bool ReadObject(Value* result) {
    ++p_;
    if (!Enter()) return false;
    bool as_array = flags_ & JsonFlags::kObjectAsArray;
    Value container;
    if (build_) {
      static Class* std_class = nullptr;
      if (!as_array && !std_class) std_class = g_state->find_class(Intern("stdClass"), false);
      container = as_array ? Value(NewArray()) : Value(NewObject(std_class));
    }
    SkipSpace();
    bool ok = true;
    if (!Take('}')) {
      for (;;) {
        SkipSpace();
        String* key;
        if (!Take('"')) {
          ok = Fail(p_ != end_ && static_cast<unsigned char>(*p_) < 32 ? JsonError::kControlCharacter
                                                                       : JsonError::kSyntax);
          break;
        }
        if (!(ok = ReadString(&key))) break;
        SkipSpace();
        Value v;
        if (!Take(':')) {
          ok = Fail(JsonError::kSyntax);
        } else {
          SkipSpace();
          ok = ReadValue(&v);
        }
        if (ok && build_ && !as_array && key->length && key->data[0] == '\0') {
          Release(v);
          ok = Fail(JsonError::kInvalidPropertyName);
        }
        if (ok && build_) {
          if (as_array) {
            Set(container.arr, KeyFromString(key), v);
          } else {
            WriteProperty(container.obj, key, v, nullptr, nullptr, false);
          }
        }
        Release(key);
        if (!ok) break;
        SkipSpace();
        if (Take(',')) continue;
        if (Take('}')) break;
        ok = Fail(p_ != end_ && *p_ == ']' ? JsonError::kStateMismatch : JsonError::kSyntax);
        break;
      }
    }
    --depth_;
    if (!ok) {
      Release(container);
      return false;
    }
    *result = build_ ? container : Value::Null();
    return true;
  }

  const char* p_;
  const char* end_;
  int64_t flags_;
  int64_t max_depth_;
  int64_t depth_ = 0;
  bool build_;
  JsonError error_ = JsonError::kNone;
};

}  // namespace

bool JsonDecode(std::string_view text, int64_t flags, int64_t depth, bool validate_only, Value* result,
                JsonError* error) {
  Decoder decoder(text, flags, depth, validate_only);
  bool ok = decoder.Decode(result);
  *error = decoder.error();
  return ok;
}

}  // namespace tusk
