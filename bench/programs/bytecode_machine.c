#include <stdio.h>
#include <stdlib.h>

enum Op { kPush, kLoad, kStore, kAdd, kMul, kMod, kGt, kJump, kJz, kJnz, kHalt };
typedef struct {
  enum Op op;
  long arg;
} Instruction;

static const Instruction program[] = {
    {kPush, 2},  {kStore, 0},  {kPush, 2},  {kStore, 1}, {kLoad, 1},  {kLoad, 1},  {kMul},     {kLoad, 0},   {kGt},
    {kJnz, 18},  {kLoad, 0},   {kLoad, 1},  {kMod},      {kJz, 22},   {kLoad, 1},  {kPush, 1}, {kAdd},       {kJump, 27},
    {kLoad, 2},  {kPush, 1},   {kAdd},      {kStore, 2}, {kLoad, 0},  {kPush, 1},  {kAdd},     {kStore, 0},  {kJump, 29},
    {kStore, 1}, {kJump, 4},   {kLoad, 0},  {kPush, 400}, {kGt},      {kJz, 2},    {kLoad, 2}, {kHalt},
};

static long run(long* executed) {
  long stack[16], registers[3] = {0};
  int top = 0, pc = 0;
  for (;;) {
    Instruction i = program[pc++];
    ++*executed;
    switch (i.op) {
      case kPush: stack[top++] = i.arg; break;
      case kLoad: stack[top++] = registers[i.arg]; break;
      case kStore: registers[i.arg] = stack[--top]; break;
      case kAdd: top--; stack[top - 1] += stack[top]; break;
      case kMul: top--; stack[top - 1] *= stack[top]; break;
      case kMod: top--; stack[top - 1] %= stack[top]; break;
      case kGt: top--; stack[top - 1] = stack[top - 1] > stack[top]; break;
      case kJump: pc = (int)i.arg; break;
      case kJz: if (stack[--top] == 0) pc = (int)i.arg; break;
      case kJnz: if (stack[--top] != 0) pc = (int)i.arg; break;
      case kHalt: return stack[--top];
    }
  }
}

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  long primes = 0, executed = 0;
  for (int i = 0; i < n; i++) primes += run(&executed);
  printf("bytecode_machine %ld %ld\n", primes, executed);
  return 0;
}
