// C has no closures: structs with a function pointer and what it captured.
#include <stdio.h>
#include <stdlib.h>

typedef struct Closure {
  long (*call)(struct Closure*, long);
  long captured, step;
} Closure;

static long count(Closure* c, long unused) { return c->captured += c->step; }
static long add(Closure* c, long x) { return c->captured + x; }
static long times_three(Closure* c, long x) { return x * 3; }
static long mod_thousand(Closure* c, long x) { return x % 1000; }
static long xor_five(Closure* c, long x) { return x ^ 5; }
static long scale(Closure* c, long x) { return x * c->captured; }

int main(int argc, char** argv) {
  long n = atol(argv[1]), sum = 0;
  Closure ones = {count, 0, 1}, threes = {count, 0, 3};
  Closure steps[] = {{add, 7}, {times_three}, {mod_thousand}, {xor_five}};
  for (long i = 0; i < n; i++) {
    Closure scaled = {scale, i % 4}, plus = {add, i};
    long x = i;
    for (int s = 0; s < 4; s++) x = steps[s].call(&steps[s], x);
    sum = (sum + x + scaled.call(&scaled, ones.call(&ones, 0)) - threes.call(&threes, 0)) % 1000003;
    sum += plus.call(&plus, 1) % 3;
  }
  long last_one = ones.call(&ones, 0), last_three = threes.call(&threes, 0);
  printf("closures %ld %ld %ld\n", sum, last_one, last_three);
  return 0;
}
