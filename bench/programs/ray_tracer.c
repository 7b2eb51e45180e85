#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  double x, y, z;
} Vec;
typedef struct {
  Vec center;
  double radius, shine;
} Sphere;

static Vec add(Vec a, Vec b) { return (Vec){a.x + b.x, a.y + b.y, a.z + b.z}; }
static Vec sub(Vec a, Vec b) { return (Vec){a.x - b.x, a.y - b.y, a.z - b.z}; }
static Vec scale(Vec a, double k) { return (Vec){a.x * k, a.y * k, a.z * k}; }
static double dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
static Vec unit(Vec a) { return scale(a, 1.0 / sqrt(dot(a, a))); }

static Sphere spheres[8];
static Vec light;

static double hit(const Sphere* s, Vec from, Vec direction) {
  Vec to = sub(from, s->center);
  double b = dot(to, direction), c = dot(to, to) - s->radius * s->radius, d = b * b - c;
  if (d < 0) return -1;
  double t = -b - sqrt(d);
  return t > 0.0001 ? t : -1;
}

static double trace(Vec from, Vec direction, int depth) {
  double nearest = INFINITY;
  const Sphere* what = NULL;
  for (int i = 0; i < 8; i++) {
    double t = hit(&spheres[i], from, direction);
    if (t > 0 && t < nearest) {
      nearest = t;
      what = &spheres[i];
    }
  }
  if (!what) return 0.2 + 0.3 * direction.y;
  Vec point = add(from, scale(direction, nearest)), normal = unit(sub(point, what->center));
  double color = 0.1 + 0.8 * fmax(0.0, dot(normal, light));
  if (depth > 0 && what->shine > 0)
    color += what->shine * trace(point, sub(direction, scale(normal, 2.0 * dot(direction, normal))), depth - 1);
  return color;
}

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  light = unit((Vec){1.0, 2.0, -1.5});
  for (int i = 0; i < 8; i++)
    spheres[i] = (Sphere){{i % 4 - 1.5, i / 4 - 0.5, 3.0 + i % 3}, 0.45, 0.1 * (i % 4)};
  double sum = 0;
  for (int y = 0; y < n; y++)
    for (int x = 0; x < n; x++)
      sum += trace((Vec){0, 0, -1}, unit((Vec){2.0 * x / n - 1.0, 1.0 - 2.0 * y / n, 1.5}), 3);
  printf("ray_tracer %.6f\n", sum);
  return 0;
}
