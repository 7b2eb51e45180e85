#include <stdio.h>
#include <stdlib.h>

static long collatz(long start) {
  long steps = 0;
  for (long i = start; i != 1; steps++) i = i % 2 == 0 ? i / 2 : 3 * i + 1;
  return steps;
}

static long gcd(long a, long b) {
  while (b != 0) {
    long t = a % b;
    a = b;
    b = t;
  }
  return a;
}

int main(int argc, char** argv) {
  long n = atol(argv[1]), longest = 0, best = 0, divisors = 0;
  for (long i = 1; i < n; i++) {
    long steps = collatz(i);
    if (steps > longest) {
      longest = steps;
      best = i;
    }
    divisors += gcd(i, steps * 6 + 12);
  }
  printf("int_math %ld %ld %ld\n", longest, best, divisors);
  return 0;
}
