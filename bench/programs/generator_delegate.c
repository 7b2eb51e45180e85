#include <stdio.h>
#include <stdlib.h>

static long sum;
static void take(long value) { sum = (sum * 3 + value) % 1000003; }
static long steps(long from, long count) {
  for (long i = 0; i < count; i++) take(from + i);
  return from * count;
}

int main(int argc, char** argv) {
  long n = atol(argv[1]), total = 0;
  for (long i = 0; i < n; i++) {
    total = (total + steps(i, 10)) % 1000003;
    long values[] = {i, total, 7};
    for (int k = 0; k < 3; k++) take(values[k]);
  }
  printf("generator_delegate %ld %ld\n", sum, total);
}
