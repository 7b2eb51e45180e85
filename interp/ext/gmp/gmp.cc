// The gmp extension on libgmp, which is opened when a script first needs it: whole numbers of any size as
// objects that operators know. The declarations are those of GMP 6.
#include <algorithm>
#include <climits>
#include <cmath>
#include <cstring>
#include <string>

#include "interp/ext/library.h"
#include "interp/ext/library_tables.h"
#include "interp/ext/random/random.h"
#include "interp/ext/support.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

struct Mpz {
  int alloc, size;
  uint64_t* limbs;
};
using Z = Mpz*;
using CZ = const Mpz*;
using U = unsigned long;

// X(result, name without __gmpz_, (parameters))
// clang-format off
#define TUSK_GMP_FUNCTIONS(X)                                                                        \
  X(void, init, (Z)) X(void, clear, (Z)) X(void, set, (Z, CZ)) X(void, set_si, (Z, long))            \
  X(int, set_str, (Z, const char*, int)) X(char*, get_str, (char*, int, CZ))                         \
  X(size_t, sizeinbase, (CZ, int)) X(long, get_si, (CZ)) X(double, get_d, (CZ))                      \
  X(int, fits_slong_p, (CZ)) X(int, cmp, (CZ, CZ)) X(void, add, (Z, CZ, CZ)) X(void, sub, (Z, CZ, CZ)) \
  X(void, mul, (Z, CZ, CZ)) X(void, tdiv_q, (Z, CZ, CZ)) X(void, cdiv_q, (Z, CZ, CZ))                \
  X(void, fdiv_q, (Z, CZ, CZ)) X(void, tdiv_r, (Z, CZ, CZ)) X(void, cdiv_r, (Z, CZ, CZ))             \
  X(void, fdiv_r, (Z, CZ, CZ)) X(void, mod, (Z, CZ, CZ)) X(void, divexact, (Z, CZ, CZ))              \
  X(void, neg, (Z, CZ)) X(void, abs, (Z, CZ)) X(void, com, (Z, CZ)) X(void, sqrt, (Z, CZ))           \
  X(void, fac_ui, (Z, U)) X(int, root, (Z, CZ, U)) X(void, rootrem, (Z, Z, CZ, U))                   \
  X(void, sqrtrem, (Z, Z, CZ)) X(void, pow_ui, (Z, CZ, U)) X(void, powm, (Z, CZ, CZ, CZ))            \
  X(int, perfect_square_p, (CZ)) X(int, perfect_power_p, (CZ)) X(int, probab_prime_p, (CZ, int))     \
  X(void, gcd, (Z, CZ, CZ)) X(void, gcdext, (Z, Z, Z, CZ, CZ)) X(void, lcm, (Z, CZ, CZ))             \
  X(int, invert, (Z, CZ, CZ)) X(int, jacobi, (CZ, CZ)) X(void, and, (Z, CZ, CZ))                     \
  X(void, ior, (Z, CZ, CZ)) X(void, xor, (Z, CZ, CZ)) X(void, setbit, (Z, U)) X(void, clrbit, (Z, U)) \
  X(int, tstbit, (CZ, U)) X(U, scan0, (CZ, U)) X(U, scan1, (CZ, U)) X(U, popcount, (CZ))             \
  X(U, hamdist, (CZ, CZ)) X(void, nextprime, (Z, CZ)) X(void, bin_ui, (Z, CZ, U))                    \
  X(void, mul_2exp, (Z, CZ, U)) X(void, fdiv_q_2exp, (Z, CZ, U))                                     \
  X(void, import, (Z, size_t, int, size_t, int, size_t, const void*))                                \
  X(void*, export, (void*, size_t*, int, size_t, int, size_t, CZ))
// clang-format on

struct GmpLibrary {
#define TUSK_GMP_MEMBER(type, name, parameters) type(*name##_) parameters;
  TUSK_GMP_FUNCTIONS(TUSK_GMP_MEMBER)
};
const GmpLibrary& Gmp() {
  static const GmpLibrary loaded = [] {
    void* library = OpenLibrary("gmp", {"libgmp.so.10"});
    GmpLibrary f;
#define TUSK_GMP_LOAD(type, name, parameters) \
  f.name##_ = reinterpret_cast<type(*) parameters>(LibrarySymbol(library, "__gmpz_" #name));
    TUSK_GMP_FUNCTIONS(TUSK_GMP_LOAD)
    return f;
  }();
  return loaded;
}
using L = GmpLibrary;

// --- numbers and objects

void Destroy(Object* o) {
  if (o->native<Mpz>()->limbs) Gmp().clear_(o->native<Mpz>());
}
void Start(Object* o) { Gmp().init_(o->native<Mpz>()); }
void CloneNumber(Object* to, Object* from) {
  Gmp().init_(to->native<Mpz>());
  Gmp().set_(to->native<Mpz>(), from->native<Mpz>());
}
extern const ObjectHandlers kHandlers;
bool IsGmp(const Value& v) { return v.IsObject() && v.obj->cls->handlers == &kHandlers; }
Z NewNumber(Value* result) {
  static Class* c = FindClass("gmp", false);
  Object* o = NewObject(c);
  *result = Value(o);
  return o->native<Mpz>();
}
int SignOf(CZ z) { return z->size < 0 ? -1 : z->size > 0; }
std::string Text(CZ z, int base = 10) {
  std::string out(Gmp().sizeinbase_(z, std::abs(base)) + 2, '\0');
  Gmp().get_str_(out.data(), base, z);
  out.resize(std::strlen(out.c_str()));
  return out;
}
bool Parse(Z z, std::string_view s, int base) {
  size_t start = std::min(s.find_first_not_of(" \t\n\r\v\f"), s.size());
  std::string text(s.substr(start));
  size_t sign = text.starts_with('-');
  if (text.size() >= sign + 2 && text[sign] == '0') {
    char c = static_cast<char>(text[sign + 1] | 32);
    int named = c == 'x' ? 16 : c == 'b' ? 2 : c == 'o' ? 8 : 0;
    if (named && (base == 0 || base == named)) {
      text.erase(sign, 2);
      base = named;
    }
  }
  if (text.size() == sign || text.find('\0') != std::string::npos) return false;
  return Gmp().set_str_(z, text.c_str(), base) == 0;
}

// An operand: borrows from an object, or holds a number of its own.
class Operand {
 public:
  Operand() = default;
  ~Operand() {
    if (own_.limbs) Gmp().clear_(&own_);
  }
  Operand(const Operand&) = delete;
  Operand& operator=(const Operand&) = delete;
  bool Read(const Value& v, int base = 0) {
    if (IsGmp(v)) {
      z_ = v.obj->native<Mpz>();
      return true;
    }
    Gmp().init_(&own_);
    z_ = &own_;
    if (v.IsInt() || v.IsBool()) {
      Gmp().set_si_(&own_, v.IsInt() ? v.i : v.IsTrue());
      return true;
    }
    return v.IsString() && Parse(&own_, v.str->view(), base);
  }
  bool Read(Args args, uint32_t i) {
    if (Read(args[i])) return true;
    ArgumentValueError(i + 1, "is not an integer string");
    return false;
  }
  operator CZ() const { return z_; }

 private:
  Mpz own_ = {0, 0, nullptr};
  CZ z_ = nullptr;
};
bool NaturalArgument(Args args, uint32_t i, int64_t least = 0) {
  if (args.Int(i) >= least) return true;
  ArgumentValueError(i + 1, absl::StrFormat("must be greater than or equal to %d", least));
  return false;
}
void DividesByZero(const char* what) { Throw(Throwable::kDivisionByZeroError, what); }

// --- the functions

bool ReadBase(Args args, uint32_t i, int* base) {
  *base = static_cast<int>(args.Int(i, 0));
  if (args.Int(i, 0) == 0 || (args.Int(i) >= 2 && args.Int(i) <= 62)) return true;
  ArgumentValueError(i + 1, "must be 0 or between 2 and 62");
  return false;
}
void SetFrom(Args args, Z z) {
  int base;
  if (!ReadBase(args, 1, &base)) return;
  if (args[0].IsInt()) {
    Gmp().set_si_(z, args.Int(0));
  } else if (args[0].IsString() && !Parse(z, args.View(0), base)) {
    ArgumentValueError(1, "is not an integer string");
  }
}
void Init(Args args, Value* result) {
  Value made;
  SetFrom(args, NewNumber(&made));
  if (HasException()) return Release(made);
  *result = made;
}
void Construct(Args args, Value*) { SetFrom(args, args.frame->self.obj->native<Mpz>()); }
void Intval(Args args, Value* result) {
  Operand a;
  if (a.Read(args, 0)) Return(result, static_cast<int64_t>(Gmp().get_si_(a)));
}
void Strval(Args args, Value* result) {
  Operand a;
  int64_t base = args.Int(1, 10);
  if (!(base >= 2 && base <= 62) && !(base >= -36 && base <= -2))
    return ArgumentValueError(2, "must be between 2 and 62, or -2 and -36");
  if (a.Read(args, 0)) Return(result, std::string_view(Text(a, static_cast<int>(base))));
}
template <auto L::* kFunction>
void Unary(Args args, Value* result) {
  Operand a;
  if (a.Read(args, 0)) (Gmp().*kFunction)(NewNumber(result), a);
}
template <auto L::* kFunction>
void Binary(Args args, Value* result) {
  Operand a, b;
  if (a.Read(args, 0) && b.Read(args, 1)) (Gmp().*kFunction)(NewNumber(result), a, b);
}
template <auto L::* kFunction, bool kModulo = false>
void Division(Args args, Value* result) {
  Operand a, b;
  if (!a.Read(args, 0) || !b.Read(args, 1)) return;
  if (SignOf(b) == 0) return DividesByZero(kModulo ? "Modulo by zero" : "Division by zero");
  (Gmp().*kFunction)(NewNumber(result), a, b);
}
enum Rounding { kZero = 0, kPlus = 1, kMinus = 2 };
template <bool kQuotient, bool kRest>
void Rounded(Args args, Value* result) {
  Operand a, b;
  if (!a.Read(args, 0) || !b.Read(args, 1)) return;
  int64_t mode = args.Int(2, kZero);
  if (mode < kZero || mode > kMinus)
    return ArgumentValueError(3, "must be one of GMP_ROUND_ZERO, GMP_ROUND_PLUSINF, or GMP_ROUND_MINUSINF");
  if (SignOf(b) == 0) return DividesByZero("Division by zero");
  const L& lib = Gmp();
  auto quotient = [&](Value* v) {
    (mode == kZero ? lib.tdiv_q_ : mode == kPlus ? lib.cdiv_q_ : lib.fdiv_q_)(NewNumber(v), a, b);
  };
  auto rest = [&](Value* v) {
    (mode == kZero ? lib.tdiv_r_ : mode == kPlus ? lib.cdiv_r_ : lib.fdiv_r_)(NewNumber(v), a, b);
  };
  if (kQuotient && !kRest) return quotient(result);
  if (kRest && !kQuotient) return rest(result);
  Value q, r;
  quotient(&q);
  rest(&r);
  Array* pair = NewArray();
  Append(pair, q);
  Append(pair, r);
  Return(result, pair);
}
void Factorial(Args args, Value* result) {
  Operand a;
  if (!a.Read(args, 0)) return;
  if (SignOf(a) < 0) return ArgumentValueError(1, "must be greater than or equal to 0");
  if (!Gmp().fits_slong_p_(a))
    return ArgumentValueError(1, absl::StrFormat("must be between 0 and %d", LONG_MAX));
  Gmp().fac_ui_(NewNumber(result), static_cast<U>(Gmp().get_si_(a)));
}
void Binomial(Args args, Value* result) {
  Operand a;
  if (a.Read(args, 0) && NaturalArgument(args, 1))
    Gmp().bin_ui_(NewNumber(result), a, static_cast<U>(args.Int(1)));
}
bool NotNegative(CZ z) {
  if (SignOf(z) >= 0) return true;
  ArgumentValueError(1, "must be greater than or equal to 0");
  return false;
}
void Sqrt(Args args, Value* result) {
  Operand a;
  if (a.Read(args, 0) && NotNegative(a)) Gmp().sqrt_(NewNumber(result), a);
}
void SqrtRem(Args args, Value* result) {
  Operand a;
  if (!a.Read(args, 0) || !NotNegative(a)) return;
  Value root, rest;
  Z z = NewNumber(&root);
  Gmp().sqrtrem_(z, NewNumber(&rest), a);
  Array* pair = NewArray();
  Append(pair, root);
  Append(pair, rest);
  Return(result, pair);
}
template <bool kRest>
void Root(Args args, Value* result) {
  Operand a;
  if (!a.Read(args, 0) || !NaturalArgument(args, 1, 1)) return;
  if (args.Int(1) % 2 == 0 && SignOf(a) < 0)
    return ArgumentValueError(2, "must be odd if argument #1 ($num) is negative");
  auto n = static_cast<U>(args.Int(1));
  if (!kRest) {
    Gmp().root_(NewNumber(result), a, n);
    return;
  }
  Value root, rest;
  Z z = NewNumber(&root);
  Gmp().rootrem_(z, NewNumber(&rest), a, n);
  Array* pair = NewArray();
  Append(pair, root);
  Append(pair, rest);
  Return(result, pair);
}
void Pow(Args args, Value* result) {
  Operand a;
  if (a.Read(args, 0) && NaturalArgument(args, 1))
    Gmp().pow_ui_(NewNumber(result), a, static_cast<U>(args.Int(1)));
}
void Powm(Args args, Value* result) {
  Operand a, b, m;
  if (!a.Read(args, 0) || !b.Read(args, 1) || !m.Read(args, 2)) return;
  if (SignOf(b) < 0) {
    Mpz inverse;
    Gmp().init_(&inverse);
    int possible = SignOf(m) != 0 && Gmp().invert_(&inverse, a, m);
    Gmp().clear_(&inverse);
    if (!possible) return ArgumentValueError(2, "must be greater than or equal to 0");
  }
  if (SignOf(m) == 0) return DividesByZero("Modulo by zero");
  Gmp().powm_(NewNumber(result), a, b, m);
}
void GcdExt(Args args, Value* result) {
  Operand a, b;
  if (!a.Read(args, 0) || !b.Read(args, 1)) return;
  Value g, s, t;
  Z zg = NewNumber(&g), zs = NewNumber(&s), zt = NewNumber(&t);
  Gmp().gcdext_(zg, zs, zt, a, b);
  Array* all = NewArray();
  SetStr(all, "g", g);
  SetStr(all, "s", s);
  SetStr(all, "t", t);
  Return(result, all);
}
void Invert(Args args, Value* result) {
  Operand a, b;
  if (!a.Read(args, 0) || !b.Read(args, 1)) return;
  if (SignOf(b) == 0) return DividesByZero("Division by zero");
  Value made;
  if (Gmp().invert_(NewNumber(&made), a, b)) {
    *result = made;
  } else {
    Release(made);
    Return(result, false);
  }
}
template <auto L::* kFunction>
void Ask(Args args, Value* result) {
  Operand a;
  if (a.Read(args, 0)) Return(result, (Gmp().*kFunction)(a) != 0);
}
void ProbPrime(Args args, Value* result) {
  Operand a;
  if (a.Read(args, 0)) Return(result, Gmp().probab_prime_p_(a, static_cast<int>(args.Int(1, 10))));
}
void Jacobi(Args args, Value* result) {
  Operand a, b;
  if (a.Read(args, 0) && b.Read(args, 1)) Return(result, Gmp().jacobi_(a, b));
}
void Compare(Args args, Value* result) {
  Operand a, b;
  if (!a.Read(args, 0) || !b.Read(args, 1)) return;
  int order = Gmp().cmp_(a, b);
  Return(result, order < 0 ? -1 : order > 0);
}
void Sign(Args args, Value* result) {
  Operand a;
  if (a.Read(args, 0)) Return(result, SignOf(a));
}
void Popcount(Args args, Value* result) {
  Operand a;
  if (a.Read(args, 0)) Return(result, static_cast<int64_t>(Gmp().popcount_(a)));
}
void Hamdist(Args args, Value* result) {
  Operand a, b;
  if (a.Read(args, 0) && b.Read(args, 1)) Return(result, static_cast<int64_t>(Gmp().hamdist_(a, b)));
}
void SetBit(Args args, Value*) {
  if (!NaturalArgument(args, 1)) return;
  if (args.Int(1) / 64 >= INT_MAX)
    return ArgumentValueError(2, absl::StrFormat("must be less than %d * %d", INT_MAX, 64));
  Z z = args[0].obj->native<Mpz>();
  (args.Bool(2, true) ? Gmp().setbit_ : Gmp().clrbit_)(z, static_cast<U>(args.Int(1)));
}
void ClearBit(Args args, Value*) {
  if (NaturalArgument(args, 1)) Gmp().clrbit_(args[0].obj->native<Mpz>(), static_cast<U>(args.Int(1)));
}
void TestBit(Args args, Value* result) {
  Operand a;
  if (a.Read(args, 0) && NaturalArgument(args, 1))
    Return(result, Gmp().tstbit_(a, static_cast<U>(args.Int(1))) != 0);
}
template <auto L::* kFunction>
void Scan(Args args, Value* result) {
  Operand a;
  if (a.Read(args, 0) && NaturalArgument(args, 1))
    Return(result, static_cast<int64_t>((Gmp().*kFunction)(a, static_cast<U>(args.Int(1)))));
}
constexpr int64_t kMswFirst = 1, kLswFirst = 2, kLittleEndian = 4, kBigEndian = 8, kNativeEndian = 16;
bool ReadLayout(Args args, size_t* size, int* order, int* endian) {
  if (args.Int(1, 1) < 1) {
    ArgumentValueError(2, "must be greater than or equal to 1");
    return false;
  }
  *size = static_cast<size_t>(args.Int(1, 1));
  int64_t flags = args.Int(2, kMswFirst | kNativeEndian);
  int64_t first = flags & (kMswFirst | kLswFirst);
  int64_t bytes = flags & (kLittleEndian | kBigEndian | kNativeEndian);
  *order = first == kLswFirst ? -1 : 1;
  *endian = bytes == kLittleEndian ? -1 : bytes == kBigEndian ? 1 : 0;
  if (first == (kMswFirst | kLswFirst)) {
    ArgumentValueError(3, "cannot use multiple word order options");
    return false;
  }
  if ((bytes & (bytes - 1)) != 0) {
    ArgumentValueError(3, "cannot use multiple endian options");
    return false;
  }
  return true;
}
void Import(Args args, Value* result) {
  size_t size;
  int order, endian;
  if (!ReadLayout(args, &size, &order, &endian)) return;
  if (args.View(0).size() % size != 0)
    return ArgumentValueError(1, "must be a multiple of argument #2 ($word_size)");
  Gmp().import_(NewNumber(result), args.View(0).size() / size, order, size, endian, 0, args.View(0).data());
}
void Export(Args args, Value* result) {
  size_t size, count = 0;
  int order, endian;
  Operand a;
  if (!a.Read(args, 0) || !ReadLayout(args, &size, &order, &endian)) return;
  if (SignOf(a) == 0) return Return(result, "");
  size_t words = (Gmp().sizeinbase_(a, 2) + 8 * size - 1) / (8 * size);
  String* out = NewString(words * size);
  Gmp().export_(out->data, &count, order, size, endian, 0, a);
  Return(result, out);
}
// GMP's own generator, seeded by the system until a script seeds it.
struct RandomState {
  alignas(8) unsigned char bytes[64];
};
struct RandomLibrary {
  void (*start)(RandomState*);
  void (*seed)(RandomState*, CZ);
  void (*bits)(Z, RandomState*, U);
  void (*below)(Z, RandomState*, CZ);
  RandomState state;
};
RandomLibrary& Random() {
  static RandomLibrary loaded = [] {
    void* library = OpenLibrary("gmp", {"libgmp.so.10"});
    RandomLibrary r;
    r.start = reinterpret_cast<decltype(r.start)>(LibrarySymbol(library, "__gmp_randinit_mt"));
    r.seed = reinterpret_cast<decltype(r.seed)>(LibrarySymbol(library, "__gmp_randseed"));
    r.bits = reinterpret_cast<decltype(r.bits)>(LibrarySymbol(library, "__gmpz_urandomb"));
    r.below = reinterpret_cast<decltype(r.below)>(LibrarySymbol(library, "__gmpz_urandomm"));
    r.start(&r.state);
    int64_t seed;
    SystemBytes(&seed, sizeof seed);
    Mpz z;
    Gmp().init_(&z);
    Gmp().set_si_(&z, seed);
    r.seed(&r.state, &z);
    Gmp().clear_(&z);
    return r;
  }();
  return loaded;
}
void RandomSeed(Args args, Value*) {
  Operand a;
  if (a.Read(args, 0)) Random().seed(&Random().state, a);
}
void RandomBits(Args args, Value* result) {
  if (args.Int(0) < 1 || args.Int(0) / 64 >= INT_MAX)
    return ArgumentValueError(1, absl::StrFormat("must be between 1 and %d", int64_t{INT_MAX} * 64));
  Random().bits(NewNumber(result), &Random().state, static_cast<U>(args.Int(0)));
}
void RandomRange(Args args, Value* result) {
  Operand low, high;
  if (!low.Read(args, 0) || !high.Read(args, 1)) return;
  if (Gmp().cmp_(high, low) <= 0) return ArgumentValueError(1, "must be less than argument #2 ($maximum)");
  Mpz limit, one;
  Gmp().init_(&limit);
  Gmp().init_(&one);
  Gmp().set_si_(&one, 1);
  Gmp().sub_(&limit, high, low);
  Gmp().add_(&limit, &limit, &one);
  Z z = NewNumber(result);
  Random().below(z, &Random().state, &limit);
  Gmp().add_(z, z, low);
  Gmp().clear_(&limit);
  Gmp().clear_(&one);
}

// --- the class

Array* Dump(Object* o) {
  Array* all = PropertiesToArray(o);
  SetStr(all, "num", Value(NewString(Text(o->native<Mpz>()))));
  return all;
}
bool Cast(Object* o, Type to, Value* result) {
  CZ z = o->native<Mpz>();
  switch (to) {
    case Type::kString: *result = Value(NewString(Text(z))); return true;
    case Type::kInt: *result = Value(static_cast<int64_t>(Gmp().get_si_(z))); return true;
    case Type::kFloat: *result = Value(Gmp().get_d_(z)); return true;
    case Type::kTrue:
    case Type::kFalse: *result = Value(SignOf(z) != 0); return true;
    default: return false;
  }
}
// False: raised, unless `strict` is false and the type is none that could be a number.
bool OperatorOperand(const Value& v, Operand* out, bool strict = true) {
  if (v.IsFloat()) {
    int64_t i = FloatToInt(v.d);
    if (static_cast<double>(i) != v.d) {
      char text[64];
      Deprecated("Implicit conversion from float %s to int loses precision",
                 std::string_view(text, FormatFloat(v.d, -1, text, sizeof text)));
    }
    return !HasException() && out->Read(Value(i));
  }
  if (!IsGmp(v) && !v.IsInt() && !v.IsString()) {
    if (strict) ThrowTypeError("Number must be of type GMP|string|int, %s given", ValueNameForErrors(v));
    return false;
  }
  if (out->Read(v)) return true;
  ThrowValueError("Number is not an integer string");
  return false;
}
bool Operate(const char* op, const Value& va, const Value& vb, Value* result) {
  const L& lib = Gmp();
  std::string_view text = op;
  Operand a, b;
  bool strict = text != "**" && text != "<<" && text != ">>";
  if (!OperatorOperand(va, &a, strict)) return false;
  if (text == "~") {
    lib.com_(NewNumber(result), a);
    return true;
  }
  if (!OperatorOperand(vb, &b, strict)) return false;
  if (text == "**" || text == "<<" || text == ">>") {
    if (SignOf(b) < 0 || !lib.fits_slong_p_(b)) {
      ThrowValueError("%s must be greater than or equal to 0", text == "**" ? "Exponent" : "Shift");
      return false;
    }
    auto n = static_cast<U>(lib.get_si_(b));
    (text == "**" ? lib.pow_ui_ : text == "<<" ? lib.mul_2exp_ : lib.fdiv_q_2exp_)(NewNumber(result), a, n);
    return true;
  }
  if ((text == "/" || text == "%") && SignOf(b) == 0) {
    Throw(Throwable::kDivisionByZeroError, text == "/" ? "Division by zero" : "Modulo by zero");
    return false;
  }
  auto f = text == "+"   ? lib.add_
           : text == "-" ? lib.sub_
           : text == "*" ? lib.mul_
           : text == "/" ? lib.tdiv_q_
           : text == "%" ? lib.mod_
           : text == "|" ? lib.ior_
           : text == "&" ? lib.and_
           : text == "^" ? lib.xor_
                         : nullptr;
  if (!f) return false;
  f(NewNumber(result), a, b);
  return true;
}
int CompareValues(const Value& va, const Value& vb) {
  Operand a, b;
  if (!OperatorOperand(va, &a) || !OperatorOperand(vb, &b)) return 1;
  int order = Gmp().cmp_(a, b);
  return order < 0 ? -1 : order > 0;
}
constexpr ObjectHandlers kHandlers = {.construct_native = Start,
                                      .destroy_native = Destroy,
                                      .clone_native = CloneNumber,
                                      .compare = CompareValues,
                                      .cast = Cast,
                                      .properties_for_dump = Dump,
                                      .operate = Operate};
void Serialize(Args args, Value* result) {
  Array* a = NewArray();
  Append(a, Value(NewString(Text(args.frame->self.obj->native<Mpz>(), 16))));
  Return(result, a);
}
void Unserialize(Args args, Value*) {
  Value text = Deref(GetInt(args.Arr(0), 0));
  if (!text.IsString() || !Parse(args.frame->self.obj->native<Mpz>(), text.str->view(), 16))
    Throw(Throwable::kException, "Could not unserialize number");
}

constexpr uint16_t kReads = Effects::kReadsState | Effects::kThrows | Effects::kWarns;
constexpr uint16_t kWrites = kReads | Effects::kWritesState;
constexpr char kOne[] = "(GMP|string|int $num): GMP";
constexpr char kTwo[] = "(GMP|string|int $num1, GMP|string|int $num2): GMP";
constexpr char kTest[] = "(GMP|string|int $num): bool";
constexpr char kTwoToInt[] = "(GMP|string|int $num1, GMP|string|int $num2): int";
constexpr char kDivide[] =
    "(GMP|string|int $num1, GMP|string|int $num2, int $rounding_mode = GMP_ROUND_ZERO): GMP";
constexpr BuiltinRow kRows[] = {
    {"gmp_abs", kOne, kReads, Unary<&L::abs_>},
    {"gmp_add", kTwo, kReads, Binary<&L::add_>},
    {"gmp_and", kTwo, kReads, Binary<&L::and_>},
    {"gmp_binomial", "(GMP|string|int $n, int $k): GMP", kReads, Binomial},
    {"gmp_clrbit", "(GMP $num, int $index): void", kWrites, ClearBit},
    {"gmp_cmp", kTwoToInt, kReads, Compare},
    {"gmp_com", kOne, kReads, Unary<&L::com_>},
    {"gmp_div", kDivide, kReads, Rounded<true, false>},
    {"gmp_div_q", kDivide, kReads, Rounded<true, false>},
    {"gmp_div_qr", "(GMP|string|int $num1, GMP|string|int $num2, int $rounding_mode = GMP_ROUND_ZERO): array",
     kReads, Rounded<true, true>},
    {"gmp_div_r", kDivide, kReads, Rounded<false, true>},
    {"gmp_divexact", kTwo, kReads, Division<&L::divexact_>},
    {"gmp_export",
     "(GMP|string|int $num, int $word_size = 1, int $flags = GMP_MSW_FIRST | GMP_NATIVE_ENDIAN): string",
     kReads, Export},
    {"gmp_fact", kOne, kReads, Factorial},
    {"gmp_gcd", kTwo, kReads, Binary<&L::gcd_>},
    {"gmp_gcdext", "(GMP|string|int $num1, GMP|string|int $num2): array", kReads, GcdExt},
    {"gmp_hamdist", kTwoToInt, kReads, Hamdist},
    {"gmp_import", "(string $data, int $word_size = 1, int $flags = GMP_MSW_FIRST | GMP_NATIVE_ENDIAN): GMP",
     kReads, Import},
    {"gmp_init", "(string|int $num, int $base = 0): GMP", kReads, Init},
    {"gmp_intval", "(GMP|string|int $num): int", kReads, Intval},
    {"gmp_invert", "(GMP|string|int $num1, GMP|string|int $num2): GMP|false", kReads, Invert},
    {"gmp_jacobi", kTwoToInt, kReads, Jacobi},
    {"gmp_kronecker", kTwoToInt, kReads, Jacobi},
    {"gmp_lcm", kTwo, kReads, Binary<&L::lcm_>},
    {"gmp_legendre", kTwoToInt, kReads, Jacobi},
    {"gmp_mod", kTwo, kReads, Division<&L::mod_, true>},
    {"gmp_mul", kTwo, kReads, Binary<&L::mul_>},
    {"gmp_neg", kOne, kReads, Unary<&L::neg_>},
    {"gmp_nextprime", kOne, kReads, Unary<&L::nextprime_>},
    {"gmp_or", kTwo, kReads, Binary<&L::ior_>},
    {"gmp_perfect_power", kTest, kReads, Ask<&L::perfect_power_p_>},
    {"gmp_perfect_square", kTest, kReads, Ask<&L::perfect_square_p_>},
    {"gmp_popcount", "(GMP|string|int $num): int", kReads, Popcount},
    {"gmp_pow", "(GMP|string|int $num, int $exponent): GMP", kReads, Pow},
    {"gmp_powm", "(GMP|string|int $num, GMP|string|int $exponent, GMP|string|int $modulus): GMP", kReads,
     Powm},
    {"gmp_prob_prime", "(GMP|string|int $num, int $repetitions = 10): int", kReads, ProbPrime},
    {"gmp_random_bits", "(int $bits): GMP", kWrites, RandomBits},
    {"gmp_random_range", "(GMP|string|int $min, GMP|string|int $max): GMP", kWrites, RandomRange},
    {"gmp_random_seed", "(GMP|string|int $seed): void", kWrites, RandomSeed},
    {"gmp_root", "(GMP|string|int $num, int $nth): GMP", kReads, Root<false>},
    {"gmp_rootrem", "(GMP|string|int $num, int $nth): array", kReads, Root<true>},
    {"gmp_scan0", "(GMP|string|int $num1, int $start): int", kReads, Scan<&L::scan0_>},
    {"gmp_scan1", "(GMP|string|int $num1, int $start): int", kReads, Scan<&L::scan1_>},
    {"gmp_setbit", "(GMP $num, int $index, bool $value = true): void", kWrites, SetBit},
    {"gmp_sign", "(GMP|string|int $num): int", kReads, Sign},
    {"gmp_sqrt", kOne, kReads, Sqrt},
    {"gmp_sqrtrem", "(GMP|string|int $num): array", kReads, SqrtRem},
    {"gmp_strval", "(GMP|string|int $num, int $base = 10): string", kReads, Strval},
    {"gmp_sub", kTwo, kReads, Binary<&L::sub_>},
    {"gmp_testbit", "(GMP|string|int $num, int $index): bool", kReads, TestBit},
    {"gmp_xor", kTwo, kReads, Binary<&L::xor_>},
};
static_assert(SortedByName(kRows));

Value LibraryVersion() {
  static const char* const* version = [] {
    void* library = OpenLibrary("gmp", {"libgmp.so.10"});
    return static_cast<const char* const*>(LibrarySymbol(library, "__gmp_version"));
  }();
  return Value(Intern(*version));
}
constexpr ConstantRow kConstants[] = {
    {"GMP_BIG_ENDIAN", static_cast<int>(kBigEndian)},
    {"GMP_LITTLE_ENDIAN", static_cast<int>(kLittleEndian)},
    {"GMP_LSW_FIRST", static_cast<int>(kLswFirst)},
    {"GMP_MSW_FIRST", static_cast<int>(kMswFirst)},
    {"GMP_NATIVE_ENDIAN", static_cast<int>(kNativeEndian)},
    {"GMP_ROUND_MINUSINF", static_cast<int>(kMinus)},
    {"GMP_ROUND_PLUSINF", static_cast<int>(kPlus)},
    {"GMP_ROUND_ZERO", static_cast<int>(kZero)},
    {"GMP_VERSION", LibraryVersion},
};
static_assert(SortedByName(kConstants));

constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(string|int $num = 0, int $base = 0)", kWrites, Construct},
    {"__serialize", "(): array", kReads, Serialize},
    {"__unserialize", "(array $data): void", kWrites, Unserialize},
};
constexpr BuiltinClassRow kClasses[] = {{.name = "GMP",
                                         .flags = ClassFlags::kFinal,
                                         .methods = kMethods,
                                         .handlers = &kHandlers,
                                         .native_size = sizeof(Mpz),
                                         .extension = "gmp"}};

}  // namespace

constinit const BuiltinTable kGmpFunctions(kRows);
constinit const std::span<const ConstantRow> kGmpConstants = kConstants;
constinit const std::span<const BuiltinClassRow> kGmpClasses = kClasses;

}  // namespace tusk
