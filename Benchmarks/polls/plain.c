// What polling costs at the least: the same conditional requests, made with libcurl's multi interface and nothing else.
//
// usage: plain CONCURRENCY STATE [CA-FILE] <URLS
//
// STATE holds a line "URL<TAB>ETag<TAB>Last-Modified" for each address after a run, and is read before it. Prints a line with
// the number of answers by status, then user and system time in seconds, the largest resident set in KiB.

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { line_bytes = 2048, most = 200000 };

struct feed {
    char *url, *etag, *modified;
    char *body;
    size_t count, room;
    struct curl_slist *headers;
    int next;
};

static struct feed *feeds;
static int feed_count;
static int *index_of;
enum { buckets = 1 << 19 };

static unsigned hash(const char *text) {
    unsigned value = 2166136261u;
    for (; *text; text++) value = (value ^ (unsigned char)*text) * 16777619u;
    return value & (buckets - 1);
}

static struct feed *find(const char *url) {
    for (int i = index_of[hash(url)]; i >= 0; i = feeds[i].next)
        if (strcmp(feeds[i].url, url) == 0) return &feeds[i];
    return NULL;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    struct feed *feed = context;
    size_t more = size * count;
    if (feed->count + more > feed->room) {
        feed->room = (feed->count + more) * 2;
        feed->body = realloc(feed->body, feed->room);
        if (!feed->body) return 0;
    }
    memcpy(feed->body + feed->count, bytes, more);
    feed->count += more;
    return more;
}

static void keep(char **place, const char *value, size_t length) {
    while (length && (*value == ' ' || *value == '\t')) value++, length--;
    while (length && (unsigned char)value[length - 1] <= ' ') length--;
    free(*place);
    *place = strndup(value, length);
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
    struct feed *feed = context;
    size_t length = size * count;
    if (length > 5 && strncasecmp(bytes, "etag:", 5) == 0) keep(&feed->etag, bytes + 5, length - 5);
    if (length > 14 && strncasecmp(bytes, "last-modified:", 14) == 0) keep(&feed->modified, bytes + 14, length - 14);
    return length;
}

static void start(CURLM *multi, CURL *easy, struct feed *feed, const char *authorities) {
    char line[line_bytes];
    feed->headers = curl_slist_append(NULL, "User-Agent: plain/1 (benchmark)");
    feed->headers = curl_slist_append(feed->headers, "Accept-Encoding: gzip, deflate, br, zstd");
    if (feed->etag) {
        snprintf(line, sizeof line, "If-None-Match: %s", feed->etag);
        feed->headers = curl_slist_append(feed->headers, line);
    }
    if (feed->modified) {
        snprintf(line, sizeof line, "If-Modified-Since: %s", feed->modified);
        feed->headers = curl_slist_append(feed->headers, line);
    }
    feed->count = 0;
    curl_easy_setopt(easy, CURLOPT_URL, feed->url);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, feed);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, feed);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, feed);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, feed->headers);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 60000L);
    curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
    // With a folder of certificates libcurl reads the whole bundle for each connection.
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    if (authorities) curl_easy_setopt(easy, CURLOPT_CAINFO, authorities);
    curl_multi_add_handle(multi, easy);
}

static void read_feeds(const char *state) {
    char line[line_bytes];
    feeds = calloc(most, sizeof *feeds);
    index_of = malloc(buckets * sizeof *index_of);
    for (int i = 0; i < buckets; i++) index_of[i] = -1;
    while (feed_count < most && fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        unsigned bucket = hash(line);
        feeds[feed_count].url = strdup(line);
        feeds[feed_count].next = index_of[bucket];
        index_of[bucket] = feed_count++;
    }
    FILE *file = fopen(state, "r");
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        char *etag = strchr(line, '\t'), *modified = etag ? strchr(etag + 1, '\t') : NULL;
        if (!modified) continue;
        *etag++ = 0;
        *modified++ = 0;
        struct feed *feed = find(line);
        if (!feed) continue;
        if (*etag) feed->etag = strdup(etag);
        if (*modified) feed->modified = strdup(modified);
    }
    if (file) fclose(file);
}

int main(int count, char **arguments) {
    if (count < 3) return 2;
    int concurrency = atoi(arguments[1]);
    const char *authorities = count > 3 ? arguments[3] : NULL;
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    read_feeds(arguments[2]);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    int next = 0, fresh = 0, unchanged = 0, other = 0, active = 0;
    for (; next < feed_count && next < concurrency; next++) start(multi, curl_easy_init(), &feeds[next], authorities);
    do {
        CURLMsg *message;
        int left;
        curl_multi_perform(multi, &active);
        while ((message = curl_multi_info_read(multi, &left))) {
            CURL *easy = message->easy_handle;
            struct feed *feed;
            long status = 0;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, &feed);
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            if (message->data.result != CURLE_OK) other++;
            else if (status == 200) fresh++;
            else if (status == 304) unchanged++;
            else other++;
            curl_multi_remove_handle(multi, easy);
            curl_slist_free_all(feed->headers);
            free(feed->body);
            feed->body = NULL;
            feed->room = 0;
            curl_easy_reset(easy);
            if (next < feed_count) {
                start(multi, easy, &feeds[next++], authorities);
                active++;
            } else {
                curl_easy_cleanup(easy);
            }
        }
        if (active) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    } while (active);
    FILE *file = fopen(arguments[2], "w");
    for (int i = 0; file && i < feed_count; i++)
        fprintf(file, "%s\t%s\t%s\n", feeds[i].url, feeds[i].etag ? feeds[i].etag : "",
                feeds[i].modified ? feeds[i].modified : "");
    if (file) fclose(file);
    clock_gettime(CLOCK_MONOTONIC, &end);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    fprintf(stderr, "%d fresh, %d unchanged, %d other\n", fresh, unchanged, other);
    return other ? 1 : 0;
}
