// C has no exceptions: an error is an object that the callee hands out beside its result.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int is_range;
  const char* message;
  long code;
} Error;

static Error* make(int is_range, const char* message, long code) {
  Error* e = malloc(sizeof *e);
  *e = (Error){is_range, message, code};
  return e;
}

static Error* check(long value, long* result) {
  if (value % 18 == 0) return make(1, "out of range", value % 100);
  if (value % 9 == 0) return make(0, "invalid", value % 10);
  *result = value * 2;
  return NULL;
}

static Error* validate(long value, long* result) {
  Error* e = check(value, result);
  if (e) return e;
  ++*result;
  return NULL;
}

int main(int argc, char** argv) {
  long n = atol(argv[1]), good = 0, bad = 0, worse = 0, finished = 0;
  for (long i = 1; i <= n; i++) {
    long result;
    Error* e = validate(i, &result);
    if (!e) {
      good = (good + result) % 1000003;
    } else if (e->is_range) {
      worse += e->code;
    } else {
      bad += (long)strlen(e->message) + e->code;
    }
    free(e);
    finished++;
  }
  printf("exceptions_loop %ld %ld %ld %ld\n", good, bad, worse, finished);
  return 0;
}
