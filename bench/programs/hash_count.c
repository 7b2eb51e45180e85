#include <stdio.h>
#include <stdlib.h>

enum { kSlots = 1 << 16 };
static long keys[kSlots], counts[kSlots];

int main(int argc, char** argv) {
  long n = atol(argv[1]), seed = 42, size = 0;
  for (long i = 0; i < n; i++) {
    seed = seed * 16807 % 2147483647;
    long key = seed % 20011 * 7 + 3;
    unsigned slot = (unsigned)(key * 2654435761u) >> 16;
    while (keys[slot] != 0 && keys[slot] != key) slot = (slot + 1) % kSlots;
    if (keys[slot] == 0) {
      keys[slot] = key;
      size++;
    }
    counts[slot]++;
  }
  long sum = 0, max = 0;
  for (int i = 0; i < kSlots; i++) {
    if (keys[i] == 0) continue;
    sum = (sum + keys[i] * counts[i]) % 1000003;
    if (counts[i] > max) max = counts[i];
  }
  printf("hash_count %ld %ld %ld\n", size, sum, max);
  return 0;
}
