#include <stdio.h>
#include <stdlib.h>

typedef struct Shape Shape;
typedef struct {
  double (*area)(const Shape*);
  double (*density)(const Shape*);
} Class;
struct Shape {
  const Class* class;
  double x, y, a, b;
};

static double circle_area(const Shape* s) { return 3.14159 * s->a * s->a; }
static double rectangle_area(const Shape* s) { return s->a * s->b; }
static double triangle_area(const Shape* s) { return rectangle_area(s) / 2; }
static double ring_area(const Shape* s) { return circle_area(s) - 3.14159 * s->b * s->b; }
static double one(const Shape* s) { return 1.0; }
static double half(const Shape* s) { return 0.5; }
static double two(const Shape* s) { return 2.0; }

static const Class circle = {circle_area, one}, rectangle = {rectangle_area, one}, square = {rectangle_area, half},
                   triangle = {triangle_area, one}, ring = {ring_area, two};

int main(int argc, char** argv) {
  static Shape shapes[200];
  for (int i = 0; i < 200; i++) {
    switch (i * 7 % 5) {
      case 0: shapes[i] = (Shape){&circle, i, -i, 1 + i % 3, 0}; break;
      case 1: shapes[i] = (Shape){&rectangle, i, i, 2, 3}; break;
      case 2: shapes[i] = (Shape){&square, -i, i, i % 4, i % 4}; break;
      case 3: shapes[i] = (Shape){&triangle, 0, i, 4, i % 5}; break;
      default: shapes[i] = (Shape){&ring, i, 0, 3, 1};
    }
  }
  int n = atoi(argv[1]);
  double total = 0;
  for (int round = 0; round < n; round++) {
    for (int i = 0; i < 200; i++) {
      Shape* s = &shapes[i];
      s->x += 0.25;
      s->y += 0.125;
      total += s->class->area(s) * s->class->density(s) + s->x - s->y;
    }
  }
  printf("shapes %.3f 200\n", total);
  return 0;
}
