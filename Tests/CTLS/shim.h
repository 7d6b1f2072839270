#pragma once

// The server's half of TLS, for servers of tests only.
#include <openssl/ssl.h>

static inline int ww_tls_choose_h2(
    SSL *session, const unsigned char **chosen, unsigned char *chosen_length, const unsigned char *offered,
    unsigned int offered_length, void *context
) {
    static const unsigned char h2[] = {2, 'h', '2'};
    (void)session, (void)context;
    int found = SSL_select_next_proto(
        (unsigned char **)chosen, chosen_length, h2, sizeof h2, offered, offered_length);
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

// `file` holds certificate and key. Clients have to show a certificate of `authority` where one is given.
static inline SSL_CTX *_Nullable ww_tls_server(
    const char *file, const char *_Nullable authority, int speaks_h2
) {
    SSL_CTX *server = SSL_CTX_new(TLS_server_method());
    if (!server) return 0;
    int is_fine = SSL_CTX_use_certificate_chain_file(server, file) == 1
        && SSL_CTX_use_PrivateKey_file(server, file, SSL_FILETYPE_PEM) == 1;
    if (authority) {
        is_fine = is_fine && SSL_CTX_load_verify_locations(server, authority, 0) == 1;
        SSL_CTX_set_verify(server, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, 0);
    }
    if (speaks_h2) SSL_CTX_set_alpn_select_cb(server, ww_tls_choose_h2, 0);
    if (is_fine) return server;
    SSL_CTX_free(server);
    return 0;
}

static inline SSL *_Nullable ww_tls_accept(SSL_CTX *server, int socket) {
    SSL *session = SSL_new(server);
    if (session && SSL_set_fd(session, socket) == 1 && SSL_accept(session) == 1) return session;
    SSL_free(session);
    return 0;
}

static inline int ww_tls_is_h2(const SSL *session) {
    const unsigned char *name = 0;
    unsigned int length = 0;
    SSL_get0_alpn_selected(session, &name, &length);
    return length == 2 && name[0] == 'h' && name[1] == '2';
}
