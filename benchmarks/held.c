/*
 * Holds many event streams open at once, and counts how each of them ended.
 *
 *     held PORT STREAMS EVENTS
 *
 * Asks 127.0.0.1 for STREAMS streams of the model "held". Of each it expects EVENTS events as upstream.c numbers them,
 * [DONE], and a clean end. Prints what it got; the status is 0 if every stream was whole.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum {
    READ_BYTES = 64 * 1024,
    LINE_BYTES = 1024,
    OPENED_A_TURN = 20, /* all at once would overflow the queue of the listening socket */
    TURN_MILLIS = 10,
    PATIENCE_MILLIS = 30000,
    AT_ONCE = 512
};

enum part { STATUS, HEADERS, SIZE, DATA, DATA_END, LAST_LINE, WHOLE };

struct stream {
    int fd;
    enum part part;
    char line[LINE_BYTES]; /* of the framing, or of the event, which may lie across chunks */
    size_t in_line;
    char framing[LINE_BYTES];
    size_t in_framing;
    unsigned long left;
    bool refused, disordered, done;
    int events;
    long long last_millis;
};

static int port, expected;
static int complete, cut, refused, disordered, most_open, now_open;
static long long all_events, longest_gap;
static char first_refusal[LINE_BYTES];

static void fail(const char *what) {
    fprintf(stderr, "held: %s: %s\n", what, strerror(errno));
    exit(1);
}

static long long now_millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void event_line(struct stream *s) {
    char wanted[64];
    s->line[s->in_line] = '\0';
    if (strncmp(s->line, "data: ", 6) != 0) return;
    if (strcmp(s->line, "data: [DONE]") == 0) {
        s->done = s->events == expected;
        return;
    }
    if (s->events == expected - 1) strcpy(wanted, "\"finish_reason\":\"stop\"");
    else snprintf(wanted, sizeof wanted, "\"content\":\" %d\"", s->events);
    if (!strstr(s->line, wanted)) s->disordered = true;
    long long now = now_millis();
    if (s->events > 0 && now - s->last_millis > longest_gap) longest_gap = now - s->last_millis;
    s->last_millis = now;
    s->events++;
    all_events++;
}

static void event_byte(struct stream *s, char byte) {
    if (byte == '\n') {
        event_line(s);
        s->in_line = 0;
    } else if (s->in_line < LINE_BYTES - 1) {
        s->line[s->in_line++] = byte;
    }
}

static void framing_line(struct stream *s) {
    s->framing[s->in_framing] = '\0';
    switch (s->part) {
        case STATUS:
            s->refused = strncmp(s->framing, "HTTP/1.1 200 ", 13) != 0;
            if (s->refused && !first_refusal[0]) strcpy(first_refusal, s->framing);
            s->part = HEADERS;
            break;
        case HEADERS:
            if (s->in_framing == 0) s->part = SIZE;
            break;
        case SIZE:
            s->left = strtoul(s->framing, NULL, 16);
            s->part = s->left > 0 ? DATA : LAST_LINE;
            break;
        case DATA_END:
            s->part = SIZE;
            break;
        default:
            if (s->in_framing == 0) s->part = WHOLE;
    }
    s->in_framing = 0;
}

static void take(struct stream *s, const char *bytes, size_t count) {
    for (size_t i = 0; i < count && !s->refused && s->part != WHOLE; i++) {
        if (s->part == DATA) {
            event_byte(s, bytes[i]);
            if (--s->left == 0) s->part = DATA_END;
        } else if (bytes[i] == '\n') {
            framing_line(s);
        } else if (bytes[i] != '\r' && s->in_framing < LINE_BYTES - 1) {
            s->framing[s->in_framing++] = bytes[i];
        }
    }
}

/* Reads all there is. True: the stream is over, in whichever way. */
static bool read_on(struct stream *s) {
    static char bytes[READ_BYTES];
    for (;;) {
        ssize_t got = recv(s->fd, bytes, sizeof bytes, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) return false;
        if (got > 0) take(s, bytes, (size_t)got);
        if (got <= 0 || s->refused || s->part == WHOLE) return true;
    }
}

static void judge(struct stream *s) {
    if (s->refused) refused++;
    else if (s->part != WHOLE) cut++;
    else if (s->disordered || !s->done) disordered++;
    else complete++;
    close(s->fd);
    now_open--;
}

static void open_stream(struct stream *s, int poll_fd) {
    static const char body[] = "{\"model\":\"held\",\"stream\":true,"
                               "\"messages\":[{\"role\":\"user\",\"content\":\"Go on until I say stop.\"}]}";
    char request[512];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int length = snprintf(request, sizeof request,
                          "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
                          "Authorization: Bearer whatever\r\nContent-Length: %zu\r\n\r\n%s",
                          port, sizeof body - 1, body);
    s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s->fd < 0 || connect(s->fd, (struct sockaddr *)&address, sizeof address) < 0) fail("cannot connect");
    if (send(s->fd, request, (size_t)length, MSG_NOSIGNAL) != length) fail("cannot send");
    struct epoll_event watch = {.events = EPOLLIN, .data.ptr = s};
    if (fcntl(s->fd, F_SETFL, O_NONBLOCK) < 0 || epoll_ctl(poll_fd, EPOLL_CTL_ADD, s->fd, &watch) < 0) {
        fail("cannot watch a connection");
    }
    if (++now_open > most_open) most_open = now_open;
}

int main(int count, char **words) {
    port = count == 4 ? atoi(words[1]) : 0;
    int streams = count == 4 ? atoi(words[2]) : 0;
    expected = count == 4 ? atoi(words[3]) : 0;
    if (port < 1 || port > 65535 || streams < 1 || expected < 1) {
        fprintf(stderr, "usage: held PORT STREAMS EVENTS\n");
        return 2;
    }
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    struct stream *all = calloc((size_t)streams, sizeof *all);
    int poll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (!all || poll_fd < 0) fail("cannot begin");
    struct epoll_event ready[AT_ONCE];
    long long last = 0;
    int opened = 0;
    while (opened < streams || (now_open > 0 && now_millis() < last)) {
        for (int i = 0; i < OPENED_A_TURN && opened < streams; i++) open_stream(&all[opened++], poll_fd);
        if (opened == streams && last == 0) last = now_millis() + expected * 1000LL + PATIENCE_MILLIS;
        int n = epoll_wait(poll_fd, ready, AT_ONCE, opened < streams ? TURN_MILLIS : 1000);
        if (n < 0 && errno != EINTR) fail("epoll");
        for (int i = 0; i < n; i++) {
            if (read_on(ready[i].data.ptr)) judge(ready[i].data.ptr);
        }
    }
    printf("streams open at once: %d\n", most_open);
    printf("streams complete: %d of %d; cut %d, refused %d, with events lost %d, never ended %d\n", complete, streams, cut,
           refused, disordered, now_open);
    printf("events delivered: %lld of %lld; longest wait between two of a stream: %lld ms\n", all_events,
           (long long)streams * expected, longest_gap);
    if (refused > 0) printf("first refusal: %s\n", first_refusal);
    return complete == streams ? 0 : 1;
}
