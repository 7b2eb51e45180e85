// Random\Randomizer and its engines: Mt19937, PCG (O'Neill 2014), xoshiro256** (Blackman and Vigna 2018) and
// the system's generator, with PHP's seeding, ranges and order of draws.
#include <cfloat>
#include <cmath>
#include <vector>

#include "interp/ext/class_tables.h"
#include "interp/ext/random/random.h"
#include "interp/ext/support.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

using F = FunctionFlags;
using uint128 = unsigned __int128;

enum class Kind : uint32_t { kMt19937, kPcg, kXoshiro, kSecure };
struct Engine {
  Kind kind;
  MersenneTwister* twister;  // owned; kMt19937
  uint64_t state[4];         // kPcg: high and low half; kXoshiro
};
constexpr uint128 Wide(uint64_t high, uint64_t low) { return static_cast<uint128>(high) << 64 | low; }

struct Draw {
  uint64_t value = 0;
  size_t size = 0;  // bytes; 0: an exception is pending
};

void StepPcg(Engine* e) {
  constexpr uint128 kMultiplier = Wide(2549297995355413924u, 4865540595714422341u);
  constexpr uint128 kIncrement = Wide(6364136223846793005u, 1442695040888963407u);
  uint128 s = Wide(e->state[0], e->state[1]) * kMultiplier + kIncrement;
  e->state[0] = static_cast<uint64_t>(s >> 64);
  e->state[1] = static_cast<uint64_t>(s);
}
uint64_t Rotl(uint64_t x, int k) { return x << k | x >> (64 - k); }

Draw Generate(Engine* e) {
  switch (e->kind) {
    case Kind::kMt19937: return {e->twister->Next(), 4};
    case Kind::kPcg: {
      StepPcg(e);
      uint64_t v = e->state[0] ^ e->state[1], s = e->state[0] >> 58;
      return {v >> s | v << (-s & 63), 8};
    }
    case Kind::kXoshiro: {
      uint64_t* s = e->state;
      uint64_t r = Rotl(s[1] * 5, 7) * 9, t = s[1] << 17;
      s[2] ^= s[0];
      s[3] ^= s[1];
      s[1] ^= s[2];
      s[0] ^= s[3];
      s[2] ^= t;
      s[3] = Rotl(s[3], 45);
      return {r, 8};
    }
    case Kind::kSecure: break;
  }
  Draw d{0, 8};
  SystemBytes(&d.value, 8);
  return d;
}

extern const ObjectHandlers kEngineHandlers;

void Broken(const char* message) {
  Object* o = NewObject(FindClass("Random\\BrokenRandomEngineError", false));
  o->props()[ThrowableSlots::kMessage] = Value(NewString(std::string_view(message)));
  ThrowObject(o);
}

// A draw from any engine, a script's class included.
class Source {
 public:
  explicit Source(Object* engine) : object_(engine) {
    if (engine->cls->handlers != &kEngineHandlers) return;
    native_ = engine->native<Engine>();
    // Only Secure has no constructor.
    if (native_->kind == Kind::kMt19937 && !native_->twister) native_->kind = Kind::kSecure;
  }
  Draw Next() const {
    if (native_) return Generate(native_);
    Function* const* f = object_->cls->methods.Find(Intern("generate"));
    Value v;
    CallFunction(*f, object_, object_->cls, 0, nullptr, &v);
    if (v.IsReference()) {
      Value inner = CopyDeref(v);
      Release(v);
      v = inner;
    }
    if (!v.IsString()) return {};  // it threw, or ended the program
    Draw d;
    d.size = std::min<size_t>(v.str->length, 8);
    std::memcpy(&d.value, v.str->data, d.size);
    Release(v);
    if (d.size == 0) Broken("A random engine must return a non-empty string");
    return d;
  }
  const Engine* native() const { return native_; }

 private:
  Object* object_;
  Engine* native_ = nullptr;
};

template <typename T>
bool Word(const Source& source, T* out) {
  *out = 0;
  for (size_t have = 0; have < sizeof(T);) {
    Draw d = source.Next();
    if (d.size == 0) return false;
    *out |= static_cast<T>(d.value) << (have * 8);
    have += d.size;
  }
  return true;
}
template <typename T>
bool Below(const Source& source, T max, T* out) {
  if (!Word(source, out)) return false;
  if (max == static_cast<T>(-1)) return true;
  ++max;
  if ((max & (max - 1)) == 0) {
    *out &= max - 1;
    return true;
  }
  constexpr int kTries = 50;
  T ceiling = static_cast<T>(-1) - static_cast<T>(-1) % max - 1;
  for (int tries = 0; *out > ceiling; ++tries) {
    if (tries >= kTries) {
      Broken("Failed to generate an acceptable random number in 50 attempts");
      return false;
    }
    if (!Word(source, out)) return false;
  }
  *out %= max;
  return true;
}
// Uniform in [0, max].
bool Uniform(const Source& source, uint64_t max, uint64_t* out) {
  if (max > UINT32_MAX) return Below<uint64_t>(source, max, out);
  uint32_t narrow;
  if (!Below<uint32_t>(source, static_cast<uint32_t>(max), &narrow)) return false;
  *out = narrow;
  return true;
}

Object* Self(Args args) { return args.frame->self.obj; }
Engine* This(Args args) { return Self(args)->native<Engine>(); }
Source EngineOf(Args args) { return Source(Self(args)->props()[0].obj); }

// --- engines

uint64_t ReadWord(std::string_view s, size_t i) {
  uint64_t v;
  std::memcpy(&v, s.data() + i * 8, 8);
  return v;
}
uint64_t SplitMix(uint64_t* seed) {
  uint64_t r = (*seed += 0x9e3779b97f4a7c15u);
  r = (r ^ r >> 30) * 0xbf58476d1ce4e5b9u;
  r = (r ^ r >> 27) * 0x94d049bb133111ebu;
  return r ^ r >> 31;
}

void ConstructMt(Args args, Value*) {
  Engine* e = This(args);
  *e = {Kind::kMt19937, e->twister ? e->twister : new MersenneTwister, {}};
  int64_t mode = args.Int(1, 0);
  if (mode != 0 && mode != 1) return ArgumentValueError(2, "must be either MT_RAND_MT19937 or MT_RAND_PHP");
  e->twister->legacy = mode == 1;
  if (mode == 1) {
    Deprecated("The MT_RAND_PHP variant of Mt19937 is deprecated");
    if (HasException()) return;
  }
  uint32_t seed;
  SystemBytes(&seed, sizeof seed);
  e->twister->Seed(args.IsNull(0) ? seed : static_cast<uint32_t>(args[0].i));
}
void SeedPcg(Engine* e, uint64_t high, uint64_t low) {
  e->state[0] = e->state[1] = 0;
  StepPcg(e);
  uint128 s = Wide(e->state[0], e->state[1]) + Wide(high, low);
  e->state[0] = static_cast<uint64_t>(s >> 64);
  e->state[1] = static_cast<uint64_t>(s);
  StepPcg(e);
}
void ConstructPcg(Args args, Value*) {
  Engine* e = This(args);
  e->kind = Kind::kPcg;
  if (args.IsNull(0)) {
    SystemBytes(e->state, 16);
  } else if (args[0].IsString()) {
    if (args.View(0).size() != 16) return ArgumentValueError(1, "must be a 16 byte (128 bit) string");
    SeedPcg(e, ReadWord(args.View(0), 0), ReadWord(args.View(0), 1));
  } else {
    SeedPcg(e, 0, static_cast<uint64_t>(args[0].i));
  }
}
void ConstructXoshiro(Args args, Value*) {
  Engine* e = This(args);
  e->kind = Kind::kXoshiro;
  if (args.IsNull(0)) {
    SystemBytes(e->state, 32);
  } else if (args[0].IsString()) {
    if (args.View(0).size() != 32) return ArgumentValueError(1, "must be a 32 byte (256 bit) string");
    if (args.View(0).find_first_not_of('\0') == std::string_view::npos)
      return ArgumentValueError(1, "must not consist entirely of NUL bytes");
    for (size_t i = 0; i < 4; ++i) e->state[i] = ReadWord(args.View(0), i);
  } else {
    auto seed = static_cast<uint64_t>(args[0].i);
    for (uint64_t& word : e->state) word = SplitMix(&seed);
  }
}
template <Kind kKind>
void GenerateMethod(Args args, Value* result) {
  Engine* e = This(args);
  e->kind = kKind;
  Draw d = Generate(e);
  Return(result, std::string_view(reinterpret_cast<char*>(&d.value), d.size));
}
void JumpPcg(Args args, Value*) {
  if (args[0].i < 0) return ArgumentValueError(1, "must be greater than or equal to 0");
  Engine* e = This(args);
  uint128 multiplier = Wide(2549297995355413924u, 4865540595714422341u);
  uint128 increment = Wide(6364136223846793005u, 1442695040888963407u);
  uint128 total_multiplier = 1, total_increment = 0;
  for (auto n = static_cast<uint64_t>(args[0].i); n > 0; n >>= 1) {
    if (n & 1) {
      total_multiplier *= multiplier;
      total_increment = total_increment * multiplier + increment;
    }
    increment = (multiplier + 1) * increment;
    multiplier *= multiplier;
  }
  uint128 s = total_multiplier * Wide(e->state[0], e->state[1]) + total_increment;
  e->state[0] = static_cast<uint64_t>(s >> 64);
  e->state[1] = static_cast<uint64_t>(s);
}
constexpr uint64_t kShort[] = {0x180ec6d33cfd0aba, 0xd5a61266f0c9392c, 0xa9582618e03fc9aa,
                               0x39abdc4529b1661c};
constexpr uint64_t kLong[] = {0x76e15d3efefdcbbf, 0xc5004e441c522fb3, 0x77710069854ee241, 0x39109bb02acbe635};
template <const uint64_t (&kPolynomial)[4]>
void JumpXoshiro(Args args, Value*) {
  Engine* e = This(args);
  uint64_t s[4] = {};
  for (uint64_t word : kPolynomial) {
    for (int bit = 0; bit < 64; ++bit) {
      if (word & uint64_t{1} << bit) {
        for (int i = 0; i < 4; ++i) s[i] ^= e->state[i];
      }
      Generate(e);
    }
  }
  std::memcpy(e->state, s, sizeof s);
}

template <typename T>
String* Hex(T v) {  // as the bytes lie in memory
  String* s = NewString(sizeof v * 2);
  for (size_t i = 0; i < sizeof v; ++i) {
    s->data[2 * i] = "0123456789abcdef"[v >> (8 * i + 4) & 15];
    s->data[2 * i + 1] = "0123456789abcdef"[v >> (8 * i) & 15];
  }
  return s;
}
template <typename T>
bool FromHex(const Value& v, T* out) {
  if (!v.IsString() || v.str->length != sizeof(T) * 2) return false;
  *out = 0;
  for (size_t i = 0; i < sizeof(T) * 2; ++i) {
    char c = v.str->data[i];
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return false;
    *out |= static_cast<T>(digit) << (8 * (i / 2) + (i % 2 ? 0 : 4));
  }
  return true;
}
Array* States(const Engine* e) {
  Array* a = NewArray();
  if (e->kind == Kind::kMt19937) {
    for (uint32_t word : e->twister->state) Append(a, Value(Hex(word)));
    Append(a, Value(static_cast<int64_t>(e->twister->next)));
    Append(a, Value(static_cast<int64_t>(e->twister->legacy)));
  } else {
    for (int i = 0; i < (e->kind == Kind::kPcg ? 2 : 4); ++i) Append(a, Value(Hex(e->state[i])));
  }
  return a;
}
void Serialize(Args args, Value* result) {
  Array* a = NewArray();
  Append(a, Value(NewArray()));
  Append(a, Value(States(This(args))));
  Return(result, a);
}
void DebugInfo(Args args, Value* result) {
  Array* a = NewHash(1);
  SetStr(a, "__states", Value(States(This(args))));
  Return(result, a);
}
template <Kind kKind>
void Unserialize(Args args, Value*) {
  Engine* e = This(args);
  e->kind = kKind;
  Value states = Deref(GetInt(args.Arr(0), 1));
  bool good = args.Arr(0)->count == 2 && states.IsArray();
  if (kKind == Kind::kMt19937) {
    if (!e->twister) e->twister = new MersenneTwister;
    good = good && states.arr->count == 626;
    for (int i = 0; good && i < 624; ++i) good = FromHex(Deref(GetInt(states.arr, i)), &e->twister->state[i]);
    if (good) {
      e->twister->seeded = true;
      e->twister->next = static_cast<int>(ToInt(Deref(GetInt(states.arr, 624))));
      e->twister->legacy = ToInt(Deref(GetInt(states.arr, 625))) == 1;
      good = e->twister->next >= 0 && e->twister->next <= 624;
    }
  } else {
    int n = kKind == Kind::kPcg ? 2 : 4;
    good = good && states.arr->count == static_cast<uint32_t>(n);
    for (int i = 0; good && i < n; ++i) good = FromHex(Deref(GetInt(states.arr, i)), &e->state[i]);
  }
  if (!good) {
    Throw(Throwable::kException,
          absl::StrFormat("Invalid serialization data for %s object", Self(args)->cls->name->view()));
  }
}

void DestroyEngine(Object* o) { delete o->native<Engine>()->twister; }
void CloneEngine(Object* to, Object* from) {
  auto* e = from->native<Engine>();
  *to->native<Engine>() = *e;
  if (e->twister) to->native<Engine>()->twister = new MersenneTwister(*e->twister);
}
const ObjectHandlers kEngineHandlers = {.destroy_native = DestroyEngine, .clone_native = CloneEngine};

// --- Randomizer

void Construct(Args args, Value*) {
  Object* o = Self(args);
  Value engine =
      args.IsNull(0) ? Value(NewObject(FindClass("Random\\Engine\\Secure", false))) : Copy(args[0]);
  if (!o->props()[0].IsUndef()) {
    Release(engine);
    return ThrowError("Cannot modify readonly property Random\\Randomizer::$engine");
  }
  o->props()[0] = engine;
}
void NextInt(Args args, Value* result) {
  Draw d = EngineOf(args).Next();
  if (d.size) Return(result, static_cast<int64_t>(d.value >> 1));
}
void GetInt(Args args, Value* result) {
  int64_t min = args[0].i, max = args[1].i;
  if (max < min) return ArgumentValueError(2, "must be greater than or equal to argument #1 ($min)");
  Source source = EngineOf(args);
  const Engine* native = source.native();
  if (native && native->kind == Kind::kMt19937 && native->twister->legacy) {
    auto n = static_cast<double>(source.Next().value >> 1);
    double span = static_cast<double>(max) - static_cast<double>(min) + 1.0;
    return Return(result,
                  static_cast<int64_t>(static_cast<uint64_t>(min) +
                                       static_cast<uint64_t>(FloatToInt(span * (n / (2147483647.0 + 1.0))))));
  }
  uint64_t r;
  if (Uniform(source, static_cast<uint64_t>(max) - static_cast<uint64_t>(min), &r))
    Return(result, static_cast<int64_t>(static_cast<uint64_t>(min) + r));
}
void NextFloat(Args args, Value* result) {
  uint64_t r;
  if (Word(EngineOf(args), &r)) Return(result, static_cast<double>(r >> 11) * 0x1.0p-53);
}
// The gamma section of Goualard, "Drawing random floating-point numbers from an interval" (2022).
void GetFloat(Args args, Value* result) {
  double min = args[0].d, max = args[1].d;
  if (!std::isfinite(min)) return ArgumentValueError(1, "must be finite");
  if (!std::isfinite(max)) return ArgumentValueError(2, "must be finite");
  std::string_view boundary = "ClosedOpen";
  if (args.Has(2) && args[2].IsObject()) boundary = args[2].obj->props()[0].str->view();
  bool closed_left = boundary.starts_with("Closed"), closed_right = boundary.ends_with("Closed");
  bool both = closed_left && closed_right;
  if (both ? max < min : max <= min) {
    return ArgumentValueError(2, both ? "must be greater than or equal to argument #1 ($min)"
                                      : "must be greater than argument #1 ($min)");
  }
  double g = std::fabs(min) > std::fabs(max) ? std::nextafter(min, DBL_MAX) - min
                                             : max - std::nextafter(max, -DBL_MAX);
  double s = max / g - min / g;
  double e = std::fabs(min) <= std::fabs(max) ? -min / g - (s - max / g) : max / g - (s + min / g);
  double up = std::ceil(s);
  uint64_t high = static_cast<uint64_t>(up) + (s == up && e > 0 ? 1 : 0);
  uint64_t least = closed_left || boundary == "OpenOpen" ? 1 : 0;
  uint64_t last = high;  // of the numbers drawn from
  if (both) {
    least = 0;
  } else if (boundary == "OpenClosed") {
    last = high - 1;
  } else if (boundary == "OpenOpen") {
    last = high - 1;
    if (high < 2)
      return ThrowValueError(
          "The given interval is empty, there are no floats between argument #1 ($min) and "
          "argument #2 ($max)");
  }
  uint64_t k;
  if (!Uniform(EngineOf(args), last - least, &k)) return;
  k += least;
  bool from_top = std::fabs(min) <= std::fabs(max);
  auto steps = [&](uint64_t n) { return static_cast<double>(n) * g; };
  if (from_top) return Return(result, closed_left && k == high ? min : max - steps(k));
  if (both) return Return(result, k == high ? max : min + steps(k));
  if (boundary == "ClosedOpen") return Return(result, min + steps(k - 1));
  if (boundary == "OpenClosed") return Return(result, k == high - 1 ? max : min + steps(k + 1));
  Return(result, min + steps(k));
}
void GetBytes(Args args, Value* result) {
  if (args[0].i < 1) return ArgumentValueError(1, "must be greater than 0");
  Source source = EngineOf(args);
  auto n = static_cast<size_t>(args[0].i);
  String* s = NewString(n);
  for (size_t at = 0; at < n;) {
    Draw d = source.Next();
    if (d.size == 0) return Release(s);
    size_t take = std::min(d.size, n - at);
    std::memcpy(s->data + at, &d.value, take);
    at += take;
  }
  Return(result, s);
}
void GetBytesFromString(Args args, Value* result) {
  std::string_view from = args.View(0);
  if (from.empty()) return ArgumentValueError(1, "must not be empty");
  if (args[1].i < 1) return ArgumentValueError(2, "must be greater than 0");
  Source source = EngineOf(args);
  uint64_t last = from.size() - 1;
  auto n = static_cast<size_t>(args[1].i);
  Release(NewString(n));  // too long for the memory limit: it ends here
  std::string out;
  if (last > 0xff) {
    for (uint64_t r; out.size() < n; out += from[r]) {
      if (!Uniform(source, last, &r)) return;
    }
    return Return(result, std::string_view(out));
  }
  uint64_t mask = last;
  mask |= mask >> 1;
  mask |= mask >> 2;
  mask |= mask >> 4;
  for (int failures = 0; out.size() < n;) {
    Draw d = source.Next();
    if (d.size == 0) return;
    for (size_t i = 0; i < d.size && out.size() < n; ++i) {
      uint64_t at = d.value >> (i * 8) & mask;
      if (at > last) {
        if (++failures > 50) return Broken("Failed to generate an acceptable random number in 50 attempts");
        continue;
      }
      failures = 0;
      out += from[at];
    }
  }
  Return(result, std::string_view(out));
}
void ShuffleArray(Args args, Value* result) {
  const Array* a = args.Arr(0);
  Source source = EngineOf(args);
  std::vector<Value> values;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) values.push_back(ValueAt(a, p));
  for (size_t left = values.size(); left-- > 1;) {
    uint64_t i;
    if (!Uniform(source, left, &i)) return;
    std::swap(values[left], values[i]);
  }
  Array* out = NewArray(static_cast<uint32_t>(values.size()));
  for (const Value& v : values) Append(out, CopyDeref(v));
  Return(result, out);
}
void ShuffleBytes(Args args, Value* result) {
  std::string s(args.View(0));
  Source source = EngineOf(args);
  for (size_t left = s.size(); left-- > 1;) {
    uint64_t i;
    if (!Uniform(source, left, &i)) return;
    std::swap(s[left], s[i]);
  }
  Return(result, std::string_view(s));
}
void PickArrayKeys(Args args, Value* result) {
  const Array* a = args.Arr(0);
  int64_t wanted = args[1].i, n = a->count;
  Source source = EngineOf(args);
  if (n == 0) return ArgumentValueError(1, "must not be empty");
  if (wanted < 1 || wanted > n)
    return ArgumentValueError(2, "must be between 1 and the number of elements in argument #1 ($array)");
  std::vector<bool> drawn(static_cast<size_t>(n));
  bool negative = wanted > n / 2;
  if (wanted == 1) {
    // A place of the storage, until one is taken.
    uint64_t i;
    uint32_t p;
    do {
      if (!Uniform(source, a->used - 1, &i)) return;
      p = static_cast<uint32_t>(i);
    } while (Normalize(a, p) != p);
    Array* out = NewArray(1);
    Append(out, KeyValueAt(a, p));
    return Return(result, out);
  }
  int misses = 0;
  for (int64_t left = negative ? n - wanted : wanted; left > 0;) {
    uint64_t i;
    if (!Uniform(source, static_cast<uint64_t>(n - 1), &i)) return;
    if (drawn[i]) {
      // Half of the draws hit at least, unless the engine repeats itself.
      if (++misses > 50) return Broken("Failed to generate an acceptable random number in 50 attempts");
      continue;
    }
    misses = 0;
    drawn[i] = true;
    --left;
  }
  Array* out = NewArray(static_cast<uint32_t>(wanted));
  size_t i = 0;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p), ++i) {
    if (drawn[i] != negative) Append(out, KeyValueAt(a, p));
  }
  Return(result, out);
}
void SerializeRandomizer(Args args, Value* result) {
  Array* members = NewHash(1);
  SetStr(members, "engine", Copy(Self(args)->props()[0]));
  Array* a = NewArray();
  Append(a, Value(members));
  Return(result, a);
}
void UnserializeRandomizer(Args args, Value*) {
  Value members = Deref(GetInt(args.Arr(0), 0));
  Value engine = members.IsArray() ? Deref(GetStr(members.arr, std::string_view("engine"))) : Value();
  if (args.Arr(0)->count != 1 || !engine.IsObject() || !Self(args)->props()[0].IsUndef())
    return Throw(Throwable::kException, "Invalid serialization data for Random\\Randomizer object");
  Self(args)->props()[0] = Copy(engine);
}

constexpr uint16_t kDraws =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinMethodRow kEngineMethods[] = {
    {"generate", "(): string", F::kPublic},
};
template <Kind kKind>
constexpr BuiltinMethodRow kGenerateRow = {"generate", "(): string", kDraws, GenerateMethod<kKind>};
constexpr char kSeeds[] = "(string|int|null $seed = null)";
constexpr char kData[] = "(array $data): void";
constexpr BuiltinMethodRow kMtMethods[] = {
    {"__construct", "(?int $seed = null, int $mode = MT_RAND_MT19937)", kDraws, ConstructMt},
    kGenerateRow<Kind::kMt19937>,
    {"__serialize", "(): array", kDraws, Serialize},
    {"__unserialize", kData, kDraws, Unserialize<Kind::kMt19937>},
    {"__debugInfo", "(): array", kDraws, DebugInfo},
};
constexpr BuiltinMethodRow kPcgMethods[] = {
    {"__construct", kSeeds, kDraws, ConstructPcg},
    kGenerateRow<Kind::kPcg>,
    {"jump", "(int $advance): void", kDraws, JumpPcg},
    {"__serialize", "(): array", kDraws, Serialize},
    {"__unserialize", kData, kDraws, Unserialize<Kind::kPcg>},
    {"__debugInfo", "(): array", kDraws, DebugInfo},
};
constexpr BuiltinMethodRow kXoshiroMethods[] = {
    {"__construct", kSeeds, kDraws, ConstructXoshiro},
    kGenerateRow<Kind::kXoshiro>,
    {"jump", "(): void", kDraws, JumpXoshiro<kShort>},
    {"jumpLong", "(): void", kDraws, JumpXoshiro<kLong>},
    {"__serialize", "(): array", kDraws, Serialize},
    {"__unserialize", kData, kDraws, Unserialize<Kind::kXoshiro>},
    {"__debugInfo", "(): array", kDraws, DebugInfo},
};
constexpr BuiltinMethodRow kSecureMethods[] = {kGenerateRow<Kind::kSecure>};
constexpr BuiltinMethodRow kRandomizerMethods[] = {
    {"__construct", "(?Random\\Engine $engine = null)", kDraws, Construct},
    {"nextInt", "(): int", kDraws, NextInt},
    {"nextFloat", "(): float", kDraws, NextFloat},
    {"getFloat",
     "(float $min, float $max, Random\\IntervalBoundary $boundary = "
     "Random\\IntervalBoundary::ClosedOpen): float",
     kDraws, GetFloat},
    {"getInt", "(int $min, int $max): int", kDraws, GetInt},
    {"getBytes", "(int $length): string", kDraws, GetBytes},
    {"getBytesFromString", "(string $string, int $length): string", kDraws, GetBytesFromString},
    {"shuffleArray", "(array $array): array", kDraws, ShuffleArray},
    {"shuffleBytes", "(string $bytes): string", kDraws, ShuffleBytes},
    {"pickArrayKeys", "(array $array, int $num): array", kDraws, PickArrayKeys},
    {"__serialize", "(): array", kDraws, SerializeRandomizer},
    {"__unserialize", kData, kDraws, UnserializeRandomizer},
};
constexpr BuiltinPropertyRow kRandomizerProperties[] = {
    {"engine", "Random\\Engine", Type::kUndef, uint32_t{F::kPublic} | uint32_t{PropertyFlags::kReadonly}}};
constexpr char kBoundary[] = R"php(
namespace Random;
enum IntervalBoundary { case ClosedOpen; case ClosedClosed; case OpenClosed; case OpenOpen; }
)php";

const BuiltinClassRow kClassRows[] = {
    {.name = "Random\\Engine",
     .flags = ClassFlags::kInterface,
     .methods = kEngineMethods,
     .extension = "random"},
    {.name = "Random\\CryptoSafeEngine",
     .interfaces = "Random\\Engine",
     .flags = ClassFlags::kInterface,
     .extension = "random"},
    {.name = "Random\\Engine\\Mt19937",
     .interfaces = "Random\\Engine",
     .flags = ClassFlags::kFinal,
     .methods = kMtMethods,
     .handlers = &kEngineHandlers,
     .native_size = sizeof(Engine),
     .extension = "random"},
    {.name = "Random\\Engine\\PcgOneseq128XslRr64",
     .interfaces = "Random\\Engine",
     .flags = ClassFlags::kFinal,
     .methods = kPcgMethods,
     .handlers = &kEngineHandlers,
     .native_size = sizeof(Engine),
     .extension = "random"},
    {.name = "Random\\Engine\\Xoshiro256StarStar",
     .interfaces = "Random\\Engine",
     .flags = ClassFlags::kFinal,
     .methods = kXoshiroMethods,
     .handlers = &kEngineHandlers,
     .native_size = sizeof(Engine),
     .extension = "random"},
    {.name = "Random\\Engine\\Secure",
     .interfaces = "Random\\CryptoSafeEngine",
     .flags = ClassFlags::kFinal | ClassFlags::kNotSerializable,
     .methods = kSecureMethods,
     .handlers = &kEngineHandlers,
     .native_size = sizeof(Engine),
     .extension = "random"},
    {.name = "Random\\Randomizer",
     .flags = ClassFlags::kFinal,
     .methods = kRandomizerMethods,
     .properties = kRandomizerProperties,
     .extension = "random"},
    {.name = "Random\\IntervalBoundary", .extension = "random", .source = kBoundary},
};

}  // namespace

const std::span<const BuiltinClassRow> kRandomClasses = kClassRows;

}  // namespace tusk
