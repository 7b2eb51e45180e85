#include <stdio.h>
#include <stdlib.h>

typedef struct {
  long i, n;
} Source;
static int source(Source* g, long* value) {
  if (g->i > g->n) return 0;
  *value = g->i++;
  return 1;
}
static int squares(Source* g, long* value) {
  if (!source(g, value)) return 0;
  *value = *value * *value % 1009;
  return 1;
}
static int odd(Source* g, long* value) {
  while (squares(g, value)) {
    if (*value % 2 == 1) return 1;
  }
  return 0;
}

int main(int argc, char** argv) {
  Source g = {1, atol(argv[1])};
  long value, total = 0, count = 0, sum = 0;
  while (odd(&g, &value)) {
    total = (total + value) % 1000003;
    count++;
    sum = (sum + total) % 1000003;
  }
  printf("generator_pipeline %ld %ld\n", count, sum);
}
