#include <stdio.h>
#include <stdlib.h>

enum { kNodes = 60, kFar = 1000000 };
static long d[kNodes][kNodes];

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  long sum = 0;
  for (int round = 1; round <= n; round++) {
    long seed = round;
    for (int i = 0; i < kNodes; i++) {
      for (int j = 0; j < kNodes; j++) {
        seed = seed * 16807 % 2147483647;
        d[i][j] = i == j ? 0 : (seed % 4 == 0 ? seed % 97 + 1 : kFar);
      }
    }
    for (int k = 0; k < kNodes; k++) {
      for (int i = 0; i < kNodes; i++) {
        long via = d[i][k];
        if (via == kFar) continue;
        for (int j = 0; j < kNodes; j++) {
          long length = via + d[k][j];
          if (length < d[i][j]) d[i][j] = length;
        }
      }
    }
    for (int i = 0; i < kNodes; i++)
      for (int j = 0; j < kNodes; j++) sum += d[i][j];
  }
  printf("floyd_warshall %ld\n", sum);
  return 0;
}
