// Look-up of global constants.
#include "interp/vm/constants.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "interp/runtime/array.h"
#include "interp/runtime/check.h"
#include "interp/runtime/teardown.h"

namespace tusk {
namespace {

struct UserTable {
  struct Entry {
    String* name;
    Value value;
  };
  std::vector<std::unique_ptr<Entry>> entries;                              // their addresses stay
  absl::flat_hash_map<std::string, Entry*> by_name;                         // namespace part in lower case
  absl::flat_hash_map<const ConstantRow*, std::unique_ptr<Value>> builtin;  // values of rows asked for so far
};
UserTable& Table() {
  static auto* table = new UserTable;
  return *table;
}

#ifdef TUSK_CHECKS
const TeardownStep kRelease([] {
  for (const auto& entry : Table().entries) {
    Release(entry->name);
    Release(entry->value);
  }
  Table() = {};
});
#endif

const ConstantRow* SearchRow(std::string_view name) {
  for (std::span<const ConstantRow> table : kConstantTables) {
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

// What was looked for is looked for again, names that no table has, too: those of namespaces and of the
// program.
const ConstantRow* FindRow(std::string_view name) {
  static auto* found = new absl::flat_hash_map<std::string_view, const ConstantRow*>;
  auto it = found->find(name);
  if (it != found->end()) return it->second;
  constexpr size_t kMostFound = 10000;
  if (found->size() >= kMostFound) found->clear();
  const ConstantRow* row = SearchRow(name);
  found->emplace(row ? std::string_view(row->name) : Intern(name)->view(), row);
  return row;
}

Value MakeRowValue(const ConstantRow& row) {
  switch (row.type) {
    case Type::kFloat: return Value(row.d);
    case Type::kString: return Value(Intern(row.s));
    case Type::kPointer: return row.make();
    default: return Value(row.type, row.i);
  }
}

const Value* RowValue(const ConstantRow* row) {
  std::unique_ptr<Value>& slot = Table().builtin[row];
  if (!slot) slot = std::make_unique<Value>(MakeRowValue(*row));
  return slot->IsUndef() ? nullptr : slot.get();  // STDIN and the like may be missing
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

const Value* FindConstant(std::string_view name) {
  UserTable& table = Table();
  if (!table.entries.empty()) {
    auto it = table.by_name.find(Key(name));
    if (it != table.by_name.end()) return &it->second->value;
  }
  const ConstantRow* row = FindRow(name);
  return row ? RowValue(row) : nullptr;
}

bool IsDeprecatedConstant(std::string_view name) {
  static constexpr std::string_view kDeprecated[] = {"ASSERT_ACTIVE",
                                                     "ASSERT_BAIL",
                                                     "ASSERT_CALLBACK",
                                                     "ASSERT_EXCEPTION",
                                                     "ASSERT_WARNING",
                                                     "DOM_PHP_ERR",
                                                     "E_STRICT",
                                                     "FILE_BINARY",
                                                     "FILE_TEXT",
                                                     "FILTER_SANITIZE_STRING",
                                                     "FILTER_SANITIZE_STRIPPED",
                                                     "INTL_IDNA_VARIANT_2003",
                                                     "MT_RAND_PHP",
                                                     "SUNFUNCS_RET_DOUBLE",
                                                     "SUNFUNCS_RET_STRING",
                                                     "SUNFUNCS_RET_TIMESTAMP"};
  return std::binary_search(std::begin(kDeprecated), std::end(kDeprecated), name);
}

const Value* FindFoldableConstant(std::string_view name) {
  if (IsDeprecatedConstant(name)) return nullptr;
  const ConstantRow* row = FindRow(name);
  return !row || row->type == Type::kPointer ? nullptr : RowValue(row);
}

bool DeclareConstant(std::string_view name, Value v) {
  UserTable& table = Table();
  auto entry = std::make_unique<UserTable::Entry>();
  const ConstantRow* row = FindRow(name);
  if ((row && RowValue(row)) || !table.by_name.try_emplace(Key(name), entry.get()).second) {
    Release(v);
    return false;
  }
  entry->name = NewString(name);
  entry->value = v;
  table.entries.push_back(std::move(entry));
  return true;
}

Array* UserConstants() {
  Array* all = NewArray();
  for (const auto& entry : Table().entries) SetStr(all, entry->name, Copy(entry->value));
  return all;
}

Array* BuiltinConstants() {
  Array* all = NewArray();
  for (std::span<const ConstantRow> table : kConstantTables) {
    for (const ConstantRow& row : table) {
      if (const Value* v = RowValue(&row)) SetStr(all, row.name, Copy(*v));
    }
  }
  return all;
}

Array* BuiltinConstantsByExtension() {
  Array* all = NewArray();
  for (size_t i = 0; i < kConstantTables.size(); ++i) {
    Value* place = FindOrInsert(all, ArrayKey::Str(Intern(kConstantExtensions[i])));
    if (place->IsNull()) *place = Value(NewArray());
    for (const ConstantRow& row : kConstantTables[i]) {
      if (const Value* v = RowValue(&row)) SetStr(place->arr, row.name, Copy(*v));
    }
  }
  return all;
}

void HideConstant(std::string_view name) {
  const ConstantRow* row = FindRow(name);
  CHECK(row);
  Table().builtin[row] = std::make_unique<Value>();
}

void FreeConstants() {
  UserTable& table = Table();
  table.by_name.clear();
  std::vector<std::unique_ptr<UserTable::Entry>> entries;
  entries.swap(table.entries);
  for (const auto& entry : entries) {
    Release(entry->value);
    Release(entry->name);
  }
}

}  // namespace tusk
