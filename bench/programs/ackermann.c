#include <stdio.h>
#include <stdlib.h>

static long ackermann(long m, long n) {
  if (m == 0) return n + 1;
  if (n == 0) return ackermann(m - 1, 1);
  return ackermann(m - 1, ackermann(m, n - 1));
}

static long tak(long x, long y, long z) {
  if (y >= x) return z;
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

int main(int argc, char** argv) {
  long n = atol(argv[1]), sum = 0;
  for (long i = 0; i < n; i++) sum += ackermann(2, 100 + i % 50) + ackermann(3, 4 + i % 2) + tak(12, 8, i % 4);
  printf("ackermann %ld\n", sum);
  return 0;
}
