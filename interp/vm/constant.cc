// Look-up of global constants.
#include "interp/vm/constant.h"

#include <deque>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "interp/runtime/check.h"
#include "interp/vm/builtin.h"

namespace tusk {
namespace {

struct UserConstants {
  struct Entry {
    String* name;
    Value value;
  };
  std::vector<Entry> entries;
  absl::flat_hash_map<std::string, uint32_t> index;  // namespace part in lower case
};
UserConstants& User() {
  static auto* constants = new UserConstants;
  return *constants;
}

const ConstantRow* FindRow(std::string_view name) {
  for (std::span<const ConstantRow> table : kConstants) {
    size_t low = 0;
    size_t high = table.size();
    while (low < high) {
      size_t middle = (low + high) / 2;
      int order = name.compare(table[middle].name);
      if (order == 0) return &table[middle];
      if (order < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
  }
  return nullptr;
}

Value RowValue(const ConstantRow& row) {
  switch (row.type) {
    case Type::kFloat: return Value(row.d);
    case Type::kString: return Value(Intern(row.s));
    case Type::kPointer: return row.make();
    default: return Value(row.type, row.i);
  }
}

std::string Key(std::string_view name) {
  std::string key(name);
  size_t end = name.rfind('\\');
  if (end == name.npos) return key;
  for (size_t i = 0; i < end; ++i) {
    if (key[i] >= 'A' && key[i] <= 'Z') key[i] = static_cast<char>(key[i] + 32);
  }
  return key;
}

}  // namespace

Value FindConstant(std::string_view name) {
  UserConstants& user = User();
  if (!user.entries.empty()) {
    auto it = user.index.find(Key(name));
    if (it != user.index.end()) return user.entries[it->second].value;
  }
  const ConstantRow* row = FindRow(name);
  return row ? RowValue(*row) : Value();
}

bool FindFoldableConstant(std::string_view name, Value* value) {
  const ConstantRow* row = FindRow(name);
  if (!row || row->type == Type::kPointer || row->type == Type::kString) return false;
  *value = RowValue(*row);
  return true;
}

bool DefineConstant(String* name, Value v) {
  UserConstants& user = User();
  if (FindRow(name->view())) return false;
  if (!user.index.try_emplace(Key(name->view()), static_cast<uint32_t>(user.entries.size())).second)
    return false;
  Retain(name);
  user.entries.push_back({name, v});
  return true;
}

void ForEachConstant(void (*visit)(std::string_view name, const Value& v, bool user, void* context),
                     void* context) {
  for (std::span<const ConstantRow> table : kConstants) {
    for (const ConstantRow& row : table) visit(row.name, RowValue(row), false, context);
  }
  for (const UserConstants::Entry& e : User().entries) visit(e.name->view(), e.value, true, context);
}

void ReleaseUserConstants() {
  UserConstants& user = User();
  std::vector<UserConstants::Entry> entries;
  entries.swap(user.entries);
  user.index.clear();
  for (UserConstants::Entry& e : entries) {
    Release(e.value);
    Release(e.name);
  }
}

}  // namespace tusk
