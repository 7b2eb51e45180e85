// Runs a command and prints what it cost: cost SECONDS OUTPUT-FILE COMMAND [ARGUMENT...]
// The command is killed after SECONDS of CPU time, or ten times as many on the clock,
// and gets 4 GiB of address space.
// Prints `user+system µs, wall µs, peak resident KiB, exit code (negative: the signal that killed it)`. It is a program
// of its own because a child's peak memory begins with the pages of the process that started it, and Python's are many.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t child;

static void out_of_time(int sig) { kill(-child, SIGKILL); }

static long long microseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static long long of(struct timeval t) { return t.tv_sec * 1000000LL + t.tv_usec; }

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  long long start = microseconds();
  child = fork();
  if (child == 0) {
    setpgid(0, 0);
    rlim_t limit = (rlim_t)atoi(argv[1]);
    setrlimit(RLIMIT_CPU, &(struct rlimit){limit, limit});
    setrlimit(RLIMIT_AS, &(struct rlimit){4ul << 30, 4ul << 30});
    int out = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0644), in = open("/dev/null", O_RDONLY);
    if (out < 0 || in < 0) _exit(126);
    dup2(in, 0);
    dup2(out, 1);
    dup2(out, 2);
    execvp(argv[3], argv + 3);
    perror(argv[3]);
    _exit(127);
  }
  setpgid(child, child);
  signal(SIGALRM, out_of_time);
  alarm(10 * (unsigned)atoi(argv[1]));
  int status;
  struct rusage usage;
  while (wait4(child, &status, 0, &usage) < 0) {
  }
  long long wall = microseconds() - start;
  int code = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  printf("%lld %lld %ld %d\n", of(usage.ru_utime) + of(usage.ru_stime), wall, usage.ru_maxrss, code);
  return 0;
}
