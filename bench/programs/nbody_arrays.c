#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { kCount = 5 };
static double x[] = {0.0, 4.84, 8.34, 12.89, 15.37};
static double y[] = {0.0, -1.16, 4.12, -15.11, -25.9};
static double z[] = {0.0, -0.10, -0.4, -0.22, 0.179};
static double vx[] = {0.0, 0.6, -1.01, 1.08, 0.97};
static double vy[] = {0.0, 2.8, 1.82, 0.86, 0.59};
static double vz[] = {0.0, -0.02, 0.008, -0.01, -0.034};
static double mass[] = {39.47, 0.037, 0.011, 0.0017, 0.002};

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  double dt = 0.01;
  for (int step = 0; step < n; step++) {
    for (int i = 0; i < kCount; i++) {
      for (int j = i + 1; j < kCount; j++) {
        double dx = x[i] - x[j], dy = y[i] - y[j], dz = z[i] - z[j];
        double d2 = dx * dx + dy * dy + dz * dz;
        double mag = dt / (d2 * sqrt(d2));
        vx[i] -= dx * mass[j] * mag;
        vy[i] -= dy * mass[j] * mag;
        vz[i] -= dz * mass[j] * mag;
        vx[j] += dx * mass[i] * mag;
        vy[j] += dy * mass[i] * mag;
        vz[j] += dz * mass[i] * mag;
      }
    }
    for (int i = 0; i < kCount; i++) {
      x[i] += dt * vx[i];
      y[i] += dt * vy[i];
      z[i] += dt * vz[i];
    }
  }
  printf("nbody %.9f %.9f %.9f\n", x[1], y[2], vz[3]);
  return 0;
}
