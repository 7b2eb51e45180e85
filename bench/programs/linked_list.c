#include <stdio.h>
#include <stdlib.h>

typedef struct Node {
  long value;
  struct Node* next;
} Node;

int main(int argc, char** argv) {
  long n = atol(argv[1]), check = 0, removed = 0;
  for (long i = 0; i < n; i++) {
    Node* head = NULL;
    for (long j = 0; j < 2000; j++) {
      Node* node = malloc(sizeof *node);
      node->value = j * 13 % 1009 + i;
      node->next = head;
      head = node;
    }
    Node *previous = NULL, *node = head;
    while (node) {
      Node* next = node->next;
      node->next = previous;
      previous = node;
      node = next;
    }
    head = previous;
    for (Node** link = &head; *link;) {
      Node* at = *link;
      if (at->value % (3 + i % 4) == 0) {
        *link = at->next;
        free(at);
        removed++;
      } else {
        link = &at->next;
      }
    }
    long sum = 0;
    for (node = head; node; node = node->next) sum = (sum * 7 + node->value) % 1000003;
    check = (check + sum) % 1000003;
    while (head) {
      Node* next = head->next;
      free(head);
      head = next;
    }
  }
  printf("linked_list %ld %ld\n", check, removed);
  return 0;
}
