#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double a(long i, long j) { return 1.0 / (((i + j) * (i + j + 1) >> 1) + i + 1); }

static void multiply(const double* v, double* result, int n, int transposed) {
  for (int i = 0; i < n; i++) {
    double sum = 0;
    for (int j = 0; j < n; j++) sum += (transposed ? a(j, i) : a(i, j)) * v[j];
    result[i] = sum;
  }
}

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  double *u = malloc(n * sizeof *u), *v = malloc(n * sizeof *v), *t = malloc(n * sizeof *t);
  for (int i = 0; i < n; i++) u[i] = 1;
  for (int i = 0; i < 10; i++) {
    multiply(u, t, n, 0);
    multiply(t, v, n, 1);
    multiply(v, t, n, 0);
    multiply(t, u, n, 1);
  }
  double uv = 0, vv = 0;
  for (int i = 0; i < n; i++) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  printf("spectral_norm %.9f\n", sqrt(uv / vv));
  return 0;
}
