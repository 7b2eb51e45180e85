#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  double x, y, z, vx, vy, vz, mass;
} Body;

enum { kCount = 5 };

static Body bodies[kCount] = {
    {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47},
    {4.84, -1.16, -0.10, 0.6, 2.8, -0.02, 0.037},
    {8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011},
    {12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017},
    {15.37, -25.9, 0.179, 0.97, 0.59, -0.034, 0.002},
};

static void advance(double dt) {
  for (int i = 0; i < kCount; i++) {
    Body* a = &bodies[i];
    for (int j = i + 1; j < kCount; j++) {
      Body* b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      double d2 = dx * dx + dy * dy + dz * dz;
      double mag = dt / (d2 * sqrt(d2));
      a->vx -= dx * b->mass * mag;
      a->vy -= dy * b->mass * mag;
      a->vz -= dz * b->mass * mag;
      b->vx += dx * a->mass * mag;
      b->vy += dy * a->mass * mag;
      b->vz += dz * a->mass * mag;
    }
  }
  for (int i = 0; i < kCount; i++) {
    Body* b = &bodies[i];
    b->x += dt * b->vx;
    b->y += dt * b->vy;
    b->z += dt * b->vz;
  }
}

static double energy(void) {
  double e = 0;
  for (int i = 0; i < kCount; i++) {
    Body* a = &bodies[i];
    e += 0.5 * a->mass * (a->vx * a->vx + a->vy * a->vy + a->vz * a->vz);
    for (int j = i + 1; j < kCount; j++) {
      Body* b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      e -= a->mass * b->mass / sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  double px = 0, py = 0, pz = 0;
  for (int i = 0; i < kCount; i++) {
    px += bodies[i].vx * bodies[i].mass;
    py += bodies[i].vy * bodies[i].mass;
    pz += bodies[i].vz * bodies[i].mass;
  }
  bodies[0].vx = -px / bodies[0].mass;
  bodies[0].vy = -py / bodies[0].mass;
  bodies[0].vz = -pz / bodies[0].mass;
  for (int i = 0; i < n; i++) advance(0.01);
  printf("nbody %.9f\n", energy());
  return 0;
}
