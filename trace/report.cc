// From events to the report's tables.
#include "trace/report.h"

#include "interp/vm/op.h"
#include "ir/print.h"

namespace tusk::trace {

void Reporter::Started(const TraceRecord& record, std::string kind, std::string place) {
  current_ = {};
  current_.generation = report_.flushes;
  current_.parent = record.ir.parent;
  current_.parent_exit = record.ir.parent ? record.ir.parent_exit.v : 0;
  current_.kind = std::move(kind);
  current_.place = std::move(place);
  if (record.function->file) current_.file = std::string(record.function->file->view());
  current_.line = record.start->line;
}

void Reporter::Recorded(const OpArray* function, const Op* op, int depth, bool native) {
  ReportedOpline o{.line = op->line,
                   .number = function->IndexOf(op),
                   .depth = depth,
                   .name = OpcodeName(op->opcode),
                   .native = native};
  if (function->file) o.file = std::string(function->file->view());
  std::string place = PlaceName(function, op);
  o.function = place.substr(0, place.rfind('+'));
  current_.oplines.push_back(std::move(o));
}

void Reporter::Aborted(Abort reason) {
  std::string place = current_.place + " " + current_.file + ":" + std::to_string(current_.line);
  ++report_.aborts[{std::move(place), std::string(AbortText(reason))}];
}

void Reporter::Compiled(const TraceRecord& record, std::string link) {
  current_.number = record.ir.id;
  current_.link = std::move(link);
  current_.linked_to = record.link == LinkKind::kRoot ? record.linked_to : 0;
  current_.code_size = record.code->code_size;
  current_.step_ops = record.step_ops;
  current_.compile_ns = record.compile_ns;
  current_.ir = ir::Print(record.ir);
  current_.code = record.code->listing;
  for (size_t i = 0; i < record.exits.size(); ++i) {
    ir::IrRef resume = record.ir.snapshot(ir::SnapId(static_cast<int>(i))).resume;
    current_.exits.push_back({.resume = std::string(record.ir.label(resume))});
  }
  report_.traces.push_back(std::move(current_));
  current_ = {};
}

void Reporter::Left(const TraceRecord& record, ir::SnapId exit) {
  ReportedTrace* trace = Find(record.ir.id);
  if (trace && static_cast<size_t>(exit.v) < trace->exits.size())
    ++trace->exits[static_cast<size_t>(exit.v)].times;
}

void Reporter::Flushed() {
  TakeSideTraces();
  generation_begin_ = report_.traces.size();
  ++report_.flushes;
}

const Report& Reporter::Finish() {
  TakeSideTraces();
  return report_;
}

ReportedTrace* Reporter::Find(int32_t number) {
  size_t i = generation_begin_ + static_cast<size_t>(number) - 1;
  return i < report_.traces.size() && report_.traces[i].number == number ? &report_.traces[i] : nullptr;
}

void Reporter::TakeSideTraces() {
  for (size_t i = generation_begin_; i < report_.traces.size(); ++i) {
    const ReportedTrace& side = report_.traces[i];
    if (!side.parent) continue;
    ReportedTrace* parent = Find(side.parent);
    auto exit = static_cast<size_t>(side.parent_exit);
    if (parent && exit < parent->exits.size()) parent->exits[exit].side_trace = side.number;
  }
}

}  // namespace tusk::trace
