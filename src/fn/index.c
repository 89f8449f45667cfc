/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The list of the families.
 */
#include "fn/index.h"

extern const FnFamily fn_casing;
extern const FnFamily fn_codecs;
extern const FnFamily fn_convert;
extern const FnFamily fn_crypto;
extern const FnFamily fn_date;
extern const FnFamily fn_dicts;
extern const FnFamily fn_encoding;
extern const FnFamily fn_flow;
extern const FnFamily fn_hash;
extern const FnFamily fn_lists;
extern const FnFamily fn_math;
extern const FnFamily fn_paths;
extern const FnFamily fn_random;
extern const FnFamily fn_reflect;
extern const FnFamily fn_regex;
extern const FnFamily fn_semver;
extern const FnFamily fn_strings;
extern const FnFamily fn_url;

const FnFamily *const fn_families[] = {
    &fn_casing,   &fn_codecs,  &fn_convert, &fn_crypto, &fn_date,    &fn_dicts,
    &fn_encoding, &fn_flow,    &fn_hash,    &fn_lists,  &fn_math,    &fn_paths,
    &fn_random,   &fn_reflect, &fn_regex,   &fn_semver, &fn_strings, &fn_url,
};
const size_t fn_families_len = ARRAY_LEN(fn_families);
