#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char composite[500001];

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  long sum = 0;
  for (int round = 0; round < n; round++) {
    long limit = 500000 - round, count = 0, last = 0;
    memset(composite, 0, sizeof composite);
    for (long i = 2; i <= limit; i++) {
      if (!composite[i]) {
        count++;
        last = i;
        for (long j = i * i; j <= limit; j += i) composite[j] = 1;
      }
    }
    sum += count + last;
  }
  printf("sieve %ld\n", sum);
  return 0;
}
