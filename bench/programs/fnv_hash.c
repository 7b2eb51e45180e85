#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { kBits = 1 << 18 };
static uint32_t words[kBits / 32];

static uint32_t fnv(const char* key, uint32_t seed) {
  uint32_t h = 2166136261u ^ seed;
  for (; *key; key++) h = (h ^ (unsigned char)*key) * 16777619u;
  return h ^ (h >> 15);
}

static int add(const char* key) {
  int known = 1;
  for (uint32_t seed = 0; seed < 3; seed++) {
    uint32_t bit = fnv(key, seed) & (kBits - 1), mask = 1u << (bit & 31);
    if (!(words[bit >> 5] & mask)) {
      known = 0;
      words[bit >> 5] |= mask;
    }
  }
  return known;
}

int main(int argc, char** argv) {
  long n = atol(argv[1]), known = 0, filled = 0;
  for (long i = 0; i < n; i++) {
    char key[32];
    snprintf(key, sizeof key, "key-%ld", i * 7 % 50021);
    known += add(key);
  }
  for (int i = 0; i < kBits / 32; i++)
    for (uint32_t w = words[i]; w; w &= w - 1) filled++;
  printf("fnv_hash %ld %ld\n", known, filled);
  return 0;
}
