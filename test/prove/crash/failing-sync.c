/* Loaded into PostgreSQL: while the file named by SOUK_FAILING_SYNC exists, the next sync fails, once. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(void) {
  const char *file = getenv("SOUK_FAILING_SYNC");
  return file != NULL && unlink(file) == 0;
}

int fdatasync(int fd) {
  static int (*real)(int) = NULL;
  if (real == NULL) real = (int (*)(int)) dlsym(RTLD_NEXT, "fdatasync");
  if (fails()) {
    errno = EIO;
    return -1;
  }
  return real(fd);
}
