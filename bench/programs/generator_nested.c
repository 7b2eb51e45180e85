#include <stdio.h>
#include <stdlib.h>

typedef struct Node {
  long value;
  struct Node *left, *right;
} Node;

static Node* build(long low, long high) {
  if (low > high) return NULL;
  long middle = (low + high) / 2;
  Node* node = malloc(sizeof(Node));
  node->value = middle;
  node->left = build(low, middle - 1);
  node->right = build(middle + 1, high);
  return node;
}

static long sum, round_number;
static void walk(const Node* node) {
  if (node->left) walk(node->left);
  sum = (sum * 31 + node->value + round_number) % 1000003;
  if (node->right) walk(node->right);
}

int main(int argc, char** argv) {
  long n = atol(argv[1]);
  const Node* tree = build(1, 4095);
  for (round_number = 0; round_number < n; round_number++) walk(tree);
  printf("generator_nested %ld\n", sum);
}
