/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A seccomp filter.  A system call is allowed by a bit of a small set, for a
 * comparison for each would make the filter slow to install; the few that
 * depend on their arguments are looked at one by one.
 */
#include "cli/sandbox.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What sanitizers and coverage counters do at the end is no part of a run. */
#if defined(__linux__) && !defined(OMNI_INSTRUMENTED)
#    include <fcntl.h>
#    include <linux/audit.h>
#    include <linux/filter.h>
#    include <linux/seccomp.h>
#    include <sched.h>
#    include <sys/ioctl.h>
#    include <sys/mman.h>
#    include <sys/prctl.h>
#    include <sys/syscall.h>
#    if defined(__x86_64__)
#        define ARCHITECTURE AUDIT_ARCH_X86_64
#    elif defined(__aarch64__)
#        define ARCHITECTURE AUDIT_ARCH_AARCH64
#    endif
#endif

#ifdef ARCHITECTURE

#    define SET_WORDS  16
#    define FILTER_LEN 128

/* The sets of system calls, as bits. */
typedef struct CallSet {
    uint32_t words[SET_WORDS];
} CallSet;

typedef struct Filter {
    struct sock_filter rows[FILTER_LEN];
    unsigned short len;
} Filter;

/* What every run is made of. */
static const short common_calls[] = {
    SYS_brk,
    SYS_clock_getres,
    SYS_clock_gettime,
    SYS_close,
    SYS_exit,
    SYS_exit_group,
    SYS_faccessat,
    SYS_faccessat2,
    SYS_fstat,
    SYS_futex,
    SYS_getcwd,
    SYS_getdents64,
    SYS_getpid,
    SYS_getrandom,
    SYS_gettid,
    SYS_gettimeofday,
    SYS_lseek,
    SYS_madvise,
    SYS_mremap,
    SYS_munmap,
    SYS_newfstatat,
    SYS_pread64,
    SYS_prlimit64,
    SYS_read,
    SYS_readlinkat,
    SYS_readv,
    SYS_restart_syscall,
    SYS_rseq,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_sched_getaffinity,
    SYS_sched_yield,
    SYS_set_robust_list,
    SYS_statx,
    SYS_sysinfo,
    SYS_uname,
    SYS_write,
    SYS_writev,
#    ifdef SYS_access
    SYS_access,
    SYS_lstat,
    SYS_readlink,
    SYS_stat,
#    endif
};

/* What writing files takes besides. */
static const short file_calls[] = {
    SYS_fchmod,    SYS_fsync,    SYS_mkdirat, SYS_openat, SYS_renameat,
#    ifdef SYS_rename
    SYS_mkdir,     SYS_rename,   SYS_unlink,
#    endif
    SYS_renameat2, SYS_unlinkat,
};

static void add_calls(CallSet *set, const short *calls, size_t n)
{
    for (size_t i = 0; i < n; i++)
        set->words[calls[i] / 32] |= UINT32_C(1) << (calls[i] % 32);
}

/* -- the filter's rows -- */

static void add(Filter *filter, int code, uint32_t k)
{
    filter->rows[filter->len++] =
        (struct sock_filter){(unsigned short)code, 0, 0, k};
}

/* A comparison with `k`: the numbers of rows to skip when it holds and when it
 * does not. */
static void add_jump(Filter *filter, int how, uint32_t k, size_t yes, size_t no)
{
    filter->rows[filter->len++] =
        (struct sock_filter){(unsigned short)(BPF_JMP | BPF_K | how),
                             (unsigned char)yes, (unsigned char)no, k};
}

static void load(Filter *filter, size_t offset)
{
    add(filter, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset);
}

/* The low half of an argument; both architectures are little-endian. */
static size_t argument(size_t i)
{
    return offsetof(struct seccomp_data, args) + i * sizeof(uint64_t);
}

static void refuse(Filter *filter, int reason)
{
    add(filter, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)reason);
}

/* `call` is allowed when the comparison of its argument `i` comes out as
 * `wanted`.  Begins and, for other calls, ends with the number loaded. */
static void add_rule(Filter *filter, long call, size_t i, int how, uint32_t k,
                     bool wanted)
{
    add_jump(filter, BPF_JEQ, (uint32_t)call, 0, 4);
    load(filter, argument(i));
    add_jump(filter, how, k, wanted ? 0 : 1, wanted ? 1 : 0);
    add(filter, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    refuse(filter, EPERM);
}

static void add_rules(Filter *filter, bool may_write)
{
    const uint32_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;

    if (!may_write)
        add_rule(filter, SYS_openat, 2, BPF_JSET, writing, false);
    add_rule(filter, SYS_mmap, 2, BPF_JSET, PROT_EXEC, false);
    add_rule(filter, SYS_mprotect, 2, BPF_JSET, PROT_EXEC, false);
    add_rule(filter, SYS_clone, 0, BPF_JSET, CLONE_THREAD, true);
    add_rule(filter, SYS_ioctl, 1, BPF_JEQ, TCGETS, true);
    add_rule(filter, SYS_tgkill, 0, BPF_JEQ, (uint32_t)getpid(), true);
    /* Its arguments are in memory, out of a filter's reach; without it the C
     * library takes clone(). */
    add_jump(filter, BPF_JEQ, SYS_clone3, 0, 1);
    refuse(filter, ENOSYS);
}

/* Allows the calls of the set; begins with the number loaded. */
static void add_set(Filter *filter, const CallSet *set)
{
    size_t n = 0;

    for (size_t i = 0; i < SET_WORDS; i++)
        n += set->words[i] != 0;
    add_jump(filter, BPF_JGE, SET_WORDS * 32, 3 * n + 8, 0);
    add(filter, BPF_ALU | BPF_AND | BPF_K, 31);
    add(filter, BPF_MISC | BPF_TAX, 0);
    load(filter, offsetof(struct seccomp_data, nr));
    add(filter, BPF_ALU | BPF_RSH | BPF_K, 5);
    for (size_t i = 0; i < SET_WORDS; i++) {
        if (set->words[i] == 0)
            continue;
        n--;
        add_jump(filter, BPF_JEQ, (uint32_t)i, 0, 2);
        add(filter, BPF_LD | BPF_IMM, set->words[i]);
        add(filter, BPF_JMP | BPF_JA, (uint32_t)(3 * n + 1));
    }
    /* No word of the set. */
    add(filter, BPF_LD | BPF_IMM, 0);
    add(filter, BPF_ALU | BPF_RSH | BPF_X, 0);
    add_jump(filter, BPF_JSET, 1, 0, 1);
    add(filter, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    refuse(filter, EPERM);
}

static void build(Filter *filter, bool may_write)
{
    CallSet set = {{0}};

    add_calls(&set, common_calls, sizeof(common_calls) / sizeof(short));
    if (may_write)
        add_calls(&set, file_calls, sizeof(file_calls) / sizeof(short));
    filter->len = 0;
    /* Once a filter looks at an argument the kernel does not try it with every
     * number there is, which would take longer than a run's system calls. */
    load(filter, argument(0));
    load(filter, offsetof(struct seccomp_data, arch));
    add_jump(filter, BPF_JEQ, ARCHITECTURE, 1, 0);
    add(filter, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    load(filter, offsetof(struct seccomp_data, nr));
    add_rules(filter, may_write);
    add_set(filter, &set);
}

static bool install(bool may_write)
{
    Filter filter;
    struct sock_fprog program;

    build(&filter, may_write);
    program = (struct sock_fprog){filter.len, filter.rows};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                   SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) == 0;
}

#else

static bool install(bool may_write)
{
    (void)may_write;
    errno = ENOSYS;
    return false;
}

#endif

static bool fail(const char *reason)
{
    fprintf(stderr, "Error: --sandbox=on: %s\n", reason);
    return false;
}

bool cli_sandbox_is_own(const char *chart)
{
    return chart == NULL || strncmp(chart, "builtin:", 8) == 0;
}

bool cli_sandbox_enter(CliSandboxMode mode, CliSandboxNeeds needs)
{
    bool is_wanted = mode == CLI_SANDBOX_ON;

    if (mode == CLI_SANDBOX_OFF || (!is_wanted && needs.is_own))
        return true;
    if (needs.programs)
        return !is_wanted || fail("a post-renderer cannot run in the sandbox");
    if (needs.network)
        return !is_wanted || fail("DNS cannot be asked in the sandbox");
    return install(needs.files) || !is_wanted ||
           fail("this system offers no seccomp filters");
}
