// The reader of builtin signatures. What it allocates lives as long as the process.
#include "interp/vm/signature.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "interp/runtime/arena.h"
#include "interp/runtime/array.h"
#include "interp/runtime/check.h"
#include "interp/runtime/convert.h"
#include "interp/vm/constants.h"

namespace tusk {
namespace {

bool IsNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '\\';
}

const char* Keep(std::string_view text) { return PermanentArena().CopyText(text); }

struct TypeWord {
  std::string_view word;
  uint32_t mask;
};
constexpr TypeWord kTypeWords[] = {
    {"int", TypeDecl::Bit(Type::kInt)},
    {"float", TypeDecl::Bit(Type::kFloat)},
    {"string", TypeDecl::Bit(Type::kString)},
    {"bool", TypeDecl::kBool},
    {"false", TypeDecl::Bit(Type::kFalse)},
    {"true", TypeDecl::Bit(Type::kTrue)},
    {"null", TypeDecl::Bit(Type::kNull)},
    {"array", TypeDecl::Bit(Type::kArray)},
    {"object", TypeDecl::Bit(Type::kObject)},
    {"mixed", TypeDecl::kMixed},
    {"callable", TypeDecl::kCallable},
    {"iterable", TypeDecl::kIterable | TypeDecl::Bit(Type::kArray)},
    {"void", TypeDecl::kVoid},
    {"never", TypeDecl::kNever},
    {"static", TypeDecl::kStatic},
};

class Reader {
 public:
  explicit Reader(Builtin* f) : f_(f), p_(f->row->signature) {}

  void Read() {
    Expect('(');
    std::vector<ArgInfo> args;
    std::vector<Value> defaults;
    std::vector<const char*> texts;
    while (!Take(')')) {
      if (!args.empty()) Expect(',');
      ReadParameter(&args, &defaults, &texts);
    }
    bool variadic = !args.empty() && args.back().variadic;
    size_t n = args.size();
    f_->arg_count = static_cast<uint32_t>(n - (variadic ? 1 : 0));
    if (variadic) f_->flags |= FunctionFlags::kVariadic;
    f_->required_args = 0;
    for (uint32_t i = 0; i < f_->arg_count; ++i) {
      if (!args[i].optional) f_->required_args = i + 1;
    }
    if (n != 0) {
      f_->args = PermanentArena().MakeSpan<ArgInfo>(n).data();
      f_->defaults = PermanentArena().MakeSpan<Value>(n).data();
      f_->type_texts = PermanentArena().MakeSpan<const char*>(n).data();
      f_->fitting = PermanentArena().MakeSpan<uint32_t>(n).data();
      for (size_t i = 0; i < n; ++i) {
        f_->args[i] = args[i];
        f_->defaults[i] = defaults[i];
        f_->type_texts[i] = texts[i];
        // References fit by what they hold, which ArgumentsFit() looks at.
        bool any = args[i].prefer_reference && !args[i].type.declared;
        f_->fitting[i] = any                    ? ~TypeDecl::Bit(Type::kUndef)
                         : args[i].by_reference ? 0
                                                : args[i].type.mask & (TypeDecl::kMixed);
        if (args[i].by_reference || args[i].prefer_reference) f_->flags |= FunctionFlags::kAnyByReference;
        if (args[i].type.declared) f_->flags |= FunctionFlags::kHasTypedArgs;
      }
    }
    if (Take(':')) {
      ReadType(&f_->return_type);
      f_->flags |= FunctionFlags::kReturnTypeDeclared;
    }
    Skip();
    CHECK(*p_ == 0);
  }

 private:
  void Skip() {
    while (*p_ == ' ') ++p_;
  }
  bool Take(char c) {
    Skip();
    if (*p_ != c) return false;
    ++p_;
    return true;
  }
  void Expect(char c) { CHECK(Take(c)); }
  std::string_view Word() {
    Skip();
    const char* start = p_;
    while (IsNameChar(*p_)) ++p_;
    return {start, static_cast<size_t>(p_ - start)};
  }

  std::string_view ReadType(TypeDecl* type) {
    Skip();
    const char* start = p_;
    type->declared = true;
    if (Take('?')) type->mask |= TypeDecl::Bit(Type::kNull);
    std::vector<String*> classes;
    do {
      std::string_view word = Word();
      uint32_t mask = 0;
      for (const TypeWord& t : kTypeWords) {
        if (t.word == word) mask = t.mask;
      }
      if (mask == 0) classes.push_back(Intern(word));
      if (mask & TypeDecl::kIterable) classes.push_back(Intern("Traversable"));
      type->mask |= mask;
    } while (*p_ == '|' && *p_++);
    if (!classes.empty()) {
      Arena& memory = PermanentArena();
      type->classes = memory.MakeSpan<TypeDecl::Conjunction>(classes.size());
      for (size_t i = 0; i < classes.size(); ++i) {
        std::span<String*> names = memory.MakeSpan<String*>(2);
        names[0] = classes[i];
        names[1] = InternLower(classes[i]->view());
        type->classes[i] = {names.first(1), names.last(1)};
      }
    }
    return {start, static_cast<size_t>(p_ - start)};
  }

  void ReadParameter(std::vector<ArgInfo>* args, std::vector<Value>* defaults,
                     std::vector<const char*>* texts) {
    ArgInfo arg;
    const char* text = "mixed";
    arg.type.mask = TypeDecl::kMixed;  // what an untyped parameter takes; `declared` stays false
    Skip();
    constexpr std::string_view kSensitive = "#[\\SensitiveParameter]";
    if (std::string_view(p_).starts_with(kSensitive)) {
      static const AttributeList kAttributes = {{Intern("SensitiveParameter"), {}}};
      arg.attributes = &kAttributes;
      p_ += kSensitive.size();
      Skip();
    }
    if (*p_ != '&' && *p_ != '$' && *p_ != '.') {
      arg.type.mask = 0;
      std::string_view t = ReadType(&arg.type);
      // Functions that walk an array or an object's properties name only the array in their messages.
      if (t == "array|object" || t == "object|array") t = "array";
      text = Keep(t);
    }
    if (Take('&')) {
      if (Take('?')) {
        arg.prefer_reference = true;
      } else {
        arg.by_reference = true;
      }
    }
    if (*p_ == '.') {
      p_ += 3;
      arg.variadic = true;
    }
    Expect('$');
    arg.name = Intern(Word());
    Value value;
    if (arg.variadic) {
      arg.optional = true;
    } else if (Take('=')) {
      arg.optional = true;
      Skip();
      const char* start = p_;
      value = ReadDefault();
      std::string_view text(start, static_cast<size_t>(p_ - start));
      arg.default_text = Keep(text.substr(0, text.find('(')));
      if (value.IsUndef()) arg.default_text = nullptr;
    }
    args->push_back(arg);
    defaults->push_back(value);
    texts->push_back(text);
  }

  // A literal or constants joined by |; kUndef for UNKNOWN.
  Value ReadDefault() {
    Value v = ReadDefaultTerm();
    while (*p_ == ' ' && p_[1] == '|') {
      p_ += 2;
      Value w = ReadDefaultTerm();
      CHECK(v.IsInt() && w.IsInt());
      v.i |= w.i;
    }
    return v;
  }

  Value ReadDefaultTerm() {
    Skip();
    if (*p_ == '\'' || *p_ == '"') return Value(ReadString(*p_));
    if (*p_ == '[') {
      CHECK(p_[1] == ']');
      p_ += 2;
      return Value(EmptyArray());
    }
    if (*p_ == '-' || (*p_ >= '0' && *p_ <= '9')) {
      const char* start = p_;
      ++p_;
      while ((*p_ >= '0' && *p_ <= '9') || *p_ == '.') ++p_;
      if (*start == '0' && p_ > start + 1 && start[1] != '.')
        return Value(static_cast<int64_t>(std::strtoll(start, nullptr, 8)));
      int64_t i;
      double d;
      Numeric kind = IsNumericString({start, static_cast<size_t>(p_ - start)}, &i, &d);
      CHECK(kind != Numeric::kNot);
      return kind == Numeric::kInt ? Value(i) : Value(d);
    }
    const char* start = p_;
    while (IsNameChar(*p_) || *p_ == ':') ++p_;
    std::string_view word(start, static_cast<size_t>(p_ - start));
    if (word == "null") return Value::Null();
    if (word == "true") return Value(true);
    if (word == "false") return Value(false);
    // A constant of a class has its value behind it, which is not looked up here: A::B(1).
    if (word.find("::") != word.npos && Take('(')) {
      Value v = ReadDefaultTerm();
      Expect(')');
      return v;
    }
    if (word == "UNKNOWN" || word.find("::") != word.npos) return Value();
    const Value* v = FindConstant(word);
    CHECK(v);
    return *v;
  }

  String* ReadString(char quote) {
    std::string bytes;
    for (++p_; *p_ != quote; ++p_) {
      if (*p_ == '\\' && (quote == '"' || p_[1] == '\\' || p_[1] == '\'')) {
        ++p_;
        switch (*p_) {
          case 'n': bytes += '\n'; break;
          case 'r': bytes += '\r'; break;
          case 't': bytes += '\t'; break;
          case 'v': bytes += '\v'; break;
          case 'f': bytes += '\f'; break;
          case 'e': bytes += '\x1b'; break;
          case '0': bytes += '\0'; break;
          case 'x': {
            char hex[3] = {p_[1], p_[2], 0};
            bytes += static_cast<char>(std::strtol(hex, nullptr, 16));
            p_ += 2;
            break;
          }
          default: bytes += *p_;
        }
      } else {
        bytes += *p_;
      }
    }
    ++p_;
    return Intern(bytes);
  }

  Builtin* f_;
  const char* p_;
};

}  // namespace

void ParseSignature(Builtin* f) { Reader(f).Read(); }

}  // namespace tusk
