// Text -> Trace: a hand-written line parser driven by the rows of ops.def.
#include "ir/parse.h"
#include "ir/text.h"

#include <bit>
#include <charconv>
#include <limits>
#include <memory>
#include <optional>

#include "absl/container/flat_hash_map.h"

namespace tusk::ir {

namespace {

bool IsAlnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

template <typename Enum, int kCount>
std::optional<Enum> FindName(std::string_view name) {
  for (int i = 0; i < kCount; ++i) {
    if (Name(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

// The text of one line, eaten from the front. The first error sticks.
class Cursor {
 public:
  explicit Cursor(std::string_view s) : s_(s) {}

  void Skip() {
    while (!s_.empty() && (s_[0] == ' ' || s_[0] == '\t' || s_[0] == '\r')) s_.remove_prefix(1);
    if (!s_.empty() && s_[0] == ';') s_ = {};
  }
  bool AtEnd() { return Skip(), s_.empty(); }
  char Peek() { return Skip(), s_.empty() ? '\0' : s_[0]; }
  bool Eat(char c) {
    if (Peek() != c) return false;
    s_.remove_prefix(1);
    return true;
  }
  void Need(char c) {
    if (!Eat(c)) Fail(Cat("expected '", c, "'"));
  }
  // Letters, digits, underscores and (for field names) dots.
  std::string_view Word() {
    Skip();
    size_t n = 0;
    while (n < s_.size() && (IsAlnum(s_[n]) || s_[n] == '.')) ++n;
    return Take(n);
  }
  std::string_view PeekWord() {
    std::string_view rest = s_, w = Word();
    s_ = rest;
    return w;
  }
  int Number(std::string_view what) {
    Skip();
    int n = 0;
    auto [end, ec] = std::from_chars(s_.data(), s_.data() + s_.size(), n);
    if (ec != std::errc() || end == s_.data()) return Fail(Cat("expected ", what)), 0;
    s_.remove_prefix(static_cast<size_t>(end - s_.data()));
    return n;
  }
  std::string_view Take(size_t n) {
    std::string_view t = s_.substr(0, n);
    s_.remove_prefix(n);
    return t;
  }
  std::string_view rest() const { return s_; }
  void Fail(std::string message) {
    if (error_.empty()) error_ = std::move(message), s_ = {};
  }
  bool ok() const { return error_.empty(); }
  const std::string& error() const { return error_; }

 private:
  std::string_view s_;
  std::string error_;
};

IrRef ParsePointer(Trace* trace, Cursor* in) {
  in->Need('@');
  std::string_view prefix = in->Word();
  in->Need(':');
  for (int k = static_cast<int>(ConstKind::kString); k < static_cast<int>(std::size(kConstPrefix)); ++k) {
    if (kConstPrefix[k] != prefix) continue;
    std::string label;
    std::string_view s = in->rest();
    if (!s.empty() && s[0] == '"') {
      if (!Unquote(&s, &label)) return in->Fail("expected a string with its closing quote"), kNone;
      in->Take(in->rest().size() - s.size());
    } else {
      size_t n = 0;
      constexpr std::string_view kBare = "_+-.:/\\$#<>*,()@";
      while (n < s.size() && (IsAlnum(s[n]) || kBare.find(s[n]) != std::string_view::npos)) ++n;
      if (n == 0) return in->Fail("expected a label"), kNone;
      label = in->Take(n);
    }
    return trace->KPtr(static_cast<ConstKind>(k), nullptr, label);
  }
  in->Fail("expected str, arr, obj, fn, class, op, shape or ptr after @");
  return kNone;
}

IrRef ParseNumber(Trace* trace, Cursor* in) {
  std::string_view s = in->rest();
  size_t n = 0;
  bool is_float = false;
  while (n < s.size() && (IsDigit(s[n]) || s[n] == '.' || s[n] == 'e' || s[n] == 'E' ||
                          ((s[n] == '-' || s[n] == '+') && (n == 0 || s[n - 1] == 'e' || s[n - 1] == 'E')))) {
    if (s[n] == '.' || s[n] == 'e' || s[n] == 'E') is_float = true;
    ++n;
  }
  std::string_view t = in->Take(n);
  if (is_float) {
    double f = 0;
    auto [end, ec] = std::from_chars(t.data(), t.data() + t.size(), f);
    if (end == t.data() + t.size()) return trace->KFloat(f);
  } else {
    int64_t i = 0;
    auto [end, ec] = std::from_chars(t.data(), t.data() + t.size(), i);
    if (ec == std::errc() && end == t.data() + t.size()) return trace->KInt(i);
  }
  in->Fail("expected a number");
  return kNone;
}

IrRef ParseConst(Trace* trace, Cursor* in) {
  char c = in->Peek();
  if (c == '@') return ParsePointer(trace, in);
  std::string_view s = in->rest();
  if (s.starts_with("-inf")) return in->Take(4), trace->KFloat(-std::numeric_limits<double>::infinity());
  if (IsDigit(c) || c == '-') return ParseNumber(trace, in);
  std::string_view word = in->Word();
  if (word == "undef") return kUndefRef;
  if (word == "null") return kNullRef;
  if (word == "false") return kFalseRef;
  if (word == "true") return kTrueRef;
  if (word == "inf") return trace->KFloat(std::numeric_limits<double>::infinity());
  if (word == "nan") {
    uint64_t bits = 0x7ff8000000000000;
    if (in->rest().starts_with(":")) {
      in->Take(1);
      std::string_view hex = in->Word();
      std::from_chars(hex.data(), hex.data() + hex.size(), bits, 16);
    }
    return trace->KFloat(std::bit_cast<double>(bits));
  }
  in->Fail("expected a constant");
  return kNone;
}

class TraceParser {
 public:
  explicit TraceParser(Trace* trace) : trace_(trace) {}

  void Header(Cursor* in) {
    trace_->id = in->Number("a trace number");
    if (in->Peek() == '@') trace_->start = ParseConst(trace_, in);
    if (in->PeekWord() == "apart") {
      in->Word();
      trace_->apart = true;
    }
    if (in->PeekWord() == "side") {
      in->Word();
      trace_->parent = in->Number("the parent's number");
      in->Need(':');
      trace_->parent_exit = SnapId(in->Number("the parent's exit"));
    }
  }

  void Line(Cursor* in) {
    if (in->Peek() == '!') return SnapshotLine(in);
    if (in->Peek() == '%') return InstLine(in);
    in->Fail("expected an instruction (%), a snapshot (!), `trace` or `host`");
  }

 private:
  IrRef Ref(Cursor* in) {
    if (in->Peek() == '-' && (in->rest().size() == 1 || !(IsAlnum(in->rest()[1]) || in->rest()[1] == '.'))) {
      return in->Take(1), kNone;
    }
    if (in->Peek() != '%') return ParseConst(trace_, in);
    in->Take(1);
    std::string_view name = in->Word();
    if (auto it = names_.find(std::string(name)); it != names_.end()) return it->second;
    // Only PHIs and snapshots may look forward, and neither does in a linear trace: an unknown name is an
    // error.
    in->Fail(Cat("%", name, " is not defined above"));
    return kNone;
  }

  // %n or %name at the start of a line: the position the instruction takes.
  void Define(Cursor* in) {
    in->Need('%');
    std::string name(in->Word());
    if (name.empty()) return in->Fail("expected a name after %");
    if (names_.contains(name)) return in->Fail(Cat("%", name, " is defined twice"));
    if (IsDigit(name[0])) {
      int n = 0;
      auto [end, ec] = std::from_chars(name.data(), name.data() + name.size(), n);
      constexpr int kMaxPosition = 1 << 20;
      if (ec != std::errc() || *end != '\0' || n < trace_->end().v || n > kMaxPosition) {
        return in->Fail(Cat("expected a number from %", trace_->end().v, " on"));
      }
      while (trace_->end().v < n) trace_->Append(Inst{});
    }
    defined_ = name;
  }

  void InstLine(Cursor* in) {
    Define(in);
    if (!in->ok()) return;
    std::string_view word = in->Word();
    Inst inst;
    if (auto t = FindName<Type, kNumTypes>(word)) inst.type = *t, word = in->Word();
    auto op = FindName<Opcode, kNumOpcodes>(word);
    if (!op) return in->Fail(Cat("expected an operation, not '", word, "'"));
    inst.op = *op;
    const OpRow& row = Row(*op);
    for (int i = 0; i < 3; ++i) {
      switch (row.operand[i]) {
        case Operand::kNone:
        case Operand::kArgs: break;
        case Operand::kSlot:
        case Operand::kLit: in->Need('#'), inst.operand(i) = IrRef(in->Number("a literal")); break;
        case Operand::kField: Literal<Field, kNumFields>(in, "a field", &inst.operand(i)); break;
        case Operand::kCall: Literal<CallId, kNumCalls>(in, "a call", &inst.operand(i)); break;
        default:
          if (in->AtEnd()) return in->Fail(Cat(row.name, ": expected operand ", i + 1));
          inst.operand(i) = Ref(in);
      }
      if (!in->ok()) return;
    }
    if (*op == Opcode::CALL) {
      std::vector<IrRef> args;
      while (in->ok() && !in->AtEnd() && in->Peek() != '!') args.push_back(Ref(in));
      inst.b = trace_->AddArgs(args);
      inst.c = IrRef(static_cast<int>(args.size()));
    }
    if (in->Eat('!')) inst.snap = SnapId(in->Number("a snapshot number"));
    if (in->PeekWord() == "sunk") in->Word(), inst.flags |= kInstSunk;
    if (!in->AtEnd()) in->Fail(Cat("expected the end of the line, not '", in->rest(), "'"));
    if (!in->ok()) return;
    if (inst.snap.IsValid() && inst.snap.v >= trace_->num_snapshots()) {
      return in->Fail(Cat("snapshot !", inst.snap.v, " is not defined above"));
    }
    IrRef r = trace_->Append(inst);
    if (*op == Opcode::LOOP) trace_->loop = r;
    names_[defined_] = r;
  }

  template <typename Enum, int kCount>
  void Literal(Cursor* in, std::string_view what, IrRef* out) {
    std::string_view word = in->Word();
    auto e = FindName<Enum, kCount>(word);
    if (!e) return in->Fail(Cat("expected ", what, ", not '", word, "'"));
    *out = IrRef(static_cast<int>(*e));
  }

  void SnapshotLine(Cursor* in) {
    in->Need('!');
    int id = in->Number("a snapshot number");
    if (in->ok() && (id < 0 || id >= SnapId::kInvalid)) in->Fail("expected a smaller snapshot number");
    SnapshotDesc d;
    if (in->Peek() == '@' || in->Peek() == '-') d.resume = Ref(in);
    in->Need('[');
    while (in->ok() && !in->Eat(']')) {
      SnapEntry e;
      e.slot = Slot(in->Number("a slot number or ]"));
      in->Need('=');
      e.ref = Ref(in);
      if (in->Eat('^')) e.flags |= kSnapRetain;
      if (in->Eat('~')) e.flags |= kSnapClean;
      if (!d.entries.empty() && e.slot <= d.entries.back().slot) in->Fail("expected ascending slots");
      d.entries.push_back(e);
    }
    while (in->ok() && in->Eat('{')) d.frames.push_back(Frame(in));
    if (!in->AtEnd()) in->Fail("expected the end of the line");
    if (!in->ok()) return;
    trace_->EnsureSnapshots(id + 1);
    trace_->ReplaceSnapshot(SnapId(id), d);
  }

  SnapFrame Frame(Cursor* in) {
    SnapFrame f;
    f.base = Slot(in->Number("the frame's first slot"));
    f.func = Ref(in);
    while (in->ok() && !in->Eat('}')) {
      std::string_view word = in->Word();
      if (word == "active")
        f.flags |= kFrameActive;
      else if (word == "pending")
        f.flags |= kFramePending;
      else if (word == "heap")
        f.flags |= kFrameHeap;
      else if (word == "materialised")
        f.flags |= kFrameMaterialised;
      else if (in->Need('='), word == "this")
        f.this_ref = Ref(in), f.flags |= in->Eat('^')   ? kFrameRetainThis
                                         : in->Eat('~') ? kFrameBorrowThis
                                                        : 0;
      else if (word == "closure")
        f.closure = Ref(in), f.flags |= in->Eat('^') ? kFrameRetainClosure : 0;
      else if (word == "call")
        f.call_op = Ref(in);
      else if (word == "result")
        f.result = Slot(in->Number("a slot number"));
      else if (word == "argc")
        f.argc = static_cast<uint16_t>(in->Number("a count"));
      else if (word == "info")
        f.info = static_cast<uint32_t>(in->Number("bits"));
      else
        in->Fail(Cat("expected a frame attribute or }, not '", word, "'"));
    }
    return f;
  }

  Trace* trace_;
  std::string defined_;
  absl::flat_hash_map<std::string, IrRef> names_;
};

}  // namespace

IrRef ParseConstant(Trace* trace, std::string_view* text, std::string* error) {
  Cursor in(*text);
  IrRef r = ParseConst(trace, &in);
  *text = in.rest();
  *error = in.error();
  return in.ok() ? r : kNone;
}

std::expected<ParsedFile, std::string> Parse(std::string_view text) {
  ParsedFile file;
  std::optional<TraceParser> parser;
  std::vector<std::unique_ptr<Trace>> traces;
  int number = 0;
  while (!text.empty()) {
    size_t n = text.find('\n');
    std::string_view line = text.substr(0, n);
    text = n == std::string_view::npos ? std::string_view() : text.substr(n + 1);
    ++number;
    Cursor in(line);
    if (in.AtEnd()) continue;
    if (in.PeekWord() == "host") {
      in.Word();
      in.Skip();
      file.host.push_back({number, std::string(in.rest())});
    } else if (in.PeekWord() == "trace") {
      in.Word();
      traces.push_back(std::make_unique<Trace>());
      parser.emplace(traces.back().get());
      parser->Header(&in);
      if (in.ok() && !in.AtEnd()) in.Fail("expected the end of the line");
    } else if (!parser) {
      in.Fail("expected `trace` first");
    } else {
      parser->Line(&in);
    }
    if (!in.ok()) return std::unexpected(Cat(number, ": ", in.error()));
  }
  for (auto& t : traces) file.traces.push_back(std::move(*t));
  if (file.traces.empty()) return std::unexpected(Cat(number, ": expected a trace"));
  return file;
}

}  // namespace tusk::ir
