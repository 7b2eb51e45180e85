// unserialize(): a recursive reader that numbers the places it fills, so that R: and r: find them.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "interp/ext/class_tables.h"
#include "interp/ext/standard/dump.h"
#include "interp/ext/standard/serialize.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/object.h"
#include "interp/vm/arguments.h"

namespace tusk {
namespace {

class Reader {
 public:
  Reader(std::string_view text, const UnserializeOptions& options)
      : text_(text),
        options_(options),
        outer_(std::exchange(calling, nullptr)),
        slots_(outer_ ? outer_->slots_ : own_slots_) {}
  ~Reader() {
    for (Object* o : wakeups_) Release(Value(o));
    for (auto& [o, data] : restores_) {
      Release(Value(o));
      Release(data);
    }
    for (const Value& v : kept_) Release(v);
    calling = outer_;
  }

  // The one that is calling Serializable::unserialize(): reading in there goes on counting where it stands.
  static Reader* calling;

  bool Run(Value* result, size_t* offset) {
    if (!outer_) slots_.push_back({});
    size_t first = slots_.size();
    bool ok = Read(&root_, {.direct = &root_});
    if (outer_ && ok) LendSlots(first);
    if (!ok || HasException()) {
      *offset = at_;
      Release(root_);
      return false;
    }
    // Objects wake up when everything is there, innermost first.
    for (const Pending& p : order_) {
      if (HasException()) break;
      Value ignored;
      if (p.restore) {
        auto& [o, data] = restores_[p.index];
        g_state->call(o->cls->unserialize, o, o->cls, 1, &data, &ignored);
      } else {
        Object* o = wakeups_[p.index];
        g_state->call(*o->cls->methods.Find("__wakeup"), o, o->cls, 0, nullptr, &ignored);
      }
      Release(ignored);
    }
    if (HasException()) {
      Release(root_);
      return false;
    }
    *result = CopyDeref(root_);
    Release(root_);
    return true;
  }

 private:
  // Where a value lies: directly, or at a position of an array that is being filled.
  struct Slot {
    Value* direct = nullptr;
    Array* array = nullptr;
    uint32_t position = 0;
    Value value;  // borrowed; set as soon as it is known
  };
  struct Pending {
    bool restore;
    size_t index;
  };

  // What this text numbered may be referred to from further on in the outer one.
  void LendSlots(size_t first) {
    outer_->kept_.push_back(Copy(root_));
    for (size_t i = first; i < slots_.size(); ++i) {
      if (slots_[i].direct != &root_) continue;
      slots_[i].direct = nullptr;
      slots_[i].value = Deref(root_);
    }
  }

  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool Integer(int64_t* n, char end) {
    const char* start = text_.data() + at_;
    const char* stop = text_.data() + text_.size();
    const char* digits = start != stop && *start == '+' ? start + 1 : start;
    auto [p, failed] = std::from_chars(digits, stop, *n);
    if (failed != std::errc() || p == stop || *p != end) return false;
    at_ = static_cast<size_t>(p - text_.data()) + 1;
    return true;
  }
  // "LENGTH:"BYTES"", the opening colon of the length taken already.
  bool Quoted(std::string_view* s) {
    size_t start = at_;
    int64_t n;
    if (!Integer(&n, ':') || n < 0 || at_ + 1 + static_cast<size_t>(n) + 1 > text_.size() ||
        text_[at_] != '"') {
      at_ = start >= 2 ? start - 2 : 0;
      return false;
    }
    ++at_;
    *s = text_.substr(at_, static_cast<size_t>(n));
    at_ += static_cast<size_t>(n);
    if (!Take('"')) {
      return false;
    }
    return true;
  }

  bool Read(Value* to, Slot slot) {
    size_t start = at_;
    if (at_ + 1 >= text_.size()) return false;
    char kind = text_[at_];
    size_t number = 0;
    if (kind != 'R') {
      number = slots_.size();
      slots_.push_back(slot);
    }
    if (kind == 'N') {
      if (text_[at_ + 1] != ';') return false;
      at_ += 2;
      *to = Value::Null();
      return true;
    }
    if (text_[at_ + 1] != ':') return false;
    at_ += 2;
    auto fail = [&] {
      at_ = start;
      return false;
    };
    switch (kind) {
      case 'b': {
        int64_t n;
        if (!Integer(&n, ';') || n < 0 || n > 1) return fail();
        *to = Value(n == 1);
        return true;
      }
      case 'i': {
        int64_t n;
        if (!Integer(&n, ';')) return fail();
        *to = Value(n);
        return true;
      }
      case 'd': {
        size_t end = text_.find(';', at_);
        if (end == text_.npos) return fail();
        std::string number_text(text_.substr(at_, end - at_));
        double d;
        if (number_text == "NAN") {
          d = std::nan("");
        } else if (number_text == "INF") {
          d = HUGE_VAL;
        } else if (number_text == "-INF") {
          d = -HUGE_VAL;
        } else {
          char* stop;
          d = std::strtod(number_text.c_str(), &stop);
          if (number_text.empty() || *stop) return fail();
        }
        at_ = end + 1;
        *to = Value(d);
        return true;
      }
      case 's': {
        std::string_view s;
        if (!Quoted(&s)) return false;
        if (!Take(';')) return false;
        *to = Value(NewString(s));
        return true;
      }
      case 'a': return ReadArray(to, start);
      case 'O': return ReadObject(to, number);
      case 'C': return ReadByInterface(to, number);
      case 'E': return ReadEnum(to, start);
      case 'r':
      case 'R': {
        int64_t n;
        if (!Integer(&n, ';') || n < 1 || static_cast<size_t>(n) >= slots_.size() ||
            static_cast<size_t>(n) == number)
          return fail();
        Slot& target = slots_[static_cast<size_t>(n)];
        if (kind == 'r') {
          Value v = target.direct  ? Deref(*target.direct)
                    : target.array ? Deref(ValueAt(target.array, target.position))
                                   : target.value;
          if (v.IsUndef()) v = target.value;
          if (!v.IsObject()) return fail();
          *to = Copy(v);
          return true;
        }
        Value* place = target.direct  ? target.direct
                       : target.array ? PlaceAt(target.array, target.position)
                                      : nullptr;
        if (!place || place->IsUndef()) return fail();
        Reference* ref = MakeReference(place);
        Retain(ref);
        *to = Value(ref);
        return true;
      }
      default: return fail();
    }
  }

  bool ReadKey(Value* key) {
    if (at_ + 1 >= text_.size() || text_[at_ + 1] != ':') return false;
    char kind = text_[at_];
    size_t start = at_;
    at_ += 2;
    if (kind == 'i') {
      int64_t n;
      if (Integer(&n, ';')) {
        *key = Value(n);
        return true;
      }
    } else if (kind == 's') {
      std::string_view s;
      if (!Quoted(&s) || !Take(';')) return false;
      *key = Value(NewString(s));
      return true;
    }
    at_ = start;
    return false;
  }

  bool Enter() {
    if (!CheckNativeStack()) return false;
    if (options_.max_depth > 0 && ++depth_ > options_.max_depth) {
      RaiseFunctionMessage(
          ErrorLevel::kWarning,
          absl::StrFormat("Maximum depth of %d exceeded. The depth limit can be changed using the max_depth "
                          "unserialize() option or the unserialize_max_depth ini setting",
                          options_.max_depth));
      return false;
    }
    return true;
  }

  bool ReadElements(Array* a, int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
      Value key;
      if (!ReadKey(&key)) return false;
      ArrayKey k = key.IsInt() ? ArrayKey::Int(key.i) : KeyFromString(key.str);
      uint32_t position = PositionOf(a, k);
      bool nested = at_ < text_.size() && (text_[at_] == 'a' || text_[at_] == 'O' || text_[at_] == 'R');
      if (position == kEnd && nested) {
        // The place exists before its content is read, so that what is inside comes after it.
        Set(a, k, Value::Null());
        position = PositionOf(a, k);
      }
      Value v;
      bool ok = Read(&v, {.array = a, .position = position == kEnd ? a->used : position});
      if (ok && position == kEnd) {
        Set(a, k, v);
      } else if (ok) {
        kept_.push_back(Copy(ValueAt(a, position)));
        SetAt(a, position, v);
      }
      Release(key);
      if (!ok) return false;
    }
    return true;
  }

  bool ReadArray(Value* to, size_t start) {
    int64_t count;
    if (!Integer(&count, ':') || count < 0 || static_cast<size_t>(count) > text_.size() || !Take('{')) {
      at_ = start;
      return false;
    }
    if (!Enter()) return false;
    Array* a = NewArray(static_cast<uint32_t>(count));
    bool ok = ReadElements(a, count) && Take('}');
    --depth_;
    if (!ok) {
      Release(Value(a));
      return false;
    }
    *to = Value(a);
    return true;
  }

  bool Allowed(std::string_view name) const {
    if (options_.all_classes) return true;
    std::string lower(name);
    for (char& c : lower) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return std::find(options_.classes.begin(), options_.classes.end(), lower) != options_.classes.end();
  }

  // unserialize_callback_func may declare the class.
  static Class* FindByCallback(const std::string& callback, std::string_view name) {
    Value function(NewString(callback)), argument(NewString(name)), ignored;
    if (!g_state->is_callable(function)) {
      ThrowError("Invalid callback %s, function \"%s\" not found or invalid function name", callback,
                 callback);
    } else if (g_state->call_callable(function, 1, &argument, &ignored)) {
      Release(ignored);
    }
    Release(function);
    Release(argument);
    if (HasException()) return nullptr;
    Class* c = FindClass(name, true);
    if (!c && !HasException())
      FunctionWarning("Function %s() hasn't defined the class it was called for", callback);
    return c;
  }

  Class* FindClassFor(std::string_view name, bool* incomplete) {
    *incomplete = false;
    if (Allowed(name)) {
      Class* c = FindClass(name, true);
      if (c || HasException()) return c;
      std::string callback(IniGet("unserialize_callback_func").text);
      if (!callback.empty()) {
        c = FindByCallback(callback, name);
        if (c || HasException()) return c;
      }
    }
    *incomplete = true;
    return FindClass("__PHP_Incomplete_Class", false);
  }

  bool ReadObject(Value* to, size_t number) {
    std::string_view name;
    int64_t count;
    if (!Quoted(&name)) return false;
    if (!Take(':') || !Integer(&count, ':') || count < 0 || !Take('{')) {
      return false;
    }
    bool incomplete;
    Class* c = FindClassFor(name, &incomplete);
    if (!c) return false;
    if (c->Is(ClassFlags::kEnum)) {
      Throw(Throwable::kException,
            absl::StrFormat("Unserialization of '%s' is not allowed", c->name->view()));
      return false;
    }
    if (c->Is(ClassFlags::kNotSerializable)) {
      Throw(Throwable::kException,
            absl::StrFormat("Unserialization of '%s' is not allowed", c->name->view()));
      return false;
    }
    if (!Enter()) return false;
    Object* o = NewObject(c);
    if (!o) return false;
    *to = Value(o);
    slots_[number].value = Value(o);
    if (incomplete)
      WriteProperty(o, Intern("__PHP_Incomplete_Class_Name"), Value(NewString(name)), nullptr, nullptr,
                    false);
    if (c->unserialize) {
      Array* data = NewArray(static_cast<uint32_t>(std::min<int64_t>(count, 1024)));
      bool ok = ReadElements(data, count) && Take('}');
      --depth_;
      if (!ok) {
        Release(Value(data));
        return Drop(to);
      }
      Retain(o);
      order_.push_back({true, restores_.size()});
      restores_.push_back({o, Value(data)});
      return true;
    }
    for (int64_t i = 0; i < count; ++i) {
      Value key;
      if (!ReadKey(&key)) return Drop(to);
      bool ok = ReadProperty(o, key);
      Release(key);
      if (!ok) return Drop(to);
    }
    --depth_;
    if (!Take('}')) return Drop(to);
    if (c->methods.Find("__wakeup")) {
      Retain(o);
      order_.push_back({false, wakeups_.size()});
      wakeups_.push_back(o);
    }
    return true;
  }
  // C:LENGTH:"CLASS":LENGTH:{what serialize() returned}
  bool ReadByInterface(Value* to, size_t number) {
    std::string_view name;
    int64_t size;
    if (!Quoted(&name) || !Take(':') || !Integer(&size, ':') || !Take('{')) return false;
    bool incomplete;
    Class* c = FindClassFor(name, &incomplete);
    if (!c) return false;
    if (c->Is(ClassFlags::kNotSerializable)) {
      Throw(Throwable::kException,
            absl::StrFormat("Unserialization of '%s' is not allowed", c->name->view()));
      return false;
    }
    auto left = static_cast<int64_t>(text_.size() - at_);
    if (size < 0 || size >= left) {
      Warning("Insufficient data for unserializing - %d required, %d present", size, left);
      return false;
    }
    std::string_view data = text_.substr(at_, static_cast<size_t>(size));
    if (text_[at_ + data.size()] != '}') {
      at_ += data.size();
      return false;
    }
    Object* o = NewObject(c);
    if (!o) return false;
    *to = Value(o);
    slots_[number].value = Value(o);
    if (IsSerializable(c)) {
      at_ += data.size();
      Value text(NewString(data)), ignored;
      calling = this;
      g_state->call(*c->methods.Find("unserialize"), o, c, 1, &text, &ignored);
      calling = nullptr;
      Release(text);
      Release(ignored);
      if (HasException()) return Drop(to);
    } else {
      Warning("Class %s has no unserializer", c->name->view());
      if (incomplete)
        WriteProperty(o, Intern("__PHP_Incomplete_Class_Name"), Value(NewString(name)), nullptr, nullptr,
                      false);
      at_ += data.size();
    }
    return Take('}');
  }
  bool Drop(Value* to) {
    Release(*to);
    *to = Value();
    return false;
  }

  // The declared property that a serialized name means, or null.
  static PropertyInfo* DeclaredProperty(Class* c, std::string_view key) {
    PropertyKey property = Unmangle(key);
    Class* from = c;
    if (!property.class_name.empty() && property.class_name != "*") {
      for (from = c; from && from->name->view() != property.class_name;) from = from->parent;
      if (!from) from = c;
    }
    PropertyInfo** info = from->properties.Find(property.name);
    return info && !((*info)->flags & FunctionFlags::kStatic) ? *info : nullptr;
  }

  bool ReadProperty(Object* o, const Value& key) {
    if (!key.IsInt()) {
      if (PropertyInfo* info = DeclaredProperty(o->cls, key.str->view())) {
        Value* place = &o->props()[info->slot];
        Value v;
        // The slot stays empty while its content is read.
        if (!place->IsUndef()) kept_.push_back(*place);
        *place = Value();
        if (!Read(&v, {.direct = place})) return false;
        if (info->type.declared) {
          Value inner = Deref(v);
          Retain(inner);
          if (!CoerceToType(info->type, &inner, o->cls, true)) {
            String* type = TypeToString(info->type);
            ThrowTypeError("Cannot assign %s to property %s::$%s of type %s", ValueNameForErrors(inner),
                           info->scope->name->view(), info->name->view(), type->view());
            Release(type);
            Release(inner);
            Release(v);
            return false;
          }
          Release(inner);
        }
        *place = v;
        return true;
      }
    }
    String* name = key.IsInt() ? IntToString(key.i) : key.str;
    if (!o->dynamic) o->dynamic = NewArray();
    ArrayKey k = ArrayKey::Str(name);
    // A name that comes twice: what the first one holds may be referred to from further on.
    if (Value old = Get(o->dynamic, k); !old.IsUndef()) kept_.push_back(Copy(old));
    Set(o->dynamic, k, Value::Null());
    uint32_t position = PositionOf(o->dynamic, k);
    Value v;
    bool ok = Read(&v, {.array = o->dynamic, .position = position});
    if (ok) SetAt(o->dynamic, position, v);
    if (key.IsInt()) Release(name);
    return ok;
  }

  bool ReadEnum(Value* to, size_t start) {
    std::string_view name;
    if (!Quoted(&name) || !Take(';')) return false;
    size_t colon = name.find(':');
    if (colon == name.npos) {
      RaiseFunctionMessage(ErrorLevel::kWarning,
                           absl::StrFormat("Invalid enum name '%s' (missing colon)", name));
      at_ = start;
      return false;
    }
    std::string_view class_name = name.substr(0, colon);
    std::string_view case_name = name.substr(colon + 1);
    Class* c = Allowed(class_name) ? FindClass(class_name, true) : nullptr;
    if (!c) {
      if (!HasException())
        RaiseFunctionMessage(ErrorLevel::kWarning, absl::StrFormat("Class '%s' not found", class_name));
      return false;
    }
    if (!c->Is(ClassFlags::kEnum)) {
      RaiseFunctionMessage(ErrorLevel::kWarning, absl::StrFormat("Class '%s' is not an enum", class_name));
      return false;
    }
    ClassConstant** found = c->constants.Find(case_name);
    if (!found || !((*found)->flags & kEnumCase)) {
      RaiseFunctionMessage(ErrorLevel::kWarning,
                           absl::StrFormat("Undefined constant %s::%s", class_name, case_name));
      return false;
    }
    Value* v = &(*found)->value;
    if (v->type == Type::kConstantAst && !g_state->evaluate_constant(v, c)) return false;
    *to = Copy(*v);
    return true;
  }

  std::string_view text_;
  const UnserializeOptions& options_;
  size_t at_ = 0;
  int64_t depth_ = 0;
  Value root_;
  Reader* outer_;
  std::vector<Slot> own_slots_;
  std::vector<Slot>& slots_;
  std::vector<Value> kept_;                          // values that others took the place of
  std::vector<Object*> wakeups_;                     // owned
  std::vector<std::pair<Object*, Value>> restores_;  // owned
  std::vector<Pending> order_;
};
Reader* Reader::calling = nullptr;

constexpr BuiltinClassRow kClasses[] = {
    {.name = "__PHP_Incomplete_Class",
     .flags = ClassFlags::kFinal | ClassFlags::kAllowDynamicProperties,
     .extension = "standard"},
};

}  // namespace

bool Unserialize(std::string_view text, const UnserializeOptions& options, Value* result, size_t* offset) {
  return Reader(text, options).Run(result, offset);
}

constinit const std::span<const BuiltinClassRow> kIncompleteClasses = kClasses;

}  // namespace tusk
