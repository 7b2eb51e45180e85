// The writer of JSON text.
#include <algorithm>
#include <cmath>
#include <vector>

#include "interp/ext/json/json.h"
#include "interp/runtime/object.h"
#include "interp/runtime/property_lookup.h"
#include "interp/vm/arguments.h"

namespace tusk {
namespace {

// Length of the UTF-8 sequence at s[i] and its code point; 0 when it is malformed.
size_t DecodeUtf8(std::string_view s, size_t i, uint32_t* point) {
  auto byte = [&](size_t k) { return k < s.size() ? static_cast<unsigned char>(s[k]) : 0u; };
  uint32_t c = byte(i);
  auto tail = [&](size_t k) { return (byte(i + k) & 0xc0) == 0x80; };
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

class Encoder {
 public:
  Encoder(int64_t flags, int64_t max_depth, StringBuilder* out)
      : flags_(flags), max_depth_(max_depth), out_(out) {}

  JsonError error() const { return error_; }

  bool Encode(const Value& value) {
    const Value v = Deref(value);
    switch (v.type) {
      case Type::kFalse: out_->Append("false"); return true;
      case Type::kTrue: out_->Append("true"); return true;
      case Type::kInt: out_->AppendInt(v.i); return true;
      case Type::kFloat: return Float(v.d);
      case Type::kString: return Text(v.str->view());
      case Type::kArray:
        return Elements(v.arr, !(flags_ & JsonFlags::kForceObject) && IsList(v.arr), false, v.rc);
      case Type::kObject: return ObjectValue(v.obj);
      case Type::kResource: return Fail(JsonError::kUnsupportedType);
      default: out_->Append("null"); return true;
    }
  }

 private:
  bool Fail(JsonError error, std::string_view instead = "null") {
    error_ = error;
    if (!(flags_ & JsonFlags::kPartialOutput)) return false;
    out_->Append(instead);
    return true;
  }

  static bool IsList(const Array* a) {
    if (a->kind <= ArrayKind::kValues && a->count == a->used) return true;
    int64_t expected = 0;
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p), ++expected) {
      ArrayKey key = KeyAt(a, p);
      if (!key.IsInt() || key.num != expected) return false;
    }
    return true;
  }

  bool Float(double d) {
    if (!std::isfinite(d)) return Fail(JsonError::kInfOrNan, "0");
    char text[512];
    size_t length =
        FormatFloat(d, g_serialize_precision, text, sizeof(text), flags_ & JsonFlags::kPreserveZeroFraction);
    std::replace(text, text + length, 'E', 'e');
    out_->Append(std::string_view(text, length));
    return true;
  }

  void NewLine() {
    if (!(flags_ & JsonFlags::kPrettyPrint)) return;
    out_->Append('\n');
    out_->Append(static_cast<size_t>(depth_) * 4, ' ');
  }

  bool Elements(Array* a, bool list, bool object, RefCounted* guard) {
    if (guard->info & RefCounted::kProtected) return Fail(JsonError::kRecursion);
    if (a->count == 0) {
      out_->Append(list ? "[]" : "{}");
      return true;
    }
    if (!CheckNativeStack()) return false;
    bool protect = !guard->Immortal();
    if (protect) guard->info |= RefCounted::kProtected;
    out_->Append(list ? '[' : '{');
    ++depth_;
    bool ok = true;
    bool first = true;
    for (uint32_t p = First(a); p != kEnd && ok; p = Next(a, p)) {
      ArrayKey key = KeyAt(a, p);
      if (object && !key.IsInt() && key.name->length && key.name->data[0] == '\0') continue;
      if (!first) out_->Append(',');
      first = false;
      NewLine();
      if (!list) {
        if (key.IsInt()) {
          out_->Append('"');
          out_->AppendInt(key.num);
          out_->Append('"');
        } else {
          int64_t saved = flags_;
          flags_ &= ~JsonFlags::kNumericCheck;
          size_t begin = out_->size();
          ok = Text(key.name->view());
          if (ok && out_->view()[begin] != '"') {  // it is no text, but there must be a name
            out_->Truncate(begin);
            out_->Append("\"\"");
          }
          flags_ = saved;
          if (!ok) break;
        }
        out_->Append((flags_ & JsonFlags::kPrettyPrint) ? ": " : ":");
      }
      ok = Encode(ValueAt(a, p));
    }
    if (protect) guard->info &= ~RefCounted::kProtected;
    if (!ok) return false;
    if (depth_ > max_depth_) {
      error_ = JsonError::kDepth;
      if (!(flags_ & JsonFlags::kPartialOutput)) return false;
    }
    --depth_;
    if (first && !list) {
      out_->Append('}');
      return true;
    }
    NewLine();
    out_->Append(list ? ']' : '}');
    return true;
  }

  bool ObjectValue(Object* o) {
    static Class* serializable = nullptr;
    if (!serializable) serializable = g_state->find_class(Intern("JsonSerializable"), false);
    if (serializable && InstanceOf(o->cls, serializable)) return Serializable(o);
    if (o->cls->Is(ClassFlags::kEnum)) {
      if (!o->cls->enum_info || o->cls->enum_info->backing == Type::kUndef)
        return Fail(JsonError::kNonBackedEnum, "0");
      return Encode(o->props()[1]);
    }
    if (o->info & RefCounted::kProtected) return Fail(JsonError::kRecursion);
    const ObjectHandlers* handlers = o->cls->handlers;
    Array* props =
        handlers && handlers->dump_is_array ? handlers->properties_for_dump(o) : ReadableProperties(o);
    bool ok = Elements(props, false, true, o);
    Release(Value(props));
    return ok;
  }

  // The mark of Elements() is not set meanwhile: jsonSerialize() may look at the object.
  bool Serializable(Object* o) {
    static std::vector<Object*> running;
    if ((o->info & RefCounted::kProtected) || std::find(running.begin(), running.end(), o) != running.end())
      return Fail(JsonError::kRecursion);
    Function** method = o->cls->methods.Find("jsonserialize");
    Value result;
    running.push_back(o);
    Retain(o);
    g_state->call(*method, o, o->cls, 0, nullptr, &result);
    bool ok = false;
    if (HasException()) {
      running.pop_back();
      if (flags_ & JsonFlags::kPartialOutput) out_->Append("null");
    } else if (result.IsObject() && result.obj == o) {
      // The object itself: its properties.
      running.pop_back();
      Array* props = ReadableProperties(o);
      ok = Elements(props, false, true, o);
      Release(Value(props));
    } else {
      ok = Encode(result);
      running.pop_back();
    }
    Release(result);
    Release(Value(o));
    return ok;
  }

  void Escape(uint32_t unit) {
    out_->Append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) out_->Append("0123456789abcdef"[(unit >> shift) & 15]);
  }

  bool Text(std::string_view s) {
    if (flags_ & JsonFlags::kNumericCheck) {
      int64_t i;
      double d;
      Numeric kind = IsNumericString(s, &i, &d);
      if (kind == Numeric::kInt) {
        out_->AppendInt(i);
        return true;
      }
      if (kind == Numeric::kFloat && std::isfinite(d)) return Float(d);
    }
    size_t start = out_->size();
    out_->Append('"');
    size_t plain = 0;  // start of the run that needs no escape
    auto flush = [&](size_t upto) { out_->Append(s.substr(plain, upto - plain)); };
    for (size_t i = 0; i < s.size();) {
      auto c = static_cast<unsigned char>(s[i]);
      if (c >= 0x80) {
        uint32_t point = 0;
        size_t n = DecodeUtf8(s, i, &point);
        if (n == 0) {
          flush(i);
          plain = ++i;
          if (flags_ & JsonFlags::kIgnoreInvalidUtf8) continue;
          if (flags_ & JsonFlags::kSubstituteInvalidUtf8) {
            if (flags_ & JsonFlags::kUnescapedUnicode) {
              out_->Append("\xef\xbf\xbd");
            } else {
              out_->Append("\\ufffd");
            }
            continue;
          }
          out_->Truncate(start);
          return Fail(JsonError::kUtf8);
        }
        bool separator = point == 0x2028 || point == 0x2029;
        if ((flags_ & JsonFlags::kUnescapedUnicode) &&
            !(separator && !(flags_ & JsonFlags::kUnescapedLineTerminators))) {
          i += n;
          continue;
        }
        flush(i);
        i += n;
        plain = i;
        if (point >= 0x10000) {
          point -= 0x10000;
          Escape(0xd800 | (point >> 10));
          Escape(0xdc00 | (point & 0x3ff));
        } else {
          Escape(point);
        }
        continue;
      }
      std::string_view escape;
      switch (c) {
        case '"': escape = (flags_ & JsonFlags::kHexQuot) ? "\\u0022" : "\\\""; break;
        case '\\': escape = "\\\\"; break;
        case '/': escape = (flags_ & JsonFlags::kUnescapedSlashes) ? "" : "\\/"; break;
        case '\b': escape = "\\b"; break;
        case '\f': escape = "\\f"; break;
        case '\n': escape = "\\n"; break;
        case '\r': escape = "\\r"; break;
        case '\t': escape = "\\t"; break;
        case '<': escape = (flags_ & JsonFlags::kHexTag) ? "\\u003C" : ""; break;
        case '>': escape = (flags_ & JsonFlags::kHexTag) ? "\\u003E" : ""; break;
        case '&': escape = (flags_ & JsonFlags::kHexAmp) ? "\\u0026" : ""; break;
        case '\'': escape = (flags_ & JsonFlags::kHexApos) ? "\\u0027" : ""; break;
        default:
          if (c < 32) {
            flush(i);
            plain = ++i;
            Escape(c);
            continue;
          }
      }
      if (!escape.empty()) {
        flush(i);
        out_->Append(escape);
        plain = i + 1;
      }
      ++i;
    }
    flush(s.size());
    out_->Append('"');
    return true;
  }

  int64_t flags_;
  int64_t max_depth_;
  StringBuilder* out_;
  int64_t depth_ = 0;
  JsonError error_ = JsonError::kNone;
};

}  // namespace

bool JsonEncode(const Value& v, int64_t flags, int64_t depth, StringBuilder* out, JsonError* error) {
  Encoder encoder(flags, depth, out);
  bool ok = encoder.Encode(v);
  *error = encoder.error();
  return ok;
}

}  // namespace tusk
