// Op arrays as text, in the layout of opcache's dump before optimisation: functions can be compared with
// PHP's line by line.
#include "interp/frontend/dump_oplines.h"

#include <cstdio>

#include "absl/strings/str_format.h"
#include "interp/frontend/emit.h"
#include "interp/runtime/array.h"

namespace tusk {

namespace {

// What an unused operand, or the extended value, holds: the words of opcodes.def's columns.
enum class Means : uint8_t {
  None,
  Jump,
  Num,
  This,
  Next,
  ClassFetch,
  CacheSlot,
  TryCatch,
  LoopEnd,
  Constructor,
  ConstFetch,
};
enum ExtendedBits : uint32_t {
  XNone = 0,
  XNum = 1,
  XCacheSlot = 2,
  XOp = 4,
  XType = 8,
  XTypeMask = 16,
  XIsset = 32,
  XRef = 64,
  XEval = 128,
  XSrc = 256,
  XVarFetch = 512,
  XArrayInit = 1024,
  XDimWrite = 2048,
  XFetchRef = 4096,
  XJmpAddr = 8192,
  XLastCatch = 16384,
};

struct Row {
  Means op1 = Means::None;
  Means op2 = Means::None;
  uint32_t extended = 0;
};

// The words of the table as names.
namespace means {
constexpr Means None = Means::None, Jump = Means::Jump, Num = Means::Num, This = Means::This,
                Next = Means::Next, ClassFetch = Means::ClassFetch, CacheSlot = Means::CacheSlot,
                TryCatch = Means::TryCatch, LoopEnd = Means::LoopEnd, Constructor = Means::Constructor,
                ConstFetch = Means::ConstFetch;
}
namespace ext {
constexpr uint32_t None = XNone, Num = XNum, CacheSlot = XCacheSlot, Op = XOp, Type = XType,
                   TypeMask = XTypeMask, Isset = XIsset, Ref = XRef, Eval = XEval, Src = XSrc,
                   VarFetch = XVarFetch, ArrayInit = XArrayInit, DimWrite = XDimWrite, FetchRef = XFetchRef,
                   JmpAddr = XJmpAddr, LastCatch = XLastCatch;
}

constexpr Row RowOf(Opcode opcode) {
  switch (opcode) {
#define OP(number, NAME, Camel, family, op1, op1_means, op2, op2_means, result, extended, effects) \
  case Opcode::k##Camel: {                                                                         \
    constexpr Means kFirst = means::op1_means;                                                     \
    constexpr Means kSecond = means::op2_means;                                                    \
    using namespace ext;                                                                           \
    return {kFirst, kSecond, extended};                                                            \
  }
#include "interp/vm/opcodes.def"
#undef OP
  }
  return {};
}

void AppendQuoted(std::string* out, std::string_view text) {
  *out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') *out += '\\';
    *out += c;
  }
  *out += '"';
}

void AppendValue(std::string* out, const Value& v) {
  switch (v.type) {
    case Type::kNull: *out += " null"; break;
    case Type::kFalse: *out += " bool(false)"; break;
    case Type::kTrue: *out += " bool(true)"; break;
    case Type::kInt: absl::StrAppendFormat(out, " int(%d)", v.i); break;
    case Type::kFloat: {
      char buffer[64];
      std::snprintf(buffer, sizeof(buffer), " float(%g)", v.d);
      *out += buffer;
      break;
    }
    case Type::kString:
      *out += " string(";
      // Up to a NUL, as PHP: the unique part of an anonymous class's name stays out.
      AppendQuoted(out, v.str->view().substr(0, v.str->view().find('\0')));
      *out += ')';
      break;
    case Type::kArray: *out += " array(...)"; break;
    case Type::kConstantAst: *out += " zval(type=11)"; break;  // PHP's number of a constant expression
    default: absl::StrAppendFormat(out, " zval(type=%d)", static_cast<int>(v.type)); break;
  }
}

void AppendSlot(std::string* out, const OpArray* f, uint8_t kind, uint32_t offset) {
  uint32_t index = SlotIndex(offset);
  if (kind == kCv) {
    absl::StrAppendFormat(out, "CV%d($%s)", index, index < f->cv_count ? f->cv_names[index]->view() : "?");
  } else {
    absl::StrAppendFormat(out, "%c%d", kind == kVar ? 'V' : 'T', index);
  }
}

void AppendClassFetch(std::string* out, uint32_t num) {
  switch (num & ClassFetch::kMask) {
    case ClassFetch::kSelf: *out += " (self)"; break;
    case ClassFetch::kParent: *out += " (parent)"; break;
    case ClassFetch::kStatic: *out += " (static)"; break;
    default: break;
  }
  if (num & ClassFetch::kNoAutoload) *out += " (no-autoload)";
  if (num & ClassFetch::kSilent) *out += " (silent)";
  if (num & ClassFetch::kException) *out += " (exception)";
}

void AppendJump(std::string* out, const OpArray* f, const Op* op, Operand target) {
  absl::StrAppendFormat(out, " %04d", f->IndexOf(op->Target(target)));
}

void AppendOperand(std::string* out, const OpArray* f, const Op* op, Operand operand, uint8_t kind,
                   Means unused, bool is_op2) {
  switch (kind & 0xf) {
    case kConst: AppendValue(out, *op->Literal(operand)); return;
    case kTmp:
    case kVar:
    case kCv:
      *out += ' ';
      AppendSlot(out, f, kind & 0xf, operand.num);
      return;
    default: break;
  }
  switch (unused) {
    case Means::Jump:
      if (!(op->opcode == Opcode::kCatch && (op->extended & kLastCatch))) AppendJump(out, f, op, operand);
      break;
    case Means::Num: absl::StrAppendFormat(out, " %d", operand.num); break;
    case Means::This: *out += " THIS"; break;
    case Means::Next: *out += " NEXT"; break;
    case Means::ClassFetch: AppendClassFetch(out, operand.num); break;
    case Means::Constructor: *out += " CONSTRUCTOR"; break;
    case Means::ConstFetch:
      if (operand.num & kUnqualifiedInNamespace) *out += " (unqualified-in-namespace)";
      break;
    case Means::TryCatch:
      if (operand.num != UINT32_MAX) absl::StrAppendFormat(out, " try-catch(%d)", operand.num);
      break;
    case Means::LoopEnd:
      if (op->extended & kFreeOnReturn) absl::StrAppendFormat(out, " loop-end(+%d)", operand.num);
      break;
    default: break;
  }
}

void AppendTypeMask(std::string* out, uint32_t mask) {
  static constexpr struct {
    uint32_t mask;
    const char* name;
  } kSingle[] = {
      {1u << 1, "null"},   {1u << 2, "false"},    {1u << 3, "true"},   {(1u << 2) | (1u << 3), "bool"},
      {1u << 4, "long"},   {1u << 5, "double"},   {1u << 6, "string"}, {1u << 7, "array"},
      {1u << 8, "object"}, {1u << 9, "resource"},
  };
  for (const auto& t : kSingle) {
    if (t.mask == mask) {
      absl::StrAppendFormat(out, " (%s)", t.name);
      return;
    }
  }
  *out += " TYPE [";
  bool first = true;
  auto add = [&](const char* name) {
    if (!first) *out += ", ";
    first = false;
    *out += name;
  };
  uint32_t rest = mask;
  if (rest & (1u << 1)) add("null");
  if ((rest & TypeDecl::kBool) == TypeDecl::kBool) {
    add("bool");
  } else if (rest & (1u << 2)) {
    add("false");
  } else if (rest & (1u << 3)) {
    add("true");
  }
  for (const auto& t : kSingle) {
    if (t.mask >= (1u << 4) && (rest & t.mask)) add(t.name);
  }
  *out += ']';
}

void AppendSwitch(std::string* out, const OpArray* f, const Op* op) {
  Array* table = op->Literal(op->op2)->arr;
  for (uint32_t p = First(table); p != kEnd; p = Next(table, p)) {
    ArrayKey key = KeyAt(table, p);
    *out += ' ';
    if (key.IsInt()) {
      absl::StrAppendFormat(out, "%d", key.num);
    } else {
      AppendQuoted(out, key.name->view());
    }
    int64_t distance = ValueAt(table, p).i;
    absl::StrAppendFormat(out, ": %04d,", static_cast<int64_t>(f->IndexOf(op)) + distance / 32);
  }
  *out += " default:";
  Operand target;
  target.num = op->extended;
  AppendJump(out, f, op, target);
}

}  // namespace

std::string DumpOp(const OpArray* f, const Op* op) {
  std::string out;
  uint8_t result_kind = op->result_kind & 0xf;
  if (result_kind) {
    AppendSlot(&out, f, result_kind, op->result.num);
    out += " = ";
  }
  out += OpcodeName(op->opcode);
  const Row row = RowOf(op->opcode);
  const uint32_t x = row.extended;
  const uint32_t value = op->extended;
  if (x == XNum || x == (XNum | XCacheSlot)) absl::StrAppendFormat(&out, " %d", value);
  if (x & XOp) {
    absl::StrAppendFormat(&out, " (%s)", OpcodeName(static_cast<Opcode>(value)));
  }
  if (x & XType) {
    static constexpr const char* kNames[] = {"undef",  "null",   "bool",  "bool",   "long",
                                             "double", "string", "array", "object", "resource"};
    if (value < std::size(kNames)) absl::StrAppendFormat(&out, " (%s)", kNames[value]);
  }
  if (x & XTypeMask) AppendTypeMask(&out, value);
  if (x & XEval) {
    const char* name = value == IncludeMode::kEval          ? "eval"
                       : value == IncludeMode::kInclude     ? "include"
                       : value == IncludeMode::kIncludeOnce ? "include_once"
                       : value == IncludeMode::kRequire     ? "require"
                                                            : "require_once";
    absl::StrAppendFormat(&out, " (%s)", name);
  }
  if (x & XSrc) {
    if (value == kReturnsValue) {
      out += " (value)";
    } else if (value & kReturnsFunction) {
      out += " (function)";
    }
  }
  if (x & XVarFetch) {
    if (value & FetchScope::kGlobal) out += " (global)";
    if (value & FetchScope::kLocal) out += " (local)";
    if (value & FetchScope::kGlobalLock) out += " (global+lock)";
  }
  if (x & XIsset) out += value & kIsEmpty ? " (empty)" : " (isset)";
  if (x & XArrayInit) {
    uint32_t size = value >> kArraySizeShift;
    absl::StrAppendFormat(&out, " %d", size);
    if (!(value & kArrayNotPacked)) out += " (packed)";
  }
  if (x & XRef) {
    if (value & kArrayElementRef) out += " (ref)";
  }
  if (x & XFetchRef) {
    if (value & kFetchRef) out += " (ref)";
    if (value & kFetchDimWrite) out += " (dim write)";
  }
  AppendOperand(&out, f, op, op->op1, op->op1_kind, row.op1, false);
  if (op->opcode == Opcode::kSwitchLong || op->opcode == Opcode::kSwitchString ||
      op->opcode == Opcode::kMatch) {
    AppendSwitch(&out, f, op);
    return out;
  }
  AppendOperand(&out, f, op, op->op2, op->op2_kind, row.op2, true);
  if (x & XJmpAddr) {
    Operand target;
    target.num = value;
    AppendJump(&out, f, op, target);
  }
  return out;
}

namespace {

std::string TitleOf(const OpArray* f) {
  std::string title;
  if (f->scope && f->name) {
    title += f->scope->name->view();
    title += "::";
  }
  title += f->name ? f->name->view() : std::string_view("$_main");
  return title;
}

}  // namespace

std::string DumpOpArray(const OpArray* f) {
  std::string out = "\n" + TitleOf(f) + ":\n";
  absl::StrAppendFormat(&out, "     ; (lines=%d, args=%d, vars=%d, tmps=%d)\n", f->op_count, f->arg_count,
                        f->cv_count, f->tmp_count);
  out += "     ; (before optimizer)\n";
  absl::StrAppendFormat(&out, "     ; %s:%d-%d\n", f->file->view(), f->line_start, f->line_end);
  for (uint32_t i = 0; i < f->op_count; ++i) {
    absl::StrAppendFormat(&out, "%04d ", i);
    out += DumpOp(f, &f->ops[i]);
    out += '\n';
  }
  if (!f->live_ranges.empty()) {
    static constexpr const char* kKinds[] = {"tmp/var", "loop", "silence", "rope", "new"};
    out += "LIVE RANGES:\n";
    for (const LiveRange& r : f->live_ranges) {
      absl::StrAppendFormat(&out, "     %d: %04d - %04d (%s)\n", SlotIndex(r.slot), r.start, r.end,
                            kKinds[r.kind]);
    }
  }
  if (!f->try_ranges.empty()) {
    out += "EXCEPTION TABLE:\n";
    for (const TryRange& t : f->try_ranges) {
      absl::StrAppendFormat(&out, "     %04d", t.try_op);
      auto place = [&](uint32_t op) {
        if (op) {
          absl::StrAppendFormat(&out, ", %04d", op);
        } else {
          out += ", -";
        }
      };
      place(t.catch_op);
      place(t.finally_op);
      place(t.finally_end);
      out += '\n';
    }
  }
  return out;
}

std::string DumpUnit(const CompiledUnit* unit) {
  std::string out;
  for (const OpArray* f : unit->all) out += DumpOpArray(f);
  return out;
}

}  // namespace tusk
