// Trace: storage of instructions, interned constants and shared snapshots.
#include "ir/ir.h"
#include "ir/text.h"

#include <algorithm>
#include <bit>

namespace tusk::ir {

static_assert(sizeof(Inst) == 20);
static_assert(kNumOpcodes <= 256 && kNumAliases <= 32);

Trace::Trace() {
  insts_.emplace_back();  // position 0 means none
  for (ConstKind k : {ConstKind::kUndef, ConstKind::kNull, ConstKind::kFalse, ConstKind::kTrue}) {
    AddConstant({.kind = k});
  }
}

IrRef Trace::Append(const Inst& inst) {
  IrRef r = end();
  insts_.push_back(inst);
  return r;
}

void Trace::Truncate(IrRef end) {
  CHECK(end.v >= 1 && end <= this->end());
  insts_.resize(static_cast<size_t>(end.v));
}

void Trace::TruncateSnapshots(int count) {
  CHECK(count <= num_snapshots());
  snapshots_.resize(static_cast<size_t>(count));
}

std::vector<int> Trace::CompactSnapshots() {
  std::vector<int> renumbered(static_cast<size_t>(num_snapshots()) + 1, 0);
  for (const Inst& inst : insts_) {
    if (inst.op != Opcode::NOP && inst.snap.IsValid()) renumbered[inst.snap.v] = 1;
  }
  int kept = 0;
  size_t entries_kept = 0, frames_kept = 0;
  for (int i = 0; i < num_snapshots(); ++i) {
    bool used = renumbered[static_cast<size_t>(i)];
    renumbered[static_cast<size_t>(i)] = kept;
    if (!used) continue;
    Snapshot s = snapshots_[static_cast<size_t>(i)];
    entries_kept += s.num_entries, frames_kept += s.num_frames;
    snapshots_[static_cast<size_t>(kept++)] = s;
  }
  renumbered.back() = kept;
  snapshots_.resize(static_cast<size_t>(kept));
  std::vector<SnapEntry> entries;
  std::vector<SnapFrame> frames;
  entries.reserve(entries_kept), frames.reserve(frames_kept);
  for (Snapshot& s : snapshots_) {
    auto entry = entries_.begin() + s.first_entry;
    auto frame = frames_.begin() + s.first_frame;
    s.first_entry = static_cast<uint32_t>(entries.size());
    s.first_frame = static_cast<uint32_t>(frames.size());
    entries.insert(entries.end(), entry, entry + s.num_entries);
    frames.insert(frames.end(), frame, frame + s.num_frames);
  }
  entries_ = std::move(entries), frames_ = std::move(frames);
  for (Inst& inst : insts_) {
    if (inst.op != Opcode::NOP && inst.snap.IsValid()) inst.snap = SnapId(renumbered[inst.snap.v]);
  }
  return renumbered;
}

void Trace::Freeze() {
  insts_.shrink_to_fit(), args_.shrink_to_fit(), constants_.shrink_to_fit(), snapshots_.shrink_to_fit();
  positions_.shrink_to_fit(), inlined_frames_.shrink_to_fit();
  ints_ = {}, floats_ = {}, pointers_ = {}, named_ = {}, label_uses_ = {};
}

namespace {

// Ranges of `all`, copied so that one which a recent one begins with is not stored again.
template <typename T>
class KeptRanges {
 public:
  explicit KeptRanges(const std::vector<T>& all) : all_(all) {}
  // Returns where the range begins among those that are kept.
  uint32_t Keep(uint32_t first, uint32_t count) {
    const T* mine = all_.data() + first;
    auto same = std::find_if(recent_.rbegin(), recent_.rend(), [&](const Range& range) {
      return range.count >= count && std::equal(mine, mine + count, kept_.data() + range.first);
    });
    if (same != recent_.rend()) return same->first;
    auto at = static_cast<uint32_t>(kept_.size());
    kept_.insert(kept_.end(), mine, mine + count);
    if (recent_.size() == kLookBack) recent_.erase(recent_.begin());
    recent_.push_back({at, count});
    return at;
  }
  const std::vector<T>& kept() const { return kept_; }

 private:
  static constexpr size_t kLookBack = 24;
  struct Range {
    uint32_t first, count;
  };
  const std::vector<T>& all_;
  std::vector<T> kept_;
  std::vector<Range> recent_;
};

}  // namespace

std::vector<int32_t> Trace::KeepExits() {
  std::vector<int32_t> kept{0};
  std::vector<IrRef> new_inst(insts_.size()), new_constant(constants_.size() + 1);
  std::vector<Constant> constants;
  auto keep = [&](IrRef& r) {
    if (r.IsConst()) {
      IrRef& to = new_constant[static_cast<size_t>(-r.v)];
      if (!to) {
        Constant c = constant(r);
        constants.push_back(c);
        to = IrRef(-static_cast<int32_t>(constants.size()));
      }
      r = to;
    } else if (r.IsInst()) {
      IrRef& to = new_inst[static_cast<size_t>(r.v)];
      if (!to) {
        to = IrRef(static_cast<int32_t>(kept.size()));
        kept.push_back(r.v);
      }
      r = to;
    }
  };
  for (IrRef r : {kUndefRef, kNullRef, kFalseRef, kTrueRef}) keep(r);
  keep(start);
  loop = null_ = kNone;
  for (SnapEntry& e : entries_) keep(e.ref);
  for (SnapFrame& f : frames_) {
    for (IrRef* r : {&f.func, &f.this_ref, &f.closure, &f.call_op}) keep(*r);
  }
  for (Position& p : positions_) keep(p.op), p.num_shown = 0;
  for (InlinedFrame& f : inlined_frames_) keep(f.func), keep(f.call_op), keep(f.self);
  KeptRanges<SnapFrame> frames(frames_);
  KeptRanges<SnapEntry> entries(entries_);
  for (Snapshot& s : snapshots_) {
    keep(s.resume);
    s.first_frame = frames.Keep(s.first_frame, s.num_frames);
    s.first_entry = entries.Keep(s.first_entry, s.num_entries);
  }
  kept_types_.resize(kept.size());
  for (size_t i = 1; i < kept.size(); ++i) kept_types_[i] = insts_[static_cast<size_t>(kept[i])].type;
  kept_entries_.reserve(entries.kept().size());
  for (const SnapEntry& e : entries.kept())
    kept_entries_.push_back({static_cast<uint32_t>(e.slot.v), e.flags, e.ref});
  frames_.assign(frames.kept().begin(), frames.kept().end());
  frames_.shrink_to_fit(), constants.shrink_to_fit(), kept.shrink_to_fit();
  constants_ = std::move(constants);
  // (Assigning {} would leave the memory with them.)
  insts_ = std::vector<Inst>(), entries_ = std::vector<SnapEntry>(), args_ = std::vector<IrRef>();
  shown_ = std::vector<ShownSlot>(), positions_.shrink_to_fit();
  return kept;
}

namespace {

// `same` compares with one that is there already.
template <typename T, typename Same>
uint16_t AddShared(std::vector<T>* all, const T& one, Same same) {
  constexpr size_t kLast = 8, kMost = 0xffff;
  for (size_t i = all->size(); i > 0 && all->size() - i < kLast; --i) {
    if (same((*all)[i - 1])) return static_cast<uint16_t>(i);
  }
  if (all->size() == kMost) return 0;
  all->push_back(one);
  return static_cast<uint16_t>(all->size());
}

}  // namespace

uint16_t Trace::AddPosition(Position position, absl::Span<const ShownSlot> shown) {
  position.first_shown = static_cast<uint32_t>(shown_.size());
  position.num_shown = static_cast<uint32_t>(shown.size());
  size_t before = positions_.size();
  uint16_t number = AddShared(&positions_, position, [&](const Position& old) {
    Position there = old;
    there.first_shown = position.first_shown;
    return there == position && this->shown(old) == shown;
  });
  if (positions_.size() > before) shown_.insert(shown_.end(), shown.begin(), shown.end());
  return number;
}
uint16_t Trace::AddInlinedFrame(const InlinedFrame& frame) {
  return AddShared(&inlined_frames_, frame, [&](const InlinedFrame& old) { return old == frame; });
}

IrRef Trace::AddArgs(absl::Span<const IrRef> args) {
  IrRef first(static_cast<int32_t>(args_.size()));
  args_.insert(args_.end(), args.begin(), args.end());
  return first;
}

absl::Span<const IrRef> Trace::args(const Inst& call) const {
  return absl::MakeConstSpan(args_).subspan(static_cast<size_t>(call.b.v), static_cast<size_t>(call.c.v));
}

absl::Span<IrRef> Trace::args(const Inst& call) {
  return absl::MakeSpan(args_).subspan(static_cast<size_t>(call.b.v), static_cast<size_t>(call.c.v));
}

IrRef Trace::AddConstant(const Constant& c) {
  constants_.push_back(c);
  return IrRef(-static_cast<int32_t>(constants_.size()));
}

IrRef Trace::KInt(int64_t i) {
  IrRef& r = ints_[i];
  if (!r) {
    Constant c{.kind = ConstKind::kInt};
    c.i = i;
    r = AddConstant(c);
  }
  return r;
}

IrRef Trace::KFloat(double f) {
  IrRef& r = floats_[std::bit_cast<uint64_t>(f)];
  if (!r) {
    Constant c{.kind = ConstKind::kFloat};
    c.f = f;
    r = AddConstant(c);
  }
  return r;
}

IrRef Trace::KPtr(ConstKind kind, const void* p, std::string_view label) {
  CHECK(IsPointerConst(kind));
  Constant c{.kind = kind};
  c.p = p;
  if (p) {
    auto [it, added] = pointers_.try_emplace({p, kind}, kNone);
    if (!added) return it->second;
    if (!label.empty()) {
      // Two addresses with one label get different texts, so that the dump can be read back.
      std::string text(label);
      int uses = ++label_uses_[Cat(kConstPrefix[static_cast<int>(kind)], ":", label)];
      if (uses > 1) ir::Append(&text, "#", uses);
      c.label = static_cast<int32_t>(labels_.size());
      labels_.push_back(std::move(text));
    }
    return it->second = AddConstant(c);
  }
  auto [it, added] = named_.try_emplace(Cat(kConstPrefix[static_cast<int>(kind)], ":", label), kNone);
  if (!added) return it->second;
  c.label = static_cast<int32_t>(labels_.size());
  labels_.emplace_back(label);
  it->second = AddConstant(c);
  if (kind == ConstKind::kPointer && label == "null") null_ = it->second;
  return it->second;
}

std::string_view Trace::label(IrRef r) const {
  int32_t l = constant(r).label;
  return l < 0 ? std::string_view() : std::string_view(labels_[static_cast<size_t>(l)]);
}

bool Trace::SameSnapshot(SnapId s, const SnapshotDesc& desc) const {
  return snapshot(s).resume == desc.resume && entries(s) == absl::MakeConstSpan(desc.entries) &&
         frames(s) == absl::MakeConstSpan(desc.frames);
}

SnapId Trace::AddSnapshot(const SnapshotDesc& desc, bool share) {
  constexpr int kLookBack = 4;  // identical snapshots come from consecutive guards of one opline
  int n = num_snapshots();
  for (int i = n - 1; share && i >= 0 && i >= n - kLookBack; --i) {
    // The loop's safepoint is no failed guard: who leaves tells them apart by it.
    if (loop && (*this)[loop].snap == SnapId(i)) continue;
    if (desc.alone || snapshot(SnapId(i)).alone) continue;
    if (SameSnapshot(SnapId(i), desc)) return SnapId(i);
  }
  CHECK(n < SnapId::kInvalid);
  snapshots_.emplace_back();
  ReplaceSnapshot(SnapId(n), desc);
  return SnapId(n);
}

void Trace::EnsureSnapshots(int count) {
  if (num_snapshots() < count) snapshots_.resize(static_cast<size_t>(count));
}

void Trace::ReplaceSnapshot(SnapId s, const SnapshotDesc& desc) {
  for (size_t i = 1; i < desc.entries.size(); ++i) DCHECK(desc.entries[i - 1].slot < desc.entries[i].slot);
  Snapshot& snap = snapshots_[s.v];
  snap.resume = desc.resume;
  snap.alone = desc.alone;
  // Content that does not grow is overwritten in place, otherwise it moves to the end of the pools.
  if (desc.entries.size() > snap.num_entries) {
    snap.first_entry = static_cast<uint32_t>(entries_.size());
    entries_.resize(entries_.size() + desc.entries.size());
  }
  if (desc.frames.size() > snap.num_frames) {
    snap.first_frame = static_cast<uint32_t>(frames_.size());
    frames_.resize(frames_.size() + desc.frames.size());
  }
  snap.num_entries = static_cast<uint16_t>(desc.entries.size());
  snap.num_frames = static_cast<uint16_t>(desc.frames.size());
  std::copy(desc.entries.begin(), desc.entries.end(), entries_.begin() + snap.first_entry);
  std::copy(desc.frames.begin(), desc.frames.end(), frames_.begin() + snap.first_frame);
}

absl::Span<const SnapEntry> Trace::entries(SnapId s) const {
  return absl::MakeConstSpan(entries_).subspan(snapshot(s).first_entry, snapshot(s).num_entries);
}
absl::Span<SnapEntry> Trace::entries(SnapId s) {
  return absl::MakeSpan(entries_).subspan(snapshot(s).first_entry, snapshot(s).num_entries);
}
absl::Span<const SnapFrame> Trace::frames(SnapId s) const {
  return absl::MakeConstSpan(frames_).subspan(snapshot(s).first_frame, snapshot(s).num_frames);
}
absl::Span<SnapFrame> Trace::frames(SnapId s) {
  return absl::MakeSpan(frames_).subspan(snapshot(s).first_frame, snapshot(s).num_frames);
}

SnapshotDesc Trace::Describe(SnapId s) const {
  SnapshotDesc d;
  d.resume = snapshot(s).resume;
  d.alone = snapshot(s).alone;
  d.entries.assign(entries(s).begin(), entries(s).end());
  d.frames.assign(frames(s).begin(), frames(s).end());
  return d;
}

IrRef Trace::ExitValue(SnapId s, int i) const {
  int n = snapshot(s).num_entries;
  if (i < n) return kept_types_.empty() ? entries(s)[static_cast<size_t>(i)].ref : KeptEntryAt(s, i).ref;
  const SnapFrame& frame = frames(s)[static_cast<size_t>((i - n) / 2)];
  return (i - n) % 2 == 0 ? frame.this_ref : frame.closure;
}

}  // namespace tusk::ir
