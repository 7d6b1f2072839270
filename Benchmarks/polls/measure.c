// Runs a program and prints its wall time, processor time, largest resident set and the time of one thread as one line.
//
// usage: measure NAME OUTPUT THREAD PROGRAM ARGUMENTS...     standard error of the program goes to OUTPUT
//
// THREAD is the name of the threads whose processor time is told apart, `-` for none. A thread of a traced program that has
// ended stays until its tracer has seen it; its whole time is read then. Nothing is stopped but the start of a thread.

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

static int read_line(pid_t process, pid_t thread, const char *file, char *line, int size) {
    char path[96];
    snprintf(path, sizeof path, "/proc/%d/task/%d/%s", process, thread, file);
    FILE *stream = fopen(path, "r");
    if (!stream) return 0;
    int is_read = fgets(line, size, stream) != NULL;
    fclose(stream);
    line[strcspn(line, "\n")] = 0;
    return is_read;
}

// Seconds of a thread on a processor, if it has the name: the first number of schedstat, in nanoseconds.
static double time_of(pid_t process, pid_t thread, const char *name) {
    char line[256];
    if (!read_line(process, thread, "comm", line, sizeof line) || strcmp(line, name) != 0) return 0;
    return read_line(process, thread, "schedstat", line, sizeof line) ? strtod(line, NULL) / 1e9 : 0;
}

int main(int count, char **arguments) {
    if (count < 5) return 2;
    const char *name = arguments[3];
    int is_traced = strcmp(name, "-") != 0;
    struct timespec begin, end;
    int ready[2];
    if (pipe(ready) != 0) return 2;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    pid_t child = fork();
    if (child < 0) return 2;
    if (child == 0) {
        char byte;
        close(ready[1]);
        if (read(ready[0], &byte, 1) < 0) _exit(127);
        close(ready[0]);
        int file = open(arguments[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
        int nothing = open("/dev/null", O_WRONLY);
        dup2(nothing, 1);
        dup2(file, 2);
        execv(arguments[4], arguments + 4);
        _exit(127);
    }
    close(ready[0]);
    if (is_traced && ptrace(PTRACE_SEIZE, child, NULL, PTRACE_O_TRACECLONE) != 0)
        fprintf(stderr, "measure: cannot trace: %s\n", strerror(errno));
    close(ready[1]);
    double apart = 0;
    int status = 0;
    for (;;) {
        siginfo_t news;
        if (waitid(P_ALL, 0, &news, WEXITED | WSTOPPED | WNOWAIT | __WALL) != 0) break;
        pid_t thread = news.si_pid;
        int has_ended = news.si_code == CLD_EXITED || news.si_code == CLD_KILLED || news.si_code == CLD_DUMPED;
        if (has_ended) apart += time_of(child, thread, name);
        if (waitpid(thread, &status, __WALL) != thread) break;
        if (has_ended) {
            if (thread == child) break;
            continue;
        }
        int event = status >> 16, signal = WSTOPSIG(status);
        // A signal goes where it was going; the stops of tracing itself are no signals of the program's.
        ptrace(PTRACE_CONT, thread, NULL, event != 0 || signal == SIGTRAP ? 0L : (long)signal);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    double wall = end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9;
    printf("%-34s %8.2f %8.2f %8.2f %8.2f ", arguments[1], wall, seconds(usage.ru_utime), seconds(usage.ru_stime),
           seconds(usage.ru_utime) + seconds(usage.ru_stime));
    if (is_traced) printf("%8.2f ", apart);
    else printf("%8s ", "-");
    printf("%8.1f\n", usage.ru_maxrss / 1024.0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
