// Fold rules: 64-bit integer arithmetic and bit operations.
#include <bit>

#include "ir/fold/fold.h"

namespace tusk::ir {

namespace {

using enum Opcode;
using namespace scalar;

bool IsPowerOfTwo(int64_t i) { return i > 0 && std::has_single_bit(static_cast<uint64_t>(i)); }
int Log2(int64_t i) { return std::countr_zero(static_cast<uint64_t>(i)); }

// (x op k1) op k2 = x op (k1 + k2), for wrapping ADD.
FoldResult Reassociate(Fold& f) {
  if (!f.CanLookThrough(f.in.a) || !f.t.IsInt(f.da().b)) return f.Next();
  return f.Change(ADD, f.da().a, f.t.KInt(AddWrap(f.t.IntOf(f.da().b), f.ib())));
}

constexpr FoldRule kRules[] = {
    {ADD, kInt, kInt, "constant + constant", [](Fold& f) { return f.Int(AddWrap(f.ia(), f.ib())); }},
    {ADD, kAny, kInt, "x + 0 = x", [](Fold& f) { return f.If(f.ib() == 0, f.in.a); }},
    {ADD, Def(ADD), kInt, "(x + k1) + k2 = x + k", Reassociate},
    {ADD, Def(SUB), kAny, "(x - y) + y = x",
     [](Fold& f) { return f.If(f.CanLookThrough(f.in.a) && f.da().b == f.in.b, f.da().a); }},
    {ADD, kAny, Def(SUB), "y + (x - y) = x",
     [](Fold& f) { return f.If(f.CanLookThrough(f.in.b) && f.db().b == f.in.a, f.db().a); }},

    {SUB, kInt, kInt, "constant - constant", [](Fold& f) { return f.Int(SubWrap(f.ia(), f.ib())); }},
    {SUB, kAny, kAny, "x - x = 0", [](Fold& f) { return f.If(f.in.a == f.in.b, f.t.KInt(0)); }},
    {SUB, kAny, kInt, "x - k = x + -k",
     [](Fold& f) { return f.Change(ADD, f.in.a, f.t.KInt(SubWrap(0, f.ib()))); }},
    {SUB, kInt, kAny, "0 - x = -x", [](Fold& f) { return f.ia() == 0 ? f.Change(NEG, f.in.b) : f.Next(); }},
    {SUB, Def(ADD), kAny, "(x + y) - y = x",
     [](Fold& f) {
       if (!f.CanLookThrough(f.in.a)) return f.Next();
       return f.da().b == f.in.b ? f.Use(f.da().a) : f.If(f.da().a == f.in.b, f.da().b);
     }},

    {MUL, kInt, kInt, "constant * constant", [](Fold& f) { return f.Int(MulWrap(f.ia(), f.ib())); }},
    {MUL, kAny, kInt, "x * 0, x * 1, x * 2^n",
     [](Fold& f) {
       if (f.ib() == 0) return f.Int(0);
       if (f.ib() == 1) return f.Use(f.in.a);
       if (f.ib() == -1) return f.Change(NEG, f.in.a);
       return IsPowerOfTwo(f.ib()) ? f.Change(SHL, f.in.a, f.t.KInt(Log2(f.ib()))) : f.Next();
     }},

    {ADDOV, kInt, kInt, "constant + constant that fits",
     [](Fold& f) {
       int64_t r;
       return AddOverflows(f.ia(), f.ib(), &r) ? f.Fail() : f.Int(r);
     }},
    {ADDOV, kAny, kInt, "x + 0 = x", [](Fold& f) { return f.If(f.ib() == 0, f.in.a); }},
    {SUBOV, kInt, kInt, "constant - constant that fits",
     [](Fold& f) {
       int64_t r;
       return SubOverflows(f.ia(), f.ib(), &r) ? f.Fail() : f.Int(r);
     }},
    {SUBOV, kAny, kAny, "x - x = 0", [](Fold& f) { return f.If(f.in.a == f.in.b, f.t.KInt(0)); }},
    {SUBOV, kAny, kInt, "x - k = x + -k, both guarded",
     [](Fold& f) { return f.ib() == kIntMin ? f.Next() : f.Change(ADDOV, f.in.a, f.t.KInt(-f.ib())); }},
    {MULOV, kInt, kInt, "constant * constant that fits",
     [](Fold& f) {
       int64_t r;
       return MulOverflows(f.ia(), f.ib(), &r) ? f.Fail() : f.Int(r);
     }},
    {MULOV, kAny, kInt, "x * 0, x * 1, x * 2 = x + x",
     [](Fold& f) {
       if (f.ib() == 0) return f.Int(0);
       if (f.ib() == 1) return f.Use(f.in.a);
       return f.ib() == 2 ? f.Change(ADDOV, f.in.a, f.in.a) : f.Next();
     }},

    {DIV, kInt, kInt, "constant / constant",
     [](Fold& f) { return f.ib() == 0 ? f.Next() : f.Int(DivTrunc(f.ia(), f.ib())); }},
    {DIV, kAny, kInt, "x / 1 = x, x / -1 = -x",
     [](Fold& f) { return f.ib() == -1 ? f.Change(NEG, f.in.a) : f.If(f.ib() == 1, f.in.a); }},
    {MOD, kInt, kInt, "constant % constant",
     [](Fold& f) { return f.ib() == 0 ? f.Next() : f.Int(ModTrunc(f.ia(), f.ib())); }},
    {MOD, kAny, kInt, "x % 1 = 0, x % -k = x % k",
     [](Fold& f) {
       if (f.ib() == 1 || f.ib() == -1) return f.Int(0);
       return f.ib() < 0 && f.ib() != kIntMin ? f.Change(MOD, f.in.a, f.t.KInt(-f.ib())) : f.Next();
     }},

    {NEG, kInt, kAny, "- constant", [](Fold& f) { return f.Int(SubWrap(0, f.ia())); }},
    {NEG, Def(NEG), kAny, "- - x = x", [](Fold& f) { return f.Use(f.da().a); }},

    {AND, kAny, kAny, "x & x = x", [](Fold& f) { return f.If(f.in.a == f.in.b, f.in.a); }},
    {AND, kInt, kInt, "constant & constant", [](Fold& f) { return f.Int(f.ia() & f.ib()); }},
    {AND, kAny, kInt, "x & 0 = 0, x & -1 = x",
     [](Fold& f) { return f.ib() == 0 ? f.Int(0) : f.If(f.ib() == -1, f.in.a); }},
    {AND, kAny, kBoolK, "b & false, b & true",
     [](Fold& f) { return f.Use(f.in.b == kTrueRef ? f.in.a : kFalseRef); }},
    {AND, Def(AND), kInt, "(x & k1) & k2 = x & k",
     [](Fold& f) {
       if (!f.CanLookThrough(f.in.a) || !f.t.IsInt(f.da().b)) return f.Next();
       return f.Change(AND, f.da().a, f.t.KInt(f.t.IntOf(f.da().b) & f.ib()));
     }},
    {OR, kAny, kAny, "x | x = x", [](Fold& f) { return f.If(f.in.a == f.in.b, f.in.a); }},
    {OR, kInt, kInt, "constant | constant", [](Fold& f) { return f.Int(f.ia() | f.ib()); }},
    {OR, kAny, kInt, "x | 0 = x, x | -1 = -1",
     [](Fold& f) { return f.ib() == -1 ? f.Int(-1) : f.If(f.ib() == 0, f.in.a); }},
    {OR, kAny, kBoolK, "b | false, b | true",
     [](Fold& f) { return f.Use(f.in.b == kFalseRef ? f.in.a : kTrueRef); }},
    {XOR, kAny, kAny, "x ^ x = 0",
     [](Fold& f) { return f.If(f.in.a == f.in.b, f.in.type == Type::kBool ? kFalseRef : f.t.KInt(0)); }},
    {XOR, kInt, kInt, "constant ^ constant", [](Fold& f) { return f.Int(f.ia() ^ f.ib()); }},
    {XOR, kAny, kInt, "x ^ 0 = x, x ^ -1 = ~x",
     [](Fold& f) { return f.ib() == -1 ? f.Change(NOT, f.in.a) : f.If(f.ib() == 0, f.in.a); }},
    {XOR, kAny, kBoolK, "b ^ false, b ^ true",
     [](Fold& f) { return f.in.b == kFalseRef ? f.Use(f.in.a) : f.Change(NOT, f.in.a); }},
    {NOT, kInt, kAny, "~ constant", [](Fold& f) { return f.Int(~f.ia()); }},
    {NOT, kBoolK, kAny, "! constant", [](Fold& f) { return f.Bool(f.in.a == kFalseRef); }},
    {NOT, Def(NOT), kAny, "~ ~ x = x", [](Fold& f) { return f.Use(f.da().a); }},

    {SHL, kInt, kInt, "constant << constant", [](Fold& f) { return f.Int(ShiftLeft(f.ia(), f.ib() & 63)); }},
    {SHR, kInt, kInt, "constant >>> constant",
     [](Fold& f) { return f.Int(static_cast<int64_t>(static_cast<uint64_t>(f.ia()) >> (f.ib() & 63))); }},
    {SAR, kInt, kInt, "constant >> constant", [](Fold& f) { return f.Int(ShiftRight(f.ia(), f.ib() & 63)); }},
    {SHL, kAny, kInt, "x << 0 = x", [](Fold& f) { return f.If((f.ib() & 63) == 0, f.in.a); }},
    {SHR, kAny, kInt, "x >>> 0 = x", [](Fold& f) { return f.If((f.ib() & 63) == 0, f.in.a); }},
    {SAR, kAny, kInt, "x >> 0 = x", [](Fold& f) { return f.If((f.ib() & 63) == 0, f.in.a); }},

    {MIN, kInt, kInt, "min of constants", [](Fold& f) { return f.Int(std::min(f.ia(), f.ib())); }},
    {MAX, kInt, kInt, "max of constants", [](Fold& f) { return f.Int(std::max(f.ia(), f.ib())); }},
    {MIN, kAny, kAny, "min(x, x) = x", [](Fold& f) { return f.If(f.in.a == f.in.b, f.in.a); }},
    {MAX, kAny, kAny, "max(x, x) = x", [](Fold& f) { return f.If(f.in.a == f.in.b, f.in.a); }},
};

}  // namespace

absl::Span<const FoldRule> IntRules() { return kRules; }

}  // namespace tusk::ir
