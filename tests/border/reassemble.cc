// A parser for lines as asmjit's logger writes them, and a table of xbyak's member functions.
#include "tests/border/reassemble.h"

#include <xbyak/xbyak.h>

#include <charconv>
#include <cstring>
#include <iomanip>
#include <map>
#include <sstream>
#include <vector>

#include "interp/runtime/check.h"

namespace tusk::border {

namespace {

using Xbyak::CodeGenerator;

struct Operand {
  enum Kind { kNone, kRegister, kImmediate, kMemory, kLabel } kind = kNone;
  Xbyak::Reg reg;
  int64_t value = 0;
  Xbyak::Address address{0, false, Xbyak::RegExp()};
  std::string label;

  const Xbyak::Operand& Op() const {
    return kind == kMemory ? static_cast<const Xbyak::Operand&>(address) : reg;
  }
  Xbyak::Xmm Xmm() const { return Xbyak::Xmm(reg.getIdx()); }
  bool IsImmediate() const { return kind == kImmediate; }
};
using Operands = std::vector<Operand>;

bool Consume(std::string_view* text, std::string_view prefix) {
  if (!text->starts_with(prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}
bool ConsumeEnd(std::string_view* text, char end) {
  if (!text->ends_with(end)) return false;
  text->remove_suffix(1);
  return true;
}
// What lies before the next `separator`, which goes too.
std::string_view Next(std::string_view* text, std::string_view separator) {
  size_t end = text->find(separator);
  std::string_view part = text->substr(0, end);
  text->remove_prefix(end == std::string_view::npos ? text->size() : end + separator.size());
  return part;
}
template <typename... T>
std::string Text(const T&... parts) {
  std::ostringstream out;
  (out << ... << parts);
  return out.str();
}

class Assembler;
using Emit = void (*)(Assembler& a, const Operands& o);

class Assembler : public CodeGenerator {
 public:
  explicit Assembler(std::span<const uint8_t> original)
      : CodeGenerator(original.size() + kMore), original_(original.data()) {
    setDefaultJmpNEAR(true);
  }
  LabelType reach = T_AUTO;  // of the jump that comes next
  Xbyak::Label& LabelOf(const std::string& name) { return labels_[name]; }
  // An address outside of the code, as far from here as it is from the original. The first assembler puts a
  // prefix in front that means nothing, so that it can make an indirect jump of it later.
  const void* Outside(int64_t address) {
    db(0x40);
    return reinterpret_cast<const uint8_t*>(address) - original_ + getCode();
  }

 private:
  static constexpr size_t kMore = 4096;  // bytes, for code that turns out to be longer

  const uint8_t* original_;
  std::map<std::string, Xbyak::Label> labels_;
};

// ---- the table

#define TWO(name) TWO_AS(#name, name)
#define TWO_AS(text, name)                                   \
  {text, [](Assembler& a, const Operands& o) {               \
     if (o[1].IsImmediate()) {                               \
       a.name(o[0].Op(), static_cast<uint32_t>(o[1].value)); \
     } else {                                                \
       a.name(o[0].Op(), o[1].Op());                         \
     }                                                       \
   }}
#define ONE(text, name) {text, [](Assembler& a, const Operands& o) { a.name(o[0].Op()); }}
#define SHIFT(name)                                     \
  {#name, [](Assembler& a, const Operands& o) {         \
     if (o[1].IsImmediate()) {                          \
       a.name(o[0].Op(), static_cast<int>(o[1].value)); \
     } else {                                           \
       a.name(o[0].Op(), a.cl);                         \
     }                                                  \
   }}
#define FLOAT(name) {#name, [](Assembler& a, const Operands& o) { a.name(o[0].Xmm(), o[1].Op()); }}
#define JUMP(name) {#name, [](Assembler& a, const Operands& o) { a.name(a.LabelOf(o[0].label), a.reach); }}
#define SET(name) {#name, [](Assembler& a, const Operands& o) { a.name(o[0].reg.cvt8()); }}
#define WIDEN(name) {#name, [](Assembler& a, const Operands& o) { a.name(o[0].reg, o[1].Op()); }}

const std::map<std::string, Emit, std::less<>>& Table() {
  static const auto& table = *new std::map<std::string, Emit, std::less<>>{
      TWO(add),
      TWO(sub),
      TWO(cmp),
      TWO_AS("and", and_),
      TWO_AS("or", or_),
      TWO_AS("xor", xor_),
      {"test",
       [](Assembler& a, const Operands& o) {
         if (o[1].IsImmediate()) {
           a.test(o[0].Op(), static_cast<uint32_t>(o[1].value));
         } else {
           a.test(o[0].Op(), o[1].reg);
         }
       }},
      {"mov",
       [](Assembler& a, const Operands& o) {
         if (!o[1].IsImmediate()) return a.mov(o[0].Op(), o[1].Op());
         a.mov(o[0].Op(), static_cast<uint64_t>(o[1].value));
       }},
      {"lea", [](Assembler& a, const Operands& o) { a.lea(o[0].reg, o[1].address); }},
      {"imul",
       [](Assembler& a, const Operands& o) {
         if (o.size() == 1) return a.imul(o[0].Op());
         if (o.size() == 2) return a.imul(o[0].reg, o[1].Op());
         a.imul(o[0].reg, o[1].Op(), static_cast<int>(o[2].value));
       }},
      ONE("idiv", idiv),
      ONE("neg", neg),
      ONE("not", not_),
      ONE("inc", inc),
      ONE("dec", dec),
      {"cqo", [](Assembler& a, const Operands&) { a.cqo(); }},
      {"push", [](Assembler& a, const Operands& o) { a.push(o[0].reg); }},
      {"pop", [](Assembler& a, const Operands& o) { a.pop(o[0].reg); }},
      {"ret", [](Assembler& a, const Operands&) { a.ret(); }},
      SHIFT(shl),
      SHIFT(shr),
      SHIFT(sar),
      {"cmovg", [](Assembler& a, const Operands& o) { a.cmovg(o[0].reg, o[1].Op()); }},
      {"cmovl", [](Assembler& a, const Operands& o) { a.cmovl(o[0].reg, o[1].Op()); }},
      WIDEN(movzx),
      WIDEN(movsx),
      {"movsxd", [](Assembler& a, const Operands& o) { a.movsxd(o[0].reg.cvt64(), o[1].Op()); }},
      FLOAT(addsd),
      FLOAT(subsd),
      FLOAT(mulsd),
      FLOAT(divsd),
      FLOAT(minsd),
      FLOAT(maxsd),
      FLOAT(sqrtsd),
      FLOAT(ucomisd),
      FLOAT(xorps),
      FLOAT(xorpd),
      FLOAT(andpd),
      FLOAT(movaps),
      FLOAT(pcmpeqd),
      {"cvtsi2sd",
       [](Assembler& a, const Operands& o) {
         if (o[1].kind == Operand::kRegister) return a.cvtsi2sd(o[0].Xmm(), o[1].reg);
         // xbyak has no form for eight bytes of memory: the operands of another instruction that does.
         a.db(0xf2);
         size_t rex = a.getSize();
         a.imul(Xbyak::Reg64(o[0].reg.getIdx()), o[1].address);
         a.rewrite(rex + 2, 0x2a, 1);
       }},
      {"cvttsd2si", [](Assembler& a, const Operands& o) { a.cvttsd2si(o[0].reg.cvt64(), o[1].Op()); }},
      {"roundsd",
       [](Assembler& a, const Operands& o) {
         a.roundsd(o[0].Xmm(), o[1].Op(), static_cast<uint8_t>(o[2].value));
       }},
      {"psllq", [](Assembler& a, const Operands& o) { a.psllq(o[0].Xmm(), static_cast<int>(o[1].value)); }},
      {"psrlq", [](Assembler& a, const Operands& o) { a.psrlq(o[0].Xmm(), static_cast<int>(o[1].value)); }},
      {"movsd",
       [](Assembler& a, const Operands& o) {
         if (o[0].kind == Operand::kMemory) return a.movsd(o[0].address, o[1].Xmm());
         a.movsd(o[0].Xmm(), o[1].Op());
       }},
      {"movq",
       [](Assembler& a, const Operands& o) {
         if (o[0].reg.isXMM()) return a.movq(o[0].Xmm(), o[1].reg.cvt64());
         a.movq(o[0].reg.cvt64(), o[1].Xmm());
       }},
      {"jmp",
       [](Assembler& a, const Operands& o) {
         if (o[0].kind == Operand::kLabel) return a.jmp(a.LabelOf(o[0].label), a.reach);
         if (o[0].IsImmediate()) return a.jmp(a.Outside(o[0].value), CodeGenerator::T_NEAR);
         a.jmp(o[0].Op());
       }},
      {"call",
       [](Assembler& a, const Operands& o) {
         if (o[0].IsImmediate()) return a.call(a.Outside(o[0].value));
         a.call(o[0].Op());
       }},
      JUMP(jz),
      JUMP(jnz),
      JUMP(je),
      JUMP(jne),
      JUMP(jl),
      JUMP(jle),
      JUMP(jg),
      JUMP(jge),
      JUMP(jb),
      JUMP(jbe),
      JUMP(ja),
      JUMP(jae),
      JUMP(jo),
      JUMP(jno),
      JUMP(jp),
      JUMP(jpe),
      SET(sete),
      SET(setne),
      SET(setl),
      SET(setle),
      SET(setg),
      SET(setge),
      SET(setb),
      SET(setbe),
      SET(seta),
      SET(setae),
      SET(setp),
      SET(setnp),
  };
  return table;
}

std::set<std::string, std::less<>>& Seen() {
  static auto& seen = *new std::set<std::string, std::less<>>;
  return seen;
}

// ---- lines

bool ParseRegister(std::string_view text, Xbyak::Reg* reg) {
  static const auto& names = *[] {
    auto* all = new std::map<std::string, Xbyak::Reg, std::less<>>;
    const char* const old[] = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};
    for (int i = 0; i < 16; ++i) {
      std::string number = Text("r", i);
      bool is_old = i < 8;
      (*all)[is_old ? Text("r", old[i]) : number] = Xbyak::Reg64(i);
      (*all)[is_old ? Text("e", old[i]) : number + "d"] = Xbyak::Reg32(i);
      (*all)[is_old ? std::string(old[i]) : number + "w"] = Xbyak::Reg16(i);
      std::string byte = i < 4 ? std::string(1, old[i][0]) + "l" : is_old ? Text(old[i], "l") : number + "b";
      (*all)[byte] = Xbyak::Reg8(i, i >= 4 && i < 8);
      (*all)[Text("xmm", i)] = Xbyak::Xmm(i);
    }
    return all;
  }();
  auto found = names.find(text);
  if (found == names.end()) return false;
  *reg = found->second;
  return true;
}

bool ParseNumber(std::string_view text, int64_t* value) {
  bool minus = Consume(&text, "-");
  int base = Consume(&text, "0x") ? 16 : 10;
  uint64_t bits = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits, base);
  *value = static_cast<int64_t>(minus ? -bits : bits);
  return error == std::errc() && end == text.data() + text.size();
}

// Between the brackets: registers with a scale, a distance, or a label.
bool ParseMemory(Assembler& a, std::string_view text, int bits, Operand* out) {
  out->kind = Operand::kMemory;
  auto frame = [&](auto expression) -> Xbyak::Address {
    switch (bits) {
      case 8: return a.byte[expression];
      case 16: return a.word[expression];
      case 32: return a.dword[expression];
      case 64: return a.qword[expression];
      default: return a.ptr[expression];
    }
  };
  if (text.starts_with('L')) {
    out->address = frame(a.rip + a.LabelOf(std::string(text)));
    return true;
  }
  Xbyak::RegExp sum;
  size_t i = 0;
  while (i < text.size()) {
    bool minus = text[i] == '-';
    if (text[i] == '+' || text[i] == '-') ++i;
    size_t end = text.find_first_of("+-", i);
    std::string_view term = text.substr(i, end == std::string_view::npos ? end : end - i);
    i = end == std::string_view::npos ? text.size() : end;
    std::string_view times = term, name = Next(&times, "*");
    Xbyak::Reg reg;
    int64_t number = 0;
    if (ParseRegister(name, &reg)) {
      int64_t scale = 1;
      if (!times.empty() && !ParseNumber(times, &scale)) return false;
      sum = sum + Xbyak::RegExp(reg, static_cast<int>(scale));
    } else if (ParseNumber(term, &number)) {
      sum = sum + static_cast<size_t>(minus ? -number : number);
    } else {
      return false;
    }
  }
  out->address = frame(sum);
  return true;
}

bool ParseOperand(Assembler& a, std::string_view text, Operand* out) {
  static constexpr std::pair<std::string_view, int> kSizes[] = {
      {"byte ptr ", 8}, {"word ptr ", 16}, {"dword ptr ", 32}, {"qword ptr ", 64}, {"xmmword ptr ", 128}};
  int bits = 0;
  for (auto [prefix, size] : kSizes) {
    if (Consume(&text, prefix)) bits = size;
  }
  if (Consume(&text, "[")) return ConsumeEnd(&text, ']') && ParseMemory(a, text, bits, out);
  if (ParseRegister(text, &out->reg)) return out->kind = Operand::kRegister, true;
  if (ParseNumber(text, &out->value)) return out->kind = Operand::kImmediate, true;
  if (!text.starts_with('L')) return false;
  out->kind = Operand::kLabel;
  out->label = std::string(text);
  return true;
}

// "" or what is wrong with the line.
std::string AssembleLine(Assembler& a, std::string_view line) {
  if (size_t comment = line.find(';'); comment != std::string_view::npos) line = line.substr(0, comment);
  while (line.ends_with(' ')) line.remove_suffix(1);
  if (line.empty()) return "";
  if (line.ends_with(':')) return a.L(a.LabelOf(std::string(line.substr(0, line.size() - 1)))), "";
  int64_t number = 0;
  for (auto [directive, bytes] :
       {std::pair<std::string_view, int>{".db ", 1}, {".dw ", 2}, {".dd ", 4}, {".dq ", 8}}) {
    std::string_view rest = line;
    if (!Consume(&rest, directive)) continue;
    if (!ParseNumber(rest, &number)) return "a number";
    a.db(static_cast<uint64_t>(number), static_cast<size_t>(bytes));
    return "";
  }
  // How far a jump reaches is what both assemblers find out. (A REX prefix is needed for sil and its like.)
  a.reach = Consume(&line, "long ") ? CodeGenerator::T_NEAR : CodeGenerator::T_AUTO;
  if (!Consume(&line, "short ")) Consume(&line, "rex ");
  std::string_view name = line.substr(0, line.find(' '));
  std::string_view rest = line.substr(std::min(line.size(), name.size() + 1));
  Operands operands;
  while (!rest.empty()) {
    std::string_view text = Next(&rest, ", ");
    if (!ParseOperand(a, text, &operands.emplace_back())) return Text("operand ", text);
  }
  auto found = Table().find(name);
  if (found == Table().end()) return Text("unknown instruction ", name);
  Seen().insert(found->first);
  found->second(a, operands);
  return "";
}

std::string Hex(const uint8_t* bytes, size_t n) {
  std::ostringstream out;
  for (size_t i = 0; i < n; ++i) out << std::hex << std::setw(2) << std::setfill('0') << int{bytes[i]} << ' ';
  return out.str();
}

}  // namespace

std::string Difference(std::string_view listing, std::span<const uint8_t> code) {
  Assembler a(code);
  std::vector<std::pair<size_t, std::string_view>> lines;  // where each begins
  while (!listing.empty()) {
    std::string_view line = Next(&listing, "\n");
    if (std::string_view rest = line; Consume(&rest, "align ")) {
      // What fills the gap never runs, or does nothing: the first assembler's own.
      int64_t to = 0;
      CHECK(ParseNumber(rest, &to));
      while (a.getSize() % static_cast<size_t>(to)) a.db(a.getSize() < code.size() ? code[a.getSize()] : 0);
      continue;
    }
    lines.push_back({a.getSize(), line});
    std::string wrong = AssembleLine(a, line);
    if (!wrong.empty()) return Text(wrong, " in: ", line);
    if (Xbyak::GetError()) {
      int error = Xbyak::GetError();
      Xbyak::ClearError();
      return Text(Xbyak::ConvertErrorToString(error), " in: ", line);
    }
  }
  a.ready();
  for (size_t i = 0; i < lines.size(); ++i) {
    size_t begin = lines[i].first, end = i + 1 < lines.size() ? lines[i + 1].first : a.getSize();
    if (begin == end) continue;
    if (end <= code.size() && std::memcmp(a.getCode() + begin, code.data() + begin, end - begin) == 0)
      continue;
    return Text(lines[i].second, ": ",
                Hex(code.data() + begin, std::min<size_t>(end - begin + 3, code.size() - begin)),
                "but xbyak has ", Hex(a.getCode() + begin, end - begin));
  }
  return a.getSize() == code.size() ? "" : Text("code of ", code.size(), " bytes, xbyak's has ", a.getSize());
}

const std::set<std::string, std::less<>>& SeenMnemonics() { return Seen(); }
std::set<std::string, std::less<>> KnownMnemonics() {
  std::set<std::string, std::less<>> all;
  for (const auto& [name, emit] : Table()) all.insert(name);
  return all;
}

}  // namespace tusk::border
