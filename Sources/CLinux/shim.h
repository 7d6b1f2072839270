#pragma once

// What Linux and glibc offer and the Glibc module leaves out, or offers through macros, variadic functions and
// global variables.
//
// Without _GNU_SOURCE: it gives fd_set other members than the Glibc module knows, which cannot be imported
// beside it.

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

// Processes

// Starts `path` with the three streams given, in a process group of its own, with no signal blocked or ignored
// and no other descriptor open. Returns 0 or an errno value.
static inline int ww_spawn(const char *_Nonnull path, char *_Nullable const *_Nonnull arguments,
                           char *_Nullable const *_Nonnull environment, int input, int output, int error,
                           pid_t *_Nonnull pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    code = posix_spawnattr_init(&attributes);
    if (code != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return code;
    }
    sigemptyset(&none);
    sigfillset(&all);
    if (code == 0) code = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (code == 0) code = posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (code == 0) code = posix_spawn_file_actions_adddup2(&actions, error, 2);
    if (code == 0) code = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (code == 0) code = posix_spawnattr_setsigmask(&attributes, &none);
    if (code == 0) code = posix_spawnattr_setsigdefault(&attributes, &all);
    if (code == 0) code = posix_spawnattr_setpgroup(&attributes, 0);
    if (code == 0)
        code = posix_spawnattr_setflags(
            &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    if (code == 0) code = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

// Starts a shell with `command`, which reads `input` and writes where this process does, in this process's group so
// that the terminal is its too. Returns 0 or an errno value.
static inline int ww_spawn_shell(const char *_Nonnull command, int input, pid_t *_Nonnull pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    char *const arguments[] = {"sh", "-c", (char *)command, NULL};
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    code = posix_spawnattr_init(&attributes);
    if (code != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return code;
    }
    sigemptyset(&none);
    sigfillset(&all);
    if (code == 0) code = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (code == 0) code = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (code == 0) code = posix_spawnattr_setsigmask(&attributes, &none);
    if (code == 0) code = posix_spawnattr_setsigdefault(&attributes, &all);
    if (code == 0) code = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    if (code == 0) code = posix_spawn(pid, "/bin/sh", &actions, &attributes, arguments, __environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

static inline int ww_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

// The wait status split up: how it ended (0 by itself, 1 by a signal) and the exit code or signal number.
static inline int ww_reap(pid_t pid, int *_Nonnull by_signal, int *_Nonnull code) {
    int status = 0;
    pid_t result;
    do result = waitpid(pid, &status, 0);
    while (result < 0 && errno == EINTR);
    if (result < 0) return errno;
    *by_signal = WIFSIGNALED(status) ? 1 : 0;
    *code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    return 0;
}

// Descriptors

int pipe2(int ends[2], int flags);

// A pipe whose ends are not 0, 1 or 2, even where those are closed: `ww_spawn` could not tell them apart.
static inline int ww_pipe(int *_Nonnull ends) {
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    for (int index = 0; index < 2; index++) {
        if (ends[index] > 2) continue;
        int moved = fcntl(ends[index], F_DUPFD_CLOEXEC, 3);
        int code = errno;
        close(ends[index]);
        ends[index] = moved;
        if (moved >= 0) continue;
        if (index == 0 || ends[0] >= 0) close(ends[1 - index]);
        errno = code;
        return -1;
    }
    return 0;
}

static inline int ww_set_nonblocking(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 ? -1 : fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

static inline int ww_eventfd(void) { return eventfd(0, EFD_CLOEXEC); }

static inline int ww_open(const char *_Nonnull path, int flags, mode_t mode) { return open(path, flags, mode); }

static inline int ww_is_regular_file(int descriptor) {
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

static inline off_t ww_size(int descriptor) {
    struct stat status;
    return fstat(descriptor, &status) == 0 ? status.st_size : -1;
}

// `device:inode` as JOURNAL_STREAM gives them.
static inline int ww_identity(int descriptor, unsigned long long *_Nonnull device,
                              unsigned long long *_Nonnull inode) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) return -1;
    *device = (unsigned long long)status.st_dev;
    *inode = (unsigned long long)status.st_ino;
    return 0;
}

// One datagram to a socket in the file system, or in the abstract name space where `path` starts with '@'.
static inline int ww_send_datagram(const char *_Nonnull path, size_t path_length, const void *_Nonnull bytes,
                                   size_t count) {
    struct sockaddr_un address;
    if (path_length == 0 || path_length >= sizeof(address.sun_path)) return ENAMETOOLONG;
    memset(&address, 0, sizeof(address));
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, path, path_length);
    if (address.sun_path[0] == '@') address.sun_path[0] = 0;
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return errno;
    ssize_t sent;
    do
        sent = sendto(descriptor, bytes, count, MSG_NOSIGNAL, (const struct sockaddr *)&address,
                      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path_length));
    while (sent < 0 && errno == EINTR);
    int code = sent < 0 ? errno : 0;
    close(descriptor);
    return code;
}

// Whether a file of `count` bytes finds room in `folder`: 0, or an errno value. It has no name, and is gone on return.
static inline int ww_try_room(const char *_Nonnull folder, off_t count) {
    // The name without underscores wants _GNU_SOURCE.
    int descriptor = open(folder, __O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (descriptor < 0) return errno;
    int code;
    do code = posix_fallocate(descriptor, 0, count);
    while (code == EINTR);
    close(descriptor);
    return code;
}

// Signals

static inline void ww_fill(sigset_t *_Nonnull set, const int *_Nonnull numbers, int count) {
    sigemptyset(set);
    for (int index = 0; index < count; index++) sigaddset(set, numbers[index]);
}

static inline int ww_block_signals(const int *_Nonnull numbers, int count) {
    sigset_t set;
    ww_fill(&set, numbers, count);
    return pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static inline void ww_block_all_signals(void) {
    sigset_t set;
    sigfillset(&set);
    // These tell of a fault of the thread itself; blocking them would hide a crash.
    sigdelset(&set, SIGSEGV);
    sigdelset(&set, SIGBUS);
    sigdelset(&set, SIGILL);
    sigdelset(&set, SIGFPE);
    sigdelset(&set, SIGTRAP);
    sigdelset(&set, SIGABRT);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

// Ends the process as `number` ends one that does nothing about it, so that whoever waits for it sees so.
static inline void ww_die_of(int number) {
    sigset_t set;
    ww_fill(&set, &number, 1);
    signal(number, SIG_DFL);
    raise(number);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    // Only where the signal was ignored and stays so.
    _exit(128 + number);
}

static inline int ww_ignore_sigpipe(void) { return signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0; }

static inline int ww_signalfd(const int *_Nonnull numbers, int count) {
    sigset_t set;
    ww_fill(&set, numbers, count);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

// The number of the next pending signal; -1 where none comes in time.
static inline int ww_await_signal(const int *_Nonnull numbers, int count, long long seconds, long long nanoseconds) {
    sigset_t set;
    ww_fill(&set, numbers, count);
    struct timespec span = {.tv_sec = (time_t)seconds, .tv_nsec = (long)nanoseconds};
    return sigtimedwait(&set, NULL, &span);
}

// The number of the next pending signal; -1 with errno where there is none.
static inline int ww_read_signal(int descriptor) {
    struct signalfd_siginfo signal;
    ssize_t count = read(descriptor, &signal, sizeof(signal));
    if (count == (ssize_t)sizeof(signal)) return (int)signal.ssi_signo;
    if (count >= 0) errno = EAGAIN;
    return -1;
}

// The rest

static inline int ww_limit_arenas(int count) { return mallopt(M_ARENA_MAX, count); }

static inline int ww_trim(void) { return malloc_trim(0); }

static inline int ww_columns(int descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static inline char *_Nullable *_Nullable ww_environ(void) { return __environ; }

static inline void ww_name_thread(const char *_Nonnull name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
