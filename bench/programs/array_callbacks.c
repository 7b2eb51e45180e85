#include <stdio.h>
#include <stdlib.h>

static int descending(const void* a, const void* b) {
  long x = *(const long*)a, y = *(const long*)b;
  return x < y ? 1 : x > y ? -1 : 0;
}

int main(int argc, char** argv) {
  static long numbers[1000], squares[1000], pairs[1000], some[100];
  long n = atol(argv[1]), seed = 17, sum = 0;
  for (int i = 0; i < 1000; i++) {
    seed = seed * 16807 % 2147483647;
    numbers[i] = seed % 10000;
  }
  for (long round = 0; round < n; round++) {
    for (int i = 0; i < 1000; i++) squares[i] = numbers[i] * numbers[i] % 9973 + round;
    long carry = round;
    for (int i = 0; i < 1000; i++)
      if (squares[i] % 2 == 1) carry = (carry * 3 + squares[i]) % 1000003;
    sum = (sum + carry) % 1000003;
    for (int i = 0; i < 100; i++) some[i] = squares[round % 500 + i];
    qsort(some, 100, sizeof *some, descending);
    sum += some[0] - some[99];
    for (int i = 0; i < 1000; i++) pairs[i] = numbers[i] < squares[i] ? squares[i] - numbers[i] : 0;
    sum += pairs[round % 1000];
    for (int i = 0; i < 100; i++) sum += some[i] % (i + 1);
  }
  printf("array_callbacks %ld\n", sum);
  return 0;
}
