/* Preloaded into a process: writes down, in order, what it writes and syncs below $REC_ROOT, and what it says. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int record_to = -1;
static const char *root;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_ftruncate)(int, off_t);
static int (*real_rename)(const char *, const char *), (*real_unlink)(const char *);

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    root = getenv("REC_ROOT");
    const char *path = getenv("REC_LOG");
    if (root && path) record_to = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* kind, length of the path, offset, length of the data; then path and data */
static void note(char kind, const char *path, int64_t offset, const void *data, uint32_t length) {
    if (record_to < 0) return;
    struct __attribute__((packed)) { char kind; uint16_t path; int64_t offset; uint32_t length; } head =
        {kind, (uint16_t)strlen(path), offset, length};
    pthread_mutex_lock(&one_at_a_time);
    real_write(record_to, &head, sizeof head);
    real_write(record_to, path, head.path);
    if (length) real_write(record_to, data, length);
    pthread_mutex_unlock(&one_at_a_time);
}

static int watched(int descriptor, char *path) {
    char link[64];
    if (record_to < 0 || descriptor == record_to) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strncmp(path, root, strlen(root)) == 0;
}

ssize_t write(int descriptor, const void *data, size_t length) {
    char path[PATH_MAX];
    if (descriptor == 1 && record_to >= 0) note('A', "", 0, data, length);
    else if (watched(descriptor, path)) {
        int64_t offset = fcntl(descriptor, F_GETFL) & O_APPEND ? lseek(descriptor, 0, SEEK_END) : lseek(descriptor, 0, SEEK_CUR);
        ssize_t done = real_write(descriptor, data, length);
        if (done > 0) note('W', path, offset, data, done);
        return done;
    }
    return real_write(descriptor, data, length);
}

ssize_t pwrite64(int descriptor, const void *data, size_t length, off_t offset) {
    char path[PATH_MAX];
    ssize_t done = real_pwrite(descriptor, data, length, offset);
    if (done > 0 && watched(descriptor, path)) note('W', path, offset, data, done);
    return done;
}

ssize_t pwrite(int descriptor, const void *data, size_t length, off_t offset) {
    return pwrite64(descriptor, data, length, offset);
}

static void note_sync(int descriptor) {
    char path[PATH_MAX];
    if (watched(descriptor, path)) note('S', path, 0, NULL, 0);
}

int fsync(int descriptor) {
    int done = real_fsync(descriptor);
    note_sync(descriptor);
    return done;
}

int fdatasync(int descriptor) {
    int done = real_fdatasync(descriptor);
    note_sync(descriptor);
    return done;
}

int ftruncate64(int descriptor, off_t length) {
    char path[PATH_MAX];
    int done = real_ftruncate(descriptor, length);
    if (watched(descriptor, path)) note('T', path, length, NULL, 0);
    return done;
}

int ftruncate(int descriptor, off_t length) { return ftruncate64(descriptor, length); }

int rename(const char *from, const char *to) {
    int done = real_rename(from, to);
    if (done == 0 && root && strncmp(to, root, strlen(root)) == 0) note('R', from, 0, to, strlen(to));
    return done;
}

int unlink(const char *path) {
    int done = real_unlink(path);
    if (done == 0 && root && strncmp(path, root, strlen(root)) == 0) note('U', path, 0, NULL, 0);
    return done;
}
