// Trace -> text.
#include "ir/print.h"
#include "ir/text.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <vector>

namespace tusk::ir {

namespace {

// Characters a label may have without quotes; parse.cc reads the same set.
bool IsBareLabel(std::string_view s) {
  constexpr std::string_view kBare = "_+-.:/\\$#<>*,()@";
  if (s.empty()) return false;
  for (char c : s) {
    bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!alnum && kBare.find(c) == std::string_view::npos) return false;
  }
  return true;
}

std::string HexNan(uint64_t bits) {
  char buffer[24];
  return Cat("nan:", std::string_view(buffer, std::to_chars(buffer, buffer + sizeof buffer, bits, 16).ptr));
}

std::string PrintLabel(ConstKind kind, std::string_view label) {
  if (kind != ConstKind::kString && IsBareLabel(label)) return std::string(label);
  return Quote(label);
}

void AppendOperand(std::string* out, const Trace& trace, Operand kind, IrRef r) {
  switch (kind) {
    case Operand::kNone:
    case Operand::kArgs: return;
    case Operand::kSlot:
    case Operand::kLit: Append(out, " #", r.v); return;
    case Operand::kField: Append(out, " ", Name(static_cast<Field>(r.v))); return;
    case Operand::kCall: Append(out, " ", Name(static_cast<CallId>(r.v))); return;
    default: Append(out, " ", PrintRef(trace, r));
  }
}

}  // namespace

std::string PrintFloat(double f) {
  if (std::isnan(f)) {
    uint64_t bits = std::bit_cast<uint64_t>(f);
    return bits == 0x7ff8000000000000 ? "nan" : HexNan(bits);
  }
  if (std::isinf(f)) return f > 0 ? "inf" : "-inf";
  char buffer[40];
  auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, f);
  std::string s(buffer, end);
  if (s.find_first_of(".e") == std::string::npos) s += ".0";
  return s;
}

std::string PrintRef(const Trace& trace, IrRef r) {
  if (r.IsNone()) return "-";
  if (r.IsInst()) return Cat("%", r.v);
  const Constant& c = trace.constant(r);
  switch (c.kind) {
    case ConstKind::kUndef: return "undef";
    case ConstKind::kNull: return "null";
    case ConstKind::kFalse: return "false";
    case ConstKind::kTrue: return "true";
    case ConstKind::kInt: return Cat(c.i);
    case ConstKind::kFloat: return PrintFloat(c.f);
    default: return Cat("@", kConstPrefix[static_cast<int>(c.kind)], ":", PrintLabel(c.kind, trace.label(r)));
  }
}

std::string PrintInst(const Trace& trace, IrRef r) {
  const Inst& inst = trace[r];
  const OpRow& row = Row(inst.op);
  std::string out = Cat("%", r.v);
  if (inst.type != Type::kNone) Append(&out, " ", Name(inst.type));
  Append(&out, " ", row.name);
  for (int i = 0; i < 3; ++i) AppendOperand(&out, trace, row.operand[i], inst.operand(i));
  if (inst.op == Opcode::CALL) {
    for (IrRef arg : trace.args(inst)) Append(&out, " ", PrintRef(trace, arg));
  }
  if (inst.snap.IsValid()) Append(&out, " !", inst.snap.v);
  if (inst.flags & kInstSunk) Append(&out, " sunk");
  return out;
}

std::string PrintSnapshot(const Trace& trace, SnapId s) {
  const Snapshot& snap = trace.snapshot(s);
  std::string out = Cat("!", s.v, " ", PrintRef(trace, snap.resume), " [");
  const char* separator = "";
  for (const SnapEntry& e : trace.entries(s)) {
    Append(&out, separator, e.slot.v, "=", PrintRef(trace, e.ref), e.flags & kSnapRetain ? "^" : "",
           e.flags & kSnapClean ? "~" : "");
    separator = " ";
  }
  out += "]";
  for (const SnapFrame& f : trace.frames(s)) {
    Append(&out, " {", f.base.v, " ", PrintRef(trace, f.func));
    if (f.flags & kFrameActive) out += " active";
    if (f.flags & kFramePending) out += " pending";
    if (f.flags & kFrameHeap) out += " heap";
    if (f.flags & kFrameMaterialised) out += " materialised";
    if (f.this_ref) {
      Append(&out, " this=", PrintRef(trace, f.this_ref), f.flags & kFrameRetainThis ? "^" : "",
             f.flags & kFrameBorrowThis ? "~" : "");
    }
    if (f.closure) {
      Append(&out, " closure=", PrintRef(trace, f.closure), f.flags & kFrameRetainClosure ? "^" : "");
    }
    if (f.call_op) Append(&out, " call=", PrintRef(trace, f.call_op));
    if (f.result.v >= 0) Append(&out, " result=", f.result.v);
    if (f.argc) Append(&out, " argc=", f.argc);
    if (f.info) Append(&out, " info=", f.info);
    out += "}";
  }
  return out;
}

std::string PrintMarked(const Trace& trace, IrRef marked, std::string_view message) {
  std::string out = Cat("trace ", trace.id);
  if (trace.start) Append(&out, " ", PrintRef(trace, trace.start));
  if (trace.apart) Append(&out, " apart");
  if (trace.parent) Append(&out, " side ", trace.parent, ":", trace.parent_exit.v);
  out += "\n";
  std::vector<bool> printed(static_cast<size_t>(trace.num_snapshots()), false);
  for (IrRef r(1); r < trace.end(); ++r.v) {
    const Inst& inst = trace[r];
    if (inst.op == Opcode::NOP) continue;
    if (inst.snap.IsValid() && inst.snap.v < trace.num_snapshots() && !printed[inst.snap.v]) {
      printed[inst.snap.v] = true;
      Append(&out, "  ", PrintSnapshot(trace, inst.snap), "\n");
    }
    Append(&out, "  ", PrintInst(trace, r), "\n");
    if (r == marked) Append(&out, "  ^^^^ ", message, "\n");
  }
  if (marked.IsNone() && !message.empty()) Append(&out, "  ^^^^ ", message, "\n");
  return out;
}

std::string Print(const Trace& trace) { return PrintMarked(trace, kNone, ""); }

}  // namespace tusk::ir
