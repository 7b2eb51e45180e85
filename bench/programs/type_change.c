#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  enum { kInt, kFloat, kString } kind;
  union {
    long i;
    double f;
    char s[12];
  };
} Cell;

static Cell step(const Cell* c, long generation) {
  Cell r = {.kind = kInt};
  switch (c->kind) {
    case kInt:
      if (c->i % 7 == 0) {
        r.kind = kFloat;
        r.f = (double)c->i / 2 + 0.25;
      } else {
        r.i = c->i + generation;
      }
      return r;
    case kFloat:
      if (c->f > 500.0) {
        r.i = (long)c->f % 100;
      } else if (c->f > 100.0) {
        r.kind = kString;
        snprintf(r.s, sizeof r.s, "v%ld", (long)c->f);
      } else {
        r.kind = kFloat;
        r.f = c->f * 1.5;
      }
      return r;
    default:
      r.i = (long)strlen(c->s) * 10 + generation;
      return r;
  }
}

int main(int argc, char** argv) {
  long n = atol(argv[1]), counts[3] = {0};
  Cell* cells = calloc(n, sizeof *cells);
  for (long i = 0; i < n; i++) cells[i].i = i % 101;
  double total = 0;
  for (long generation = 1; generation <= 30; generation++) {
    for (long i = 0; i < n; i++) {
      cells[i] = step(&cells[i], generation);
      counts[cells[i].kind]++;
      if (cells[i].kind == kFloat) total += cells[i].f;
      if (cells[i].kind == kInt) total += (double)cells[i].i;
    }
  }
  printf("type_change %.4f %ld %ld %ld\n", total, counts[kInt], counts[kFloat], counts[kString]);
  return 0;
}
