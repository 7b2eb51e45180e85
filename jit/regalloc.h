// Linear scan over the linear IR. A value has one place, a register or a spill slot, for its whole life;
// values used only by exits go to spill slots first. After Poletto and Sarkar (1999), with weights by loop
// use.
//
// Time runs in half steps: position p reads its operands at 2p and writes its result at 2p + 1, where the
// values of its snapshot must still be whole. So a result may take over the register of an operand that dies
// there, but not one that the exit needs. The exceptions are ADDOV and SUBOV on a loop variable: the exit
// undoes the operation (see Allocation::undo).
#pragma once

#include <string>
#include <vector>

#include "ir/ir.h"
#include "jit/plan.h"
#include "jit/target.h"
#include "trace/backend.h"

namespace tusk::jit {

using trace::Location;

struct Allocation {
  std::vector<Location> place;  // by position; kNowhere for values without code
  std::vector<bool> undo;       // ADDOV / SUBOV that overwrites its first operand, which its exit needs
  int spill_slots = 0;

  Location of(ir::IrRef r) const { return place[static_cast<size_t>(r.v)]; }
};

struct AllocationRequest {
  const ir::Trace* trace;
  const Plan* plan;
  const Target* target;
  const std::vector<Location>* inherited = nullptr;  // PLOADs prefer to stay where they are
  uint64_t random_seed = 0;
};

// False with `error` when more spill slots are needed than a trace's stack frame has.
bool Allocate(const AllocationRequest& request, Allocation* out, std::string* error);

// Orders moves that happen at once so that none reads a place already overwritten; cycles are broken through
// the scratch register of the class.
struct ParallelMove {
  Location from;  // kNowhere: the class's scratch register
  Location to;
  bool is_float;
};
std::vector<ParallelMove> OrderMoves(std::vector<ParallelMove> moves);

}  // namespace tusk::jit
