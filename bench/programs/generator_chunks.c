#include <stdio.h>
#include <stdlib.h>

int main(int argc, char** argv) {
  long n = atol(argv[1]), sum = 0, total = 0, count = 0;
  for (long i = 1; i <= n; i++) {
    total = (total + i) % 1000003;
    if (++count == 24) {
      sum = (sum * 31 + total) % 1000003;
      count = 0;
    }
  }
  if (count) sum = (sum * 31 + total) % 1000003;
  for (long i = 1; i <= n; i++) {
    if (i % 24 == 0) sum = (sum * 31 + i) % 1000003;
  }
  printf("generator_chunks %ld\n", sum);
}
