#include <stdio.h>
#include <stdlib.h>

enum { kSize = 70 };
static double a[kSize][kSize], b[kSize][kSize], columns[kSize][kSize], c[kSize][kSize];

static void make(double m[kSize][kSize], double scale) {
  for (int i = 0; i < kSize; i++)
    for (int j = 0; j < kSize; j++) m[i][j] = scale * (i - j) * (i + j) / kSize;
}

static void multiply(void) {
  for (int i = 0; i < kSize; i++)
    for (int j = 0; j < kSize; j++) columns[j][i] = b[i][j];
  for (int i = 0; i < kSize; i++) {
    for (int j = 0; j < kSize; j++) {
      double sum = 0;
      for (int k = 0; k < kSize; k++) sum += a[i][k] * columns[j][k];
      c[i][j] = sum;
    }
  }
}

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  double total = 0;
  make(a, 0.01);
  for (int i = 0; i < n; i++) {
    make(b, 0.02 + i / 1000.0);
    multiply();
    total += c[i % kSize][kSize - 1 - i % kSize] + c[1][1];
  }
  printf("matrix_multiply %.6f\n", total);
  return 0;
}
