// An arena for what is made together and dies together: the declarations of a unit, the tables of the
// process. Objects stay reachable from it, so that a leak checker sees what is lost and only that.
#pragma once

#include <cstddef>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tusk {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();  // destroys what Make made, last one first

  void* Allocate(size_t bytes);  // aligned to 16, never null
  template <typename T, typename... A>
  T* Make(A&&... arguments) {
    T* made = new (Allocate(sizeof(T))) T(std::forward<A>(arguments)...);
    if constexpr (!std::is_trivially_destructible_v<T>) {
      auto* f = static_cast<Finalizer*>(Allocate(sizeof(Finalizer)));
      *f = {[](void* object) { static_cast<T*>(object)->~T(); }, made, finalizers_};
      finalizers_ = f;
    }
    return made;
  }
  // Elements are value-initialised.
  template <typename T>
  std::span<T> MakeSpan(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    auto* first = static_cast<T*>(Allocate(count * sizeof(T)));
    for (size_t i = 0; i < count; ++i) new (first + i) T();
    return {first, count};
  }
  const char* CopyText(std::string_view text);  // with a terminator

 private:
  struct Block;
  struct Finalizer {
    void (*destroy)(void*);
    void* object;
    Finalizer* previous;
  };

  char* next_ = nullptr;
  char* end_ = nullptr;
  Block* blocks_ = nullptr;
  Finalizer* finalizers_ = nullptr;
};

// What is never freed: builtin functions and classes, their types.
Arena& PermanentArena();

}  // namespace tusk
