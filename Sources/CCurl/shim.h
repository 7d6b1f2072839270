#pragma once

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

// Typed twins of the variadic calls. The parentheses step round the macros that check types for C.
static inline CURLcode ww_curl_set_long(CURL *h, CURLoption o, long v) { return (curl_easy_setopt)(h, o, v); }
static inline CURLcode ww_curl_set_string(CURL *h, CURLoption o, const char *_Nullable v) {
    return (curl_easy_setopt)(h, o, v);
}
static inline CURLcode ww_curl_set_pointer(CURL *h, CURLoption o, void *_Nullable v) {
    return (curl_easy_setopt)(h, o, v);
}
// Of CURL_ERROR_SIZE bytes, which stay the caller's.
static inline CURLcode ww_curl_set_error_buffer(CURL *h, char *text) {
    return (curl_easy_setopt)(h, CURLOPT_ERRORBUFFER, text);
}
static inline CURLcode ww_curl_set_list(CURL *h, struct curl_slist *_Nullable v) {
    return (curl_easy_setopt)(h, CURLOPT_HTTPHEADER, v);
}
static inline CURLcode ww_curl_set_body(CURL *h, const void *bytes, curl_off_t count) {
    CURLcode code = (curl_easy_setopt)(h, CURLOPT_POSTFIELDSIZE_LARGE, count);
    return code != CURLE_OK ? code : (curl_easy_setopt)(h, CURLOPT_COPYPOSTFIELDS, bytes);
}
typedef size_t (*ww_curl_data)(char *_Nonnull, size_t, size_t, void *_Nullable);
static inline CURLcode ww_curl_set_write(CURL *h, ww_curl_data f, void *_Nullable context) {
    CURLcode code = (curl_easy_setopt)(h, CURLOPT_WRITEFUNCTION, f);
    return code != CURLE_OK ? code : (curl_easy_setopt)(h, CURLOPT_WRITEDATA, context);
}
static inline CURLcode ww_curl_set_header(CURL *h, ww_curl_data f, void *_Nullable context) {
    CURLcode code = (curl_easy_setopt)(h, CURLOPT_HEADERFUNCTION, f);
    return code != CURLE_OK ? code : (curl_easy_setopt)(h, CURLOPT_HEADERDATA, context);
}
typedef curl_socket_t (*ww_curl_open)(void *_Nullable, curlsocktype, struct curl_sockaddr *_Nonnull);
static inline CURLcode ww_curl_set_open(CURL *h, ww_curl_open f, void *_Nullable context) {
    CURLcode code = (curl_easy_setopt)(h, CURLOPT_OPENSOCKETFUNCTION, f);
    return code != CURLE_OK ? code : (curl_easy_setopt)(h, CURLOPT_OPENSOCKETDATA, context);
}
// Called once a connection is there and before the request goes out, also where it is one that was kept.
typedef int (*ww_curl_prereq)(void *_Nullable, char *_Nullable, char *_Nullable, int, int);
static inline CURLcode ww_curl_set_prereq(CURL *h, ww_curl_prereq f, void *_Nullable context) {
    CURLcode code = (curl_easy_setopt)(h, CURLOPT_PREREQFUNCTION, f);
    return code != CURLE_OK ? code : (curl_easy_setopt)(h, CURLOPT_PREREQDATA, context);
}
// Called as a connection is set up, with its SSL_CTX.
typedef CURLcode (*ww_curl_tls)(CURL *_Nullable, void *_Nullable, void *_Nullable);
static inline CURLcode ww_curl_set_tls(CURL *h, ww_curl_tls f, void *_Nullable context) {
    CURLcode code = (curl_easy_setopt)(h, CURLOPT_SSL_CTX_FUNCTION, f);
    return code != CURLE_OK ? code : (curl_easy_setopt)(h, CURLOPT_SSL_CTX_DATA, context);
}
static inline curl_socket_t ww_socket(const struct curl_sockaddr *a) {
    return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}
static inline void ww_close(curl_socket_t s) { close(s); }
static inline CURLcode ww_curl_get_long(CURL *h, CURLINFO i, long *v) { return (curl_easy_getinfo)(h, i, v); }
static inline CURLcode ww_curl_get_offset(CURL *h, CURLINFO i, curl_off_t *v) {
    return (curl_easy_getinfo)(h, i, v);
}
static inline CURLcode ww_curl_get_pointer(CURL *h, CURLINFO i, void *_Nullable *_Nonnull v) {
    return (curl_easy_getinfo)(h, i, v);
}
static inline CURLMcode ww_curl_multi_set_long(CURLM *m, CURLMoption o, long v) {
    return (curl_multi_setopt)(m, o, v);
}
// The certificate's fault by OpenSSL's numbers (X509_V_ERR_...), 0 where it has none.
static inline long ww_curl_certificate_fault(CURL *h) {
    long fault = 0;
    (curl_easy_getinfo)(h, CURLINFO_SSL_VERIFYRESULT, &fault);
    return fault;
}
// The message's result is in a union.
static inline CURLcode ww_curl_message_result(const CURLMsg *m) { return m->data.result; }
// The 16 bytes of an address as IPv6 has them, IPv4 mapped; 0 for any other family.
static inline int ww_address_bytes(const struct curl_sockaddr *a, unsigned char out[_Nonnull 16]) {
    if (a->family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&a->addr;
        for (int i = 0; i < 16; i++) out[i] = six->sin6_addr.s6_addr[i];
        return 1;
    }
    if (a->family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)&a->addr;
        const unsigned char *bytes = (const unsigned char *)&four->sin_addr.s_addr;
        for (int i = 0; i < 10; i++) out[i] = 0;
        out[10] = out[11] = 0xFF;
        for (int i = 0; i < 4; i++) out[12 + i] = bytes[i];
        return 1;
    }
    return 0;
}
static inline int ww_parse_address(int is_six, const char *text, unsigned char out[_Nonnull 16]) {
    return inet_pton(is_six ? AF_INET6 : AF_INET, text, out);
}
static inline const char *_Nonnull ww_curl_version(void) { return curl_version_info(CURLVERSION_NOW)->version; }

// Mail: the message is read from us, and what both sides say is heard.
typedef size_t (*ww_curl_read)(char *_Nonnull, size_t, size_t, void *_Nullable);
static inline CURLcode ww_curl_set_read(CURL *h, ww_curl_read f, void *_Nullable context) {
    CURLcode code = (curl_easy_setopt)(h, CURLOPT_READFUNCTION, f);
    return code != CURLE_OK ? code : (curl_easy_setopt)(h, CURLOPT_READDATA, context);
}
typedef int (*ww_curl_debug)(CURL *_Nullable, curl_infotype, char *_Nonnull, size_t, void *_Nullable);
static inline CURLcode ww_curl_set_debug(CURL *h, ww_curl_debug f, void *_Nullable context) {
    CURLcode code = (curl_easy_setopt)(h, CURLOPT_DEBUGFUNCTION, f);
    if (code == CURLE_OK) code = (curl_easy_setopt)(h, CURLOPT_DEBUGDATA, context);
    return code != CURLE_OK ? code : (curl_easy_setopt)(h, CURLOPT_VERBOSE, 1L);
}
typedef int (*ww_curl_progress)(void *_Nullable, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
static inline CURLcode ww_curl_set_progress(CURL *h, ww_curl_progress f, void *_Nullable context) {
    CURLcode code = (curl_easy_setopt)(h, CURLOPT_XFERINFOFUNCTION, f);
    if (code == CURLE_OK) code = (curl_easy_setopt)(h, CURLOPT_XFERINFODATA, context);
    return code != CURLE_OK ? code : (curl_easy_setopt)(h, CURLOPT_NOPROGRESS, 0L);
}
static inline CURLcode ww_curl_set_recipients(CURL *h, struct curl_slist *_Nullable v) {
    return (curl_easy_setopt)(h, CURLOPT_MAIL_RCPT, v);
}
static inline CURLcode ww_curl_set_offset(CURL *h, CURLoption o, curl_off_t v) {
    return (curl_easy_setopt)(h, o, v);
}
