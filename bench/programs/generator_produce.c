#include <stdio.h>
#include <stdlib.h>

typedef struct {
  long i, n, seed;
} Numbers;

static int next(Numbers* g, long* key, long* value) {
  if (g->i >= g->n) return 0;
  g->seed = (g->seed * 1103 + 12345) % 1048576;
  *key = g->i++;
  *value = g->seed;
  return 1;
}

int main(int argc, char** argv) {
  long n = atol(argv[1]), sum = 0, key, value;
  Numbers g = {0, n, 42};
  while (next(&g, &key, &value)) sum = (sum * 3 + value + key) % 1000003;
  printf("generator_produce %ld\n", sum);
}
