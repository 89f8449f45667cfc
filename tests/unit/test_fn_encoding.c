/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Base64, base32 and checksums.
 */
#include "fn_eval.h"

static void base64_has_padding(void **state)
{
    (void)state;
    gives("b64enc \"hello\"", "aGVsbG8=");
    gives("b64enc \"\"", "");
    gives("b64enc \"a\\x00\\xff\"", "YQD/");
    gives("b64dec \"aGVsbG8=\"", "hello");
    gives("b64dec \"\"", "");
}

static void base64_skips_line_breaks(void **state)
{
    (void)state;
    gives("b64dec \"aGVs\\nbG8=\\r\\n\"", "hello");
    gives("b64dec \"aGVsbG8\\n=\"", "hello");
}

static void b64dec_answers_with_go_s_error(void **state)
{
    (void)state;
    gives("b64dec \"a\"", "illegal base64 data at input byte 0");
    gives("b64dec \"aGVsbG8\"", "illegal base64 data at input byte 4");
    gives("b64dec \"aGVsbG8=x\"", "illegal base64 data at input byte 8");
    gives("b64dec \"aG=sbG8=\"", "illegal base64 data at input byte 2");
    gives("b64dec \"!\"", "illegal base64 data at input byte 0");
    gives("b64dec \"aGVs!bG8=\"", "illegal base64 data at input byte 4");
    gives("b64dec \"QQ=\"", "illegal base64 data at input byte 3");
    gives("b64dec \"QQ=\\n=\"", "A");
    gives("b64dec \"Q===\"", "illegal base64 data at input byte 1");
    gives("b64dec \"aGVsbG8=aGVsbG8=\"", "illegal base64 data at input byte 8");
    gives("b64dec \"QQ===\"", "illegal base64 data at input byte 4");
}

static void base32_has_padding(void **state)
{
    (void)state;
    gives("b32enc \"hello!\"", "NBSWY3DPEE======");
    gives("b32enc \"\"", "");
    gives("b32dec \"NBSWY3DPEE======\"", "hello!");
    gives("b32dec \"NBSW\\nY3DP\"", "hello");
}

static void b32dec_answers_with_go_s_error(void **state)
{
    (void)state;
    gives("b32dec \"a\"", "illegal base32 data at input byte 0");
    gives("b32dec \"NBSWY3D\"", "illegal base32 data at input byte 0");
    gives("b32dec \"NBSWY3DPEE=====\"", "illegal base32 data at input byte 15");
    gives("b32dec \"NBSWY3DPEE===x==\"",
          "illegal base32 data at input byte 12");
    gives("b32dec \"MZX======\"", "illegal base32 data at input byte 3");
    gives("b32dec \"=ZXW6===\"", "illegal base32 data at input byte 0");
    gives("b32dec \"1ZXW6===\"", "illegal base32 data at input byte 0");
}

static void checksums_are_hexadecimal_and_adler_decimal(void **state)
{
    (void)state;
    gives("sha1sum \"abc\"", "a9993e364706816aba3e25717850c26c9cd0d89d");
    gives("sha256sum \"\"",
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    gives("sha256sum \"abc\"",
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    gives(
        "sha512sum \"abc\"",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    gives("adler32sum \"hello\"", "103547413");
    gives("adler32sum \"\"", "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_has_padding),
        cmocka_unit_test(base64_skips_line_breaks),
        cmocka_unit_test(b64dec_answers_with_go_s_error),
        cmocka_unit_test(base32_has_padding),
        cmocka_unit_test(b32dec_answers_with_go_s_error),
        cmocka_unit_test(checksums_are_hexadecimal_and_adler_decimal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
