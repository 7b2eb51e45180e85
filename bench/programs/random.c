#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t state[4] = {123456789, 362436069, 521288629, 88675123};

static uint32_t next(void) {
  uint32_t t = state[0] ^ (state[0] << 11), w = state[3];
  w = w ^ (w >> 19) ^ t ^ (t >> 8);
  state[0] = state[1];
  state[1] = state[2];
  state[2] = state[3];
  return state[3] = w;
}

int main(int argc, char** argv) {
  int n = atoi(argv[1]), deck[52];
  long inside = 0, sum = 0;
  for (int i = 0; i < 52; i++) deck[i] = i;
  for (int i = 0; i < n; i++) {
    for (int c = 51; c > 0; c--) {
      int j = (int)(next() % (c + 1)), t = deck[c];
      deck[c] = deck[j];
      deck[j] = t;
    }
    sum = (sum * 17 + deck[0] * 52 + deck[51]) % 1000003;
    for (int k = 0; k < 20; k++) {
      double x = next() / 4294967296.0, y = next() / 4294967296.0;
      if (x * x + y * y < 1.0) inside++;
    }
  }
  printf("random %ld %ld\n", sum, inside);
  return 0;
}
