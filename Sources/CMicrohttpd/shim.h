#pragma once

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

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
