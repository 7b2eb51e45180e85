#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char** argv) {
  long n = atol(argv[1]), quotes = 0, sum = 0;
  static char csv[100256], html[200512];
  size_t csv_length = 0, html_length = 8;
  memcpy(html, "<table>\n", 8);
  for (long i = 0; i < n; i++) {
    char name[32];
    long price = i % 1000;
    if (i % 7 == 0) {
      snprintf(name, sizeof name, "\"item %ld\"", i);
      quotes++;
    } else {
      snprintf(name, sizeof name, "item %ld", i);
    }
    csv_length += sprintf(csv + csv_length, "%ld,%s,%ld\n", i, name, price);
    html_length += sprintf(html + html_length, "  <tr class=\"row%ld\"><td>%s</td><td>%ld</td></tr>\n", i, name, price);
    if (csv_length > 100000) {
      csv_length -= 50000;
      memmove(csv, csv + 50000, csv_length);
    }
    if (html_length > 200000) html_length = 0;
  }
  html_length += 8;
  for (size_t i = 0; i < csv_length; i += 3) sum = (sum * 31 + (unsigned char)csv[i]) % 1000003;
  printf("string_build %zu %zu %ld %ld\n", csv_length, html_length, quotes, sum);
  return 0;
}
