// The text host: blocks of memory with one simple layout, named as in the text.
#include "ir/eval_text.h"

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

#include "ir/print.h"
#include "ir/text.h"

namespace tusk::ir {

namespace {

constexpr int kFrameSize = kTextFrameSlots;
constexpr int kHeader = (8 * kNumFields + 15) / 16 * 16;  // every field has its own 8 bytes
constexpr uint32_t kImmortal = 1u << 30;
constexpr int kKindInts = 1, kKindFloats = 2, kKindValues = 3;  // ARRAY.kind in this world

// A string, array, object, reference or opaque thing.
struct Thing {
  Type type = Type::kPtr;
  std::string name;  // as printed: @arr:a
  std::string text;  // of a string
  std::vector<char> block;
  std::vector<Bits> data;  // array storage; values take two each
  int kind = 0;
  int count = 0;  // elements or properties
  bool freed = false;
};

Bits Address(const void* p) { return std::bit_cast<Bits>(p); }

class World final : public TextHost {
 public:
  World() : frame_(kFrameSize * kValueSize / 8), vm_(kHeader / 8) {}

  std::string Declare(std::string_view s) {
    std::string word = Word(&s);
    if (word == "slot") return DeclareSlot(s);
    if (word == "attention") return attention_ = std::atoi(std::string(s).c_str()), "";
    if (word == "step") return failing_step_ = std::atoi(std::string(s).c_str()), "";
    if (word.starts_with("@")) return DeclareThing(word, s);
    return "expected slot, attention, step or a thing (@arr:, @obj:, @str:, @ref:)";
  }

  // --- EvalHost ---
  char* Frame() override { return reinterpret_cast<char*>(frame_.data()); }
  char* VmBase() override { return reinterpret_cast<char*>(vm_.data()); }
  int FieldOffset(Field field) override {
    if (Row(field).base == Base::kFrame)
      return 8 * (static_cast<int>(field) - static_cast<int>(Field::kFrameOp));
    return 8 * static_cast<int>(field);
  }
  bool WantsAttention() override { return attention_ > 0 && --attention_ == 0; }
  int PropertyOffset(int n) override { return kHeader + kValueSize * n; }
  int ReferenceOffset() override { return kHeader; }
  int StringDataOffset() override { return kHeader; }

  Bits Pointer(const Trace& trace, IrRef r) override {
    const Constant& c = trace.constant(r);
    if (c.kind == ConstKind::kString) return MakeString(trace.label(r), PrintRef(trace, r), kImmortal);
    return Named(PrintRef(trace, r), TypeOf(c.kind));
  }

  void Retain(Type, Bits value) override { SetCount(value, GetCount(value) + 1); }
  void Release(Type, Bits value) override {
    Thing& thing = Of(value);
    if (GetCount(value) >= kImmortal) return;
    if (thing.freed || GetCount(value) == 0) Die(Cat(thing.name, " is released once too often"));
    SetCount(value, GetCount(value) - 1);
    if (GetCount(value) > 0) return;
    thing.freed = true;
    for (int i = 0; i < thing.count; ++i) {
      char* v = ValueOf(thing, i);
      if (v && IsCounted(TypeAt(v))) Release(TypeAt(v), Payload(v));
    }
  }

  Bits Call(CallId id, absl::Span<const Type> types, absl::Span<const Bits> args) override;

  bool Step(const Trace& trace, IrRef op, IrRef, Slot frame) override {
    Append(&log_, "step ", PrintRef(trace, op), " frame ", frame.v, "\n");
    return failing_step_ == 0 || --failing_step_ != 0;
  }

  void BuildFrame(const Trace& trace, const SnapFrame& f, Bits this_bits, Bits closure) override {
    Append(&log_, "frame ", f.base.v, " ", PrintRef(trace, f.func),
           f.flags & kFrameActive ? " active" : " pending");
    if (f.this_ref) Append(&log_, " this=", Of(this_bits).name);
    if (f.closure) Append(&log_, " closure=", Of(closure).name);
    if (f.call_op) Append(&log_, " call=", PrintRef(trace, f.call_op));
    log_ += "\n";
  }

  std::string Dump() const override {
    std::string out = log_;
    for (int i = 0; i < kFrameSize; ++i) {
      const char* v = reinterpret_cast<const char*>(frame_.data()) + kValueSize * i;
      if (i >= kFrameSlots && Tag(v) != kTagUndef) Append(&out, "slot ", i, " = ", Show(v), "\n");
    }
    for (Bits address : order_) {
      Thing* thing = &Of(address);
      if (thing->type == Type::kPtr || thing->type == Type::kString) continue;
      Append(&out, thing->name, thing->freed ? " freed" : Cat(" rc=", GetCount(address)), " [");
      for (int i = 0; i < thing->count; ++i) {
        if (i) out += " ";
        if (char* v = ValueOf(*thing, i))
          out += Show(v);
        else if (thing->kind == kKindFloats)
          out += PrintFloat(std::bit_cast<double>(thing->data[static_cast<size_t>(i)]));
        else
          Append(&out, static_cast<int64_t>(thing->data[static_cast<size_t>(i)]));
      }
      out += "]\n";
    }
    for (Bits address : order_) {
      Thing* thing = &Of(address);
      if (thing->type != Type::kString || GetCount(address) >= kImmortal || thing->freed) continue;
      Append(&out, Quote(thing->text), " rc=", GetCount(address), "\n");
    }
    return out;
  }

 private:
  [[noreturn]] static void Die(const std::string& message) {
    std::fprintf(stderr, "irc: %s\n", message.c_str());
    std::exit(1);
  }

  static std::string Word(std::string_view* s) {
    while (!s->empty() && s->front() == ' ') s->remove_prefix(1);
    size_t n = 0;
    bool quoted = false;
    while (n < s->size() && (quoted || (*s)[n] != ' ')) quoted ^= (*s)[n++] == '"';
    std::string word(s->substr(0, n));
    s->remove_prefix(n);
    while (!s->empty() && s->front() == ' ') s->remove_prefix(1);
    return word;
  }

  static uint32_t Tag(const char* v) {
    uint32_t tag;
    std::memcpy(&tag, v + 8, sizeof tag);
    return tag;
  }
  static Type TypeAt(const char* v) {
    constexpr Type kTypes[] = {Type::kUndef,  Type::kNull,  Type::kBool,   Type::kBool,
                               Type::kInt,    Type::kFloat, Type::kString, Type::kArray,
                               Type::kObject, Type::kNone,  Type::kRef};
    return kTypes[Tag(v)];
  }
  static Bits Payload(const char* v) {
    Bits bits;
    std::memcpy(&bits, v, sizeof bits);
    return bits;
  }

  std::string Show(const char* v) const {
    switch (TypeAt(v)) {
      case Type::kUndef: return "undef";
      case Type::kNull: return "null";
      case Type::kBool: return Tag(v) == kTagTrue ? "true" : "false";
      case Type::kInt: return Cat(static_cast<int64_t>(Payload(v)));
      case Type::kFloat: return PrintFloat(std::bit_cast<double>(Payload(v)));
      case Type::kString: return Quote(Of(Payload(v)).text);
      default: return Of(Payload(v)).name;
    }
  }

  Thing& Of(Bits address) const {
    auto it = things_.find(address);
    if (it == things_.end()) Die("not the address of anything");
    return *it->second;
  }
  uint32_t GetCount(Bits address) const {
    uint32_t n;
    std::memcpy(&n, std::bit_cast<char*>(address) + 8 * static_cast<int>(Field::kRefcount), sizeof n);
    return n;
  }
  void SetCount(Bits address, uint32_t n) {
    if (GetCount(address) >= kImmortal) return;
    std::memcpy(std::bit_cast<char*>(address) + 8 * static_cast<int>(Field::kRefcount), &n, sizeof n);
  }
  void Set(Thing& thing, Field field, Bits bits) {
    std::memcpy(thing.block.data() + 8 * static_cast<int>(field), &bits, sizeof bits);
  }
  // Element or property i as a Value; null for raw elements.
  char* ValueOf(Thing& thing, int i) const {
    if (thing.type == Type::kArray) {
      return thing.kind == kKindValues ? reinterpret_cast<char*>(thing.data.data() + 2 * i) : nullptr;
    }
    return thing.block.data() + kHeader + kValueSize * i;
  }

  Bits Make(Type type, std::string name, size_t extra, uint32_t count) {
    auto thing = std::make_unique<Thing>();
    thing->type = type;
    thing->name = std::move(name);
    thing->block.resize(kHeader + extra);
    Bits address = Address(thing->block.data());
    std::memcpy(thing->block.data() + 8 * static_cast<int>(Field::kRefcount), &count, sizeof count);
    things_[address] = std::move(thing);
    order_.push_back(address);
    return address;
  }

  Bits Named(const std::string& name, Type type) {
    auto [it, added] = names_.try_emplace(name, 0);
    if (added) it->second = Make(type, name, 0, 1);
    return it->second;
  }

  Bits MakeString(std::string_view text, const std::string& name, uint32_t count) {
    if (!name.empty()) {
      if (auto it = names_.find(name); it != names_.end()) return it->second;
    }
    Bits address = Make(Type::kString, name.empty() ? "string" : name, text.size() + 1, count);
    Thing& thing = Of(address);
    thing.text = text;
    std::memcpy(thing.block.data() + kHeader, text.data(), text.size());
    Set(thing, Field::kStringLength, text.size());
    if (!name.empty()) names_[name] = address;
    return address;
  }

  // Reads one constant (or @thing) and writes it as a Value, adding a reference.
  std::string ReadValue(std::string_view* s, char* v) {
    std::string error;
    if (s->starts_with("@ref:")) {
      std::string name = Word(s);
      auto it = names_.find(name);
      if (it == names_.end()) return Cat("expected a thing declared above, not ", name);
      Write(v, Type::kRef, it->second);
      Retain(Type::kRef, it->second);
      return "";
    }
    if (s->starts_with("new\"") || s->starts_with("new \"")) {
      // A string of its own, counted: new "text".
      s->remove_prefix(3);
      while (s->starts_with(" ")) s->remove_prefix(1);
      std::string text;
      if (!Unquote(s, &text)) return "expected a string";
      Write(v, Type::kString, MakeString(text, "", 1));
      return "";
    }
    Trace scratch;
    IrRef r = ParseConstant(&scratch, s, &error);
    if (!r) return error;
    Type type = scratch.TypeOf(r);
    if (type == Type::kPtr) return "expected a PHP value";
    std::string name = PrintRef(scratch, r);
    if ((type == Type::kArray || type == Type::kObject) && !names_.contains(name))
      return Cat("expected a thing declared above, not ", name);
    Bits bits = 0;
    const Constant& c = scratch.constant(r);
    if (c.kind == ConstKind::kInt || c.kind == ConstKind::kFloat)
      bits = static_cast<Bits>(c.i);
    else if (c.kind == ConstKind::kTrue)
      bits = 1;
    else if (IsPointerConst(c.kind))
      bits = Pointer(scratch, r), Retain(type, bits);
    Write(v, type, bits);
    while (s->starts_with(" ")) s->remove_prefix(1);
    return "";
  }
  static void Write(char* v, Type type, Bits bits) {
    if (!IsUnit(type) && type != Type::kBool) std::memcpy(v, &bits, sizeof bits);
    uint32_t tag =
        static_cast<uint32_t>(TagOf(type)) + (type == Type::kBool ? static_cast<uint32_t>(bits) : 0);
    std::memcpy(v + 8, &tag, sizeof tag);
  }

  std::string DeclareSlot(std::string_view s) {
    int slot = std::atoi(Word(&s).c_str());
    if (slot < kFrameSlots || slot >= kFrameSize) return "expected a slot number from 5 on";
    if (Word(&s) != "=") return "expected =";
    return ReadValue(&s, Frame() + kValueSize * slot);
  }

  std::string DeclareThing(const std::string& name, std::string_view s) {
    if (names_.contains(name)) return Cat(name, " is declared twice");
    if (name.starts_with("@arr:")) return DeclareArray(name, s);
    if (name.starts_with("@obj:")) return DeclareObject(name, s);
    if (name.starts_with("@ref:")) {
      if (Word(&s) != "=") return "expected =";
      Bits address = names_[name] = Make(Type::kRef, name, kValueSize, 0);
      Of(address).count = 1;
      return ReadValue(&s, ValueOf(Of(address), 0));
    }
    return "expected @arr:, @obj: or @ref:";
  }

  std::string DeclareArray(const std::string& name, std::string_view s) {
    std::string kind = Word(&s);
    int k = kind == "ints" ? kKindInts : kind == "floats" ? kKindFloats : kind == "values" ? kKindValues : 0;
    if (!k) return "expected ints, floats or values";
    Bits address = names_[name] = Make(Type::kArray, name, 0, 0);
    Thing& thing = Of(address);
    thing.kind = k;
    thing.data.reserve(2 * s.size());  // addresses must not move
    while (!s.empty()) {
      thing.data.resize(thing.data.size() + 2);
      char v[kValueSize] = {};
      char* place = k == kKindValues ? ValueOf(thing, thing.count) : v;
      if (std::string error = ReadValue(&s, place); !error.empty()) return error;
      if (k != kKindValues) thing.data[static_cast<size_t>(thing.count)] = Payload(v);
      ++thing.count;
    }
    Set(thing, Field::kArrayKind, static_cast<Bits>(k));
    Set(thing, Field::kArrayCount, static_cast<Bits>(thing.count));
    Set(thing, Field::kArrayCapacity, static_cast<Bits>(thing.count));
    Set(thing, Field::kArrayNextFree, static_cast<Bits>(thing.count));
    Set(thing, Field::kArrayData, Address(thing.data.data()));
    return "";
  }

  std::string DeclareObject(const std::string& name, std::string_view s) {
    constexpr int kMaxProperties = 16;
    Bits address = names_[name] = Make(Type::kObject, name, kMaxProperties * kValueSize, 0);
    Thing& thing = Of(address);
    if (s.starts_with("class=")) {
      s.remove_prefix(6);
      Set(thing, Field::kObjectClass, Named(Word(&s), Type::kPtr));
    }
    while (!s.empty() && thing.count < kMaxProperties) {
      if (std::string error = ReadValue(&s, ValueOf(thing, thing.count)); !error.empty()) return error;
      ++thing.count;
    }
    return "";
  }

  std::vector<Bits> frame_, vm_;
  std::map<Bits, std::unique_ptr<Thing>> things_;
  std::vector<Bits> order_;  // of creation, so that dumps do not depend on addresses
  std::map<std::string, Bits> names_;
  std::string log_;
  int attention_ = 0, failing_step_ = 0, created_ = 0;
};

Bits World::Call(CallId id, absl::Span<const Type>, absl::Span<const Bits> args) {
  auto f = [&](size_t i) { return std::bit_cast<double>(args[i]); };
  auto text = [&](size_t i) -> const std::string& { return Of(args[i]).text; };
  auto give = [](double d) { return std::bit_cast<Bits>(d); };
  std::string_view name = Name(id);
  if (name == "concat") return MakeString(text(0) + text(1), "", 1);
  if (name == "int_to_string") return MakeString(Cat(static_cast<int64_t>(args[0])), "", 1);
  if (name == "float_to_string") return MakeString(PrintFloat(f(0)), "", 1);
  if (name == "string_equal") return text(0) == text(1);
  if (name == "string_compare") return static_cast<Bits>(static_cast<int64_t>(text(0).compare(text(1))));
  if (name == "array_find_int") {
    Thing& array = Of(args[0]);
    bool there = array.kind == kKindValues && args[1] < static_cast<Bits>(array.count);
    return there ? Address(ValueOf(array, static_cast<int>(args[1]))) : 0;
  }
  if (name == "object_new") {
    Bits address = Make(Type::kObject, Cat("@obj:new", ++created_), 8 * kValueSize, 1);
    Of(address).count = 8;
    Set(Of(address), Field::kObjectClass, args[0]);
    return address;
  }
  if (name == "pow") return give(std::pow(f(0), f(1)));
  if (name == "fmod") return give(std::fmod(f(0), f(1)));
  if (name == "sin") return give(std::sin(f(0)));
  if (name == "cos") return give(std::cos(f(0)));
  if (name == "exp") return give(std::exp(f(0)));
  if (name == "log") return give(std::log(f(0)));
  Die(Cat("the text world has no function ", name));
}

}  // namespace

std::expected<std::unique_ptr<TextHost>, std::string> TextHost::Make(const std::vector<HostLine>& lines) {
  auto world = std::make_unique<World>();
  for (const HostLine& line : lines) {
    std::string error = world->Declare(line.text);
    if (!error.empty()) return std::unexpected(Cat(line.line, ": ", error));
  }
  return std::unique_ptr<TextHost>(std::move(world));
}

}  // namespace tusk::ir
