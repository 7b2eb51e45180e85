// Storage of traces.
#include "trace/tree.h"

#include "absl/strings/str_cat.h"

namespace tusk::trace {

TraceState g_trace;

TraceRecord* TraceTree::Add(std::unique_ptr<TraceRecord> record) {
  traces_.push_back(std::move(record));
  return traces_.back().get();
}

void TraceTree::Clear() { traces_.resize(1); }

std::string PlaceName(const OpArray* function, const Op* op) {
  std::string name;
  if (function->scope) absl::StrAppend(&name, std::string(function->scope->name->view()), "::");
  absl::StrAppend(&name, function->name ? std::string(function->name->view()) : "{main}");
  absl::StrAppend(&name, "+", function->IndexOf(op));
  return name;
}

}  // namespace tusk::trace
