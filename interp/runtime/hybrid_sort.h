// The order of comparisons that PHP's sorts have: networks for up to five elements, insertion up to sixteen,
// a quick sort above. With comparisons that contradict themselves (values of mixed types, careless callbacks)
// the result depends on that order, and callbacks that print show it. Always ends, whatever the comparison
// says.
#pragma once

#include <cstddef>
#include <utility>

#include "interp/runtime/time_limit.h"

namespace tusk {

// Sorts base[0..n) in place; `greater(a, b)` may run user code. Not stable by itself: let `greater` fall back
// to where the elements were. What is sorted must be a copy: the time limit may end the script in between.
template <typename T, typename Greater>
class HybridSorter {
 public:
  explicit HybridSorter(Greater greater) : greater_(std::move(greater)) {}

  void Sort(T* base, size_t n) {
    constexpr size_t kInsertion = 16;
    while (n > kInsertion) {
      CheckTimeLimit();
      T* split = Partition(base, n);  // one behind the pivot's place
      size_t left = static_cast<size_t>(split - base) - 1;
      size_t right = n - left - 1;
      if (left < right) {
        Sort(base, left);
        base = split;
        n = right;
      } else {
        Sort(split, right);
        n = left;
      }
    }
    Insertion(base, n);
  }

 private:
  void Sort2(T* a, T* b) {
    if (greater_(*a, *b)) std::swap(*a, *b);
  }
  void Sort3(T* a, T* b, T* c) {
    if (!greater_(*a, *b)) {
      if (!greater_(*b, *c)) return;
      std::swap(*b, *c);
      Sort2(a, b);
      return;
    }
    if (!greater_(*c, *b)) {
      std::swap(*a, *c);
      return;
    }
    std::swap(*a, *b);
    Sort2(b, c);
  }
  void Sort4(T* a, T* b, T* c, T* d) {
    Sort3(a, b, c);
    if (!greater_(*c, *d)) return;
    std::swap(*c, *d);
    if (!greater_(*b, *c)) return;
    std::swap(*b, *c);
    Sort2(a, b);
  }
  void Sort5(T* a, T* b, T* c, T* d, T* e) {
    Sort4(a, b, c, d);
    if (!greater_(*d, *e)) return;
    std::swap(*d, *e);
    if (!greater_(*c, *d)) return;
    std::swap(*c, *d);
    if (!greater_(*b, *c)) return;
    std::swap(*b, *c);
    Sort2(a, b);
  }

  void Insertion(T* e, size_t n) {
    switch (n) {
      case 0:
      case 1: return;
      case 2: return Sort2(e, e + 1);
      case 3: return Sort3(e, e + 1, e + 2);
      case 4: return Sort4(e, e + 1, e + 2, e + 3);
      case 5: return Sort5(e, e + 1, e + 2, e + 3, e + 4);
      default: break;
    }
    constexpr size_t kLinear = 6;  // from here on the place is searched two by two
    for (size_t i = 1; i < n; ++i) {
      if (!greater_(e[i - 1], e[i])) continue;
      size_t place = i - 1;
      if (i < kLinear) {
        while (place > 0 && greater_(e[place - 1], e[i])) --place;
      } else {
        place = Gallop(e, i);
      }
      T moved = std::move(e[i]);
      for (size_t k = i; k > place; --k) e[k] = std::move(e[k - 1]);
      e[place] = std::move(moved);
    }
  }

  // Where e[i], which is less than e[i - 1], belongs among those before it.
  size_t Gallop(T* e, size_t i) {
    for (size_t j = i - 3;; j -= 2) {
      if (!greater_(e[j], e[i])) return greater_(e[j + 1], e[i]) ? j + 1 : j + 2;
      if (j == 0) return 0;
      if (j == 1) return greater_(e[i], e[0]) ? 1 : 0;
    }
  }

  // Splits around a middle element; returns the first element behind it.
  T* Partition(T* start, size_t n) {
    constexpr size_t kMany = 1024;
    T* end = start + n;
    size_t half = n >> 1;
    T* middle = start + half;
    if (n >= kMany) {
      size_t quarter = half >> 1;
      Sort5(start, start + quarter, middle, middle + quarter, end - 1);
    } else {
      Sort3(start, middle, end - 1);
    }
    T* pivot = start + 1;
    std::swap(*pivot, *middle);
    T* i = pivot + 1;
    T* j = end - 1;
    while (i != j) {
      if (greater_(*pivot, *i)) {
        ++i;
        continue;
      }
      --j;
      while (j != i && greater_(*j, *pivot)) --j;
      if (j == i) break;
      std::swap(*i, *j);
      ++i;
    }
    std::swap(*pivot, *(i - 1));
    return i;
  }

  Greater greater_;
};

template <typename T, typename Greater>
void HybridSort(T* base, size_t n, Greater greater) {
  HybridSorter<T, Greater>(std::move(greater)).Sort(base, n);
}

}  // namespace tusk
