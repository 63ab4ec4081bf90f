/* Preloaded into a site by tests/benchmarks/faults.py: the wall clock, and only it, wrong by as many seconds as the file of
   ANKLES_CLOCK says. (libfaketime 0.9.10 breaks the sleep of Python 3.11.) cc -shared -fPIC -o clock.so clock.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(clock, now);
    FILE *file;
    long wrong = 0;
    if (!failed && clock == CLOCK_REALTIME && (file = fopen(getenv("ANKLES_CLOCK"), "r"))) {
        if (fscanf(file, "%ld", &wrong) == 1) now->tv_sec += wrong;
        fclose(file);
    }
    return failed;
}
