#pragma once

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef enum MHD_Result (*ww_mhd_handler)(void *_Nullable, struct MHD_Connection *_Nonnull, const char *_Nonnull,
                                          const char *_Nonnull, const char *_Nonnull, const char *_Nullable,
                                          size_t *_Nonnull, void *_Nullable *_Nonnull);
typedef void (*ww_mhd_completed)(void *_Nullable, struct MHD_Connection *_Nonnull, void *_Nullable *_Nonnull,
                                 enum MHD_RequestTerminationCode);

// MHD_start_daemon is variadic. Listens on 127.0.0.1 only; port 0 lets the system choose.
static inline struct MHD_Daemon *_Nullable ww_mhd_start(unsigned short port, ww_mhd_handler handler,
                                                        ww_mhd_completed completed, void *_Nullable context) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, port, NULL, NULL, handler, context,
                            MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address, MHD_OPTION_NOTIFY_COMPLETED,
                            completed, context, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)30, MHD_OPTION_END);
}
// The port that the daemon listens on; MHD_get_daemon_info is variadic.
static inline unsigned short ww_mhd_port(struct MHD_Daemon *d) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}
static inline struct MHD_Response *_Nullable ww_mhd_response(const void *_Nullable bytes, size_t count) {
    return MHD_create_response_from_buffer(count, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}

// A socket that listens at the first address of `host` that can be had; the negative errno value where none can.
static inline int ww_listen(const char *_Nonnull host, const char *_Nonnull port, int backlog) {
    struct addrinfo hints, *addresses = NULL;
    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    if (getaddrinfo(host, port, &hints, &addresses) != 0) return -EADDRNOTAVAIL;
    int found = -EADDRNOTAVAIL;
    for (struct addrinfo *address = addresses; address && found < 0; address = address->ai_next) {
        int descriptor = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (descriptor < 0) {
            found = -errno;
            continue;
        }
        int on = 1;
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (bind(descriptor, address->ai_addr, address->ai_addrlen) == 0 && listen(descriptor, backlog) == 0) {
            found = descriptor;
        } else {
            found = -errno;
            close(descriptor);
        }
    }
    freeaddrinfo(addresses);
    return found;
}

// Another descriptor of a socket that somebody else opened and keeps; the negative errno value on failure.
static inline int ww_listen_copy(int descriptor) {
    int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) return -errno;
    int flags = fcntl(copy, F_GETFL);
    if (flags >= 0) fcntl(copy, F_SETFL, flags | O_NONBLOCK);
    return copy;
}

typedef void (*ww_mhd_connected)(void *_Nullable, struct MHD_Connection *_Nonnull, void *_Nullable *_Nonnull,
                                 enum MHD_ConnectionNotificationCode);

// Answers at `socket`, which it closes at its end, within bounds; requests may be suspended.
static inline struct MHD_Daemon *_Nullable ww_mhd_serve(int socket, ww_mhd_handler handler,
                                                        ww_mhd_completed completed, ww_mhd_connected connected,
                                                        void *_Nullable context,
                                                        unsigned connections, unsigned connections_per_address,
                                                        unsigned timeout_seconds, size_t header_bytes) {
    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
                            handler, context, MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_NOTIFY_COMPLETED, completed,
                            context, MHD_OPTION_NOTIFY_CONNECTION, connected, context, MHD_OPTION_CONNECTION_LIMIT,
                            connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
                            connections_per_address, MHD_OPTION_CONNECTION_TIMEOUT, timeout_seconds,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, header_bytes, MHD_OPTION_STRICT_FOR_CLIENT, 1,
                            MHD_OPTION_END);
}

// Milliseconds of the monotonic clock.
static inline long long ww_mhd_milliseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

// The descriptor of a connection; -1 where it has none. MHD_get_connection_info is variadic.
static inline int ww_mhd_descriptor(struct MHD_Connection *_Nonnull connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static inline void ww_shutdown(int descriptor) { shutdown(descriptor, SHUT_RDWR); }
