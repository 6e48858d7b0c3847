/*
 * The upstream of the benchmarks: answers chat completions faster than any gateway can ask for them.
 *
 *     upstream PORT
 *
 * Listens on 127.0.0.1, prints its process id as soon as it does, and goes on in the background.
 *
 * A request gets 400 unless it is POST .../chat/completions, its body arrived whole, its model is "upstream-..." and its
 * key is "some-key": what a gateway must have put there. The answer is one JSON text, or, when the body has
 * "stream":true, 50 events and [DONE], each in a chunk and a write of its own. The model "upstream-paced-N" streams N
 * events, one a second. Event number i carries the text " i", so that a client can tell a lost one.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum {
    EVENTS = 50,
    MOST_EVENTS = 3600,
    EVENT_ROOM = 384,
    ANSWER_BYTES = 700,
    FIRST_ROOM = 4096,
    MOST_BYTES = 1 << 20,
    PACE_MILLIS = 1000,
    BACKLOG = 4096,
    AT_ONCE = 512
};

/* What is sent was written down before the first request; nobody owns or frees it. */
struct text {
    const char *bytes;
    size_t length;
};

struct connection {
    int fd;
    char *in;
    size_t held, room;
    struct text rest; /* what the socket has not taken yet */
    int next, total;  /* the events of the stream; total is 0 when there is none */
    bool paced, waiting;
    long long due;
    struct connection *before, *after;
};

static int poll_fd;
static struct text answer, refusal, stream_head, last_event, done;
static struct text events[MOST_EVENTS];
/* The paced streams. All wait equally long, so the order in which they came is the order in which they are due. */
static struct connection *first_waiting, *last_waiting;

static void fail(const char *what) {
    fprintf(stderr, "upstream: %s: %s\n", what, strerror(errno));
    exit(1);
}

static long long now_millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static struct text literal(const char *bytes) {
    return (struct text){bytes, strlen(bytes)};
}

static struct text chunk(const char *data) {
    char *bytes = NULL;
    int length = asprintf(&bytes, "%zx\r\n%s\r\n", strlen(data), data);
    if (length < 0) fail("no memory for the events");
    return (struct text){bytes, (size_t)length};
}

static struct text event(const char *delta, const char *reason) {
    char data[EVENT_ROOM];
    snprintf(data, sizeof data,
             "data: {\"id\":\"chatcmpl-9tXkq2GmP7vR4sLd0aZb\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
             "\"model\":\"upstream-model\",\"system_fingerprint\":null,"
             "\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n",
             delta, reason);
    return chunk(data);
}

static struct text json(const char *status, const char *body) {
    char *bytes = NULL;
    int length = asprintf(&bytes, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", status,
                          strlen(body), body);
    if (length < 0) fail("no memory for the answers");
    return (struct text){bytes, (size_t)length};
}

static void write_texts(void) {
    static const char begin[] = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"upstream-model\","
                                "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
    static const char end[] = "\"},\"finish_reason\":\"stop\"}],"
                              "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":60,\"total_tokens\":160}}";
    char body[ANSWER_BYTES + 1];
    memset(body, 'x', ANSWER_BYTES);
    memcpy(body, begin, sizeof begin - 1);
    memcpy(body + ANSWER_BYTES + 1 - sizeof end, end, sizeof end);
    answer = json("200 OK", body);
    refusal = json("400 Bad Request", "{\"error\":{\"message\":\"not what a gateway should send on\"}}");
    stream_head = literal("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
                          "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < MOST_EVENTS; i++) {
        char delta[64];
        snprintf(delta, sizeof delta, "{%s\"content\":\" %d\"}", i == 0 ? "\"role\":\"assistant\"," : "", i);
        events[i] = event(delta, "null");
    }
    last_event = event("{}", "\"stop\"");
    done = literal("e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n");
}

static void enqueue(struct connection *c) {
    c->due = now_millis() + PACE_MILLIS;
    c->waiting = true;
    c->after = NULL;
    c->before = last_waiting;
    if (last_waiting) last_waiting->after = c;
    else first_waiting = c;
    last_waiting = c;
}

static void dequeue(struct connection *c) {
    if (c->before) c->before->after = c->after;
    else first_waiting = c->after;
    if (c->after) c->after->before = c->before;
    else last_waiting = c->before;
    c->waiting = false;
}

static void drop(struct connection *c) {
    if (c->waiting) dequeue(c);
    close(c->fd);
    free(c->in);
    free(c);
}

/* Gives the socket the next event if the one before is out. */
static void advance(struct connection *c) {
    if (c->next < c->total - 1) c->rest = events[c->next];
    else c->rest = c->next == c->total - 1 ? last_event : done;
    if (c->next++ == c->total) c->total = 0;
}

/* Sends until there is nothing to send, the socket is full, or the next event is not due. False: the peer is gone. */
static bool send_on(struct connection *c) {
    for (;;) {
        while (c->rest.length > 0) {
            ssize_t sent = send(c->fd, c->rest.bytes, c->rest.length, MSG_NOSIGNAL);
            if (sent < 0) return errno == EAGAIN || errno == EINTR;
            c->rest.bytes += sent;
            c->rest.length -= (size_t)sent;
        }
        if (c->total == 0) return true;
        /* [DONE] follows the last event at once. */
        if (c->paced && c->next < c->total) {
            if (!c->waiting) enqueue(c);
            return true;
        }
        advance(c);
    }
}

/* The value of a header, to the end of its line; names are written with a leading "\n" and a colon. */
static struct text header(const char *head, const char *name) {
    const char *found = strcasestr(head, name);
    if (!found) return (struct text){NULL, 0};
    found += strlen(name);
    found += strspn(found, " ");
    return (struct text){found, strcspn(found, "\r\n")};
}

static bool has(struct text body, const char *part) {
    return memmem(body.bytes, body.length, part, strlen(part)) != NULL;
}

static bool is_sound(const char *head, struct text body) {
    static const char key[] = "Bearer some-key";
    const char *path_end = strstr(head, " HTTP/1.1\r");
    static const char path[] = "/chat/completions";
    if (strncmp(head, "POST /", 6) != 0 || !path_end || path_end - head < (long)sizeof path) return false;
    if (memcmp(path_end - (sizeof path - 1), path, sizeof path - 1) != 0) return false;
    struct text given = header(head, "\nauthorization:");
    return given.length == sizeof key - 1 && memcmp(given.bytes, key, given.length) == 0 && body.length > 1
           && body.bytes[0] == '{' && body.bytes[body.length - 1] == '}' && has(body, "\"model\":\"upstream-");
}

static void begin_answer(struct connection *c, const char *head, struct text body) {
    static const char paced[] = "\"model\":\"upstream-paced-";
    c->rest = answer;
    if (!is_sound(head, body)) {
        c->rest = refusal;
    } else if (has(body, "\"stream\":true")) {
        const char *pace = memmem(body.bytes, body.length, paced, sizeof paced - 1);
        int asked = pace ? atoi(pace + sizeof paced - 1) : EVENTS;
        bool possible = asked > 0 && asked <= MOST_EVENTS;
        c->rest = possible ? stream_head : refusal;
        c->total = possible ? asked : 0;
        c->paced = pace != NULL;
        c->next = 0;
    }
}

/* Answers the request at the front of the buffer if it is there as a whole. False: there is none, or it cannot be one. */
static bool take_request(struct connection *c, bool *broken) {
    char *end = memmem(c->in, c->held, "\r\n\r\n", 4);
    if (!end) {
        *broken = c->held == MOST_BYTES;
        return false;
    }
    end[2] = '\0';
    struct text length = header(c->in, "\ncontent-length:");
    size_t head = (size_t)(end - c->in) + 4;
    size_t body = length.bytes ? strtoul(length.bytes, NULL, 10) : 0;
    end[2] = '\r';
    *broken = body > MOST_BYTES - head;
    if (*broken || c->held < head + body) return false;
    end[2] = '\0';
    begin_answer(c, c->in, (struct text){c->in + head, body});
    c->held -= head + body;
    memmove(c->in, c->in + head + body, c->held);
    return true;
}

/* Reads all there is, and answers as long as nothing is being sent. False: the connection is over. */
static bool serve(struct connection *c) {
    for (;;) {
        if (c->held == c->room) {
            size_t more = c->room ? c->room * 2 : FIRST_ROOM;
            char *larger = more > MOST_BYTES ? NULL : realloc(c->in, more);
            if (!larger) return false;
            c->in = larger;
            c->room = more;
        }
        size_t asked = c->room - c->held;
        ssize_t got = recv(c->fd, c->in + c->held, asked, 0);
        if (got == 0) return false;
        if (got < 0) {
            if (errno == EINTR) continue;
            if (errno != EAGAIN) return false;
            break;
        }
        c->held += (size_t)got;
        if ((size_t)got < asked) break;
    }
    bool broken = false;
    if (!send_on(c)) return false;
    while (c->rest.length == 0 && c->total == 0 && take_request(c, &broken)) {
        if (!send_on(c)) return false;
    }
    return !broken;
}

static void accept_all(int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EINTR || errno == ECONNABORTED) continue;
            if (errno == EAGAIN) return;
            fail("cannot accept a connection");
        }
        int yes = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        struct connection *c = calloc(1, sizeof *c);
        if (!c) fail("no memory for a connection");
        c->fd = fd;
        struct epoll_event watch = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c};
        if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &watch) < 0) fail("cannot watch a connection");
    }
}

static void send_due(void) {
    long long now = now_millis();
    while (first_waiting && first_waiting->due <= now) {
        struct connection *c = first_waiting;
        dequeue(c);
        advance(c);
        if (!send_on(c)) drop(c);
    }
}

static int listen_on(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int yes = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0) fail("no socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, BACKLOG) < 0) {
        fprintf(stderr, "upstream: cannot listen on 127.0.0.1:%d: %s\n", port, strerror(errno));
        exit(1);
    }
    return fd;
}

static void into_background(void) {
    pid_t child = fork();
    if (child < 0) fail("cannot fork");
    if (child > 0) {
        printf("%d\n", child);
        exit(0);
    }
    setsid();
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere < 0 || dup2(nowhere, 0) < 0 || dup2(nowhere, 1) < 0) fail("cannot leave the terminal");
}

int main(int count, char **words) {
    int port = count == 2 ? atoi(words[1]) : 0;
    if (port < 1 || port > 65535) {
        fprintf(stderr, "usage: upstream PORT\n");
        return 2;
    }
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    write_texts();
    int listener = listen_on(port);
    into_background();
    poll_fd = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event ready[AT_ONCE] = {{.events = EPOLLIN, .data.ptr = NULL}};
    if (poll_fd < 0 || epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, ready) < 0) fail("no epoll");
    for (;;) {
        long long wait = first_waiting ? first_waiting->due - now_millis() : -1;
        int n = epoll_wait(poll_fd, ready, AT_ONCE, first_waiting && wait < 0 ? 0 : (int)wait);
        if (n < 0 && errno != EINTR) fail("epoll");
        for (int i = 0; i < n; i++) {
            struct connection *c = ready[i].data.ptr;
            if (!c) accept_all(listener);
            else if (!serve(c)) drop(c);
        }
        send_due();
    }
}
