#include <stdio.h>
#include <stdlib.h>

static long fib(long n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

int main(int argc, char** argv) {
  long n = atol(argv[1]), sum = 0;
  for (long i = 0; i < n; i++) sum += fib(18 + i % 6);
  printf("fib %ld\n", sum);
  return 0;
}
