#include <stdio.h>
#include <stdlib.h>

typedef struct Tree {
  struct Tree *left, *right;
} Tree;

static Tree* build(int depth) {
  Tree* tree = calloc(1, sizeof *tree);
  if (depth > 0) {
    tree->left = build(depth - 1);
    tree->right = build(depth - 1);
  }
  return tree;
}

static long count(const Tree* tree) { return 1 + (tree->left ? count(tree->left) + count(tree->right) : 0); }

static void drop(Tree* tree) {
  if (tree->left) {
    drop(tree->left);
    drop(tree->right);
  }
  free(tree);
}

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  long sum = 0;
  Tree* lasting = build(12);
  for (int i = 0; i < n; i++) {
    for (int depth = 4; depth < 12; depth += 2) {
      Tree* tree = build(depth + i % 2);
      sum += count(tree);
      drop(tree);
    }
  }
  printf("binary_trees %ld %ld\n", sum, count(lasting));
  return 0;
}
