/*
 * Records what a process writes below PL_DIR, and what it says on its standard output, into PL_TRACE: every change of a
 * file with its bytes, and every flush, in order. Loaded with LD_PRELOAD. Linux and glibc.
 *
 * A record: operation (1 byte), length of the path (u32), offset (u64), length (u64), length of the bytes (u64), path,
 * bytes; little-endian. Operations: C created, W written, T cut to offset, S flushed, U removed, R renamed (bytes: new
 * path), A said on standard output.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
static char *paths[FILES];
static const char *dir;
static int trace = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);

__attribute__((constructor)) static void start(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  dir = getenv("PL_DIR");
  const char *path = getenv("PL_TRACE");
  if (dir && path) {
    int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    trace = real_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  }
}

static void record(char operation, const char *path, uint64_t offset, uint64_t length, const void *bytes) {
  if (trace < 0) return;
  uint32_t path_length = strlen(path);
  uint64_t byte_length = bytes ? length : 0;
  char head[29];
  head[0] = operation;
  memcpy(head + 1, &path_length, 4);
  memcpy(head + 5, &offset, 8);
  memcpy(head + 13, &length, 8);
  memcpy(head + 21, &byte_length, 8);
  pthread_mutex_lock(&lock);
  real_write(trace, head, sizeof head);
  real_write(trace, path, path_length);
  if (byte_length) real_write(trace, bytes, byte_length);
  pthread_mutex_unlock(&lock);
}

static int watched(int fd) { return fd >= 0 && fd < FILES && paths[fd]; }
static int below(const char *path) { return dir && path && strncmp(path, dir, strlen(dir)) == 0; }

static void opened(int fd, const char *path, int flags) {
  if (fd < 0 || fd >= FILES) return;
  free(paths[fd]);
  paths[fd] = below(path) ? strdup(path) : NULL;
  if (paths[fd] && (flags & O_CREAT)) record('C', path, 0, 0, NULL);
  if (paths[fd] && (flags & O_TRUNC)) record('T', path, 0, 0, NULL);
}

#define OPEN(name)                                            \
  int name(const char *path, int flags, ...) {                \
    static int (*real)(const char *, int, ...);               \
    if (!real) real = dlsym(RTLD_NEXT, #name);                \
    va_list rest;                                             \
    va_start(rest, flags);                                    \
    int mode = va_arg(rest, int);                             \
    va_end(rest);                                             \
    int fd = real(path, flags, mode);                         \
    opened(fd, path, flags);                                  \
    return fd;                                                \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "close");
  if (watched(fd)) {
    free(paths[fd]);
    paths[fd] = NULL;
  }
  return real(fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  ssize_t done = real_pwrite(fd, bytes, length, offset);
  if (done > 0 && watched(fd)) record('W', paths[fd], offset, done, bytes);
  return done;
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

ssize_t write(int fd, const void *bytes, size_t length) {
  if (fd == 1) record('A', "", 0, length, bytes);
  off_t offset = watched(fd) ? lseek(fd, 0, SEEK_CUR) : 0;
  ssize_t done = real_write(fd, bytes, length);
  if (done > 0 && watched(fd)) record('W', paths[fd], offset, done, bytes);
  return done;
}

#define TRUNCATE(name)                                                \
  int name(int fd, off64_t length) {                                  \
    static int (*real)(int, off64_t);                                 \
    if (!real) real = dlsym(RTLD_NEXT, #name);                        \
    int result = real(fd, length);                                    \
    if (result == 0 && watched(fd)) record('T', paths[fd], length, 0, NULL); \
    return result;                                                    \
  }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

#define FLUSH(name)                                                   \
  int name(int fd) {                                                  \
    static int (*real)(int);                                          \
    if (!real) real = dlsym(RTLD_NEXT, #name);                        \
    int result = real(fd);                                            \
    if (result == 0 && watched(fd)) record('S', paths[fd], 0, 0, NULL); \
    return result;                                                    \
  }
FLUSH(fsync)
FLUSH(fdatasync)

int unlink(const char *path) {
  static int (*real)(const char *);
  if (!real) real = dlsym(RTLD_NEXT, "unlink");
  int result = real(path);
  if (result == 0 && below(path)) record('U', path, 0, 0, NULL);
  return result;
}

int rename(const char *from, const char *to) {
  static int (*real)(const char *, const char *);
  if (!real) real = dlsym(RTLD_NEXT, "rename");
  int result = real(from, to);
  if (result == 0 && below(from)) record('R', from, 0, strlen(to), to);
  return result;
}
