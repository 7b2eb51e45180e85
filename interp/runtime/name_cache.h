// What a name meant when it was asked for last, by its spelling: names of classes and functions that scripts
// ask for by string come again and again, and need neither lower case nor a table then.
#pragma once

#include "interp/runtime/string.h"

namespace tusk {

// Only for what is never forgotten once it is there. Direct-mapped; keeps interned spellings.
template <typename T>
class NameCache {
 public:
  T* Find(String* name) const {
    const Entry& e = entries_[name->Hash() % kEntries];
    if (e.name == name) return e.meaning;
    if (!e.name || e.name->hash != name->hash || e.name->view() != name->view()) return nullptr;
    return e.meaning;
  }
  void Put(String* name, T* meaning) {
    entries_[name->Hash() % kEntries] = {name->Interned() ? name : Intern(name->view()), meaning};
  }

 private:
  static constexpr uint32_t kEntries = 512;
  struct Entry {
    String* name;
    T* meaning;
  };
  Entry entries_[kEntries] = {};
};

}  // namespace tusk
