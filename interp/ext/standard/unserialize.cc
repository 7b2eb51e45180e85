// unserialize(): a recursive reader that numbers the places it fills, so that R: and r: find them.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <deque>
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
        slots_(outer_ ? outer_->slots_ : own_slots_) {
    if (!outer_) {
      slots_.swap(Spare());
      slots_.push_back({});
    }
    first_ = slots_.size();
  }
  ~Reader() {
    for (Object* o : wakeups_) Release(Value(o));
    for (auto& [o, data] : restores_) {
      Release(Value(o));
      Release(data);
    }
    // The outer reader has numbers for what is in here.
    if (outer_) outer_->kept_.insert(outer_->kept_.end(), kept_.begin(), kept_.end());
    calling = outer_;
    if (outer_) return;
    constexpr size_t kMostSpare = 1000;
    slots_.clear();
    if (slots_.capacity() <= kMostSpare) slots_.swap(Spare());
    for (const Value& v : kept_) Release(v);
    for (const Value& v : places_) Release(v);
  }

  // The one that is calling Serializable::unserialize(): reading in there goes on counting where it stands.
  static Reader* calling;

  bool Run(Value* result, absl::FunctionRef<void(size_t offset, bool read)> told) {
    bool ok = Read({.direct = &root_});
    if (outer_) {
      outer_->kept_.push_back(Copy(root_));
      LendSlots(ok);
    }
    if ((!ok || at_ < text_.size()) && !HasException()) told(at_, ok);
    WakeUp();
    ok = ok && !HasException();
    if (ok) *result = CopyDeref(root_);
    Release(root_);
    return ok;
  }

  // For ValueReader, value by value; null: malformed, or something was thrown.
  const Value* ReadNext() {
    Reader* outermost = this;
    while (outermost->outer_) outermost = outermost->outer_;
    Value* place = &outermost->places_.emplace_back();
    return Read({.direct = place}) ? place : nullptr;
  }
  void Finish(bool ok) {
    if (outer_) LendSlots(ok);
    if (!ok && !HasException()) {
      Throw(Throwable::kUnexpectedValueException,
            absl::StrFormat("Error at offset %d of %d bytes", at_, text_.size()));
    }
    PendingAside aside;
    WakeUp();
  }
  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  char Sees() const { return at_ < text_.size() ? text_[at_] : 0; }
  void StepBack() { --at_; }

 private:
  // Objects wake up when everything is there, innermost first; those of a text with errors too.
  void WakeUp() {
    for (const Pending& p : order_) {
      Object* o = p.restore ? restores_[p.index].first : wakeups_[p.index];
      if (!HasException()) {
        Value ignored;
        if (p.restore) {
          g_state->call(o->cls->unserialize, o, o->cls, 1, &restores_[p.index].second, &ignored);
        } else {
          g_state->call(*o->cls->methods.Find("__wakeup"), o, o->cls, 0, nullptr, &ignored);
        }
        Release(ignored);
      }
      if (HasException()) o->info |= RefCounted::kDestructed;  // it never woke up
    }
  }

  // Where a value lies: directly, or at a position of an array that is being filled. Everything is put there
  // before what is in it is read, which may refer to it.
  struct Slot {
    Value* direct = nullptr;
    Array* array = nullptr;
    uint32_t position = 0;
    Value value;        // borrowed: the object, once it is known
    int64_t index = 0;  // with `indexed`: the key, as arrays whose kind changes may move their elements
    bool indexed = false;
  };
  // Room for the slots of the next text.
  static std::vector<Slot>& Spare() {
    static auto* spare = new std::vector<Slot>;
    return *spare;
  }
  struct Pending {
    bool restore;
    size_t index;
  };

  // What this text numbered may be referred to from further on in the outer one; nothing of a text with
  // errors.
  void LendSlots(bool ok) {
    for (size_t i = first_; i < slots_.size(); ++i) {
      if (!ok) slots_[i] = {};
      if (slots_[i].array) outer_->kept_.push_back(Copy(Value(slots_[i].array)));
      if (slots_[i].value.IsObject()) outer_->kept_.push_back(Copy(slots_[i].value));
      if (slots_[i].direct != &root_) continue;
      slots_[i].direct = nullptr;
      slots_[i].value = Deref(root_);
    }
  }

  // Holds what has a number while code of the program runs, which may get at it by r: and drop it.
  class Hold {
   public:
    explicit Hold(Reader* reader) : reader_(reader) {
      for (const Slot& slot : reader->slots_) {
        if (slot.array) held_.push_back(Value(slot.array));
        if (slot.value.IsObject()) held_.push_back(slot.value);
      }
      for (const Value& v : held_) Retain(v);
    }
    ~Hold() {
      for (const Value& v : held_) {
        if (v.rc->refcount == 1) {
          reader_->kept_.push_back(v);
        } else {
          Release(v);
        }
      }
    }
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;

   private:
    Reader* reader_;
    std::vector<Value> held_;
  };

  // Where a slot is, null when the program has changed the array meanwhile.
  static Value* Place(const Slot& slot) {
    if (slot.direct) return slot.direct;
    if (slot.indexed) return Find(slot.array, ArrayKey::Int(slot.index));
    return slot.array && slot.position < slot.array->used ? PlaceAt(slot.array, slot.position) : nullptr;
  }
  // What others take the place of lives as long as numbers may refer to what is in it.
  void Keep(const Value& v) {
    if (v.type >= Type::kString) kept_.push_back(v);
  }
  // Takes over v.
  bool Put(const Slot& slot, Value v) {
    Value* place = Place(slot);
    if (!place) {
      Release(v);
      return false;
    }
    Keep(*place);
    *place = v;
    return true;
  }

  // Digits alone.
  bool Unsigned(int64_t* n, char end) {
    return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' && Integer(n, end);
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
  bool Quoted(std::string_view* s, bool may_be_empty = true) {
    size_t start = at_;
    int64_t n;
    if (!Unsigned(&n, ':') || !Take('"')) {
      at_ = start - 2;
      return false;
    }
    if (static_cast<uint64_t>(n) > text_.size() - at_ || (n == 0 && !may_be_empty)) {
      at_ = start;
      return false;
    }
    *s = text_.substr(at_, static_cast<size_t>(n));
    at_ += static_cast<size_t>(n);
    return Take('"');
  }
  // The same with bytes as two hexadecimal digits after a backslash; owned, null when it is malformed.
  String* Escaped() {
    size_t start = at_;
    int64_t n;
    if (!Unsigned(&n, ':') || !Take('"')) {
      at_ = start - 2;
      return nullptr;
    }
    StringBuilder out;
    auto digit = [&](size_t i) {
      int c = i < text_.size() ? text_[i] | 0x20 : 0;
      return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    for (; n > 0 && at_ < text_.size(); --n, ++at_) {
      char c = text_[at_];
      if (c == '\\') {
        int high = digit(at_ + 1), low = digit(at_ + 2);
        if (high < 0 || low < 0) break;
        c = static_cast<char>(high << 4 | low);
        at_ += 2;
      }
      out.Append(c);
    }
    if (n > 0) {
      at_ = start;
      return nullptr;
    }
    if (!Take('"') || !Take(';')) return nullptr;
    Deprecated("%s(): Unserializing the 'S' format is deprecated", "unserialize");
    return HasException() ? nullptr : out.Finish();
  }
  // Whether the text goes on with what closes an array, too early; says so.
  bool EndsEarly() {
    if (at_ >= text_.size() || text_[at_] != '}') return false;
    RaiseFunctionMessage(ErrorLevel::kWarning, "Unexpected end of serialized data");
    return true;
  }

  // A value, into its slot.
  bool Read(const Slot& slot) {
    if (EndsEarly() || at_ + 1 >= text_.size()) return false;
    char kind = text_[at_];
    size_t number = slots_.size();
    if (kind != 'R') slots_.push_back(slot);
    switch (kind) {
      case 'a': return text_[at_ + 1] == ':' && ReadArray(slot);
      case 'O': return text_[at_ + 1] == ':' && ReadObject(slot, number);
      case 'C': return text_[at_ + 1] == ':' && ReadByInterface(slot, number);
      case 'E': return text_[at_ + 1] == ':' && ReadEnum(slot);
      case 'r': return text_[at_ + 1] == ':' && ReadSameObject(slot, number);
      case 'R': return text_[at_ + 1] == ':' && ReadSameVariable(slot);
      default: break;
    }
    Value v;
    return ReadSimple(&v) && Put(slot, v);
  }

  bool ReadSameObject(const Slot& slot, size_t number) {
    size_t start = at_;
    int64_t n;
    at_ += 2;
    if (!Unsigned(&n, ';')) {
      at_ = start;
      return false;
    }
    if (n < 1 || static_cast<size_t>(n) >= number) return false;
    const Slot& target = slots_[static_cast<size_t>(n)];
    Value v = target.value;
    if (!v.IsObject()) {
      Value* place = Place(target);
      if (place) v = Deref(*place);
    }
    return v.IsObject() && Put(slot, Copy(v));
  }
  bool ReadSameVariable(const Slot& slot) {
    size_t start = at_;
    int64_t n;
    at_ += 2;
    if (!Unsigned(&n, ';')) {
      at_ = start;
      return false;
    }
    if (n < 1 || static_cast<size_t>(n) >= slots_.size()) return false;
    Value* place = Place(slots_[static_cast<size_t>(n)]);
    if (!place || place->IsUndef() || place == Place(slot)) return false;
    Reference* ref = MakeReference(place);
    Retain(ref);
    return Put(slot, Value(ref));
  }

  bool ReadSimple(Value* to) {
    size_t start = at_;
    char kind = text_[at_];
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
      case 'S': {
        String* s = Escaped();
        if (s) *to = Value(s);
        return s != nullptr;
      }
      default: return fail();
    }
  }

  bool ReadKey(Value* key) {
    if (EndsEarly() || at_ + 1 >= text_.size() || text_[at_ + 1] != ':') return false;
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
      String* known = FindInterned(s);  // mostly, the program names it too
      *key = Value(known ? known : NewString(s));
      return true;
    } else if (kind == 'S') {
      String* s = Escaped();
      if (s) *key = Value(s);
      return s != nullptr;
    } else if (kind == 'a') {
      int64_t n;
      if (Unsigned(&n, ':') && Take('{')) return false;  // no key, which is noticed in there
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

  static bool IsSimple(char kind) {
    return kind == 's' || kind == 'i' || kind == 'b' || kind == 'N' || kind == 'd';
  }
  // The elements of the array in a slot.
  bool ReadElements(const Slot& slot, int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
      Value key;
      if (!ReadKey(&key)) return false;
      bool ok = ReadElement(slot, key.IsInt() ? ArrayKey::Int(key.i) : KeyFromString(key.str));
      Release(key);
      if (!ok) return false;
    }
    return Take('}');
  }
  bool ReadElement(const Slot& slot, ArrayKey key) {
    Value* place = Place(slot);
    if (place) place = Deref(place);
    if (!place || !place->IsArray()) return false;
    Array* a = Separate(place);
    uint32_t position = PositionOf(a, key);
    if (position == kEnd && at_ + 1 < text_.size() && IsSimple(text_[at_])) {
      // Without a null before it, which would make the array a more general one.
      slots_.push_back(
          {.array = a, .position = a->used, .index = key.IsInt() ? key.num : 0, .indexed = key.IsInt()});
      Value v;
      if (!ReadSimple(&v)) return false;
      Set(a, key, v);
      return true;
    }
    if (position == kEnd) {
      Set(a, key, Value::Null());
      position = PositionOf(a, key);
    } else {
      // A key that comes twice: what the first one holds may be referred to from further on.
      Keep(Copy(ValueAt(a, position)));
      SetAt(a, position, Value::Null());
    }
    return Read(
        {.array = a, .position = position, .index = key.IsInt() ? key.num : 0, .indexed = key.IsInt()});
  }

  bool ReadArray(const Slot& slot) {
    size_t start = at_;
    int64_t count;
    at_ += 2;
    if (!Unsigned(&count, ':') || !Take('{')) {
      at_ = start;
      return false;
    }
    if (static_cast<uint64_t>(count) > text_.size() - at_) return false;
    if (!Enter() || !Put(slot, Value(NewArray(static_cast<uint32_t>(count))))) return false;
    bool ok = ReadElements(slot, count);
    --depth_;
    return ok;
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

  bool ReadObject(const Slot& slot, size_t number) {
    std::string_view name;
    int64_t count;
    at_ += 2;
    if (!ClassName(&name)) return false;
    bool incomplete;
    Class* c = FindClassFor(name, &incomplete);
    if (!c) return false;
    if (c->Is(ClassFlags::kEnum) || c->Is(ClassFlags::kNotSerializable)) {
      Throw(Throwable::kException,
            absl::StrFormat("Unserialization of '%s' is not allowed", c->name->view()));
      return false;
    }
    if (at_ >= text_.size()) {
      at_ -= 2;
      Warning("Bad unserialize data");
      return false;
    }
    if (!Count(&count)) return false;
    if (static_cast<uint64_t>(count) > text_.size() - at_) return false;
    if (!Take(':') || !Take('{')) return false;
    if (IsSerializable(c) && !c->unserialize) {
      Warning("Erroneous data format for unserializing '%s'", c->name->view());
      return false;
    }
    if (!Enter()) return false;
    Object* o = PutObject(slot, number, c);
    if (!o) return false;
    if (incomplete) NameIncomplete(o, name);
    bool ok = c->unserialize ? ReadData(o, count) : ReadProperties(o, count);
    --depth_;
    if (!ok) o->info |= RefCounted::kDestructed;  // it was never whole
    return ok;
  }
  // "LENGTH:"NAME":"
  bool ClassName(std::string_view* name) {
    if (!Quoted(name, false)) return false;
    if (!Take(':')) return false;
    for (size_t i = 0; i < name->size(); ++i) {
      if (IsClassNameByte((*name)[i])) continue;
      at_ = static_cast<size_t>(name->data() - text_.data()) + i;
      return false;
    }
    return true;
  }
  // Digits, or none, which means 0.
  bool Count(int64_t* n) {
    const char* stop = text_.data() + text_.size();
    *n = 0;
    auto [p, failed] = std::from_chars(text_.data() + at_, stop, *n);
    if (failed == std::errc::result_out_of_range || *n < 0) return false;
    if (failed == std::errc()) at_ = static_cast<size_t>(p - text_.data());
    return true;
  }
  // A new object, into its slot; null when something was thrown.
  Object* PutObject(const Slot& slot, size_t number, Class* c) {
    Object* o = NewObject(c);
    if (!o || !Put(slot, Value(o))) return nullptr;
    slots_[number].value = Value(o);
    return o;
  }
  static void NameIncomplete(Object* o, std::string_view name) {
    WriteProperty(o, Intern("__PHP_Incomplete_Class_Name"), Value(NewString(name)), nullptr, nullptr, false);
  }
  // What __unserialize() gets when everything is there.
  bool ReadData(Object* o, int64_t count) {
    Value data(NewArray(static_cast<uint32_t>(std::min<int64_t>(count, 1024))));
    if (!ReadElements({.direct = &data}, count)) {
      Keep(data);
      return false;
    }
    Retain(o);
    order_.push_back({true, restores_.size()});
    restores_.push_back({o, data});
    return true;
  }
  bool ReadProperties(Object* o, int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
      Value key;
      if (!ReadKey(&key)) return false;
      bool ok = ReadProperty(o, key);
      Release(key);
      if (!ok) return false;
    }
    if (!Take('}')) return false;
    if (o->cls->methods.Find("__wakeup")) {
      Retain(o);
      order_.push_back({false, wakeups_.size()});
      wakeups_.push_back(o);
    }
    return true;
  }
  // C:LENGTH:"CLASS":LENGTH:{what serialize() returned}
  bool ReadByInterface(const Slot& slot, size_t number) {
    std::string_view name;
    int64_t size;
    at_ += 2;
    if (!ClassName(&name)) return false;
    bool incomplete;
    Class* c = FindClassFor(name, &incomplete);
    if (!c) return false;
    if (c->Is(ClassFlags::kNotSerializable)) {
      Throw(Throwable::kException,
            absl::StrFormat("Unserialization of '%s' is not allowed", c->name->view()));
      return false;
    }
    if (!Count(&size) || !Take(':') || !Take('{')) return false;
    auto left = static_cast<int64_t>(text_.size() - at_);
    if (size < 0 || size >= left) {
      Warning("Insufficient data for unserializing - %d required, %d present", size, left);
      return false;
    }
    std::string_view data = text_.substr(at_, static_cast<size_t>(size));
    at_ += data.size();
    if (text_[at_] != '}') return false;
    Object* o = PutObject(slot, number, c);
    if (!o) return false;
    if (IsSerializable(c)) {
      Value text(NewString(data)), ignored;
      {
        Hold hold(this);
        calling = this;
        g_state->call(*c->methods.Find("unserialize"), o, c, 1, &text, &ignored);
        calling = nullptr;
      }
      Release(text);
      Release(ignored);
      if (HasException()) {
        o->info |= RefCounted::kDestructed;
        return false;
      }
    } else {
      Warning("Class %s has no unserializer", c->name->view());
      if (incomplete) NameIncomplete(o, name);
    }
    return Take('}');
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

  // Whether objects of the class may get a property that it does not declare; else something was thrown.
  static bool MayAdd(const Class* c, const String* name) {
    if (c->Is(ClassFlags::kAllowDynamicProperties)) return true;
    PropertyKey property = Unmangle(name->view());
    if (c->Is(ClassFlags::kNoDynamicProperties)) {
      ThrowError("Cannot create dynamic property %s::$%s", c->name->view(), property.name);
    } else {
      Deprecated("Creation of dynamic property %s::$%s is deprecated", c->name->view(), property.name);
    }
    return !HasException();
  }
  bool ReadProperty(Object* o, const Value& key) {
    if (!key.IsInt()) {
      if (PropertyInfo* info = DeclaredProperty(o->cls, key.str->view())) {
        Value* place = &o->props()[info->slot];
        Keep(*place);
        *place = Value::Null();
        if (!Read({.direct = place})) return false;
        if (!info->type.declared) return true;
        Value* inner = Deref(place);
        if (CoerceToType(info->type, inner, o->cls, true)) return true;
        String* type = TypeToString(info->type);
        ThrowTypeError("Cannot assign %s to property %s::$%s of type %s", ValueNameForErrors(*inner),
                       info->scope->name->view(), info->name->view(), type->view());
        Release(type);
        Keep(*place);
        *place = Value();
        return false;
      }
    }
    String* name = key.IsInt() ? IntToString(key.i) : key.str;
    if (!MayAdd(o->cls, name)) {
      if (key.IsInt()) Release(name);
      return false;
    }
    Value properties(o->dynamic ? o->dynamic : NewArray());
    o->dynamic = Separate(&properties);
    ArrayKey k = ArrayKey::Str(name);
    if (Value old = Get(o->dynamic, k); !old.IsUndef()) Keep(Copy(old));
    Set(o->dynamic, k, Value::Null());
    bool ok = Read({.array = o->dynamic, .position = PositionOf(o->dynamic, k)});
    if (key.IsInt()) Release(name);
    return ok;
  }

  bool ReadEnum(const Slot& slot) {
    std::string_view name;
    size_t start = at_;
    at_ += 2;
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
      at_ = start;
      return false;
    }
    ClassConstant** found = c->constants.Find(case_name);
    if (!found || !((*found)->flags & kEnumCase)) {
      RaiseFunctionMessage(ErrorLevel::kWarning,
                           found ? absl::StrFormat("%s::%s is not an enum case", class_name, case_name)
                                 : absl::StrFormat("Undefined constant %s::%s", class_name, case_name));
      return false;
    }
    String* name_string = Intern(case_name);
    Value* v = FindClassConstant(c, name_string, c);
    return v && Put(slot, Copy(*v));
  }

  std::string_view text_;
  const UnserializeOptions& options_;
  size_t at_ = 0;
  int64_t depth_ = 0;
  Value root_;
  Reader* outer_;
  std::vector<Slot> own_slots_;
  std::vector<Slot>& slots_;
  size_t first_;                  // slot of this text
  std::deque<Value> places_;      // of the outermost reader: owned, what ReadNext() has read
  std::vector<Value> kept_;       // values that others took the place of
  std::vector<Object*> wakeups_;  // owned
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

bool Unserialize(std::string_view text, const UnserializeOptions& options, Value* result,
                 absl::FunctionRef<void(size_t offset, bool read)> told) {
  return Reader(text, options).Run(result, told);
}

struct ValueReader::Impl {
  explicit Impl(std::string_view text) : reader(text, options) {}
  UnserializeOptions options;
  Reader reader;
};
ValueReader::ValueReader(std::string_view text) : impl_(std::make_unique<Impl>(text)) {}
ValueReader::~ValueReader() = default;
const Value* ValueReader::Read() { return impl_->reader.ReadNext(); }
bool ValueReader::Take(char c) { return impl_->reader.Take(c); }
bool ValueReader::Sees(std::string_view characters) const {
  char c = impl_->reader.Sees();
  return c && characters.find(c) != characters.npos;
}
void ValueReader::StepBack() { impl_->reader.StepBack(); }
bool ValueReader::AtEnd() const { return impl_->reader.Sees() == 0; }
void ValueReader::Finish(bool ok) { impl_->reader.Finish(ok); }

constinit const std::span<const BuiltinClassRow> kIncompleteClasses = kClasses;

}  // namespace tusk
