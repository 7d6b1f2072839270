// Runs a program and prints its wall time, processor time and largest resident set as one line.
//
// usage: measure NAME OUTPUT PROGRAM ARGUMENTS...     standard error of the program goes to OUTPUT

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int count, char **arguments) {
    if (count < 4) return 2;
    struct timespec begin, end;
    struct rusage usage;
    int status = 0;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    pid_t child = fork();
    if (child < 0) return 2;
    if (child == 0) {
        int file = open(arguments[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
        int nothing = open("/dev/null", O_WRONLY);
        dup2(nothing, 1);
        dup2(file, 2);
        execv(arguments[3], arguments + 3);
        _exit(127);
    }
    if (wait4(child, &status, 0, &usage) < 0) return 2;
    clock_gettime(CLOCK_MONOTONIC, &end);
    double wall = end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9;
    printf("%-34s %8.2f %8.2f %8.2f %8.2f %8.1f\n", arguments[1], wall, seconds(usage.ru_utime),
           seconds(usage.ru_stime), seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss / 1024.0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
