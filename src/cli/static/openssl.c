/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Puts off OpenSSL's look at the processor.  A libcrypto that is linked
 * statically takes it before main() begins, by a dozen instructions that leave
 * a virtual machine each, and few charts want a key or a cipher.
 *
 * The linker has the calls come here (--wrap): the first one from libcrypto's
 * .init section; the next from OpenSSL's own initialisation, which is done once
 * and ahead of all that goes by what was found.
 */
#include <stdbool.h>

void cli_wrap_cpuid_setup(void) __asm__("__wrap_OPENSSL_cpuid_setup");
void cli_real_cpuid_setup(void) __asm__("__real_OPENSSL_cpuid_setup");

void cli_wrap_cpuid_setup(void)
{
    static bool was_called;

    if (was_called)
        cli_real_cpuid_setup();
    was_called = true;
}
