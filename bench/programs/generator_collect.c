#include <stdio.h>
#include <stdlib.h>

int main(int argc, char** argv) {
  long n = atol(argv[1]), sum = 0, count = 0;
  for (long i = 0; i < n; i++) {
    long row[40];
    for (long k = 0; k < 40; k++) row[k] = (i + k) * (i + k) % 1009;
    for (long k = 0; k < 40; k++) sum = (sum + k * row[k]) % 1000003;
    for (long k = 0; k < 40; k++) count++;
  }
  printf("generator_collect %ld %ld\n", sum, count);
}
