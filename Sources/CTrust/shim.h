#pragma once

#include <openssl/err.h>
#include <openssl/ssl.h>

// The authorities of a PEM file, ready to verify with; null where it cannot be read. As libcurl makes ready its own: what the
// file names is trusted, also where it is no root.
static inline X509_STORE *_Nullable ww_trust_read(const char *file) {
    X509_STORE *store = X509_STORE_new();
    if (store && X509_STORE_load_locations(store, file, 0) == 1
        && X509_STORE_set_flags(store, X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN) == 1)
        return store;
    X509_STORE_free(store);
    // What is left in the thread's list of errors would be taken for one of the next connection.
    ERR_clear_error();
    return 0;
}
// `context` is the SSL_CTX that libcurl hands out as it sets up a connection.
static inline void ww_trust_only(void *context, X509_STORE *store) {
    SSL_CTX_set1_cert_store((SSL_CTX *)context, store);
}
